import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { MendableError } from '../domain/errors';
import { runPerItem } from '../shared/runPerItem';
import { operations } from './operations';
import type { Operation } from './operations/operation';
import { operationLabels, operationOutputs, properties } from './properties';

/** The outputs of the chosen operation; evaluated by the canvas only. */
const outputsExpression =
	`={{ (${JSON.stringify(operationOutputs)}[$parameter["operation"]] ?? ['Done'])
	.map((displayName) => ({ type: '${NodeConnectionTypes.Main}', displayName })) }}` as const;

/** Name of the chosen operation under the node; evaluated by the canvas only. */
const subtitleExpression = `={{ ${JSON.stringify(operationLabels)}[$parameter["operation"]] }}`;

/** Keeps events until their work has ended, and reads what the ledger knows. */
export class AgencyLedger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agency Ledger',
		name: 'agencyLedger',
		icon: { light: 'file:agencyLedger.svg', dark: 'file:agencyLedger.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleExpression,
		description:
			'Record what came in so that it is never lost, report the end of its work, read what was done about it, reserve hours of people, have media files checked, follow clients up, or let them see their projects',
		defaults: { name: 'Agency Ledger' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		credentials: [{ name: 'agencyLedgerApi', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const name = String(this.getNodeParameter('operation', 0, ''));
		const operation = (operations as Record<string, Operation | undefined>)[name];
		const outputs = { count: operation?.outputs.length ?? 1, onError: 0 };
		return await runPerItem(this, outputs, async ({ json }, itemIndex) => {
			// Thrown for the item: an error before the first one would let the items out as if all were well.
			if (operation === undefined) throw unknownOperation(name);
			return await operation.run(this, itemIndex, json);
		});
	}
}

function unknownOperation(name: string): MendableError {
	return new MendableError(
		'event/unknown-operation',
		'The operation is not known.',
		`"${name}" is none of: ${Object.keys(operations).join(', ')}.`,
		'Choose the operation from the list, or update the node pack if the workflow is newer than it.',
	);
}
