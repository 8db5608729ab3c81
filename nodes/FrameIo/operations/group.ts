import { namedSchema } from '../../domain/frameio/replies';
import { account, group, include, sort, text } from '../fields';
import type { Resource } from '../operation';

const path = '/v4/accounts/{account_id}/groups';
const one = `${path}/{group_id}`;
const included = include('creator');

/** Groups of people of an account. */
export const groups: Resource = {
	label: 'Group',
	operations: {
		create: {
			label: 'Create',
			description: 'Make a group',
			action: 'Create a group',
			method: 'POST',
			path,
			required: [
				account,
				text('name', 'name', 'Name', 'Name of the group', { required: true }),
				text('emoji', 'emoji', 'Emoji', 'What stands before its name', {
					required: true,
				}),
			],
			reply: 'one',
			schema: namedSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a group',
			action: 'Get a group',
			method: 'GET',
			path: one,
			required: [account, group],
			optional: [included],
			reply: 'one',
			schema: namedSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the groups of an account',
			action: 'Get many groups',
			method: 'GET',
			path,
			required: [account],
			optional: [included, sort('name', 'created_at')],
			reply: 'list',
			schema: namedSchema,
		},
		update: {
			label: 'Update',
			description: 'Rename a group',
			action: 'Update a group',
			method: 'PATCH',
			path: one,
			required: [account, group],
			optional: [
				text('name', 'name', 'Name', 'New name'),
				text('emoji', 'emoji', 'Emoji', 'What stands before its name'),
			],
			reply: 'one',
			schema: namedSchema,
		},
	},
};
