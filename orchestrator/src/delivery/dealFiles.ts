import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import type { GateStanding, Standing } from '../../../nodes/domain/quality/gates/standing';
import { standingOf } from '../../../nodes/domain/quality/gates/standing';
import { approvedContents } from '../ledger/clientNotes';
import type { Json } from '../ledger/json';
import { readLastMeasurements } from '../ledger/mediaMeasurements';
import type { KeptVerdict, QualityFile } from '../ledger/qualityFiles';
import { readProjectFiles, readVerdicts } from '../ledger/qualityFiles';
import type { Queries } from '../ledger/store';

/** The newest content of a file of the deal's project, with how it stands. */
export interface DealFile {
	/** The file with all its versions; the same for each of them. */
	lineage: string;
	file: QualityFile['file'];
	subject: string;
	sha256: string;
	/** Place among the contents of its file, from 1. */
	version: number;
	/** null where it was never measured. */
	bytes: number | null;
	gates: GateStanding[];
	passed: boolean;
	next: Standing['next'];
	/** No newer one is known: always so here. */
	isCurrent: boolean;
	heldUntil: string | null;
	/** When the last gate was passed; null while one is not. */
	approvedAt: string | null;
	/** The newest content of the file that has passed every gate, this one or an older one. */
	approved: { sha256: string; version: number; approvedAt: string } | null;
	/** When the client said yes to this content; null where they have not. */
	clientApprovedAt: string | null;
	media: MediaFacts | null;
	/** What is spoken in it, as it was measured; null where nothing says. */
	language: string | null;
}

/** What a file was measured to be, as far as formats ask for it. */
export interface MediaFacts {
	durationSeconds: number | null;
	/** As shown, in pixels; null without a picture. */
	width: number | null;
	height: number | null;
	frameRate: number | null;
	format: string;
	videoCodec: string | null;
	audioCodec: string | null;
	/** Streams of captions within. */
	captions: number;
}

/** A piece of the project that somebody was given. */
export interface OrderedPiece {
	piece: string;
	skill: string | null;
	person: string;
	state: string;
	dueAt: string | null;
	value: Json;
}

/**
 * Everything that a delivery of a deal may be made from: the newest content of every file of its
 * project, in the order of their lineages.
 */
export async function dealFiles(
	queries: Queries,
	{ project, test }: { project: string; test: boolean },
	now: Date,
): Promise<DealFile[]> {
	const contents = await readProjectFiles(queries, project, test);
	const lineages = [...new Set(contents.map(({ lineage }) => lineage))];
	if (lineages.length === 0) return [];
	const measured = await readLastMeasurements(
		queries,
		contents.map(({ sha256 }) => sha256),
	);
	const said = await approvedContents(queries, project);
	const files: DealFile[] = [];
	for (const lineage of lineages) {
		const versions = contents.filter((content) => content.lineage === lineage);
		const newest = versions.at(-1);
		if (newest === undefined) continue;
		// Of this file alone: the same content in another file has verdicts of its own.
		const verdicts = await readVerdicts(queries, [lineage], test);
		const clientApprovedAt = test ? null : (said.get(newest.sha256)?.toISOString() ?? null);
		files.push({ ...dealFile(newest, versions, verdicts, measured, now), clientApprovedAt });
	}
	return files;
}

function dealFile(
	newest: QualityFile,
	versions: readonly QualityFile[],
	verdicts: KeptVerdict[],
	measured: ReadonlyMap<string, MeasuredFile>,
	now: Date,
): Omit<DealFile, 'clientApprovedAt'> {
	const { lineage, file, subject, sha256, version, authors } = newest;
	const standing = standingOf(sha256, { current: sha256, authors, verdicts }, now);
	const approvals = versions.flatMap((content) => {
		const own = { current: content.sha256, authors: content.authors, verdicts };
		const approvedAt = approvedAtOf(standingOf(content.sha256, own, now));
		return approvedAt === null
			? []
			: [{ sha256: content.sha256, version: content.version, approvedAt }];
	});
	const seen = measured.get(sha256) ?? null;
	return {
		lineage,
		file,
		subject,
		sha256,
		version,
		bytes: seen?.container.sizeBytes ?? null,
		gates: standing.gates,
		passed: standing.passed,
		next: standing.next,
		isCurrent: standing.isCurrent,
		heldUntil: standing.heldUntil,
		approvedAt: approvedAtOf(standing),
		approved: approvals.at(-1) ?? null,
		media: seen === null ? null : mediaFacts(seen),
		language: languageOf(seen),
	};
}

/** The moment of the last gate; null while one is not passed. */
function approvedAtOf({ passed, gates }: Standing): string | null {
	if (!passed) return null;
	const moments = gates.flatMap(({ at }) => (at === null ? [] : [at]));
	return moments.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}

function mediaFacts({ container, video, audio, streams }: MeasuredFile): MediaFacts {
	return {
		durationSeconds: container.durationSeconds,
		width: video === null ? null : Math.round(video.displayWidth),
		height: video === null ? null : Math.round(video.displayHeight),
		frameRate: video?.frameRate ?? null,
		format: container.format,
		videoCodec: video?.codec ?? null,
		audioCodec: audio?.codec ?? null,
		captions: streams.filter(({ kind }) => kind === 'subtitle').length,
	};
}

/** Containers write `und` where nobody said. */
function languageOf(measured: MeasuredFile | null): string | null {
	const spoken = measured?.streams.find(
		({ kind, language }) => kind === 'audio' && language !== null,
	);
	return spoken?.language === 'und' ? null : (spoken?.language ?? null);
}

/** What was reserved for the project, as far as the ledger knows what was ordered. */
export async function orderedPieces(
	queries: Queries,
	{ project, test }: { project: string; test: boolean },
): Promise<OrderedPiece[]> {
	const rows = await queries.query<Omit<OrderedPiece, 'dueAt'> & { dueAt: Date | null }>(
		`SELECT piece, skill, person, state, due_at AS "dueAt", value FROM reservations
		WHERE project = $1 AND test = $2 AND state <> 'released' ORDER BY created_at, place, id`,
		[project, test],
	);
	return rows.map(({ dueAt, ...piece }) => ({ ...piece, dueAt: dueAt?.toISOString() ?? null }));
}
