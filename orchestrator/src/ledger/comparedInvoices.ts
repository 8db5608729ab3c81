import type { Invoice } from './invoices';
import { INVOICE_COLUMNS } from './invoices';
import type { Queries } from './store';

/** Real invoices that were asked for since a moment, the newest first. */
export async function listInvoicesSince(
	queries: Queries,
	since: Date,
	limit: number,
): Promise<Invoice[]> {
	return await queries.query<Invoice>(
		`SELECT ${INVOICE_COLUMNS} FROM invoices WHERE NOT test AND created_at >= $1
		ORDER BY created_at DESC, id DESC LIMIT $2`,
		[since, limit],
	);
}

/** Invoices with one of these keys, or under one of these ids at Stripe; those of test runs too. */
export async function listInvoicesNamed(
	queries: Queries,
	{ keys, stripeIds }: { keys: readonly string[]; stripeIds: readonly string[] },
): Promise<Invoice[]> {
	if (keys.length === 0 && stripeIds.length === 0) return [];
	return await queries.query<Invoice>(
		`SELECT ${INVOICE_COLUMNS} FROM invoices
		WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))
			OR stripe_id = ANY (ARRAY(SELECT jsonb_array_elements_text($2::jsonb)))
		ORDER BY created_at, id`,
		[JSON.stringify([...new Set(keys)]), JSON.stringify([...new Set(stripeIds)])],
	);
}
