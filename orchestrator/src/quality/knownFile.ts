import { briefSchema, knownFileSchema } from '../../../nodes/domain/quality/gates/schema';
import type { KnownFile } from '../../../nodes/domain/quality/gates/schema';
import { standingOf } from '../../../nodes/domain/quality/gates/standing';
import type { Standing } from '../../../nodes/domain/quality/gates/standing';
import type { Json } from '../ledger/json';
import type { KeptVerdict, QualityFile } from '../ledger/qualityFiles';
import { readLineage, readVerdicts, readWaivers } from '../ledger/qualityFiles';
import type { Queries } from '../ledger/store';
import { projectFacts } from './projectFacts';

/** A file as Frame.io tells it, as far as it matters here. */
export interface FilePlace {
	fileId: string;
	name: string;
	accountId: string | null;
	/** Frame.io's project. */
	projectId: string | null;
	/** Where the versions are kept together. */
	versionStackId: string | null;
	/** Ids of all versions, the oldest first; empty where nobody says. */
	versionIds: string[];
}

/** A content with everything that is known of it. */
export interface KnownContent {
	/** As gates take it. */
	known: KnownFile;
	standing: Standing;
	/** What was said of all contents of the file, in order. */
	verdicts: KeptVerdict[];
	/** Every content of the file. */
	versions: QualityFile[];
}

/** What a file's versions are kept under. */
export function lineageOf({ versionStackId, fileId }: FilePlace): string {
	return versionStackId === null ? `file:${fileId}` : `stack:${versionStackId}`;
}

/** Gathers what is known of a content that was seen. */
export async function knownContent(
	queries: Queries,
	file: QualityFile,
	now: Date,
): Promise<KnownContent> {
	const { lineage, test, sha256, project, authors, facts } = file;
	const versions = await readLineage(queries, [lineage], test);
	const verdicts = await readVerdicts(queries, [lineage], test);
	const waivers = await readWaivers(queries, { sha256, project, test });
	const known = knownFileSchema.parse({
		...factsIn(facts),
		current: versions.at(-1)?.sha256 ?? null,
		authors,
		project,
		cycles: sentBack(verdicts, file.version),
		verdicts,
		waivers,
	});
	return { known, standing: standingOf(sha256, known, now), verdicts, versions };
}

/** The same of a content that has not been seen yet: it is going to be the newest. */
export async function foreseenContent(
	queries: Queries,
	{ place, sha256, project, authors, context, test }: Foreseen,
	now: Date,
): Promise<KnownContent> {
	const lineages = [...new Set([lineageOf(place), ...place.versionIds.map((id) => `file:${id}`)])];
	const trace = { project, frameioProject: place.projectId, context, test };
	const facts = await projectFacts(queries, trace);
	const versions = await readLineage(queries, lineages, test);
	const verdicts = await readVerdicts(queries, lineages, test);
	const newer = newerThan(place, versions);
	const known = knownFileSchema.parse({
		risk: facts.risk,
		brief: facts.brief,
		current: newer?.sha256 ?? sha256,
		authors: authors.length > 0 ? authors : facts.makers,
		project: facts.project,
		cycles: sentBack(newer === null ? verdicts : olderThan(place, versions, verdicts), Infinity),
		verdicts,
		waivers: await readWaivers(queries, { sha256, project: facts.project, test }),
	});
	return { known, standing: standingOf(sha256, known, now), verdicts, versions };
}

/** The newest content of a later version; null where none of those was seen. */
function newerThan(
	{ fileId, versionIds }: FilePlace,
	versions: readonly QualityFile[],
): QualityFile | null {
	const later = versionIds.slice(versionIds.indexOf(fileId) + 1);
	const seen = versions.filter(({ file }) => later.includes(file.fileId));
	const place = ({ file }: QualityFile) => later.indexOf(file.fileId);
	return seen.reduce<QualityFile | null>(
		(newest, each) => (newest === null || place(each) >= place(newest) ? each : newest),
		null,
	);
}

function olderThan(
	{ fileId, versionIds }: FilePlace,
	versions: readonly QualityFile[],
	verdicts: readonly KeptVerdict[],
): KeptVerdict[] {
	const later = versionIds.slice(versionIds.indexOf(fileId) + 1);
	const contents = versions.filter(({ file }) => later.includes(file.fileId));
	return verdicts.filter((said) => !contents.some(({ sha256 }) => sha256 === said.sha256));
}

/** A content as a flow sees it first. */
export interface Foreseen {
	place: FilePlace;
	sha256: string;
	project: string | null;
	/** As the flow names them; empty where it leaves that to the ledger. */
	authors: string[];
	context: Json;
	test: boolean;
}

/** Contents before a version that some gate failed. */
export function sentBack(verdicts: readonly KeptVerdict[], before: number): number {
	const failed = verdicts.filter(({ outcome, version }) => outcome === 'fail' && version < before);
	return new Set(failed.map(({ sha256 }) => sha256)).size;
}

function factsIn(facts: Json): Pick<KnownFile, 'risk' | 'brief'> {
	const { risk, brief } = knownFileSchema.catch(knownFileSchema.parse({})).parse(facts);
	return { risk, brief: brief ?? briefSchema.parse({}) };
}
