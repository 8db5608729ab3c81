import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf, toNodeError } from './runPerItem';

/** What one item became: as many items as there were things. */
export type ItemThings = Array<Pick<INodeExecutionData, 'json' | 'binary'>>;

/**
 * Runs a function for every input item in order, where one item may become several, and links each to
 * its item. Errors go the way of `runPerItem`, out of the one output.
 */
export async function runItems(
	context: IExecuteFunctions,
	work: (item: INodeExecutionData, index: number) => Promise<ItemThings>,
): Promise<INodeExecutionData[][]> {
	const results: INodeExecutionData[] = [];
	for (const [index, item] of context.getInputData().entries()) {
		const pairedItem = { item: index };
		try {
			const things = await work(item, index);
			results.push(...things.map((thing) => ({ ...thing, pairedItem })));
		} catch (error) {
			const failure = toNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			results.push({
				json: { error: failureOf(error, failure) },
				error: failure,
				pairedItem,
			});
		}
	}
	return [results];
}
