import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import { readFirstLead } from '../../orchestrator/src/up/firstLead';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 15;
const CALLS = 2_000;

/** Microseconds of one whole scoring, reading included, beside a JSON round trip of the same lead. */
export async function benchScoring(): Promise<BenchTable[]> {
	const now = new Date('2026-11-22T12:00:00Z');
	const lead = readFirstLead(now);
	const score = () => scoreLead(lead, { now });
	const roundTrip = () => JSON.parse(JSON.stringify(lead)) as unknown;

	const timed = { score: [] as number[], roundTrip: [] as number[] };
	for (let round = -2; round < ROUNDS; round += 1) {
		const figures = { score: microseconds(score), roundTrip: microseconds(roundTrip) };
		if (round < 0) continue; // the first rounds warm the compiler up
		timed.score.push(figures.score);
		timed.roundTrip.push(figures.roundTrip);
	}
	const [ours, base] = [median(timed.score), median(timed.roundTrip)];
	return [
		{
			name: 'One scoring',
			note: `Intake, score, reasons, flips and question of the fixture lead; median of ${ROUNDS} rounds of ${CALLS} calls, in turn.`,
			rows: [
				{ what: 'scoreLead', µs: ours.toFixed(1), ratio: (ours / base).toFixed(1) },
				{ what: 'JSON round trip of the same lead', µs: base.toFixed(1), ratio: 1 },
			],
		},
	];
}

function microseconds(call: () => unknown): number {
	const startedAt = performance.now();
	for (let count = 0; count < CALLS; count += 1) call();
	return ((performance.now() - startedAt) * 1_000) / CALLS;
}
