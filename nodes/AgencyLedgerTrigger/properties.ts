import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_TOPIC } from '../domain/inbox/envelope';

/** The fields of Agency Ledger Trigger on the canvas. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'One topic, one workflow: the service hands each event to the workflow that listens to its topic, and starts it again until an Agency Ledger node reports its end.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Topic',
		name: 'topic',
		type: 'string',
		default: DEFAULT_TOPIC,
		placeholder: 'clickup.task-updated',
		required: true,
		noDataExpression: true,
		description: 'What the events are about, as they were recorded',
	},
];
