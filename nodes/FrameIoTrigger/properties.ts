import type { INodeProperties } from 'n8n-workflow';

import { webhookEvents } from '../domain/frameio/events';
import { account, workspace } from '../FrameIo/fields';
import { authentication } from '../FrameIo/properties';

/** Words that stand differently in a title than in an event. */
const titles: Record<string, string> = {
	'customfield.created': 'Metadata Field Created',
	'customfield.deleted': 'Metadata Field Deleted',
	'customfield.updated': 'Metadata Field Updated',
	'file.upload.completed': 'File Upload Completed',
	'file.versioned': 'File Version Created',
	'metadata.value.updated': 'Metadata Value Updated',
};

const titleOf = (event: string) =>
	titles[event] ??
	event
		.split('.')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');

/** The fields of Frame.io Trigger on the canvas. */
export const properties: INodeProperties[] = [
	authentication,
	{ ...account.property, name: account.name },
	{
		...workspace.property,
		name: workspace.name,
		description: 'Workspace whose projects are listened to',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: webhookEvents
			.map((event) => ({ name: titleOf(event), value: event }))
			.sort((a, b) => a.name.localeCompare(b.name, 'en')),
		default: ['file.upload.completed'],
		required: true,
		description: 'What starts the workflow; File Created comes before the bytes of the file',
	},
];
