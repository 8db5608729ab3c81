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
	const whole = {
		id: 'verdict',
		from: null,
		to: null,
		text: [head, ...listed, ...rest].join('\n'),
	};
	const timed = findings
		.filter(({ from, waiver }) => from !== null && waiver === null)
		.slice(0, MOST_REMARKS);
	return [
		whole,
		...timed.map(({ rule, from, to, text, fix }, place): Remark => {
			const how = typeof fix === 'string' && fix.trim() !== '' ? [texts.fix(fix)] : [];
			return { id: `${place + 1}-${rule}`, from, to, text: [text, ...how].join('\n') };
		}),
	];
}
