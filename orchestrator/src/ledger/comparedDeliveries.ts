import type { Delivery, WholeDelivery } from './deliveries';
import { DELIVERY_COLUMNS } from './deliveries';
import { readFilesOf } from './deliveryFiles';
import type { Queries } from './store';

/** Real deliveries since a moment, and older ones that the client does not have yet; the newest first. */
export async function listDeliveriesSince(
	queries: Queries,
	since: Date,
	limit: number,
): Promise<WholeDelivery[]> {
	const found = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id IN (
			(SELECT id FROM deliveries WHERE NOT test AND created_at >= $1
				ORDER BY created_at DESC LIMIT $2)
			UNION
			(SELECT id FROM deliveries WHERE NOT test AND state IN ('planned', 'storing', 'stored')
				ORDER BY created_at DESC LIMIT $2)
		) ORDER BY created_at DESC, id DESC`,
		[since, limit],
	);
	return await withFiles(queries, found);
}

/**
 * The next real deliveries after one, in the order they were asked for: ids sort by it.
 *
 * @returns none where there are no more
 */
export async function listDeliveriesAfter(
	queries: Queries,
	after: string,
	limit: number,
): Promise<WholeDelivery[]> {
	const found = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE NOT test AND id > $1 ORDER BY id LIMIT $2`,
		[after, limit],
	);
	return await withFiles(queries, found);
}

/** Real deliveries by their ids. */
export async function listDeliveriesNamed(
	queries: Queries,
	ids: readonly string[],
): Promise<WholeDelivery[]> {
	if (ids.length === 0) return [];
	const found = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries
		WHERE NOT test AND id = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb))) ORDER BY id`,
		[JSON.stringify([...new Set(ids)])],
	);
	return await withFiles(queries, found);
}

/** What effects about the deliveries of some deals stand under. */
export async function listDeliverySubjects(
	queries: Queries,
	deals: readonly string[],
): Promise<string[]> {
	if (deals.length === 0) return [];
	const rows = await queries.query<{ subject: string }>(
		`SELECT 'delivery:' || id AS subject FROM deliveries
		WHERE NOT test AND deal = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))`,
		[JSON.stringify([...new Set(deals)])],
	);
	return rows.map(({ subject }) => subject);
}

/** Which of some deliveries have an invoice, whatever became of it. */
export async function listInvoiced(
	queries: Queries,
	deliveries: ReadonlyArray<Pick<Delivery, 'id' | 'deal'>>,
): Promise<Set<string>> {
	if (deliveries.length === 0) return new Set();
	const rows = await queries.query<{ delivery: string }>(
		`SELECT DISTINCT delivery FROM invoices
		WHERE NOT test AND deal = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))
			AND delivery = ANY (ARRAY(SELECT jsonb_array_elements_text($2::jsonb)))`,
		[
			JSON.stringify([...new Set(deliveries.map(({ deal }) => deal))]),
			JSON.stringify(deliveries.map(({ id }) => id)),
		],
	);
	return new Set(rows.map(({ delivery }) => delivery));
}

async function withFiles(queries: Queries, found: readonly Delivery[]): Promise<WholeDelivery[]> {
	const files = await readFilesOf(
		queries,
		found.map(({ id }) => id),
	);
	return found.map((delivery) => ({
		...delivery,
		files: files.filter((file) => file.delivery === delivery.id),
	}));
}
