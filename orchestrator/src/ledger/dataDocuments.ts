import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Json } from './json';
import type { Queries, Store } from './store';

/** A version of what people edit as YAML. */
export interface DataDocument {
	kind: string;
	/** 1 for the first that was pushed. */
	version: number;
	/** The YAML, with its comments. */
	source: string;
	/** The source as it was read. */
	content: Json;
	pushedBy: string;
	reason: string;
	pushedAt: Date;
}

/** A version that somebody wants to push. */
export interface NewDataDocument extends Omit<DataDocument, 'version' | 'pushedAt'> {
	/** Version it was made from; another one since then stands in its way. 0 is what ships. */
	expectedVersion: number;
}

const COLUMNS = `kind, version, source, content, pushed_by AS "pushedBy", reason,
	pushed_at AS "pushedAt"`;

/** Any constant: whoever reserves holds it together with others, whoever pushes holds it alone. */
const DATA_LOCK = 7_316_204;

/** The newest version of a kind, or the one asked for; null where nobody has pushed it. */
export async function readDocument(
	queries: Queries,
	kind: string,
	version: number | null = null,
): Promise<DataDocument | null> {
	const [found] = await queries.query<DataDocument>(
		`SELECT ${COLUMNS} FROM data_documents
		WHERE kind = $1 AND ($2::integer IS NULL OR version = $2::integer)
		ORDER BY version DESC LIMIT 1`,
		[kind, version],
	);
	return found ?? null;
}

/** The versions of a kind, newest first, without what they say. */
export async function listDocuments(
	queries: Queries,
	kind: string,
): Promise<Array<Omit<DataDocument, 'source' | 'content'>>> {
	return await queries.query(
		`SELECT kind, version, pushed_by AS "pushedBy", reason, pushed_at AS "pushedAt"
		FROM data_documents WHERE kind = $1 ORDER BY version DESC`,
		[kind],
	);
}

/** Lets nobody push until the transaction ends; any number may hold it together. */
export async function holdDocuments(queries: Queries): Promise<void> {
	await queries.query(`SELECT pg_advisory_xact_lock_shared(${DATA_LOCK})`);
}

/** Whether a version was kept; where not, the number of the newest, which it was not made from. */
export type Pushed =
	| { isKept: true; document: DataDocument }
	| { isKept: false; newestVersion: number };

/** Keeps a new version, if it was made from the newest. */
export async function pushDocument(
	store: Store,
	{ kind, source, content, pushedBy, reason, expectedVersion }: NewDataDocument,
	moment: Moment = null,
): Promise<Pushed> {
	return await store.transaction(async (queries) => {
		await queries.query(`SELECT pg_advisory_xact_lock(${DATA_LOCK})`);
		const [newest] = await queries.query<{ version: number }>(
			`SELECT coalesce(max(version), 0)::integer AS version FROM data_documents WHERE kind = $1`,
			[kind],
		);
		const newestVersion = newest?.version ?? 0;
		if (newestVersion !== expectedVersion) return { isKept: false, newestVersion };
		const [document] = await queries.query<DataDocument>(
			`INSERT INTO data_documents (kind, version, source, content, pushed_by, reason, pushed_at)
			VALUES ($1, $2, $3, $4::jsonb, $5, $6, ${atMoment('$7')})
			RETURNING ${COLUMNS}`,
			[kind, newestVersion + 1, source, JSON.stringify(content), pushedBy, reason, moment],
		);
		return document === undefined ? { isKept: false, newestVersion } : { isKept: true, document };
	});
}
