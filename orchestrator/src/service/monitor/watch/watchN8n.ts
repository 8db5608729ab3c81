import { z } from 'zod';
import { isErrorReport } from '../../../../../nodes/domain/errors';
import type { ListedExecution } from '../../../adapters/n8n/executionLists';
import { listExecutionsBy } from '../../../adapters/n8n/executionLists';
import type { N8nHttp } from '../../../adapters/n8n/http';
import { n8nHttp } from '../../../adapters/n8n/http';
import { listPublishedWorkflows } from '../../../adapters/n8n/publishedWorkflows';
import { listReportedExecutions, readOldestEvent } from '../../../ledger/monitorReading';
import type { Moment } from '../../../ledger/moment';
import type { Store } from '../../../ledger/store';
import type { Observation, Watched } from '../../../monitor/alerts/model';
import { causeOf } from '../../../monitor/watch/cause';
import type { FailedExecution, RunningExecution } from '../../../monitor/watch/executions';
import { failuresSeen, hangingSeen } from '../../../monitor/watch/executions';
import type { RunsLook } from './watchRuns';
import { watchRuns } from './watchRuns';

/** Where n8n is, and what lets into its API. */
export interface WatchedN8n {
	url: string;
	/** null while seed has not made one yet. */
	readApiKey(): string | null;
	/** The zone that its environment names; null where that is not known. */
	zone?: string | null;
}

/** How long n8n may take to say that it is there, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** Executions that failed within this time are told. */
const FAILED_FOR_MS = 3_600_000;

/** Failed executions of which the cause is read. */
const MOST_READ = 10;

const causeSchema = z.object({
	data: z
		.object({
			resultData: z
				.object({
					error: z
						.object({ message: z.string().default('') })
						.passthrough()
						.nullish(),
					lastNodeExecuted: z.string().nullish(),
				})
				.nullish(),
		})
		.nullish(),
});
const nameSchema = z.object({ name: z.string() });

/**
 * Whether n8n answers, which executions failed or crashed in the last hour, by cause, which have run for
 * long, and which workflows no longer run when they ought to. What a flow reported as failed is the inbox's to tell, and left out here.
 *
 * @param wall the machine's own time: n8n knows no other
 */
export async function watchN8n(
	n8n: WatchedN8n | null,
	store: Store,
	wall: Date,
	moment: Moment,
): Promise<Watched> {
	if (n8n === null) return { seen: [], blind: [] };
	if (!(await isThere(n8n.url))) {
		const waiting = (await readOldestEvent(store, moment))?.waiting ?? 0;
		const away = { rule: 'n8n-away', labels: {}, value: 1, facts: { waiting } };
		return { seen: [away], blind: OF_EXECUTIONS };
	}
	const apiKey = n8n.readApiKey();
	if (apiKey === null) return { seen: [], blind: OF_EXECUTIONS };
	const { url, zone = null } = n8n;
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	try {
		const published = await listPublishedWorkflows(url, apiKey);
		const running = await listExecutionsBy(http, { status: 'running' });
		const look: RunsLook = { http, url, store, wall, zone, published, running };
		return { seen: [...(await seenExecutions(look)), ...(await watchRuns(look))], blind: [] };
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		// It answered a moment ago; whoever may not list executions is told by doctor.
		return { seen: [], blind: OF_EXECUTIONS };
	}
}

/** Rules that see executions. */
const OF_EXECUTIONS = ['flows-failed', 'execution-hangs', 'schedule-silent', 'workflow-silent'];

async function isThere(url: string): Promise<boolean> {
	try {
		const answer = await fetch(`${url}/healthz`, {
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		return answer.ok;
	} catch {
		return false;
	}
}

async function seenExecutions(look: RunsLook): Promise<Observation[]> {
	const { http, url, store, wall, running } = look;
	const since = wall.getTime() - FAILED_FOR_MS;
	const isRecent = ({ startedAt, stoppedAt }: ListedExecution) =>
		Date.parse(stoppedAt ?? startedAt ?? '') >= since;
	const reported = await listReportedExecutions(store, new Date(since));
	const ended = async (status: string) =>
		(await listExecutionsBy(http, { status })).filter(isRecent);
	const errors = (await ended('error')).filter(({ id }) => !reported.has(id));
	const crashed = await ended('crashed');
	const names = await namesOf(look, [...errors, ...crashed, ...running]);
	const about = ({ id, workflowId }: ListedExecution) => ({
		id,
		workflow: names.get(workflowId) ?? workflowId,
		url: `${url}/workflow/${workflowId}/executions/${id}`,
	});
	const failed: FailedExecution[] = crashed.map((one) => ({
		...about(one),
		cause: 'n8n broke down',
	}));
	for (const [index, one] of errors.entries()) {
		const cause = index < MOST_READ ? await readCause(http, one.id) : 'not read';
		failed.push({ ...about(one), cause });
	}
	return [
		...failuresSeen(failed),
		...hangingSeen(
			running.map(
				(one): RunningExecution => ({
					...about(one),
					seconds: Math.max(0, (wall.getTime() - Date.parse(one.startedAt ?? '')) / 1_000) || 0,
				}),
			),
		),
	];
}

async function readCause(http: N8nHttp, id: string): Promise<string> {
	const { data } = await http.request(causeSchema, {
		url: `/executions/${encodeURIComponent(id)}`,
		params: { includeData: true },
	});
	const { error, lastNodeExecuted: node = null } = data?.resultData ?? {};
	return `${node === null ? '' : `${node}: `}${causeOf(error?.message ?? '')}`;
}

/** Names of the workflows of some executions by their ids; one that is gone has none. */
async function namesOf(
	{ http, published }: RunsLook,
	listed: readonly ListedExecution[],
): Promise<Map<string, string>> {
	const names = new Map(published.map(({ id, name }) => [id, name]));
	for (const id of new Set(listed.map(({ workflowId }) => workflowId))) {
		if (names.has(id)) continue;
		const found = await http.find(nameSchema, { url: `/workflows/${encodeURIComponent(id)}` });
		if (found !== null) names.set(id, found.name);
	}
	return names;
}
