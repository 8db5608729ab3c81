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
import { messageNames, milestoneTextsSchema } from './texts/milestoneTexts';
import type { MilestoneTexts } from './texts/milestoneTexts';

/** Everything that clients read, as it ships. */
export const defaultTexts: MilestoneTexts = {
	version: 'milestones/1',
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

/**
 * Lays a person's changes over the settings that ship and checks the whole. Objects are merged field by
 * field, lists replaced whole. Changed texts without a version of their own are named after the
 * defaults and their hash.
 *
 * @throws MendableError `milestone/settings` with every mistake, `milestone/message`
 */
export function resolveMilestoneSettings(changes: unknown): MilestoneSettings {
	if (changes === undefined || changes === null) return defaultMilestoneSettings;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return defaultMilestoneSettings;
	const merged = layOver(defaultMilestoneSettings, changes);
	const parsed = milestoneSettingsSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const { texts } = parsed.data;
	if (!isRecord(changes.texts)) return parsed.data;
	const mistakes = unknownNames(texts);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.texts.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(texts)).slice(0, 8);
	return { ...parsed.data, texts: { ...texts, version: `${defaultTexts.version}+${mark}` } };
}

/** Names in messages that nothing stands for: such a text would never be shown. */
export function unknownNames(texts: MilestoneTexts): Mistake[] {
	return messagesIn(texts.languages, 'texts.languages').flatMap(({ path, message }) =>
		namesIn(message)
			.filter((name) => !Object.hasOwn(messageNames, name))
			.map((name) => ({
				path,
				expected: `names among ${Object.keys(messageNames).join(', ')}`,
				received: shown(`{${name}}`),
			})),
	);
}

function messagesIn(value: unknown, path: string): Array<{ path: string; message: string }> {
	if (typeof value === 'string') return [{ path, message: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === 'kind' || key === 'purpose' ? [] : messagesIn(inner, `${path}.${key}`),
	);
}
