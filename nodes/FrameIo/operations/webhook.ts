import { webhookEvents } from '../../domain/frameio/events';
import { webhookSchema } from '../../domain/frameio/replies';
import { account, flag, include, text, webhook, workspace } from '../fields';
import type { Field, Resource } from '../operation';

const inWorkspace = '/v4/accounts/{account_id}/workspaces/{workspace_id}/webhooks';
const one = '/v4/accounts/{account_id}/webhooks/{webhook_id}';

const events: Field = {
	name: 'events',
	at: 'body',
	wire: 'events',
	property: {
		displayName: 'Events',
		type: 'multiOptions',
		options: webhookEvents.map((event) => ({ name: event, value: event })),
		default: ['file.upload.completed'],
		required: true,
		description: 'What it tells of',
	},
	send: (value) => (Array.isArray(value) && value.length > 0 ? value : undefined),
};
const name = text('name', 'name', 'Name', 'Name of the webhook', {
	required: true,
});
const url = text('url', 'url', 'URL', 'Public address that is called', {
	required: true,
});

/** Webhooks of a workspace; Frame.io Trigger registers its own. */
export const webhooks: Resource = {
	label: 'Webhook',
	operations: {
		create: {
			label: 'Create',
			description: 'Register a webhook; its secret is in this answer and never again',
			action: 'Create a webhook',
			method: 'POST',
			path: inWorkspace,
			required: [account, workspace, name, url, events],
			reply: 'one',
			schema: webhookSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Take a webhook away',
			action: 'Delete a webhook',
			method: 'DELETE',
			path: one,
			required: [account, webhook],
			reply: 'nothing',
			schema: webhookSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a webhook',
			action: 'Get a webhook',
			method: 'GET',
			path: one,
			required: [account, webhook],
			optional: [include('creator')],
			reply: 'one',
			schema: webhookSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the webhooks of a workspace',
			action: 'Get many webhooks',
			method: 'GET',
			path: inWorkspace,
			required: [account, workspace],
			optional: [include('creator')],
			reply: 'list',
			schema: webhookSchema,
		},
		update: {
			label: 'Update',
			description: 'Change address or events of a webhook, or switch it off',
			action: 'Update a webhook',
			method: 'PATCH',
			path: one,
			required: [account, webhook],
			optional: [
				flag('active', 'active', 'Active', 'Whether it is called', {
					default: true,
				}),
				{ ...events, property: { ...events.property, required: false } },
				text('name', 'name', 'Name', 'New name'),
				text('url', 'url', 'URL', 'New address'),
			],
			reply: 'one',
			schema: webhookSchema,
		},
	},
};
