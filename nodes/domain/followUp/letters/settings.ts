import { z } from 'zod';

import { canonicalJson, sha256Hex } from '../../hash';
import { layOver } from '../../layOver';
import { defaultLinkHosts } from '../../letter/safeLink';
import { brandSchema, defaultBrand } from '../../letter/schema';
import { namesIn } from '../../milestone/message';
import { mistakesError, mistakesOf, shown } from '../../read';
import type { Mistake, ReadAs } from '../../read';
import { isRecord } from '../../webhookItem';
import { da } from './texts/da';
import { en } from './texts/en';
import { es } from './texts/es';
import { messageTextsSchema, valueNames } from './texts/messageTexts';
import type { MessageTexts } from './texts/messageTexts';

/** Everything that follow-ups say, as it ships. */
export const defaultMessageTexts: MessageTexts = {
	version: 'follow-ups/0',
	languages: { en, es, da },
};

const link = z.string().trim().url().max(2_000).nullable().default(null);

/** Everything that messages of follow-ups go by: data, so that another agency can put in its own. */
export const messageSettingsSchema = z
	.object({
		brand: brandSchema,
		/** Hosts that the links below may lead to, as `safeLink` reads them. */
		linkHosts: z.array(z.string().trim().min(1).max(200)).max(100),
		links: z
			.object({
				/** Where clients say in public how it was. */
				review: link,
				/** Where they read more of what is offered; null leads to their portal. */
				offer: link,
			})
			.strict(),
		texts: messageTextsSchema,
	})
	.strict();
/** Everything that messages of follow-ups go by. */
export type MessageSettings = z.infer<typeof messageSettingsSchema>;

/** The settings that ship. */
export const defaultMessageSettings: MessageSettings = messageSettingsSchema.parse({
	brand: defaultBrand,
	linkHosts: defaultLinkHosts,
	links: {},
	texts: defaultMessageTexts,
});

const readAs: ReadAs = {
	code: 'follow-up/message-settings',
	what: 'The settings of the messages cannot be used.',
	mend: 'Correct these fields; what you leave out keeps its default.',
};

/**
 * Lays a person's changes over the settings that ship and checks the whole. Objects are merged field by
 * field, lists replaced whole. Changed texts without a version of their own are named after what
 * they were laid over and their hash.
 *
 * @param keptTexts texts that people keep in the ledger, or a part of them; they go before those that
 * ship, and the changes before them
 * @throws MendableError `follow-up/message-settings` with every mistake, `milestone/message`
 */
export function resolveMessageSettings(
	changes: unknown,
	keptTexts: unknown = null,
): MessageSettings {
	const base = keptTexts === null ? defaultMessageSettings : settingsWith(keptTexts);
	if (changes === undefined || changes === null) return base;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return base;
	const merged = layOver(base, changes);
	const parsed = messageSettingsSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const { texts } = parsed.data;
	if (!isRecord(changes.texts)) return parsed.data;
	const mistakes = unknownValues(texts);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.texts.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(texts)).slice(0, 8);
	return { ...parsed.data, texts: { ...texts, version: `${base.texts.version}+${mark}` } };
}

/** Settings with the texts that people keep, by these as JSON: a node meets the same from item to item. */
const withKeptTexts = new Map<string, MessageSettings>();

/** Most that are remembered: an item brings the texts of one message. */
const mostRemembered = 50;

function settingsWith(keptTexts: unknown): MessageSettings {
	const key = JSON.stringify(keptTexts);
	const known = withKeptTexts.get(key);
	if (known !== undefined) return known;
	const texts = messageTextsSchema.safeParse(layOver(defaultMessageTexts, keptTexts));
	if (!texts.success) {
		throw mistakesError(mistakesOf(texts.error.issues, keptTexts), {
			...readAs,
			what: 'The texts that the ledger gave cannot be used.',
			mend: 'Push them again with agency-ops data push, or bring node and service to one version.',
		});
	}
	if (withKeptTexts.size >= mostRemembered) withKeptTexts.clear();
	const settings = { ...defaultMessageSettings, texts: texts.data };
	withKeptTexts.set(key, settings);
	return settings;
}

/** Names in messages that nothing stands for: such a text would never be shown. */
export function unknownValues({ languages }: MessageTexts): Mistake[] {
	return messagesIn(languages, 'texts.languages').flatMap(({ path, message }) =>
		namesIn(message)
			.filter((name) => !Object.hasOwn(valueNames, name))
			.map((name) => ({
				path,
				expected: `names among ${Object.keys(valueNames).join(', ')}`,
				received: shown(`{${name}}`),
			})),
	);
}

/** Fields that hold words of ours, not of a text. */
const fixed = ['kind', 'purpose', 'when', 'link'];

function messagesIn(value: unknown, path: string): Array<{ path: string; message: string }> {
	if (typeof value === 'string') return [{ path, message: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		Array.isArray(value)
			? messagesIn(inner, `${path}[${key}]`)
			: fixed.includes(key)
				? []
				: messagesIn(inner, `${path}.${key}`),
	);
}
