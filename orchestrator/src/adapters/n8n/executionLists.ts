import { z } from 'zod';
import type { N8nHttp } from './http';

const listSchema = z.object({
	data: z.array(
		z.object({
			id: z.coerce.string(),
			workflowId: z.string(),
			mode: z.string().default(''),
			status: z.string().default(''),
			startedAt: z.string().nullish(),
			stoppedAt: z.string().nullish(),
		}),
	),
	nextCursor: z.string().nullish(),
});

/** An execution as n8n lists it, without anything that it worked on. */
export type ListedExecution = z.infer<typeof listSchema>['data'][number];

/** What one call lists: n8n's own bound. */
export const MOST_LISTED = 250;

/** Executions that ended with a status, or run, the newest first; of one page. */
export async function listExecutionsBy(
	http: N8nHttp,
	params: { status: string } | { workflowId: string },
): Promise<ListedExecution[]> {
	const query = { ...params, limit: MOST_LISTED };
	return (await http.request(listSchema, { url: '/executions', params: query })).data;
}

/**
 * Executions since one, the newest first: those that run are not among them.
 *
 * @param afterId null: those of the newest page
 * @param mostPages older ones are left out, and `isWhole` is false
 */
export async function listExecutionsSince(
	http: N8nHttp,
	afterId: string | null,
	mostPages: number,
): Promise<{ executions: ListedExecution[]; isWhole: boolean }> {
	const executions: ListedExecution[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < mostPages; page += 1) {
		const params = { limit: MOST_LISTED, ...(cursor === undefined ? {} : { cursor }) };
		const found = await http.request(listSchema, { url: '/executions', params });
		const isNew = ({ id }: ListedExecution) => afterId === null || Number(id) > Number(afterId);
		executions.push(...found.data.filter(isNew));
		cursor = found.nextCursor ?? undefined;
		const isReached = afterId === null || found.data.some((one) => !isNew(one));
		if (isReached || cursor === undefined) return { executions, isWhole: true };
	}
	return { executions, isWhole: false };
}
