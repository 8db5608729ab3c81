import type { Constraint } from '../blocks';
import type { Kind, Step } from '../schema';
import type { TermName } from '../settings';

/** What a term's sentence may speak of, in words of the language; empty where it does not apply. */
export interface TermWords {
	cost: string;
	/** Hours after the planned day; null for in time. */
	late: string | null;
	load: string;
	meanLoad: string;
	hub: string;
	share: string;
	band: string;
	unit: 'projects' | 'revenue' | null;
	overlap: string;
	skill: string;
	/** Whether the good case holds; null where the term does not apply. */
	isKnown: boolean | null;
	/** -1, 0 or 1, by the term's value. */
	sign: number;
}

/** What a sentence about a constraint may speak of. */
export interface BlockWords {
	skill: string;
	has: string;
	wants: string;
	kind: string;
	hours: string;
	endsAt: string;
	due: string;
	cost: string;
	/** Somebody's own words; empty where there are none. */
	because: string;
}

/** Everything a decision about a project says, in one language. */
export interface RoutingTexts {
	terms: Readonly<Record<TermName, (words: TermWords) => string>>;
	blocks: Readonly<Record<Constraint, (words: BlockWords) => string>>;
	kinds: Readonly<Record<Kind, string>>;
	steps: {
		taken: Readonly<Record<Step, string>>;
		noneOf: Readonly<Record<Kind, string>>;
		nothingToMove: string;
		mayNotMove: string;
		failed: (piece: string, counts: string) => string;
		belowFloor: (margin: string, floor: string) => string;
		/** "3 lack the skill", for the sum of what failed. */
		counts: Readonly<Record<Constraint, (count: number) => string>>;
		nobody: string;
	};
	points: (points: string) => string;
	/** Half sentences after "if". */
	flips: {
		dueFrom: (date: string) => string;
		dueBefore: (date: string) => string;
		priceFrom: (price: string) => string;
	};
	notes: {
		'mixed-units': string;
		'minima-above-whole': (unit: string, sum: string) => string;
		'maxima-below-whole': (unit: string, sum: string) => string;
		overlaps: (piece: string, begins: string) => string;
		override: (by: string, because: string) => string;
		noPrice: string;
		noOffer: string;
	};
	units: Readonly<Record<'projects' | 'revenue', string>>;
}
