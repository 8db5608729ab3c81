import { stringify } from 'yaml';
import { z } from 'zod';
import {
	defaultMessageTexts,
	unknownValues,
} from '../../../nodes/domain/followUp/letters/settings';
import {
	messageTextsSchema,
	valueNames,
} from '../../../nodes/domain/followUp/letters/texts/messageTexts';
import type { MessageTexts } from '../../../nodes/domain/followUp/letters/texts/messageTexts';
import { isErrorReport } from '../../../nodes/domain/errors';
import { languages } from '../../../nodes/domain/language';
import type { Language } from '../../../nodes/domain/language';
import { mistakesOfOffers } from '../../../nodes/domain/letter/judgeWords';
import { wordsIn } from '../../../nodes/domain/milestone/texts/judgeTexts';
import type { Mistake } from '../../../nodes/domain/read';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { toPathMistake } from '../config/stepsOf';
import type { Json } from '../ledger/json';
import type { Queries } from '../ledger/store';
import { pushedTexts } from '../mail/keptTexts';

/** Name of the data that people push: what follow-ups say. */
export const MESSAGE_TEXTS_KIND = 'follow-ups';

const fileSchema = messageTextsSchema
	.extend({
		version: z
			.string()
			.regex(/^follow-ups\/\d+$/, 'expected the version that data pull gave, as follow-ups/3'),
		/** Words that sound like an offer and are none. */
		notOffers: z.array(z.string().min(1).max(80)).max(100).default([]),
	})
	.strict();

/** The texts that ship, as YAML: made from those of the node, so that they say the same. */
export const shippedMessageTexts = [
	'# What follow-ups say to clients after a delivery, and to whoever is to call, in three languages.',
	'# Change what you like and push it. Look at the mails first: agency-ops mail preview --follow-up all',
	'#',
	'# Values stand in braces; of several sentences the first is taken that speaks of nothing unknown:',
	...Object.entries(valueNames).map(([name, what]) => `#   {${name}}  ${what}`),
	'# Numbers can choose: {used, plural, one {# project} other {# projects}}',
	'#',
	'# purpose: transactional goes to everybody, so words of an offer are refused there',
	'# notOffers: [words that sound like one and are none]',
	stringify(defaultMessageTexts, { lineWidth: 0, aliasDuplicateObjects: false }),
].join('\n');

/** Reads the YAML and gathers every mistake with its place. */
export function readMessageTexts(source: string): YamlReading<z.infer<typeof fileSchema>> {
	return readYamlAs(fileSchema, source, (texts) => mistakesIn(texts).map(toPathMistake));
}

function mistakesIn({ notOffers, ...texts }: z.infer<typeof fileSchema>): Mistake[] {
	return [
		...mistakesOfValues(texts),
		...languages.flatMap((each) => offersIn(texts, each, notOffers)),
	];
}

function mistakesOfValues(texts: MessageTexts): Mistake[] {
	try {
		return unknownValues(texts).map((each) => ({
			...each,
			path: each.path.slice('texts.'.length),
		}));
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		return [{ path: 'languages', expected: 'texts without this', received: error.why }];
	}
}

/** Whoever refused offers gets what belongs to the order: no offer may stand in it. */
function offersIn(
	{ languages: all }: MessageTexts,
	language: Language,
	notOffers: readonly string[],
): Mistake[] {
	return Object.entries(all[language].letters)
		.filter(([, { purpose }]) => purpose === 'transactional')
		.flatMap(([name, letter]) =>
			mistakesOfOffers(wordsIn(letter, `languages.${language}.letters.${name}`), notOffers),
		);
}

/** A message or a task, of which only the words are wanted that it is made of. */
export interface WantedWords {
	template: string;
	/** null for tasks, which are written in the team's language, whichever that is. */
	language: Language | null;
	offer: string | null;
}

/**
 * The pushed words of one message or task, as Follow-up Sequence takes them from an item: the others
 * would only make items heavy. Null where what ships is in force.
 */
export async function textsOfMessage(
	queries: Queries,
	{ template, language, offer }: WantedWords,
): Promise<Json> {
	const pushed = await pushedTexts(queries, MESSAGE_TEXTS_KIND);
	if (pushed === null) return null;
	const { version, languages: all } = messageTextsSchema.passthrough().parse(pushed);
	const only = (language === null ? languages : [language]).map((each) => {
		const { letters, tasks, offers, ...rest } = all[each];
		const own = <Value>(values: Record<string, Value>, name: string | null) =>
			name === null || values[name] === undefined ? {} : { [name]: values[name] };
		const words = {
			...rest,
			letters: own(letters, template),
			tasks: own(tasks, template),
			offers: own(offers, offer),
		};
		return [each, words];
	});
	return { version, languages: Object.fromEntries(only) as Json };
}
