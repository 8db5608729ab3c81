import { renderLetter } from '../../nodes/domain/letter/renderLetter';
import { milestones } from '../../nodes/domain/milestone/milestones';
import { planMilestone } from '../../nodes/domain/milestone/planMilestone';
import { defaultMilestoneSettings } from '../../nodes/domain/milestone/settings';
import { aMilestone, thursdayMorning } from '../support/aMilestone';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 15;
const CALLS = 400;

/** Microseconds of one mail, beside a JSON round trip of what it is made of. */
export async function benchMails(): Promise<BenchTable[]> {
	const settings = defaultMilestoneSettings;
	const events = milestones.map((milestone) => aMilestone(milestone));
	const view = { settings, language: 'en', now: thursdayMorning, test: false } as const;
	const letters = events.map((event) => planMilestone(event, view).mail!.letter);
	let turn = 0;
	const next = <Value>(values: readonly Value[]): Value => values[(turn += 1) % values.length]!;
	const calls = {
		plan: () => planMilestone(next(events), view),
		render: () => renderLetter(next(letters), settings.brand),
		roundTrip: () => {
			const event = next(events);
			return JSON.parse(
				JSON.stringify({ event, letter: letters[turn % letters.length] }),
			) as unknown;
		},
	};

	const timed = { plan: [] as number[], render: [] as number[], roundTrip: [] as number[] };
	for (let round = -2; round < ROUNDS; round += 1) {
		for (const name of ['plan', 'render', 'roundTrip'] as const) {
			const figure = microseconds(calls[name]);
			if (round >= 0) timed[name].push(figure); // the first rounds warm the compiler up
		}
	}
	const base = median(timed.roundTrip);
	const row = (what: string, figures: readonly number[]) => {
		const µs = median(figures);
		return { what, µs: µs.toFixed(1), ratio: (µs / base).toFixed(1) };
	};
	const sizes = letters.map((letter) => renderLetter(letter, settings.brand).html.length);
	return [
		{
			name: 'One mail',
			note: `All ${milestones.length} milestones in turn, ${Math.round(median(sizes) / 1_000)} thousand characters of HTML. Median of ${ROUNDS} rounds of ${CALLS} calls, in turn.`,
			rows: [
				row('planMilestone: decision, letter, HTML and text', timed.plan),
				row('renderLetter: HTML and text alone', timed.render),
				row('JSON round trip of event and letter', timed.roundTrip),
			],
		},
	];
}

function microseconds(call: () => unknown): number {
	const startedAt = performance.now();
	for (let count = 0; count < CALLS; count += 1) call();
	return ((performance.now() - startedAt) * 1_000) / CALLS;
}
