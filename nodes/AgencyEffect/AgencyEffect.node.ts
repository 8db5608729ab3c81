import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { runPerItem } from '../shared/runPerItem';
import { effectLabels, properties } from './properties';
import { outputs, runEffect } from './runEffect';

/**
 * Three outputs, or Done alone when the execution stops or goes on instead; evaluated by the canvas
 * only, so it costs a running flow nothing.
 */
const outputsExpression = `={{ ((single) => ['Done', 'Failed', 'Unknown']
	.slice(0, single ? 1 : 3)
	.map((displayName) => ({ type: '${NodeConnectionTypes.Main}', displayName }))
)(['stop', 'goOn'].includes($parameter.whenNotDone)) }}` as const;

/** Name of the chosen effect under the node; evaluated by the canvas only. */
const subtitleExpression = `={{ ${JSON.stringify(effectLabels)}[$parameter["effect"]] }}`;

/** One act on the outside world, done at most once, with its receipt. */
export class AgencyEffect implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agency Effect',
		name: 'agencyEffect',
		icon: { light: 'file:agencyEffect.svg', dark: 'file:agencyEffect.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleExpression,
		description:
			'Write to HubSpot, ClickUp, Slack or Frame.io, or send an e-mail, at most once; asked again, it gives the receipt of the first time',
		defaults: { name: 'Agency Effect' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		outputNames: ['Done', 'Failed', 'Unknown'],
		credentials: [{ name: 'agencyLedgerApi', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isSplit = this.getNodeParameter('whenNotDone', 0, 'output') === 'output';
		return await runPerItem(
			this,
			{ count: isSplit ? 3 : 1, onError: isSplit ? outputs.failed : outputs.done },
			async ({ json }, itemIndex) => await runEffect(this, itemIndex, json),
		);
	}
}
