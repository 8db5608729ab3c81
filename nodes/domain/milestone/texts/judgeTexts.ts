import { isErrorReport } from '../../errors';
import { languages } from '../../language';
import { layOver } from '../../layOver';
import { mistakesOfLinks, mistakesOfOffers } from '../../letter/judgeWords';
import type { PlacedWords } from '../../letter/judgeWords';
import { defaultLinkHosts } from '../../letter/safeLink';
import type { Mistake } from '../../read';
import { shown } from '../../read';
import { isRecord } from '../../webhookItem';
import { namesIn } from '../message';
import { milestones, needsOf } from '../milestones';
import type { NeededDetail } from '../milestones';
import { messageNames, milestoneTextsSchema } from './milestoneTexts';
import type { KeptTexts, MilestoneTexts } from './milestoneTexts';

/** The name that a message speaks of a needed detail by. */
const nameOfDetail: Readonly<Record<NeededDetail, keyof typeof messageNames>> = {
	people: 'people',
	amount: 'amount',
	dueAt: 'dueOn',
	expectedAt: 'expectedOn',
};

/**
 * Everything that is wrong with texts that people keep: braces, names that nothing stands for, what a
 * mail must tell and does not, a milestone that some language lacks, addresses of others, offers.
 */
export function mistakesInTexts({ languages: all, linkHosts, notOffers }: KeptTexts): Mistake[] {
	const words = wordsIn(all, 'languages');
	return [
		...words.flatMap(mistakesOfNames),
		...mistakesOfLinks(words, [...defaultLinkHosts, ...linkHosts]),
		...mistakesOfOffers(words, notOffers),
		...languages.flatMap((language) => untold(language, all)),
		...lackingSome(all),
	];
}

/** Texts that people keep, with those that ship where they leave something out. */
export function wholeTexts(shipped: MilestoneTexts, kept: unknown) {
	const { version, languages: own } = (isRecord(kept) ? kept : {}) as Partial<KeptTexts>;
	return milestoneTextsSchema.safeParse(layOver(shipped, { version, languages: own }));
}

/** Every message in texts, with its place. */
export function wordsIn(value: unknown, path: string): PlacedWords[] {
	if (typeof value === 'string') return [{ path, words: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === 'kind' || key === 'purpose') return [];
		return wordsIn(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
	});
}

/** Names in a message that nothing stands for: such a text would never be shown. */
export function mistakesOfNames({ path, words }: PlacedWords): Mistake[] {
	const names = namesOrWhy(words);
	if (typeof names === 'string') return [{ path, expected: names, received: shown(words) }];
	return names
		.filter((name) => !Object.hasOwn(messageNames, name))
		.map((name) => ({
			path,
			expected: `names among ${Object.keys(messageNames).join(', ')}`,
			received: shown(`{${name}}`),
		}));
}

/** The names, or how the message would have to be. */
function namesOrWhy(words: string): string[] | string {
	try {
		return namesIn(words);
	} catch (error) {
		return `a text without this: ${isErrorReport(error) ? error.why : String(error)}`;
	}
}

/** A delay without its new date, an invoice without its amount: mails that say too little. */
function untold(language: (typeof languages)[number], all: KeptTexts['languages']): Mistake[] {
	return milestones.flatMap((milestone) => {
		const text = all[language].milestones[milestone];
		if (text === undefined) return [];
		const path = `languages.${language}.milestones.${milestone}`;
		const said = wordsIn(text, path).flatMap(({ words }) => {
			const names = namesOrWhy(words);
			return typeof names === 'string' ? [] : names;
		});
		return needsOf[milestone].details
			.map((detail) => nameOfDetail[detail])
			.filter((name) => !said.includes(name))
			.map((name) => ({ path, expected: `{${name}} in one of its texts`, received: 'none' }));
	});
}

/** A client must not read the agency's own words in one language and those that ship in another. */
function lackingSome(all: KeptTexts['languages']): Mistake[] {
	const given = milestones.filter((each) =>
		languages.some((language) => all[language].milestones[each] !== undefined),
	);
	return languages.flatMap((language) =>
		given
			.filter((each) => all[language].milestones[each] === undefined)
			.map((each) => ({
				path: `languages.${language}.milestones.${each}`,
				expected: 'it in every language or in none',
				received: 'nothing',
			})),
	);
}
