import { z } from 'zod';
import { n8nHttp } from '../../../adapters/n8n/http';
import { readOldestEvent } from '../../../ledger/monitorReading';
import type { Moment } from '../../../ledger/moment';
import type { Store } from '../../../ledger/store';
import type { Observation } from '../../../monitor/alerts/model';
import { causeOf, countedBy } from '../../../monitor/watch/cause';

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

/** Failed executions that one look lists, and of which the cause is read. */
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

/** Whether n8n answers, and which executions failed or crashed in the last hour, by cause. */
export async function watchN8n(
	n8n: WatchedN8n | null,
	store: Store,
	now: Date,
	moment: Moment,
): Promise<Observation[]> {
	if (n8n === null) return [];
	if (!(await isThere(n8n.url))) {
		const waiting = (await readOldestEvent(store, moment))?.waiting ?? 0;
		return [{ rule: 'n8n-away', labels: {}, value: 1, facts: { waiting } }];
	}
	const apiKey = n8n.readApiKey();
	if (apiKey === null) return [];
	try {
		return await failedExecutions(n8n.url, apiKey, now);
	} catch {
		// It answered a moment ago; whoever may not list executions is told by doctor.
		return [];
	}
}

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

async function failedExecutions(url: string, apiKey: string, now: Date): Promise<Observation[]> {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	const since = now.getTime() - FAILED_FOR_MS;
	const list = async (status: string) => {
		const params = { status, limit: MOST_LISTED };
		const { data } = await http.request(listSchema, { url: '/executions', params });
		return data.filter(
			({ startedAt, stoppedAt }) => Date.parse(stoppedAt ?? startedAt ?? '') >= since,
		);
	};
	const failed = await list('error');
	const crashed = await list('crashed');
	const causes = new Map<string, string>();
	for (const { id } of failed.slice(0, MOST_READ)) {
		const { data } = await http.request(causeSchema, {
			url: `/executions/${encodeURIComponent(id)}`,
			params: { includeData: true },
		});
		const { error, lastNodeExecuted: node = null } = data?.resultData ?? {};
		const at = node === null ? '' : `${node}: `;
		causes.set(id, `${at}${causeOf(error?.message ?? '')}`);
	}
	const all = [
		...failed.map(({ id, workflowId }) => ({ workflowId, cause: causes.get(id) ?? 'not read' })),
		...crashed.map(({ workflowId }) => ({ workflowId, cause: 'n8n broke down' })),
	];
	return countedBy(all, ({ workflowId, cause }) => JSON.stringify([workflowId, cause])).map(
		([name, count]) => {
			const [topic = '', cause = ''] = JSON.parse(name) as string[];
			return {
				rule: 'flows-failed',
				labels: { topic: `n8n ${topic}`, cause },
				value: count,
				facts: { count, total: all.length },
			};
		},
	);
}
