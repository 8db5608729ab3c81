import { projectSchema } from '../../domain/frameio/replies';
import { account, choice, flag, include, projectField, sort, text, workspace } from '../fields';
import type { Resource } from '../operation';
import { userOperations } from './roles';

const inWorkspace = '/v4/accounts/{account_id}/workspaces/{workspace_id}/projects';
const one = '/v4/accounts/{account_id}/projects/{project_id}';
const sorted = sort('name', 'created_at', 'updated_at');
const restricted = flag(
	'restricted',
	'restricted',
	'Restricted',
	'Whether only those who are invited see the project',
);

/** Projects, in a workspace or over the account. */
export const projects: Resource = {
	label: 'Project',
	operations: {
		create: {
			label: 'Create',
			description: 'Make a project in a workspace',
			action: 'Create a project',
			method: 'POST',
			path: inWorkspace,
			required: [
				account,
				workspace,
				text('name', 'name', 'Name', 'Name of the project', { required: true }),
			],
			optional: [restricted],
			reply: 'one',
			schema: projectSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Delete a project with all that is in it',
			action: 'Delete a project',
			method: 'DELETE',
			path: one,
			required: [account, projectField],
			reply: 'nothing',
			schema: projectSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a project with its root folder',
			action: 'Get a project',
			method: 'GET',
			path: one,
			required: [account, projectField],
			optional: [include('owner')],
			reply: 'one',
			schema: projectSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the projects of a workspace',
			action: 'Get many projects',
			method: 'GET',
			path: inWorkspace,
			required: [account, workspace],
			optional: [include('owner'), sorted],
			reply: 'list',
			schema: projectSchema,
		},
		getManyOfAccount: {
			label: 'Get Many of Account',
			description: 'List the projects of all workspaces of an account',
			action: 'Get many projects of an account',
			method: 'GET',
			path: '/v4/accounts/{account_id}/projects',
			required: [account],
			optional: [include('owner'), sorted],
			reply: 'list',
			schema: projectSchema,
		},
		getManyInvited: {
			label: 'Get Many Invited',
			description: 'List the projects of other people that one was invited to',
			action: 'Get many projects one was invited to',
			method: 'GET',
			path: '/v4/accounts/{account_id}/invited_projects',
			required: [account],
			optional: [include('owner'), sorted],
			reply: 'list',
			schema: projectSchema,
		},
		update: {
			label: 'Update',
			description: 'Rename a project, restrict it or put it to rest',
			action: 'Update a project',
			method: 'PATCH',
			path: one,
			required: [account, projectField],
			optional: [
				text('name', 'name', 'Name', 'New name of the project'),
				restricted,
				choice(
					'status',
					'status',
					'Status',
					[
						['Active', 'active'],
						['Inactive', 'inactive'],
					],
					'Whether the project is worked on',
				),
			],
			reply: 'one',
			schema: projectSchema,
		},
		...userOperations('project', projectField, one),
	},
};
