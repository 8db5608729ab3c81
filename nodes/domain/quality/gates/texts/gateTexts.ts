import type { RiskName } from '../risk';
import type { Depth } from '../rules';
import type { Gate, GateOutcome } from '../schema';

/** What a sentence about a finding may speak of; empty where it does not apply. */
export interface FindingWords {
	rule: string;
	/** `0:03.2`, or `0:03.2–0:05.0`. */
	at: string;
	expected: string;
	actual: string;
	pack: string;
}

/** What a sentence about a waiver may speak of. */
export interface WaiverWords {
	by: string;
	reason: string;
	/** Last moment; empty without end. */
	until: string;
}

/** Things that a review is asked before it counts. */
export const reviewChecks = [
	'unchanged',
	'order',
	'author',
	'others',
	'level',
	'checklist',
	'answer',
] as const;

/** One of the things that a review is asked before it counts. */
export type ReviewCheck = (typeof reviewChecks)[number];

/** What a sentence about a check of a review may speak of. */
export interface ReviewWords {
	reviewer: string;
	/** The gate at hand, and the one before it. */
	gate: string;
	before: string;
	/** Other people that matter: authors, or who answered before. */
	people: string;
	skill: string;
	has: string;
	wants: string;
	/** Points of the checklist that are not right, or not answered. */
	points: string;
	note: string;
}

/** Everything a decision at a gate says, in one language. */
export interface GateTexts {
	gates: Readonly<Record<Gate, string>>;
	outcomes: Readonly<Record<GateOutcome, string>>;
	finding: (words: FindingWords) => string;
	waived: (finding: string, waiver: WaiverWords) => string;
	unmeasured: (what: string) => string;
	clean: (packs: string) => string;
	unchecked: string;
	/** How a finding is mended. */
	fix: (how: string) => string;
	/** Findings that the check counted and did not list. */
	more: (count: number) => string;
	/** The check's own verdict is worse than what it names. */
	unexplained: (verdict: string) => string;
	/** Another version has come since. */
	changed: string;
	/** By check and by how it went. */
	review: Readonly<
		Record<ReviewCheck, Readonly<Record<'ok' | 'no' | 'unknown', (words: ReviewWords) => string>>>
	>;
	flips: {
		mended: (rule: string) => string;
		measured: (what: string) => string;
		waiverEnds: (rule: string) => string;
	};
	/** Distance to the outcome that came second. */
	by: (count: number) => string;
	byWaivers: (count: number) => string;
	ask: (what: string) => string;
	risk: Readonly<Record<RiskName, Readonly<Record<'yes' | 'no' | 'unknown', string>>>>;
	depths: Readonly<Record<Depth, string>>;
	/** Points of the checklist that the brief makes. */
	brief: {
		goal: (text: string) => string;
		audience: (text: string) => string;
		tone: (text: string) => string;
		callToAction: (text: string) => string;
		language: (text: string) => string;
		mustHave: (text: string) => string;
		mustNot: (text: string) => string;
		deliverable: (text: string) => string;
		unmeasured: (what: string) => string;
		waived: (rule: string, reason: string) => string;
	};
}
