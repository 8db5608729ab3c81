import { namedSchema } from '../../domain/frameio/replies';
import { account, customAction, flag, include, number, text, workspace } from '../fields';
import type { Field, Resource } from '../operation';

const inWorkspace = '/v4/accounts/{account_id}/workspaces/{workspace_id}/actions';
const one = '/v4/accounts/{account_id}/actions/{action_id}';

const fields = (required: boolean): Record<string, Field> => ({
	name: text('name', 'name', 'Name', 'What stands in the menu', { required }),
	description: text('description', 'description', 'Description', 'What it does', { required }),
	event: text('event', 'event', 'Event', 'Name that the call carries', {
		required,
	}),
	url: text('url', 'url', 'URL', 'Public address that is called', { required }),
});
const timeout = number('timeout', 'timeout', 'Timeout', 'Seconds the address may take to answer', {
	typeOptions: { minValue: 5, maxValue: 10, numberPrecision: 0 },
	default: 5,
});
const multiAsset = flag(
	'multiAsset',
	'multi_asset',
	'Several Assets',
	'Whether it takes several files at once',
);
const given = fields(true);
const changed = fields(false);

/** Custom actions: entries of Frame.io's menu that call an address. */
export const customActions: Resource = {
	label: 'Custom Action',
	operations: {
		create: {
			label: 'Create',
			description: 'Add an entry to the menu of a workspace; its secret is in this answer only',
			action: 'Create a custom action',
			method: 'POST',
			path: inWorkspace,
			required: [account, workspace, ...Object.values(given)],
			optional: [multiAsset, timeout],
			reply: 'one',
			schema: namedSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Take an entry out of the menu',
			action: 'Delete a custom action',
			method: 'DELETE',
			path: one,
			required: [account, customAction],
			reply: 'nothing',
			schema: namedSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a custom action',
			action: 'Get a custom action',
			method: 'GET',
			path: one,
			required: [account, customAction],
			optional: [include('creator')],
			reply: 'one',
			schema: namedSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the custom actions of a workspace',
			action: 'Get many custom actions',
			method: 'GET',
			path: inWorkspace,
			required: [account, workspace],
			optional: [include('creator')],
			reply: 'list',
			schema: namedSchema,
		},
		update: {
			label: 'Update',
			description: 'Change an entry of the menu, or switch it off',
			action: 'Update a custom action',
			method: 'PATCH',
			path: one,
			required: [account, customAction],
			optional: [
				flag('active', 'active', 'Active', 'Whether it is in the menu', {
					default: true,
				}),
				...Object.values(changed),
				multiAsset,
				timeout,
			],
			reply: 'one',
			schema: namedSchema,
		},
	},
};
