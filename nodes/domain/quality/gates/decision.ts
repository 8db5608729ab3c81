import type { Decision } from '../../decision';
import type { ChecklistPoint } from './checklist';
import type { Risk } from './risk';
import type { FindingEffect } from './rules';
import type { Finding, Gate, GateOutcome, ReviewerWanted, Spec, Waiver } from './schema';

/** A finding with what it does to the verdict. */
export interface JudgedFinding extends Finding {
	/** What the rules say of it, waived or not. */
	effect: FindingEffect;
	/** The waiver that lifts it; null where none does. */
	waiver: Pick<Waiver, 'id' | 'by' | 'reason' | 'expiresAt'> | null;
	/** One sentence for a person. */
	text: string;
}

/** Something that is said at a file, at a moment of it or as a whole. */
export interface Remark {
	/** Tells it from the others about one content: said once, it is not said again. */
	id: string;
	/** Seconds from the beginning; null for the whole. */
	from: number | null;
	to: number | null;
	text: string;
}

/** What a gate decided about one content of a file. */
export interface GateDecision extends Decision<GateOutcome> {
	gate: Gate;
	/** `file:4f6c…`: the file that the inbox keeps in order. */
	subject: string;
	/** The one content that the decision speaks of. */
	sha256: string;
	/** Who decided, by their id in the roster; null for the machine. */
	by: string | null;
	specs: Spec[];
	findings: JudgedFinding[];
	unmeasured: string[];
	/** What is to be said at the file itself, the whole of it first; nothing of a pass. */
	remarks: Remark[];
	/** Until when it holds, where it leans on a waiver that ends; null without end. */
	heldUntil: string | null;
	/** The gate that comes next; null when the file stays here, or is through. */
	next: Gate | null;
	/** Whom the next gate may be answered by; null where there is none. */
	nextReviewer: ReviewerWanted | null;
	/** How closely the next reviewer looks, and at what. */
	risk: Risk & { text: string };
	checklist: ChecklistPoint[];
	/** Versions that were sent back, this one counted if it is. */
	cycles: number;
	/** The reviewer's words; null at the machine. */
	note: string | null;
	/** The senior's guess, from 1 to 10; null elsewhere. */
	satisfaction: number | null;
	/** What else the client could need, for the follow-up. */
	opportunity: string | null;
}

/** What the outcome is made of: the worst thing that is left. */
export function outcomeOf(left: readonly FindingEffect[]): GateOutcome {
	if (left.includes('fail')) return 'fail';
	return left.includes('needs-review') ? 'needs-review' : 'pass';
}

/** Steps that an effect takes a file away from passing, as reasons count them. */
export const stepsOf: Readonly<Record<FindingEffect, number>> = {
	fail: -2,
	'needs-review': -1,
	note: 0,
};
