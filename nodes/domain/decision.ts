/** One rule's part in a decision, in the order the rules ran. */
export interface Reason {
	/** Name of the rule, stable across versions of its weights. */
	rule: string;
	/** The level of the rule that the input fell into; `unknown` is a level of its own. */
	level: string;
	/** Signed share of the result, in the decision's own unit (log-odds for lead scores). */
	contribution: number;
	/** One sentence for a person. */
	text: string;
}

/** The outcome that came second, and how far behind it was. */
export interface RunnerUp<Outcome extends string> {
	outcome: Outcome;
	/** Distance in words, e.g. `7 points`. */
	by: string;
}

/** A change of the input that would change the outcome. */
export interface Flip<Outcome extends string> {
	if: string;
	then: Outcome;
}

/** The one missing answer that is worth asking for next. */
export interface Ask {
	field: string;
	because: string;
}

/** A probability with its interval; all three from 0 to 1 and `low <= value <= high`. */
export interface Probability {
	value: number;
	low: number;
	high: number;
}

/**
 * What every deciding node answers: plain JSON that explains itself and replays to the same answer
 * from its stored input.
 */
export interface Decision<Outcome extends string> {
	outcome: Outcome;
	/** 0 to 100, higher is better; null where the decision has no score. */
	score: number | null;
	probability: Probability | null;
	reasons: Reason[];
	runnerUp: RunnerUp<Outcome> | null;
	flips: Array<Flip<Outcome>>;
	ask: Ask | null;
	versions: { rules: string; model: string | null };
	/** ISO 8601, UTC. */
	decidedAt: string;
	/** `sha256:` and 64 hex digits over the canonical JSON of the input the decision saw. */
	inputHash: string;
}

/** The reasons that weighed most, for or against, the strongest first; those of no weight are left out. */
export function strongestReasons<Weighed extends Pick<Reason, 'contribution'>>(
	reasons: readonly Weighed[],
	most = 3,
): Weighed[] {
	return reasons
		.filter(({ contribution }) => contribution !== 0)
		.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
		.slice(0, most);
}
