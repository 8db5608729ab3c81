import type { Json } from '../../ledger/json';
import type { Offer } from '../alerts/model';

/** How a service differs from the ledger. */
export const differenceClasses = ['late', 'missing', 'doubled', 'changed', 'unknown'] as const;
/** One of them. */
export type DifferenceClass = (typeof differenceClasses)[number];

/** The services that are compared; `ledger` stands for what only the ledger can say. */
export const comparedServices = [
	'clickup',
	'slack',
	'hubspot',
	'frameio',
	'stripe',
	'storage',
	'mail',
	'ledger',
] as const;
/** One of them. */
export type ComparedService = (typeof comparedServices)[number];

/** What may be done about a difference without asking anybody. */
export type Repair =
	/** The same again under a new key: it was ours, and it is gone. */
	| { does: 'remake' }
	/** Values that the ledger says were written and that are not there. */
	| { does: 'write'; object: 'contact' | 'deal'; properties: Record<string, string> }
	/** It was never sent. */
	| { does: 'send' }
	/** A webhook that its service suspended. */
	| { does: 'switch-on'; hook: string }
	/** What Stripe told and never reached the inbox, as its webhook would have brought it. */
	| {
			does: 'take-in';
			/** Id at Stripe. */
			invoice: string;
			/** Null: how the invoice stands. */
			dispute: { id: string; at: string; result: 'won' | 'lost' | null } | null;
	  };

/** Repairs that are effects, or settle one. */
export type EffectRepair = Exclude<Repair, { does: 'switch-on' | 'take-in' }>;

/** One side of a difference: for a person, with what machines need of it. */
export type Side = { says: string } & { [name: string]: Json | undefined };

/** Something that a service does not hold as the ledger says. */
export interface Difference {
	/** The same difference has the same name in every sweep. */
	name: string;
	class: DifferenceClass;
	service: ComparedService;
	/** Key of the effect whose work it is about. */
	effect: string;
	subject: string;
	/** What it is, in a word or a few: `task`, `deal stage`. */
	thing: string;
	ours: Side;
	theirs: Side;
	/** Null: nobody does anything before a person says so. */
	repair: Repair | null;
	/** What a person may choose. */
	offers: ReadonlyArray<Offer['does']>;
}

/** What was compared of one service in one sweep. */
export interface Compared {
	differences: Difference[];
	/** Keys of the effects that were looked at: what they had of differences and have no more is over. */
	looked: string[];
	/** Calls it took. */
	calls: number;
}

/** How deleted tasks are treated: made again once, or only shown. */
export type DeletedTasks = 'remake' | 'ask';

export const nothingCompared: Compared = { differences: [], looked: [], calls: 0 };

/** Everything of several comparisons together. */
export function together(all: readonly Compared[]): Compared {
	return {
		differences: all.flatMap(({ differences }) => differences),
		looked: [...new Set(all.flatMap(({ looked }) => looked))],
		calls: all.reduce((sum, { calls }) => sum + calls, 0),
	};
}

/** `2026-11-26 10:02Z` */
export function shortMoment(at: Date): string {
	const iso = at.toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}
