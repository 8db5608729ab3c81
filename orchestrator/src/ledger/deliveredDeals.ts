import type { Queries } from './store';

/** Of these deals those whose client has everything, or is about to: in earnest, and not in part. */
export async function dealsDelivered(
	queries: Queries,
	deals: readonly string[],
): Promise<string[]> {
	if (deals.length === 0) return [];
	const rows = await queries.query<{ deal: string }>(
		`SELECT DISTINCT deal FROM deliveries
		WHERE NOT test AND kind <> 'partial' AND state IN ('stored', 'delivered')
			AND deal IN (SELECT jsonb_array_elements_text($1::jsonb))`,
		[JSON.stringify(deals)],
	);
	return rows.map(({ deal }) => deal);
}
