import type { Json } from './json';
import type { Queries } from './store';

/** A fact that stays in the ledger and disturbs nobody. */
export interface LedgerRecord {
	/** A UUID, used when the key is new. */
	id: string;
	key: string;
	type: string;
	subject: string;
	test: boolean;
	/** One or a few sentences for a person. */
	text: string;
	content: Json;
}

/** Keeps a record once per key and answers the id it has: the same one for every repeat. */
export async function keepRecord(queries: Queries, record: LedgerRecord): Promise<string> {
	const [kept] = await queries.query<{ id: string }>(
		`INSERT INTO records (id, key, type, subject, test, text, content)
		VALUES ($1::uuid, $2, $3, $4, $5, $6, $7::jsonb)
		ON CONFLICT (key) DO UPDATE SET key = excluded.key
		RETURNING id::text AS id`,
		[
			record.id,
			record.key,
			record.type,
			record.subject,
			record.test,
			record.text,
			JSON.stringify(record.content),
		],
	);
	return kept?.id ?? record.id;
}

/** Which records to read. */
export interface RecordFilter {
	type: string;
	subjects: string[];
	limit: number;
}

/** Reads records, the newest first. */
export async function readRecords(
	queries: Queries,
	{ type, subjects, limit }: RecordFilter,
): Promise<Array<LedgerRecord & { createdAt: Date }>> {
	return await queries.query(
		`SELECT id::text AS id, key, type, subject, test, text, content, created_at AS "createdAt"
		FROM records WHERE type = $1
			AND subject IN (SELECT jsonb_array_elements_text($2::jsonb))
		ORDER BY created_at DESC, key DESC LIMIT $3`,
		[type, JSON.stringify(subjects), limit],
	);
}
