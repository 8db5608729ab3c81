import type { JudgedFinding, Remark } from './decision';
import type { Gate, GateOutcome } from './schema';
import type { GateTexts } from './texts/gateTexts';

/** Remarks at single moments of one decision; the rest stands in its report. */
const MOST_REMARKS = 20;

/** What a decision says, as far as remarks are made of it. */
export interface Said {
	gate: Gate;
	outcome: GateOutcome;
	/** Everything that stands against the file, the worst first. */
	against: readonly string[];
	/** Findings with their moments, the worst first; those that are waived left out. */
	findings: readonly JudgedFinding[];
}

/**
 * What is to be said at the file itself: the verdict as a whole with all that stands against it, and each
 * finding at its moment with how it is mended. Of a pass, nothing.
 */
export function remarksOf({ gate, outcome, against, findings }: Said, texts: GateTexts): Remark[] {
	if (outcome === 'pass') return [];
	const head = `${texts.gates[gate]}: ${texts.outcomes[outcome]}`;
	const listed = against.slice(0, MOST_REMARKS).map((text) => `- ${text}`);
	const more = against.length - listed.length;
	const rest = more > 0 ? [`- ${texts.more(more)}`] : [];
	const whole = { id: gate, from: null, to: null, text: [head, ...listed, ...rest].join('\n') };
	const timed = findings
		.filter(({ from, waiver }) => from !== null && waiver === null)
		.slice(0, MOST_REMARKS);
	const names = new Map<string, number>();
	return [
		whole,
		...timed.map(({ rule, from, to, text, fix }): Remark => {
			const how = typeof fix === 'string' && fix.trim() !== '' ? [texts.fix(fix)] : [];
			return { id: idOf(rule, from ?? 0, names), from, to, text: [text, ...how].join('\n') };
		}),
	];
}

/** The same for the same finding of the same content, whatever is waived beside it. */
function idOf(rule: string, from: number, names: Map<string, number>): string {
	const name = `${rule}@${Math.round(from * 1_000)}`;
	const count = (names.get(name) ?? 0) + 1;
	names.set(name, count);
	return count === 1 ? name : `${name}-${count}`;
}
