import { z } from 'zod';

import { canonicalJson, sha256Hex } from '../hash';
import { languages } from '../language';
import { layOver } from '../layOver';
import { brandSchema, defaultBrand } from '../letter/schema';
import { defaultLinkHosts } from '../letter/safeLink';
import { mistakesError, mistakesOf, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { isRecord } from '../webhookItem';
import { clientHoursSchema, isZone } from './clientHours';
import { namesIn } from './message';
import { da } from './texts/da';
import { en } from './texts/en';
import { es } from './texts/es';
import { wholeTexts, wordsIn } from './texts/judgeTexts';
import { messageNames, milestoneTextsSchema } from './texts/milestoneTexts';
import type { MilestoneTexts } from './texts/milestoneTexts';

/** Everything that clients read, as it ships; what people push follows as `milestones/1`. */
export const defaultTexts: MilestoneTexts = {
	version: 'milestones/0',
	languages: { en, es, da },
};

/** Everything that milestones go by: data, so that another agency can put in its own. */
export const milestoneSettingsSchema = z
	.object({
		brand: brandSchema,
		/** Hosts that mails may lead to, as `safeLink` reads them. */
		linkHosts: z.array(z.string().trim().min(1).max(200)).max(100),
		/** Working hours of clients, each by their own clock. */
		hours: clientHoursSchema,
		/** Days on which no client works, `YYYY-MM-DD`. */
		holidays: z
			.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-12-24'))
			.max(1_000),
		/** Of clients of whom it is not known. */
		zone: z.string().refine(isZone, 'a zone such as America/Lima'),
		/** Of clients of whom neither it nor the country is known. */
		language: z.enum(languages),
		texts: milestoneTextsSchema,
	})
	.strict();
/** Everything that milestones go by. */
export type MilestoneSettings = z.infer<typeof milestoneSettingsSchema>;

/** The settings that ship: an office's hours, as the agency's own hubs keep them. */
export const defaultMilestoneSettings: MilestoneSettings = milestoneSettingsSchema.parse({
	brand: defaultBrand,
	linkHosts: defaultLinkHosts,
	hours: { from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] },
	holidays: [],
	zone: 'America/Lima',
	language: 'en',
	texts: defaultTexts,
});

const readAs: ReadAs = {
	code: 'milestone/settings',
	what: 'The settings of the milestones cannot be used.',
	mend: 'Correct these fields; what you leave out keeps its default.',
};

/** Settings with the texts that people keep, by these as JSON: a node meets the same from item to item. */
const withKeptTexts = new Map<string, MilestoneSettings>();

/** Most that are remembered: an item brings the texts of one milestone. */
const mostRemembered = 50;

/**
 * Lays a person's changes over the settings that ship and checks the whole. Objects are merged field by
 * field, lists replaced whole. Changed texts without a version of their own are named after what they
 * were laid over and their hash.
 *
 * @param keptTexts texts that people keep in the ledger, or a part of them; they go before those that
 * ship, and the changes before them
 * @throws MendableError `milestone/settings` with every mistake, `milestone/message`
 */
export function resolveMilestoneSettings(
	changes: unknown,
	keptTexts: unknown = null,
): MilestoneSettings {
	const base = keptTexts === null ? defaultMilestoneSettings : settingsWith(keptTexts);
	if (changes === undefined || changes === null) return base;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return base;
	const merged = layOver(base, changes);
	const parsed = milestoneSettingsSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const { texts } = parsed.data;
	if (!isRecord(changes.texts)) return parsed.data;
	const mistakes = unknownNames(texts);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.texts.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(texts)).slice(0, 8);
	return { ...parsed.data, texts: { ...texts, version: `${base.texts.version}+${mark}` } };
}

function settingsWith(keptTexts: unknown): MilestoneSettings {
	const key = JSON.stringify(keptTexts);
	const known = withKeptTexts.get(key);
	if (known !== undefined) return known;
	const texts = wholeTexts(defaultTexts, keptTexts);
	if (!texts.success) {
		throw mistakesError(mistakesOf(texts.error.issues, keptTexts), {
			...readAs,
			what: 'The texts that the ledger gave cannot be used.',
			mend: 'Push them again with agency-ops data push, or bring node and service to one version.',
		});
	}
	if (withKeptTexts.size >= mostRemembered) withKeptTexts.clear();
	const settings = { ...defaultMilestoneSettings, texts: texts.data };
	withKeptTexts.set(key, settings);
	return settings;
}

/** Names in messages that nothing stands for: such a text would never be shown. */
export function unknownNames(texts: MilestoneTexts): Mistake[] {
	return wordsIn(texts.languages, 'texts.languages').flatMap(({ path, words }) =>
		namesIn(words)
			.filter((name) => !Object.hasOwn(messageNames, name))
			.map((name) => ({
				path,
				expected: `names among ${Object.keys(messageNames).join(', ')}`,
				received: shown(`{${name}}`),
			})),
	);
}
