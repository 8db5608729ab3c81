import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemAnswer } from '../../shared/runPerItem';

/** One operation of Follow-up Sequence. */
export interface Operation {
	/** Names of its outputs, in their order; by the last leaves what failed. */
	outputs: readonly string[];
	/**
	 * Reads the node's fields, once a run: nothing in them varies by item.
	 *
	 * @returns what becomes of an item
	 */
	open(context: IExecuteFunctions): (item: INodeExecutionData) => ItemAnswer;
}
