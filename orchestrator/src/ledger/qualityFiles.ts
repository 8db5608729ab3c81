import type {
	Gate,
	GateOutcome,
	Spec,
	Verdict,
	Waiver,
} from '../../../nodes/domain/quality/gates/schema';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** One content of a file. */
export interface QualityFile {
	id: number;
	/** The file with all its versions. */
	lineage: string;
	test: boolean;
	sha256: string;
	/** Place among the contents of its file, from 1. */
	version: number;
	subject: string;
	/** Where it is. */
	file: { fileId: string; name: string; accountId: string | null; projectId: string | null };
	project: string | null;
	/** Who made it, by their ids in the roster. */
	authors: string[];
	/** What is known of client, price and brief. */
	facts: Json;
	/** The last check of its measurements; null where it was never checked. */
	mediaCheck: Json;
	context: Json;
	createdAt: Date;
	updatedAt: Date;
}

/** A content as it is seen. */
export type SeenFile = Omit<QualityFile, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

const COLUMNS = `id::integer AS id, lineage, test, sha256, version, subject, file, project, authors, facts,
	media_check AS "mediaCheck", context, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Keeps anybody else from changing what is said of a file until the transaction ends. */
export async function lockLineage(queries: Queries, lineage: string, test: boolean): Promise<void> {
	await queries.query(
		`INSERT INTO quality_lineages (lineage, test) VALUES ($1, $2)
		ON CONFLICT (lineage, test) DO UPDATE SET test = excluded.test`,
		[lineage, test],
	);
}

/**
 * Keeps a content; one that is known keeps its place among the versions. What the caller does not know
 * of it, a check or authors, stays as it was. The caller has locked the lineage.
 */
export async function keepFile(
	queries: Queries,
	seen: SeenFile,
	moment: Moment,
): Promise<QualityFile> {
	const given = storable(seen);
	const [kept] = await queries.query<QualityFile>(
		`INSERT INTO quality_files AS known (lineage, test, sha256, version, subject, file, project, authors,
			facts, media_check, context, created_at, updated_at)
		SELECT $1, $2, $3,
			coalesce((SELECT max(version) FROM quality_files WHERE lineage = $1 AND test = $2), 0) + 1,
			$4, $5::jsonb, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10::jsonb, ${atMoment('$11')},
			${atMoment('$11')}
		ON CONFLICT (lineage, test, sha256) DO UPDATE SET subject = excluded.subject, file = excluded.file,
			project = coalesce(excluded.project, known.project),
			authors = CASE WHEN excluded.authors = '[]'::jsonb THEN known.authors ELSE excluded.authors END,
			facts = excluded.facts, media_check = coalesce(excluded.media_check, known.media_check),
			context = CASE WHEN excluded.context = '{}'::jsonb THEN known.context ELSE excluded.context END,
			updated_at = excluded.updated_at
		RETURNING ${COLUMNS}`,
		[
			given.lineage,
			given.test,
			given.sha256,
			given.subject,
			JSON.stringify(given.file),
			given.project,
			JSON.stringify(given.authors),
			JSON.stringify(given.facts),
			given.mediaCheck === null ? null : JSON.stringify(given.mediaCheck),
			JSON.stringify(given.context),
			moment,
		],
	);
	if (kept === undefined) throw new Error('The file was not kept.');
	return kept;
}

/** Says who made a content. */
export async function setAuthors(
	queries: Queries,
	id: number,
	authors: readonly string[],
	moment: Moment,
): Promise<void> {
	await queries.query(
		`UPDATE quality_files SET authors = $2::jsonb, updated_at = ${atMoment('$3')} WHERE id = $1`,
		[id, JSON.stringify(authors), moment],
	);
}

/** The contents with this hash, the one seen last first: one content may stand in several files. */
export async function readContents(
	queries: Queries,
	sha256: string,
	test: boolean,
): Promise<QualityFile[]> {
	return await queries.query<QualityFile>(
		`SELECT ${COLUMNS} FROM quality_files WHERE sha256 = $1 AND test = $2
		ORDER BY updated_at DESC, id DESC`,
		[sha256, test],
	);
}

/** One content by its number; null when there is none. */
export async function readFile(queries: Queries, id: number): Promise<QualityFile | null> {
	const [found] = await queries.query<QualityFile>(
		`SELECT ${COLUMNS} FROM quality_files WHERE id = $1`,
		[id],
	);
	return found ?? null;
}

/** Every content of a file, the first first; of several lineages one after the other. */
export async function readLineage(
	queries: Queries,
	lineages: readonly string[],
	test: boolean,
): Promise<QualityFile[]> {
	return await queries.query<QualityFile>(
		`SELECT ${COLUMNS} FROM quality_files
		WHERE lineage IN (SELECT jsonb_array_elements_text($1::jsonb)) AND test = $2
		ORDER BY lineage, version`,
		[JSON.stringify(lineages), test],
	);
}

/**
 * Takes contents that were seen as files of their own into the stack that they are versions in, in its
 * order. The caller has locked the lineages.
 *
 * @param versionIds ids of the stack's files, the oldest first
 */
export async function joinLineage(
	queries: Queries,
	lineage: string,
	versionIds: readonly string[],
	test: boolean,
): Promise<void> {
	const values = [lineage, test, JSON.stringify(versionIds)];
	// Out of the way first: no two may have one place, not even for a moment.
	await queries.query(
		`WITH listed AS (
			SELECT id, row_number() OVER (ORDER BY id) AS place FROM quality_files AS own
			WHERE test = $2 AND (lineage = $1 OR (lineage IN (
				SELECT 'file:' || id FROM jsonb_array_elements_text($3::jsonb) AS given (id))
				AND NOT EXISTS (SELECT FROM quality_files AS there
					WHERE there.lineage = $1 AND there.test = $2 AND there.sha256 = own.sha256)))
		)
		UPDATE quality_files AS file SET lineage = $1, version = ${OUT_OF_THE_WAY} + listed.place
		FROM listed WHERE listed.id = file.id`,
		values,
	);
	await queries.query(
		`WITH listed AS (
			SELECT file.id, row_number() OVER (ORDER BY given.place NULLS FIRST, file.id) AS place
			FROM quality_files AS file
			LEFT JOIN jsonb_array_elements_text($3::jsonb) WITH ORDINALITY AS given (id, place)
				ON given.id = file.file->>'fileId'
			WHERE file.lineage = $1 AND file.test = $2
		)
		UPDATE quality_files AS file SET version = listed.place FROM listed WHERE listed.id = file.id`,
		values,
	);
}

/** Beyond any number of versions. */
const OUT_OF_THE_WAY = 1_000_000;

/** Files that a person may mean by a word: a file's id or name, the one seen last first. */
export async function findFiles(
	queries: Queries,
	word: string,
	test: boolean,
	limit: number,
): Promise<QualityFile[]> {
	return await queries.query<QualityFile>(
		`SELECT ${COLUMNS} FROM quality_files
		WHERE test = $2 AND (sha256 LIKE $4 OR subject = $1 OR lineage = $1
			OR file->>'fileId' = $1 OR file->>'name' = $1)
		ORDER BY updated_at DESC, id DESC LIMIT $3`,
		[word, test, limit, /^[0-9a-f]{8,64}$/.test(word) ? `${word}%` : ''],
	);
}

/** A verdict as it is given. */
export interface NewVerdict {
	id: string;
	gate: Gate;
	outcome: GateOutcome;
	by: string | null;
	inputHash: string;
	specs: Spec[];
	heldUntil: Date | null;
	decision: Json;
	at: Date;
}

/** Keeps a verdict once for what it saw. @returns the id it has, and whether it had it before */
export async function keepVerdict(
	queries: Queries,
	file: number,
	verdict: NewVerdict,
	moment: Moment,
): Promise<{ id: string; repeated: boolean }> {
	const { id, gate, outcome, by, inputHash, specs, heldUntil, decision, at } = verdict;
	const [kept] = await queries.query<{ id: string }>(
		`INSERT INTO quality_verdicts (id, file, gate, outcome, person, input_hash, specs, held_until,
			decision, at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, $10, ${atMoment('$11')})
		ON CONFLICT (file, gate, input_hash) DO NOTHING RETURNING id`,
		[
			id,
			file,
			gate,
			outcome,
			by,
			inputHash,
			JSON.stringify(specs),
			heldUntil,
			JSON.stringify(storable(decision)),
			at,
			moment,
		],
	);
	if (kept !== undefined) return { id: kept.id, repeated: false };
	const [known] = await queries.query<{ id: string }>(
		'SELECT id FROM quality_verdicts WHERE file = $1 AND gate = $2 AND input_hash = $3',
		[file, gate, inputHash],
	);
	return { id: known?.id ?? id, repeated: true };
}

/** A verdict with which content of the file it is of, and what it said. */
export interface KeptVerdict extends Verdict {
	version: number;
	decision: Json;
}

/** Everything that was said of a file's contents, in order. */
export async function readVerdicts(
	queries: Queries,
	lineages: readonly string[],
	test: boolean,
): Promise<KeptVerdict[]> {
	const rows = await queries.query<
		Omit<KeptVerdict, 'heldUntil' | 'at'> & { heldUntil: Date | null; at: Date }
	>(
		`SELECT said.id, said.gate, said.outcome, of.sha256, of.version, said.person AS by, said.specs,
			said.held_until AS "heldUntil", said.at, said.decision
		FROM quality_verdicts AS said JOIN quality_files AS of ON of.id = said.file
		WHERE of.lineage IN (SELECT jsonb_array_elements_text($1::jsonb)) AND of.test = $2
		ORDER BY said.at, said.id`,
		[JSON.stringify(lineages), test],
	);
	return rows.map(({ heldUntil, at, ...verdict }) => ({
		...verdict,
		heldUntil: heldUntil?.toISOString() ?? null,
		at: at.toISOString(),
	}));
}

/** Keeps a waiver. */
export async function keepWaiver(
	queries: Queries,
	waiver: Omit<Waiver, 'at' | 'expiresAt'> & { expiresAt: Date | null; test: boolean },
	moment: Moment,
): Promise<void> {
	const { id, test, rule, sha256, project, by, expiresAt } = waiver;
	const reason = storable(waiver.reason);
	await queries.query(
		`INSERT INTO quality_waivers (id, test, rule, sha256, project, reason, person, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, ${atMoment('$9')}, $8)`,
		[id, test, rule, sha256, project, reason, by, expiresAt, moment],
	);
}

/** Every waiver of a content or of its project, in order; also those that have ended. */
export async function readWaivers(
	queries: Queries,
	{ sha256, project, test }: Pick<QualityFile, 'sha256' | 'project' | 'test'>,
): Promise<Waiver[]> {
	const rows = await queries.query<
		Omit<Waiver, 'at' | 'expiresAt'> & { at: Date; expiresAt: Date | null }
	>(
		`SELECT id, rule, sha256, project, reason, person AS by, at, expires_at AS "expiresAt"
		FROM quality_waivers WHERE test = $3 AND (sha256 = $1 OR project = $2::text) ORDER BY at, id`,
		[sha256, project, test],
	);
	return rows.map(({ at, expiresAt, ...waiver }) => ({
		...waiver,
		at: at.toISOString(),
		expiresAt: expiresAt?.toISOString() ?? null,
	}));
}

/** Every content of the files of a project, the first of each first. */
export async function readProjectFiles(
	queries: Queries,
	project: string,
	test: boolean,
): Promise<QualityFile[]> {
	return await queries.query<QualityFile>(
		`SELECT ${COLUMNS} FROM quality_files
		WHERE test = $2 AND lineage IN (
			SELECT lineage FROM quality_files WHERE project = $1 AND test = $2)
		ORDER BY lineage, version`,
		[project, test],
	);
}
