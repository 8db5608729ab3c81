import type { Observation } from '../alerts/model';

/** How many events of a topic came in a stretch of time, and in the same one of each week before. */
export interface Arrivals {
	topic: string;
	hours: number;
	now: number;
	/** The same hours of the weeks before, the latest first; weeks without any event of the topic at all left out. */
	before: readonly number[];
}

/** Stretches that silence is looked for in, in hours: the shortest in which enough is to be expected. */
export const SILENCE_HOURS = [1, 2, 4, 8, 24, 72] as const;

/** Weeks that say what is to be expected, and the fewest that say anything. */
export const WEEKS_BACK = 4;
const FEWEST_WEEKS = 2;

/**
 * Fewest events in each of those weeks' stretches: where five come at random, none comes once in 150
 * stretches (e^-5), and it has to be so in every week.
 */
const FEWEST_EXPECTED = 5;

/** Topics that have become silent, by their own history of the same hours of the week. */
export function silenceSeen(arrivals: readonly Arrivals[]): Observation[] {
	const topics = [...new Set(arrivals.map(({ topic }) => topic))];
	return topics.flatMap((topic): Observation[] => {
		const telling = arrivals
			.filter((one) => one.topic === topic && isTelling(one))
			.sort((a, b) => a.hours - b.hours)[0];
		if (telling === undefined || telling.now > 0) return [];
		const { hours, before } = telling;
		const mean = before.reduce((sum, count) => sum + count, 0) / before.length;
		return [
			{
				rule: 'workflow-silent',
				labels: { topic },
				value: 1,
				facts: { hours, expected: Math.round(mean) },
			},
		];
	});
}

function isTelling({ before }: Arrivals): boolean {
	return before.length >= FEWEST_WEEKS && before.every((count) => count >= FEWEST_EXPECTED);
}

/** How long work on a topic took, as sums over some number of times. */
export interface Durations {
	count: number;
	/** Sum of the natural logarithms of the seconds. */
	logSeconds: number;
}

/** Fewest times that say how long something takes now, and usually does. */
const FEWEST_NOW = 5;
const FEWEST_USUAL = 50;

/** What takes under so many seconds is quick, however much longer that is than usual. */
const QUICK_SECONDS = 5;

/**
 * How much longer than usual work on a topic takes, by geometric means: one that hangs does not hide
 * the others.
 */
export function slownessSeen(topic: string, now: Durations, usual: Durations): Observation[] {
	if (now.count < FEWEST_NOW || usual.count < FEWEST_USUAL) return [];
	const seconds = Math.exp(now.logSeconds / now.count);
	const usually = Math.exp(usual.logSeconds / usual.count);
	if (seconds < QUICK_SECONDS) return [];
	return [
		{
			rule: 'workflow-slow',
			labels: { topic },
			value: seconds / usually,
			facts: { seconds: Math.round(seconds), usual: Math.max(1, Math.round(usually)) },
		},
	];
}
