import type { Queries } from './store';

/** A file with all its versions, as the quality ledger has it. */
export interface KnownFile {
	lineage: string;
	/** Newest content that is known. */
	version: number;
	/** Where that one is. */
	file: { fileId: string; accountId: string | null; projectId: string | null };
	/** Ids of all contents that are known. */
	fileIds: string[];
}

/** Contents that are looked through for files of the recent days. */
const MOST_CONTENTS = 500;

/** Real files of which something was seen since a moment, and those that are named. */
export async function listKnownFiles(
	queries: Queries,
	since: Date,
	lineages: readonly string[],
): Promise<KnownFile[]> {
	return await queries.query<KnownFile>(
		`SELECT lineage, max(version) AS version, jsonb_agg(DISTINCT file->>'fileId') AS "fileIds",
			(jsonb_agg(file ORDER BY version DESC))->0 AS file
		FROM quality_files
		WHERE NOT test AND lineage IN (
			SELECT lineage FROM (
				SELECT lineage, updated_at FROM quality_files WHERE NOT test
				ORDER BY id DESC LIMIT ${MOST_CONTENTS}
			) AS newest WHERE updated_at >= $1
			UNION SELECT jsonb_array_elements_text($2::jsonb)
		)
		GROUP BY lineage ORDER BY lineage`,
		[since, JSON.stringify([...new Set(lineages)])],
	);
}

/** Which of some files of Frame.io any event of the inbox was about. */
export async function listFilesTold(
	queries: Queries,
	fileIds: readonly string[],
): Promise<Set<string>> {
	if (fileIds.length === 0) return new Set();
	const rows = await queries.query<{ subject: string }>(
		`SELECT DISTINCT subject FROM inbox
		WHERE subject = ANY (ARRAY(SELECT 'file:' || jsonb_array_elements_text($1::jsonb)))`,
		[JSON.stringify([...new Set(fileIds)])],
	);
	return new Set(rows.map(({ subject }) => subject.slice('file:'.length)));
}
