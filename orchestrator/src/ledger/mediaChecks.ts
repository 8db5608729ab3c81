import type { ErrorReport } from '../../../nodes/domain/errors';
import type { MediaReport } from '../../../nodes/domain/quality/finding';
import type { SpecPack } from '../../../nodes/domain/quality/specPack';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a check of a media file stands. */
export const mediaCheckStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
/** One of them. */
export type MediaCheckState = (typeof mediaCheckStates)[number];

/** A version of a file at Frame.io, where a file of its own id is one version. */
export interface MediaFile {
	kind: 'frameio';
	accountId: string;
	fileId: string;
	/** As people know it; empty until its source was asked. */
	name: string;
	projectId?: string | undefined;
	versionStackId?: string | undefined;
}

/** A small picture of a frame. */
export interface FramePicture {
	/** Seconds from the file's start. */
	at: number;
	/** In base64. */
	jpeg: string;
}

/** How a check went. */
export interface CheckFigures {
	sizeBytes: number;
	/** Seconds that each step took. */
	fetchSeconds: number;
	measureSeconds: number;
	/** Of the film; null for what has no length. */
	mediaSeconds: number | null;
	/** Seconds of measuring for a second of film, 1 is real time; null where nothing was measured now. */
	realTimeFactor: number | null;
	/** Whether these bytes had been measured before. */
	reused: boolean;
}

/** A check that somebody wants. */
export interface NewMediaCheck {
	id: string;
	fingerprint: string;
	test: boolean;
	subject: string;
	file: MediaFile;
	packs: SpecPack[];
	brand: Json;
	context: Json;
}

/** A check as it is kept. */
export interface MediaCheck extends NewMediaCheck {
	state: MediaCheckState;
	/** 1 for the first; a person's retry is the next. */
	attempt: number;
	/** How often a process began with this attempt. */
	tries: number;
	/** 0 to 1. */
	progress: number;
	step: string | null;
	sha256: string | null;
	measurer: string | null;
	report: MediaReport | null;
	pictures: FramePicture[] | null;
	figures: CheckFigures | null;
	error: ErrorReport | null;
	createdAt: Date;
	startedAt: Date | null;
	endedAt: Date | null;
	updatedAt: Date;
}

const COLUMNS = `id, fingerprint, test, subject, file, packs, brand, context, state, attempt, tries,
	progress, step, sha256, measurer, report, pictures, figures, error, created_at AS "createdAt",
	started_at AS "startedAt", ended_at AS "endedAt", updated_at AS "updatedAt"`;

/** Keeps a check unless it has been asked for before. @returns the one that stands, and whether it is new */
export async function addMediaCheck(
	queries: Queries,
	check: NewMediaCheck,
	moment: Moment = null,
): Promise<{ check: MediaCheck; isNew: boolean }> {
	const { id, fingerprint, test, subject, file, packs, brand, context } = storable(check);
	const [added] = await queries.query<MediaCheck>(
		`INSERT INTO media_checks
			(id, fingerprint, test, subject, file, packs, brand, context, state, created_at, updated_at)
		SELECT $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7::jsonb, $8::jsonb, 'waiting', at, at
		FROM (SELECT ${atMoment('$9')} AS at) AS now
		ON CONFLICT (fingerprint) DO NOTHING
		RETURNING ${COLUMNS}`,
		[
			id,
			fingerprint,
			test,
			subject,
			JSON.stringify(file),
			JSON.stringify(packs),
			brand === null ? null : JSON.stringify(brand),
			JSON.stringify(context),
			moment,
		],
	);
	if (added !== undefined) return { check: added, isNew: true };
	const [found] = await queries.query<MediaCheck>(
		`SELECT ${COLUMNS} FROM media_checks WHERE fingerprint = $1`,
		[fingerprint],
	);
	if (found === undefined) throw new Error(`The check ${fingerprint} is neither new nor there.`);
	return { check: found, isNew: false };
}

/** Reads one check; null where there is none. */
export async function readMediaCheck(queries: Queries, id: string): Promise<MediaCheck | null> {
	const [found] = await queries.query<MediaCheck>(
		`SELECT ${COLUMNS} FROM media_checks WHERE id = $1`,
		[id],
	);
	return found ?? null;
}

/** Which checks to list; null for all. */
export interface MediaCheckFilter {
	subject: string | null;
	state: MediaCheckState | null;
	/** 1 to 200. */
	limit: number;
}

/** Lists checks, the newest first, without their pictures. */
export async function listMediaChecks(
	queries: Queries,
	{ subject, state, limit }: MediaCheckFilter,
): Promise<MediaCheck[]> {
	return await queries.query<MediaCheck>(
		`SELECT ${COLUMNS.replace('pictures,', 'NULL::jsonb AS pictures,')} FROM media_checks
		WHERE ($1::text IS NULL OR subject = $1) AND ($2::text IS NULL OR state = $2)
		ORDER BY created_at DESC, id DESC LIMIT $3`,
		[subject, state, limit],
	);
}

/**
 * Takes a check to work on it, also out of the hands of whoever had it: a job comes again only when
 * its process is gone or gave it up, and a token that is no longer the check's changes nothing.
 *
 * @param token a UUID nobody else has
 * @returns null when there is nothing to do any more
 */
