import { gates } from './schema';
import type { Gate, GateOutcome, KnownFile, Spec, Verdict } from './schema';

/** Why a gate does not count as passed. */
export type NotPassed =
	| 'no-verdict'
	| 'failed'
	| 'needs-review'
	| 'waiver-ended'
	| 'before-its-turn'
	| 'author-unknown'
	| 'by-author'
	| 'by-nobody'
	| 'same-person';

/** How one gate stands for one content. */
export interface GateStanding {
	gate: Gate;
	passed: boolean;
	/** Null when it is passed. */
	because: NotPassed | null;
	outcome: GateOutcome | null;
	/** Who decided; null for the machine, and where nobody has. */
	by: string | null;
	at: string | null;
	specs: Spec[];
	/** Until when it holds; null without end. */
	heldUntil: string | null;
}

/** Which gates one content has passed: what a delivery asks for before it lets a file go. */
export interface Standing {
	sha256: string;
	/** Whether no newer version is known. */
	isCurrent: boolean;
	gates: GateStanding[];
	/** Whether every gate is passed, by this very content, and there is no newer one. */
	passed: boolean;
	/** The first gate that is not passed; null when all are. */
	next: Gate | null;
	/** Until when all of it holds; null without end. */
	heldUntil: string | null;
}

/**
 * Works out which gates a content has passed, from everything that was ever said of it, in whatever
 * order it is given.
 *
 * The last word at each gate counts. Verdicts about other contents count for nothing: a changed file
 * has passed nothing. A gate counts only after the one before it, and only when those who decided are
 * three: somebody who made the file, a peer who did not, and a senior who is neither.
 */
export function standingOf(
	sha256: string,
	{ current, authors, verdicts }: Pick<KnownFile, 'current' | 'authors' | 'verdicts'>,
	now: Date,
): Standing {
	const own = verdicts.filter((verdict) => verdict.sha256 === sha256);
	const found: GateStanding[] = [];
	for (const gate of gates) {
		const last = lastOf(own, gate);
		const before = found.at(-1);
		const because = objection(gate, last, before, found, own, authors, now);
		found.push({
			gate,
			passed: because === null,
			because,
			outcome: last?.outcome ?? null,
			by: last?.by ?? null,
			at: last?.at ?? null,
			specs: last?.specs ?? [],
			heldUntil: last?.heldUntil ?? null,
		});
	}
	const next = found.find(({ passed }) => !passed)?.gate ?? null;
	const isCurrent = current === null || current === sha256;
	return {
		sha256,
		isCurrent,
		gates: found,
		passed: next === null && isCurrent,
		next,
		heldUntil: earliest(found.map(({ heldUntil }) => heldUntil)),
	};
}

/** The earliest of some moments; null where none ends. */
export function earliest(moments: ReadonlyArray<string | null>): string | null {
	return moments.reduce<string | null>((first, each) => {
		if (each === null) return first;
		return first === null || Date.parse(each) < Date.parse(first) ? each : first;
	}, null);
}

function objection(
	gate: Gate,
	last: Verdict | null,
	before: GateStanding | undefined,
	earlier: readonly GateStanding[],
	own: readonly Verdict[],
	authors: readonly string[],
	now: Date,
): NotPassed | null {
	if (last === null) return 'no-verdict';
	if (last.outcome !== 'pass') return last.outcome === 'fail' ? 'failed' : 'needs-review';
	if (last.heldUntil !== null && Date.parse(last.heldUntil) <= now.getTime()) return 'waiver-ended';
	if (gate === 'machine') return null;
	if (before?.passed !== true || !cameBefore(own, before.gate, last)) return 'before-its-turn';
	if (last.by === null) return 'by-nobody';
	if (authors.length === 0) return 'author-unknown';
	if (authors.includes(last.by)) return 'by-author';
	return earlier.some(({ by }) => by === last.by) ? 'same-person' : null;
}

/**
 * Whether a gate had been passed when a later verdict was given. Of the machine's any pass counts that
 * held then, since measuring the same content again undoes no review; of people's only the last.
 */
function cameBefore(own: readonly Verdict[], gate: Gate, later: Verdict): boolean {
	if (gate !== 'machine') {
		const last = lastOf(own, gate);
		return last !== null && !isAfter(last, later);
	}
	return own.some(
		({ outcome, heldUntil, ...verdict }) =>
			verdict.gate === gate &&
			outcome === 'pass' &&
			(heldUntil === null || Date.parse(heldUntil) > Date.parse(later.at)) &&
			!isAfter({ outcome, heldUntil, ...verdict }, later),
	);
}

function lastOf(own: readonly Verdict[], gate: Gate): Verdict | null {
	return own
		.filter((verdict) => verdict.gate === gate)
		.reduce<Verdict | null>(
			(last, each) => (last === null || isAfter(each, last) ? each : last),
			null,
		);
}

/** By time; at the same moment by gate, then by id, so that the order given decides nothing. */
function isAfter(verdict: Verdict, other: Verdict): boolean {
	const [at, otherAt] = [Date.parse(verdict.at), Date.parse(other.at)];
	if (at !== otherAt) return at > otherAt;
	const [place, otherPlace] = [gates.indexOf(verdict.gate), gates.indexOf(other.gate)];
	return place === otherPlace ? verdict.id > other.id : place > otherPlace;
}
