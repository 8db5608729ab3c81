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