export async function takeMediaCheck(
	queries: Queries,
	id: string,
	token: string,
	moment: Moment = null,
): Promise<MediaCheck | null> {
	const [taken] = await queries.query<MediaCheck>(
		`UPDATE media_checks SET state = 'running', token = $2::uuid, tries = tries + 1, progress = 0,
			step = NULL, started_at = coalesce(started_at, ${atMoment('$3')}),
			updated_at = ${atMoment('$3')}
		WHERE id = $1 AND state IN ('waiting', 'running')
		RETURNING ${COLUMNS}`,
		[id, token, moment],
	);
	return taken ?? null;
}

/** Keeps how far a check is. @returns whether it is still ours to do */
export async function noteProgress(
	queries: Queries,
	{ id, token }: { id: string; token: string },
	{ step, progress }: { step: string; progress: number },
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE media_checks SET step = $3, progress = $4, updated_at = ${atMoment('$5')}
		WHERE id = $1 AND token = $2::uuid AND state = 'running' RETURNING id`,
		[id, token, step, Math.min(1, Math.max(0, progress)), moment],
	);
	return rows.length > 0;
}

/** What came of a check. */
export interface MediaCheckResult {
	/** As its source calls it, where nobody did before. */
	fileName: string;
	sha256: string;
	measurer: string;
	report: MediaReport;
	pictures: FramePicture[];
	figures: CheckFigures;
}

/** Keeps the result. @returns whether the check was still ours */
export async function finishMediaCheck(
	queries: Queries,
	{ id, token }: { id: string; token: string },
	{ fileName, sha256, measurer, report, pictures, figures }: MediaCheckResult,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE media_checks SET state = 'done', token = NULL, progress = 1, step = NULL, error = NULL,
			sha256 = $3, measurer = $4, report = $5::jsonb, pictures = $6::jsonb, figures = $7::jsonb,
			file = file || jsonb_build_object('name', $9::text),
			ended_at = ${atMoment('$8')}, updated_at = ${atMoment('$8')}
		WHERE id = $1 AND token = $2::uuid AND state = 'running' RETURNING id`,
		[
			id,
			token,
			sha256,
			measurer,
			JSON.stringify(storable(report)),
			JSON.stringify(pictures),
			JSON.stringify(figures),
			moment,
			storable(fileName),
		],
	);
	return rows.length > 0;
}

/** Keeps that a check cannot be done. @returns whether it was still ours */
export async function failMediaCheck(
	queries: Queries,
	{ id, token }: { id: string; token: string },
	error: ErrorReport,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE media_checks SET state = 'failed', token = NULL, step = NULL, error = $3::jsonb,
			ended_at = ${atMoment('$4')}, updated_at = ${atMoment('$4')}
		WHERE id = $1 AND token = $2::uuid AND state = 'running' RETURNING id`,
		[id, token, JSON.stringify(storable(error)), moment],
	);
	return rows.length > 0;
}

/**
 * Gives a check back to be begun again, with what stood in its way.
 *
 * @param counts whether the try counts: it does not when the process only had to stop
 */
export async function giveBackMediaCheck(
	queries: Queries,
	{ id, token }: { id: string; token: string },
	error: ErrorReport | null,
	counts: boolean,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`UPDATE media_checks SET state = 'waiting', token = NULL, step = NULL, progress = 0,
			error = $3::jsonb, tries = tries - CASE WHEN $4::boolean THEN 0 ELSE 1 END,
			updated_at = ${atMoment('$5')}
		WHERE id = $1 AND token = $2::uuid AND state = 'running'`,
		[id, token, error === null ? null : JSON.stringify(storable(error)), counts, moment],
	);
}

/** Cancels what is not at its end. @returns whether this did */
export async function cancelMediaCheck(
	queries: Queries,
	id: string,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE media_checks SET state = 'cancelled', token = NULL, step = NULL,
			ended_at = ${atMoment('$2')}, updated_at = ${atMoment('$2')}
		WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id`,
		[id, moment],
	);
	return rows.length > 0;
}

/** Begins a check that is at its end again, as its next attempt. @returns whether this did */
export async function retryMediaCheck(
	queries: Queries,
	id: string,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE media_checks SET state = 'waiting', attempt = attempt + 1, tries = 0, progress = 0,
			error = NULL, ended_at = NULL, started_at = NULL, updated_at = ${atMoment('$2')}
		WHERE id = $1 AND state IN ('done', 'failed', 'cancelled') RETURNING id`,
		[id, moment],
	);
	return rows.length > 0;
}

/** Ids of checks that nobody has touched for so long that their job must be lost. */
export async function forgottenMediaChecks(
	queries: Queries,
	{ quietMs, limit }: { quietMs: number; limit: number },
	moment: Moment = null,
): Promise<string[]> {
	const rows = await queries.query<{ id: string }>(
		`UPDATE media_checks SET updated_at = ${atMoment('$3')} WHERE id IN (
			SELECT id FROM media_checks WHERE state IN ('waiting', 'running')
				AND updated_at < ${atMoment('$3')} - $1::double precision * interval '1 millisecond'
			ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED
		) RETURNING id`,
		[quietMs, limit, moment],
	);
	return rows.map(({ id }) => id);
}
