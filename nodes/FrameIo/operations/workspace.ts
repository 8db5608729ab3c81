import { namedSchema } from '../../domain/frameio/replies';
import { account, include, sort, text, workspace } from '../fields';
import type { Resource } from '../operation';
import { userOperations } from './roles';

const path = '/v4/accounts/{account_id}/workspaces';
const one = `${path}/{workspace_id}`;
const name = text('name', 'name', 'Name', 'Name of the workspace', {
	required: true,
});

/** Workspaces of an account. */
export const workspaces: Resource = {
	label: 'Workspace',
	operations: {
		create: {
			label: 'Create',
			description: 'Make a workspace',
			action: 'Create a workspace',
			method: 'POST',
			path,
			required: [account, name],
			reply: 'one',
			schema: namedSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Delete a workspace with all that is in it',
			action: 'Delete a workspace',
			method: 'DELETE',
			path: one,
			required: [account, workspace],
			reply: 'nothing',
			schema: namedSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a workspace',
			action: 'Get a workspace',
			method: 'GET',
			path: one,
			required: [account, workspace],
			optional: [include('creator')],
			reply: 'one',
			schema: namedSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the workspaces of an account',
			action: 'Get many workspaces',
			method: 'GET',
			path,
			required: [account],
			optional: [include('creator'), sort('name', 'created_at')],
			reply: 'list',
			schema: namedSchema,
		},
		update: {
			label: 'Update',
			description: 'Rename a workspace',
			action: 'Update a workspace',
			method: 'PATCH',
			path: one,
			required: [account, workspace, name],
			reply: 'one',
			schema: namedSchema,
		},
		...userOperations('workspace', workspace, one, [
			['Member', 'member'],
			['Workspace Admin', 'workspace_admin'],
		]),
	},
};
