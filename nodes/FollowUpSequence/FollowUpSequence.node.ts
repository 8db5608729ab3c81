import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { runPerItem } from '../shared/runPerItem';
import type { ItemAnswer } from '../shared/runPerItem';
import { operationOf, operations } from './operations';
import { operationOutputs, properties } from './properties';

const main = NodeConnectionTypes.Main;

/** The outputs of the chosen operation; evaluated by the canvas only. */
const outputsExpression =
	`={{ (${JSON.stringify(operationOutputs)}[$parameter["operation"]] ?? ${JSON.stringify(operations.decide.outputs)})
	.map((displayName) => ({ type: '${main}', displayName })) }}` as const;

/** Decides what clients in a sequence get and writes it, with the reasons. */
export class FollowUpSequence implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Follow-up Sequence',
		name: 'followUpSequence',
		icon: { light: 'file:followUpSequence.svg', dark: 'file:followUpSequence.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "write" ? "write what is due" : { default: "shipped sequences", json: "sequences as JSON" }[$parameter["sequencesSource"]] }}',
		description:
			'Decide what a client gets after a delivery, and when: consent, quiet hours, holidays, caps and replies kept; or write what is due in their language',
		defaults: { name: 'Follow-up Sequence' },
		usableAsTool: true,
		inputs: [main],
		outputs: outputsExpression,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(this);
		const { length: count } = operation.outputs;
		// A failed item leaves by the last: nobody is written to.
		const outputs = { count, onError: count - 1 };
		let answer: ((item: INodeExecutionData) => ItemAnswer) | undefined;
		return await runPerItem(this, outputs, (item) => {
			answer ??= operation.open(this);
			return answer(item);
		});
	}
}
