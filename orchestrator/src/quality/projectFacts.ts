import { z } from 'zod';
import { briefSchema, riskFactsSchema } from '../../../nodes/domain/quality/gates/schema';
import type { Brief, RiskFacts } from '../../../nodes/domain/quality/gates/schema';
import type { Json } from '../ledger/json';
import type { Queries } from '../ledger/store';
import { briefOfProject } from './briefOfProject';

/** What the ledger knows of a project whose files are looked at. */
export interface ProjectFacts {
	/** As reservations name it; null where nothing is known of it. */
	project: string | null;
	/** Who has a piece of it, but for those who only look at it. */
	makers: string[];
	risk: RiskFacts;
	brief: Brief;
}

/** Where a file is, as far as a project can be told from it. */
export interface ProjectTrace {
	/** The ledger's own name of the project, where the flow knows it. */
	project: string | null;
	/** Frame.io's id of the project. */
	frameioProject: string | null;
	/** What the asking flow knows, such as `brief`, `risk` and `project`. */
	context: Json;
	test: boolean;
}

/** Days for which a client is a new one. */
const NEW_CLIENT_DAYS = 90;

/** Skill of pieces that only look at what others made. */
const LOOKING_SKILL = 'review';

const contextSchema = z.object({
	project: z
		.union([z.string(), z.object({ id: z.string() })])
		.nullish()
		.catch(null),
	brief: briefSchema.nullish().catch(null),
	risk: riskFactsSchema.nullish().catch(null),
});

/**
 * Finds the project that a file belongs to, by what the flow says or by the place in Frame.io that was
 * made for it, and what reservations tell of it.
 */
export async function projectFacts(
	queries: Queries,
	{ project: given, frameioProject, context, test }: ProjectTrace,
): Promise<ProjectFacts> {
	const said = contextSchema.catch({}).parse(context);
	const named = typeof said.project === 'string' ? said.project : said.project?.id;
	const project = given ?? named ?? (await projectOfPlace(queries, frameioProject, test));
	const [reserved] = project === null ? [] : await readReserved(queries, project, test);
	const { makers = [], value, client = null, startedAt } = reserved ?? {};
	const before = client === null ? null : await readBefore(queries, { project, client, test });
	const risk: RiskFacts = {
		newClient: before === null ? null : before.first > newSince(startedAt ?? new Date()),
		firstProject: before === null ? null : before.others === 0,
		value: riskFactsSchema.catch({ newClient: null, firstProject: null, value: null }).parse({
			value: value ?? null,
		}).value,
	};
	return {
		project,
		makers,
		risk: { ...risk, ...known(said.risk) },
		brief: said.brief ?? (await briefFor(queries, project, test)),
	};
}

/** A trial's project has no lead of its own. */
async function briefFor(queries: Queries, project: string | null, test: boolean): Promise<Brief> {
	return project === null || test ? briefSchema.parse({}) : await briefOfProject(queries, project);
}

/** `deal:7/frame-io-project/…` made the place: the project is the deal. */
async function projectOfPlace(
	queries: Queries,
	frameioProject: string | null,
	test: boolean,
): Promise<string | null> {
	if (frameioProject === null) return null;
	const [found] = await queries.query<{ subject: string }>(
		`SELECT subject FROM effects
		WHERE kind = 'frameio.project' AND state = 'done' AND test = $2 AND receipt->>'id' = $1
		ORDER BY created_at LIMIT 1`,
		[frameioProject, test],
	);
	return found === undefined ? null : found.subject.slice(found.subject.indexOf(':') + 1);
}

interface Reserved {
	makers: string[];
	value: Json;
	client: string | null;
	startedAt: Date;
}

async function readReserved(queries: Queries, project: string, test: boolean): Promise<Reserved[]> {
	return await queries.query<Reserved>(
		`SELECT coalesce(jsonb_agg(DISTINCT person) FILTER (
				WHERE state <> 'released' AND skill IS DISTINCT FROM $3), '[]'::jsonb) AS makers,
			(jsonb_agg(value) FILTER (WHERE value IS NOT NULL AND value <> 'null'::jsonb))->0 AS value,
			max(client) AS client, min(created_at) AS "startedAt"
		FROM reservations WHERE project = $1 AND test = $2 HAVING count(*) > 0`,
		[project, test, LOOKING_SKILL],
	);
}

/** Other projects of the client before this one, and when the first of all began. */
async function readBefore(
	queries: Queries,
	{ project, client, test }: { project: string | null; client: string; test: boolean },
): Promise<{ others: number; first: Date }> {
	const [found] = await queries.query<{ others: number; first: Date }>(
		`SELECT count(DISTINCT other.project) FILTER (WHERE other.project <> $1::text
				AND other.created_at < (SELECT min(created_at) FROM reservations
					WHERE project = $1::text AND test = $3))::integer AS others,
			min(other.created_at) AS first
		FROM reservations AS other WHERE other.client = $2 AND other.test = $3`,
		[project, client, test],
	);
	return found ?? { others: 0, first: new Date() };
}

function newSince(startedAt: Date): Date {
	return new Date(startedAt.getTime() - NEW_CLIENT_DAYS * 86_400_000);
}

/** What somebody says goes before what was worked out; what they leave open does not. */
function known(risk: RiskFacts | null | undefined): Partial<RiskFacts> {
	return Object.fromEntries(
		Object.entries(risk ?? {}).filter(([, value]) => value !== null),
	) as Partial<RiskFacts>;
}
