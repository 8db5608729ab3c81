import { sumNumbers } from '../../../ledger/monitorNumbers';
import type { Queries } from '../../../ledger/store';
import type { Observation } from '../../../monitor/alerts/model';
import { listWaitingPromises } from '../../../ledger/monitorHistory';
import { budgets, budgetSeen, burnWindows, withOverdue } from '../../../monitor/watch/budgets';
import { silenceSeen, slownessSeen } from '../../../monitor/watch/traffic';
import { readArrivals } from './readArrivals';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Days that say how long something usually takes. */
const USUAL_DAYS = 28;

/** Topics whose flows the service ends itself, or that come when somebody presses: nobody expects them. */
const UNEXPECTED = /^(slack|frameio|clickup|hubspot|mail|comment|metadata|stripe)\./;

/** What the buckets of five minutes say of promises, silence and slowness. */
export async function watchNumbers(queries: Queries, now: Date): Promise<Observation[]> {
	return [
		...(await watchBudgets(queries, now)),
		...silenceSeen(
			(await readArrivals(queries, 'came:', now)).filter(({ topic }) => !UNEXPECTED.test(topic)),
		),
		...(await watchDurations(queries, now)),
	];
}

async function watchBudgets(queries: Queries, now: Date): Promise<Observation[]> {
	const seen: Observation[] = [];
	const longest = Math.max(...burnWindows.map(({ longHours }) => longHours)) * HOUR_MS;
	const since = new Date(now.getTime() - longest);
	const waiting = await listWaitingPromises(queries, { now, since });
	for (const windows of burnWindows) {
		const long = await sumNumbers(queries, 'budget:', ...last(windows.longHours * HOUR_MS, now));
		const short = await sumNumbers(
			queries,
			'budget:',
			...last(windows.shortMinutes * MINUTE_MS, now),
		);
		for (const budget of budgets) {
			const of = (sums: typeof long) =>
				sums.find(({ name }) => name === `budget:${budget.name}`) ?? { good: 0, bad: 0 };
			const began = now.getTime() - windows.longHours * HOUR_MS;
			const overdue = waiting.filter(
				({ budget: name, seconds, since: from }) =>
					name === budget.name && seconds > budget.withinSeconds && from.getTime() >= began,
			).length;
			// What is late and not out is late now: the short window has it, too.
			const sums = (window: typeof long) => withOverdue(of(window), overdue);
			seen.push(budgetSeen(budget, windows, sums(long), sums(short)));
		}
	}
	return seen;
}

async function watchDurations(queries: Queries, now: Date): Promise<Observation[]> {
	const [from, until] = last(HOUR_MS, now);
	const current = await sumNumbers(queries, 'took:', from, until);
	if (current.length === 0) return [];
	const start = new Date(now.getTime() - USUAL_DAYS * DAY_MS);
	const usual = await sumNumbers(queries, 'took:', start, from);
	return current.flatMap(({ name, good, logSeconds }) => {
		const before = usual.find((one) => one.name === name);
		return slownessSeen(
			name.slice('took:'.length),
			{ count: good, logSeconds },
			{ count: before?.good ?? 0, logSeconds: before?.logSeconds ?? 0 },
		);
	});
}

/** The buckets of a stretch up to a moment. */
function last(ms: number, until: Date): [Date, Date] {
	return [new Date(until.getTime() - ms), until];
}
