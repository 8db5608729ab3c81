import { stringify } from 'yaml';
import { z } from 'zod';
import { languages } from '../../../nodes/domain/language';
import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import { defaultTexts } from '../../../nodes/domain/milestone/settings';
import { mistakesInTexts } from '../../../nodes/domain/milestone/texts/judgeTexts';
import {
	keptTextsSchema,
	messageNames,
} from '../../../nodes/domain/milestone/texts/milestoneTexts';
import type { KeptTexts } from '../../../nodes/domain/milestone/texts/milestoneTexts';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { toPathMistake } from '../config/stepsOf';
import { readDocument } from '../ledger/dataDocuments';
import type { Queries } from '../ledger/store';

/** Name of the data that people push: what clients read at milestones. */
export const MILESTONE_TEXTS_KIND = 'milestones';

const fileSchema = keptTextsSchema.extend({
	version: z
		.string()
		.regex(/^milestones\/\d+$/, 'expected the version that data pull gave, as milestones/3'),
});

/** The texts that ship, as YAML: made from those of the node, so that they say the same. */
export const shippedMilestoneTexts = [
	'# What clients read at the milestones of their project, in three languages.',
	'# Change what you like and push it; milestones that you take out (of every language) keep what ships.',
	'# Look at the mails first: agency-ops mail preview --texts FILE',
	'#',
	'# Values stand in braces; a sentence that speaks of one that is not known is left out:',
	...Object.entries(messageNames).map(([name, what]) => `#   {${name}}  ${what}`),
	'# Numbers can choose: {days, plural, =0 {today} one {in # day} other {in # days}}',
	'#',
	'# These mails go to everybody, also to those who refused offers: words of an offer are refused.',
	'# notOffers: [words that sound like one and are none]',
	'# linkHosts: [hosts that words may name; buttons lead where the flow says]',
	stringify(defaultTexts, { lineWidth: 0, aliasDuplicateObjects: false }),
].join('\n');

/** Reads the YAML and gathers every mistake with its place. */
export function readMilestoneTexts(source: string): YamlReading<KeptTexts> {
	return readYamlAs(fileSchema, source, (texts) => mistakesInTexts(texts).map(toPathMistake));
}

/**
 * What a kind of texts says in its newest version, named by its place in the ledger: the line in the
 * file is that of the version it was made from. Null where nobody has pushed any.
 */
export async function pushedTexts(
	queries: Queries,
	kind: string,
): Promise<({ version: string } & Record<string, unknown>) | null> {
	const document = await readDocument(queries, kind);
	if (document === null) return null;
	return { ...Object(document.content), version: `${kind}/${document.version}` };
}

/**
 * The pushed texts of one milestone as Client Milestone takes them from an item: the others would only
 * make items heavy. Null where what ships is in force.
 */
export async function textsOfMilestone(
	queries: Queries,
	milestone: Milestone,
): Promise<Pick<KeptTexts, 'version' | 'languages'> | null> {
	const pushed = await pushedTexts(queries, MILESTONE_TEXTS_KIND);
	if (pushed === null) return null;
	const { version, languages: all } = keptTextsSchema.parse(pushed);
	const only = languages.map((language) => {
		const text = all[language].milestones[milestone];
		const own = text === undefined ? {} : { [milestone]: text };
		return [language, { ...all[language], milestones: own }];
	});
	return { version, languages: Object.fromEntries(only) as KeptTexts['languages'] };
}
