import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ListedExecution } from '../../../adapters/n8n/executionLists';
import {
	listExecutionsBy,
	listExecutionsSince,
	MOST_LISTED,
} from '../../../adapters/n8n/executionLists';
import type { N8nHttp } from '../../../adapters/n8n/http';
import type { PublishedWorkflow } from '../../../adapters/n8n/publishedWorkflows';
import { moveCursor, readCursor } from '../../../ledger/monitorCursors';
import { addNumbers } from '../../../ledger/monitorNumbers';
import type { Queries, Store } from '../../../ledger/store';
import type { Observation } from '../../../monitor/alerts/model';
import type {
	KnownRuns,
	ScheduledWorkflow,
	Unseen,
} from '../../../monitor/watch/schedules/judgeSchedules';
import {
	judgeSchedule,
	knownOf,
	scheduleSilent,
} from '../../../monitor/watch/schedules/judgeSchedules';
import { readSchedules } from '../../../monitor/watch/schedules/readSchedules';
import { silenceSeen } from '../../../monitor/watch/traffic';
import { readArrivals } from './readArrivals';

const RUNS_CURSOR = 'n8n-runs';

/** Pages of executions that one sweep reads; of what is older nothing is counted. */
const MOST_PAGES = 4;

/** Workflows that seem silent and are looked at one by one in a sweep: a call each. */
const MOST_ASKED = 20;

/** How long n8n keeps executions at the least, as it ships (EXECUTIONS_DATA_MAX_AGE is 14 days), with room. */
const KEPT_MS = 86_400_000;

/** Modes of executions that n8n begins by itself, and those that somebody's call begins. */
const BY_ITSELF = 'trigger';
const EXPECTED: readonly string[] = [BY_ITSELF, 'webhook'];

/** Nodes through which work passes the inbox, whose own traffic is watched. */
const OF_INBOX = /^n8n-nodes-agency-ops\.agencyLedger/;

const rememberedSchema = z.object({
	/** Id of the newest execution that was counted. */
	lastId: z.string().nullable().default(null),
	/** When n8n last began something that it kept without being told to, in milliseconds since 1970. */
	keptByDefault: z.number().nullable().default(null),
	workflows: z
		.record(
			z.object({
				versionId: z.string(),
				since: z.number(),
				lastRun: z.number().nullable(),
				isSilent: z.boolean(),
			}),
		)
		.default({}),
	unseen: z
		.array(
			z.object({
				workflow: z.string(),
				why: z.enum(['unreadable', 'notKept', 'perhapsNotKept']),
			}),
		)
		.default([]),
});
type Remembered = z.infer<typeof rememberedSchema>;

/** What runs are watched with. */
export interface RunsLook {
	http: N8nHttp;
	url: string;
	store: Store;
	/** The machine's own time: n8n knows no other. */
	wall: Date;
	/** Zone of n8n itself; null where the configuration does not name it. */
	zone: string | null;
	published: readonly PublishedWorkflow[];
	/** What runs now. */
	running: readonly ListedExecution[];
}

/**
 * Workflows that n8n ought to have begun by their schedules and has not, and such that do not pass the
 * inbox and have fallen silent by their own history. Reads the executions since the last look, and of
 * workflows that seem silent one by one.
 */
export async function watchRuns(look: RunsLook): Promise<Observation[]> {
	const { http, store, wall, published, running } = look;
	const before = await readRemembered(store);
	const { executions } = await listExecutionsSince(http, before.lastId, MOST_PAGES);
	const scheduled = published.flatMap((workflow) => scheduledOf(workflow, look));
	const all = [...executions, ...running];
	const known = new Map(
		scheduled.map((workflow): [string, KnownRuns] => {
			const kept = knownOf(workflow, before.workflows[workflow.id], wall.getTime());
			const lastRun = lastOf([kept.lastRun, ...runsOf(all, workflow.id, wall)]);
			return [workflow.id, { ...kept, lastRun }];
		}),
	);
	const keptByDefault = lastOf([before.keptByDefault, ...keptUnasked(executions, published)]);
	const unseen: Remembered['unseen'] = [];
	const seen: Observation[] = [];
	let asked = 0;
	for (const workflow of scheduled) {
		const runs = known.get(workflow.id);
		if (runs === undefined) continue;
		const judged = judgeSchedule(workflow, runs, wall.getTime(), keptByDefault !== null);
		if (judged.state === 'unseen') unseen.push({ workflow: workflow.name, why: judged.why });
		if (judged.state !== 'missed') {
			known.set(workflow.id, { ...runs, isSilent: false });
			continue;
		}
		if (asked >= MOST_ASKED) {
			if (runs.isSilent) seen.push(scheduleSilent(workflow, runs, judged.until));
			continue;
		}
		asked += 1;
		const now = { ...runs, ...(await confirm(look, workflow.id, runs, judged)) };
		known.set(workflow.id, now);
		if (now.isSilent) seen.push(scheduleSilent(workflow, now, judged.until));
	}
	const others = published.filter((workflow) => isOther(workflow, scheduled));
	await store.transaction(async (queries) => {
		await countRuns(queries, before.lastId === null ? [] : executions, others, wall);
		const next: Remembered = {
			lastId: executions[0]?.id ?? before.lastId,
			keptByDefault,
			workflows: Object.fromEntries(known),
			unseen,
		};
		await moveCursor(queries, RUNS_CURSOR, next);
	});
	return [...seen, ...(await silentOthers(store, others, wall))];
}

