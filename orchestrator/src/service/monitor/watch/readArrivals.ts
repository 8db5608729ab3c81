import { sumNumbers } from '../../../ledger/monitorNumbers';
import type { Queries } from '../../../ledger/store';
import type { Arrivals } from '../../../monitor/watch/traffic';
import { SILENCE_HOURS, WEEKS_BACK } from '../../../monitor/watch/traffic';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How often what begins with a word was counted in the stretches that silence is looked for in, and in
 * the same hours of the weeks before.
 */
export async function readArrivals(queries: Queries, word: string, now: Date): Promise<Arrivals[]> {
	const arrivals: Arrivals[] = [];
	const at = (weeks: number) => new Date(now.getTime() - weeks * 7 * DAY_MS);
	// Weeks in which the monitor did not count yet say nothing.
	const everyWeek = await Promise.all(
		Array.from({ length: WEEKS_BACK }, async (_, index) => {
			const sums = await sumNumbers(queries, word, at(index + 2), at(index + 1));
			return new Set(sums.map(({ name }) => name));
		}),
	);
	for (const hours of SILENCE_HOURS) {
		const current = await sumNumbers(queries, word, ...last(hours * HOUR_MS, now));
		const before = await Promise.all(
			Array.from(
				{ length: WEEKS_BACK },
				async (_, index) =>
					await sumNumbers(queries, word, ...last(hours * HOUR_MS, at(index + 1))),
			),
		);
		const names = new Set(before.flat().map(({ name }) => name));
		for (const name of names) {
			const topic = name.slice(word.length);
			const countIn = (sums: typeof current) => sums.find((one) => one.name === name)?.good ?? 0;
			arrivals.push({
				topic,
				hours,
				now: countIn(current),
				before: before.flatMap((sums, index) =>
					everyWeek[index]?.has(name) === true ? [countIn(sums)] : [],
				),
			});
		}
	}
	return arrivals;
}

/** The buckets of a stretch up to a moment. */
function last(ms: number, until: Date): [Date, Date] {
	return [new Date(until.getTime() - ms), until];
}
