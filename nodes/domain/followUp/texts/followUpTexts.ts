import type { Language } from '../../language';
import type { Basis } from '../consent';
import type { StopType } from '../events';
import type { MovedBy } from '../waits';
import { da } from './da';
import { en } from './en';
import { es } from './es';

/** Why a step can be left out. */
export type SkipRule =
	| 'answered'
	| 'no-thanks'
	| 'condition'
	| 'opted-out'
	| 'no-consent'
	| 'no-evidence'
	| 'holdout'
	| 'no-offer'
	| 'stale'
	| 'cap'
	| 'cancelled'
	| 'not-in-version';

/** Why an event changes nothing. */
export type NoteRule =
	| 'duplicate'
	| 'before-enrolment'
	| 'stranger'
	| 'automatic'
	| 'no-score'
	| 'soft-bounce'
	| 'after-exit'
	| 'unknown-step'
	| 'again'
	| 'engagement'
	| 'no-exit'
	| 'older';

/** What the sentence about a step that is left out may speak of. */
export interface SkipWords {
	country: string;
	accepts: readonly Basis[];
	source: string;
	condition: string;
	/** Messages within days that a client gets at most. */
	cap: string;
	by: string;
}

/** For a sentence that speaks of none of these. */
export const noSkipWords: SkipWords = {
	country: '',
	accepts: [],
	source: '',
	condition: '',
	cap: '',
	by: '',
};

/** Everything a follow-up says of itself, in one language. */
export interface FollowUpTexts {
	sends: (step: string, template: string) => string;
	waits: (step: string, when: string) => string;
	awaits: (until: string) => string;
	listens: (until: string) => string;
	paused: (until: string | null) => string;
	moved: Readonly<Record<MovedBy, string>>;
	capped: (cap: string, until: string) => string;
	task: (template: string) => string;
	answer: (score: number, step: string) => string;
	ground: (words: string, evidence: string | null) => string;
	noGround: (source: string) => string;
	offer: (offer: string, used: number, usage: string, price: string) => string;
	otherOffer: (offer: string) => string;
	bases: Readonly<Record<Basis, string>>;
	per: Readonly<Record<'month' | 'edit' | 'piece', string>>;
	usage: Readonly<Record<'projects' | 'edits' | 'assets' | 'social', string>>;
	/** By what ended it; an end that a sequence names itself has no sentence here. */
	exits: Readonly<Record<StopType | 'completed' | 'detractor' | 'no-answer', string>>;
	exit: (reason: string) => string;
	skips: Readonly<Record<SkipRule, (words: SkipWords) => string>>;
	notes: Readonly<Record<NoteRule, (type: string) => string>>;
	/** Half sentences after "if". */
	flips: { reply: string; consent: string; resume: string };
	cap: (most: number, days: number) => string;
	unknownCountry: string;
}

const all: Readonly<Record<Language, FollowUpTexts>> = { en, es, da };

/** What a follow-up says of itself in a language. */
export function followUpTexts(language: Language): FollowUpTexts {
	return all[language];
}
