import { judgeMeasurements } from '../../nodes/domain/quality/gates/judgeMeasurements';
import { judgeReview } from '../../nodes/domain/quality/gates/judgeReview';
import {
	readKnownFile,
	readMediaCheck,
	readReviewAnswer,
} from '../../nodes/domain/quality/gates/readGateInputs';
import { defaultGateRules } from '../../nodes/domain/quality/gates/rules';
import {
	aCheck,
	aFinding,
	aKnownFile,
	anAnswer,
	aVerdict,
	aWaiver,
	thursday,
} from '../support/aFile';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 15;
const CALLS = 2_000;

/** Microseconds of one verdict, reading included, beside a JSON round trip of the same input. */
export async function benchGates(): Promise<BenchTable[]> {
	const findings = Array.from({ length: 12 }, (_, place) =>
		aFinding({ rule: `rule-${place % 6}`, from: place, severity: place % 2 ? 'error' : 'note' }),
	);
	const check = aCheck({ findings, unmeasured: ['video.flashes'] });
	const known = aKnownFile({ waivers: [aWaiver({ rule: 'rule-1' })], verdicts: [aVerdict()] });
	const answer = anAnswer();
	const view = { rules: defaultGateRules, language: 'en' as const, now: thursday };
	const calls = {
		measurements: () => judgeMeasurements(readMediaCheck(check), readKnownFile(known), view),
		review: () => judgeReview(readReviewAnswer(answer), readKnownFile(known), view),
		roundTrip: () => JSON.parse(JSON.stringify({ check, known })) as unknown,
	};

	const timed = { measurements: [] as number[], review: [] as number[], roundTrip: [] as number[] };
	for (let round = -2; round < ROUNDS; round += 1) {
		for (const name of ['measurements', 'review', 'roundTrip'] as const) {
			const figure = microseconds(calls[name]);
			if (round >= 0) timed[name].push(figure); // the first rounds warm the compiler up
		}
	}
	const base = median(timed.roundTrip);
	const row = (what: string, figures: readonly number[]) => {
		const µs = median(figures);
		return { what, µs: µs.toFixed(1), ratio: (µs / base).toFixed(1) };
	};
	return [
		{
			name: 'One verdict',
			note: `A check of twelve findings, one waiver and one thing not measured; a review. Median of ${ROUNDS} rounds of ${CALLS} calls, in turn.`,
			rows: [
				row('judgeMeasurements', timed.measurements),
				row('judgeReview', timed.review),
				row('JSON round trip of the check', timed.roundTrip),
			],
		},
	];
}

function microseconds(call: () => unknown): number {
	const startedAt = performance.now();
	for (let count = 0; count < CALLS; count += 1) call();
	return ((performance.now() - startedAt) * 1_000) / CALLS;
}
