import { sumNumbers } from '../../ledger/monitorNumbers';
import type { Queries } from '../../ledger/store';
import { budgets } from '../../monitor/watch/budgets';
import type { BudgetView } from './report';

const DAY_MS = 86_400_000;

/** Days over which a promise is shown. */
const SHOWN_DAYS = 28;

/** How the promises were kept in the last four weeks. */
export async function readBudgets(queries: Queries, now: Date): Promise<BudgetView[]> {
	const from = new Date(now.getTime() - SHOWN_DAYS * DAY_MS);
	const sums = await sumNumbers(queries, 'budget:', from, new Date(now.getTime() + DAY_MS));
	return budgets.map(({ name, target, withinSeconds }) => {
		const sum = sums.find((one) => one.name === `budget:${name}`);
		return { name, target, withinSeconds, good: sum?.good ?? 0, bad: sum?.bad ?? 0 };
	});
}
