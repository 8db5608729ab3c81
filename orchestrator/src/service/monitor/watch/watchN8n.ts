import { z } from 'zod';
import type { N8nHttp } from '../../../adapters/n8n/http';
import { n8nHttp } from '../../../adapters/n8n/http';
import { listReportedExecutions, readOldestEvent } from '../../../ledger/monitorReading';
import type { Moment } from '../../../ledger/moment';
import type { Store } from '../../../ledger/store';
import type { Observation, Watched } from '../../../monitor/alerts/model';
import { causeOf } from '../../../monitor/watch/cause';
import type { FailedExecution, RunningExecution } from '../../../monitor/watch/executions';
import { failuresSeen, hangingSeen } from '../../../monitor/watch/executions';

/** Where n8n is, and what lets into its API. */
export interface WatchedN8n {
	url: string;
	/** null while seed has not made one yet. */
	readApiKey(): string | null;
}

/** How long n8n may take to say that it is there, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** Executions that failed within this time are told. */
const FAILED_FOR_MS = 3_600_000;

/** Executions that one look lists, and failed ones of which the cause is read. */
const MOST_LISTED = 250;
const MOST_READ = 10;

const listSchema = z.object({
	data: z.array(
		z.object({
			id: z.coerce.string(),
			workflowId: z.string(),
			startedAt: z.string().nullish(),
			stoppedAt: z.string().nullish(),
		}),
	),
});
type Listed = z.infer<typeof listSchema>['data'][number];

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
 * Whether n8n answers, which executions failed or crashed in the last hour, by cause, and which have run
 * for long. What a flow reported as failed is the inbox's to tell, and left out here.
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
	const http = n8nHttp(`${n8n.url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	try {
		return { seen: await seenExecutions({ http, url: n8n.url, store, wall }), blind: [] };
	} catch {
		// It answered a moment ago; whoever may not list executions is told by doctor.
		return { seen: [], blind: OF_EXECUTIONS };
	}
}

/** Rules that see executions. */
const OF_EXECUTIONS = ['flows-failed', 'execution-hangs'];

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

interface Look {
	http: N8nHttp;
	url: string;
	store: Store;
	wall: Date;
}

async function seenExecutions({ http, url, store, wall }: Look): Promise<Observation[]> {
	const since = wall.getTime() - FAILED_FOR_MS;
	const list = async (status: string) => {
		const params = { status, limit: MOST_LISTED };
		return (await http.request(listSchema, { url: '/executions', params })).data;
	};
	const isRecent = ({ startedAt, stoppedAt }: Listed) =>
		Date.parse(stoppedAt ?? startedAt ?? '') >= since;
	const reported = await listReportedExecutions(store, new Date(since));
	const errors = (await list('error')).filter((one) => isRecent(one) && !reported.has(one.id));
	const crashed = (await list('crashed')).filter(isRecent);
	const running = await list('running');
	const names = await namesOf(http, [...errors, ...crashed, ...running]);
	const about = ({ id, workflowId }: Listed) => ({
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
async function namesOf(http: N8nHttp, listed: readonly Listed[]): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (const id of new Set(listed.map(({ workflowId }) => workflowId))) {
		const found = await http.find(nameSchema, { url: `/workflows/${encodeURIComponent(id)}` });
		if (found !== null) names.set(id, found.name);
	}
	return names;
}
