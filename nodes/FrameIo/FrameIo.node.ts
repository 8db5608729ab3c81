import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { frameIoLists } from '../shared/frameIoLists';
import { runItems } from '../shared/runItems';
import { operationLabels, properties } from './properties';
import { runOperation } from './runOperation';

/** Name of the chosen operation under the node; evaluated by the canvas only. */
const subtitleExpression = `={{ ${JSON.stringify(operationLabels)}[$parameter["resource"] + ":" + $parameter["operation"]] }}`;

/** Frame.io's API V4. */
export class FrameIo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Frame.io',
		name: 'frameIo',
		icon: { light: 'file:frameIo.svg', dark: 'file:frameIo.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: subtitleExpression,
		description:
			'Work with files, versions, comments, shares and metadata in Frame.io V4; what must happen once belongs to Agency Effect',
		defaults: { name: 'Frame.io' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'frameIoOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'frameIoServerToServerApi',
				required: true,
				displayOptions: { show: { authentication: ['serverToServer'] } },
			},
		],
		properties,
	};

	methods = { listSearch: frameIoLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, async (_item, index) => await runOperation(this, index));
	}
}