/** Schedules that nobody can tell of, as the last look left it. */
export async function readUnseenSchedules(
	queries: Queries,
): Promise<Array<{ workflow: string; why: Unseen }>> {
	return (await readRemembered(queries)).unseen;
}

async function readRemembered(queries: Queries): Promise<Remembered> {
	const kept = await readCursor(queries, RUNS_CURSOR);
	const read = rememberedSchema.safeParse(kept?.position ?? {});
	return read.success ? read.data : rememberedSchema.parse({});
}

/** Nothing for a workflow that n8n does not begin at set times. */
function scheduledOf(
	{ id, name, versionId, settings, nodes }: PublishedWorkflow,
	{ url, zone }: Pick<RunsLook, 'url' | 'zone'>,
): ScheduledWorkflow[] {
	const read = readSchedules(nodes);
	if (read.schedules.length === 0 && read.unreadable === 0) return [];
	const { timezone: own } = settings;
	const named = typeof own === 'string' && own !== 'DEFAULT' && own !== '' ? own : zone;
	return [
		{
			...{ ...read, id, name, versionId, keeps: keepsOf(settings) },
			zone: named !== null && DateTime.local({ zone: named }).isValid ? named : null,
			url: `${url}/workflow/${id}/executions`,
		},
	];
}

function keepsOf({
	saveDataSuccessExecution: kept,
}: PublishedWorkflow['settings']): ScheduledWorkflow['keeps'] {
	return kept === 'none' ? 'never' : kept === 'all' ? 'always' : 'default';
}

/** When n8n began a workflow by itself; what waits in its queue was begun. */
function runsOf(all: readonly ListedExecution[], workflowId: string, wall: Date): number[] {
	return all
		.filter((one) => one.workflowId === workflowId && one.mode === BY_ITSELF)
		.map(({ startedAt }) => Date.parse(startedAt ?? wall.toISOString()));
}

/** When what succeeded, and was kept without its workflow asking for that, began. */
function keptUnasked(
	executions: readonly ListedExecution[],
	published: readonly PublishedWorkflow[],
): number[] {
	const silent = new Set(
		published.flatMap(({ id, settings }) => (keepsOf(settings) === 'default' ? [id] : [])),
	);
	return executions
		.filter(({ status, workflowId }) => status === 'success' && silent.has(workflowId))
		.flatMap(({ startedAt }) => Date.parse(startedAt ?? '') || []);
}

/** Asks n8n about one workflow that seems silent: a look may have missed what ran long, or waited. */
async function confirm(
	{ http, wall }: RunsLook,
	workflowId: string,
	{ lastRun, isSilent }: KnownRuns,
	{ from, until }: { from: number; until: number },
): Promise<Pick<KnownRuns, 'lastRun' | 'isSilent'>> {
	const own = await listExecutionsBy(http, { workflowId });
	const runs = runsOf(own, workflowId, wall);
	const newest = lastOf([lastRun, ...runs]);
	if (newest !== null && newest >= from) return { lastRun: newest, isSilent: false };
	const begun = own.map(({ startedAt }) => Date.parse(startedAt ?? ''));
	// Where calls fill the page, what n8n began by itself may be further back.
	const isFull = own.length >= MOST_LISTED && begun.every((at) => at >= from);
	const isStillKept = begun.some((at) => at < from) || wall.getTime() - until <= KEPT_MS;
	return { lastRun: newest, isSilent: isSilent || (isStillKept && !isFull) };
}

/** Workflows without a schedule whose work does not pass the inbox. */
function isOther(
	{ id, settings, nodes }: PublishedWorkflow,
	scheduled: readonly ScheduledWorkflow[],
): boolean {
	return (
		keepsOf(settings) !== 'never' &&
		scheduled.every((one) => one.id !== id) &&
		!nodes.some((node) => {
			const read = z.object({ type: z.string() }).safeParse(node);
			return read.success && OF_INBOX.test(read.data.type);
		})
	);
}

const PREFIX = 'ran:';

async function countRuns(
	queries: Queries,
	executions: readonly ListedExecution[],
	others: readonly PublishedWorkflow[],
	wall: Date,
): Promise<void> {
	const ids = new Set(others.map(({ id }) => id));
	const counted = executions.filter(
		({ workflowId, mode }) => ids.has(workflowId) && EXPECTED.includes(mode),
	);
	await addNumbers(
		queries,
		counted.map(({ workflowId, startedAt }) => ({
			name: `${PREFIX}${workflowId}`,
			at: new Date(startedAt ?? wall),
			...{ good: 1, bad: 0, seconds: 0, logSeconds: 0 },
		})),
	);
}

async function silentOthers(
	queries: Queries,
	others: readonly PublishedWorkflow[],
	wall: Date,
): Promise<Observation[]> {
	if (others.length === 0) return [];
	const names = new Map(others.map(({ id, name }) => [id, name]));
	const arrivals = (await readArrivals(queries, PREFIX, wall)).filter(({ topic }) =>
		names.has(topic),
	);
	return silenceSeen(arrivals).map((one) => ({
		...one,
		labels: { topic: `n8n: ${names.get(one.labels.topic ?? '') ?? ''}` },
	}));
}

function lastOf(times: ReadonlyArray<number | null>): number | null {
	const known = times.flatMap((at) => at ?? []);
	return known.length === 0 ? null : Math.max(...known);
}
