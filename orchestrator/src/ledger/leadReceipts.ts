import { isObject } from '../inbox/sources/read';
import type { Json } from './json';
import type { Queries } from './store';

/** What the flow of a lead made, as the flow of its answer finds it: receipts with their keys. */
export type LeadReceipts = Record<string, { [name: string]: Json | undefined }>;

/** Names of the receipts in an item by the kind of effect. */
const names: Readonly<Record<string, string>> = {
	'hubspot.contact': 'contact',
	'hubspot.deal': 'deal',
	'clickup.task': 'task',
};

/**
 * Reads what was made for a lead, the latest of each kind.
 *
 * @param run what ends the keys of a test run; null for a real lead
 */
export async function readLeadReceipts(
	queries: Queries,
	subject: string,
	run: string | null,
): Promise<LeadReceipts> {
	const rows = await queries.query<{ key: string; kind: string; receipt: Json }>(
		`SELECT key, kind, receipt FROM effects
		WHERE subject = $1 AND test = $2 AND state = 'done'
			AND ($3::text IS NULL OR right(key, length($3::text) + 1) = '-' || $3::text)
		ORDER BY created_at, key`,
		[subject, run !== null, run],
	);
	return Object.fromEntries(
		rows.flatMap(({ key, kind, receipt }) => {
			const name = names[kind];
			if (name === undefined || !isObject(receipt)) return [];
			return [[name, { ...receipt, key }] as const];
		}),
	);
}
