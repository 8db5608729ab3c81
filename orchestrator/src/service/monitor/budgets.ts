import { sumNumbers } from '../../ledger/monitorNumbers';
import type { Queries } from '../../ledger/store';
import { budgets } from '../../monitor/watch/budgets';
import type { BudgetView } from './report';
import { readUncounted } from './watch/countHistory';

const DAY_MS = 86_400_000;

/** Days over which a promise is shown. */
const SHOWN_DAYS = 28;

/** How the promises were kept in the last four weeks, by the ledger: also what no sweep has seen yet. */
export async function readBudgets(queries: Queries, now: Date): Promise<BudgetView[]> {
	const from = new Date(now.getTime() - SHOWN_DAYS * DAY_MS);
	const sums = await sumNumbers(queries, 'budget:', from, new Date(now.getTime() + DAY_MS));
	const uncounted = await readUncounted(queries, from, now);
	return budgets.map(({ name, target, withinSeconds }) => {
		const sum = sums.find((one) => one.name === `budget:${name}`);
		const own = uncounted.filter(({ budget }) => budget === name);
		const inTime = own.filter((one) => one.isInTime).length;
		const good = (sum?.good ?? 0) + inTime;
		const bad = (sum?.bad ?? 0) + own.length - inTime;
		return { name, target, withinSeconds, good, bad };
	});
}
