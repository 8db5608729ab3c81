import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { isErrorReport } from '../domain/errors';

/** What one item became, and by which output it leaves. */
export interface ItemAnswer {
	/** Number of the output, from 0. */
	output: number;
	json: IDataObject;
}

/** The outputs of a node that works item by item. */
export interface ItemOutputs {
	/** How many outputs the node has, at least 1. */
	count: number;
	/** Output by which an item leaves that failed while the node continues on failure. */
	onError: number;
}

/**
 * Runs a function for every input item in order, links each answer to its item and sorts the answers
 * by output. The only place that knows `pairedItem` and `continueOnFail`.
 *
 * An error stops the run as a NodeOperationError with the item's index (what happened in its message,
 * why and how to mend it in its description); when the node continues on failure, the item leaves by
 * `outputs.onError` with the error in its JSON instead. Errors of n8n itself pass through.
 */
export async function runPerItem(
	context: IExecuteFunctions,
	outputs: ItemOutputs,
	work: (item: INodeExecutionData, index: number) => ItemAnswer | Promise<ItemAnswer>,
): Promise<INodeExecutionData[][]> {
	const results: INodeExecutionData[][] = Array.from({ length: outputs.count }, () => []);

	for (const [index, item] of context.getInputData().entries()) {
		try {
			const { output, json } = await work(item, index);
			results[output].push({ json, pairedItem: { item: index } });
		} catch (error) {
			const failure = toNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			results[outputs.onError].push({
				json: { error: failureOf(error, failure) },
				error: failure,
				pairedItem: { item: index },
			});
		}
	}
	return results;
}

/** An error of ours or anybody's as n8n shows it, carrying the index of the item it belongs to. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (isErrorReport(error)) {
		return new NodeOperationError(node, error.what, {
			itemIndex,
			description: `${error.why} ${error.mend}`,
		});
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

/** What the item of a failed run says: our whole report where there is one, else the message. */
export function failureOf(error: unknown, failure: Error): IDataObject {
	if (!isErrorReport(error)) return { what: failure.message };
	const { code, what, why, mend } = error;
	return { code, what, why, mend };
}
