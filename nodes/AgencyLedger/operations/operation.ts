import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ItemAnswer } from '../../shared/runPerItem';

/** One operation of the node: how it looks on the canvas and what it does with an item. */
export interface Operation {
	/** Name on the canvas, Title Case. */
	label: string;
	description: string;
	/** Sentence in the list of actions. */
	action: string;
	/** Names of the outputs, in their order. */
	outputs: readonly string[];
	/** Its own fields. */
	properties: INodeProperties[];
	run(context: IExecuteFunctions, itemIndex: number, json: IDataObject): Promise<ItemAnswer>;
}

/** Milliseconds; the service answers at once, and takes longer only when it is in trouble. */
export const answerWithinMs = 15_000;

/** A field as it stands, trimmed. */
export function textOf(context: IExecuteFunctions, itemIndex: number, name: string): string {
	return String(context.getNodeParameter(name, itemIndex, '') ?? '').trim();
}
