import { z } from 'zod';
import { n8nHttp } from './http';

const runSchema = z.object({
	data: z.object({
		resultData: z.object({
			runData: z.record(
				z.array(
					z.object({
						data: z
							.object({ main: z.array(z.array(z.object({ json: z.unknown() })).nullable()) })
							.optional(),
					}),
				),
			),
		}),
	}),
});

/**
 * The items that a node gave out in an execution, all its outputs together in their order; empty
 * where the node did not run.
 *
 * @throws MendableError as n8nHttp's `request` does
 */
export async function readNodeItems(
	url: string,
	apiKey: string,
	executionId: string,
	nodeName: string,
): Promise<unknown[]> {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	const { data } = await http.request(runSchema, {
		url: `/executions/${encodeURIComponent(executionId)}`,
		params: { includeData: true },
	});
	const runs = data.resultData.runData[nodeName] ?? [];
	return runs.flatMap(({ data: given }) => (given?.main ?? []).flat()).map((item) => item?.json);
}

const statusSchema = z.object({ status: z.string() });

/**
 * What n8n says of an execution, e.g. `running`, `success`, `crashed`; null when it does not know it.
 *
 * @throws MendableError as n8nHttp's `find` does
 */
export async function readExecutionStatus(
	url: string,
	apiKey: string,
	executionId: string,
): Promise<string | null> {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	const place = `/executions/${encodeURIComponent(executionId)}`;
	const found = await http.find(statusSchema, { url: place, timeout: LOOK_UP_TIMEOUT_MS });
	return found?.status ?? null;
}

/** A look-up reads one row; an n8n that takes longer is asked again later. */
const LOOK_UP_TIMEOUT_MS = 10_000;
