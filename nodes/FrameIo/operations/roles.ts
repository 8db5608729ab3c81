import { roleSchema } from '../../domain/frameio/replies';
import { account, choice, deactivated, sort, user } from '../fields';
import type { Field, Operation } from '../operation';

/** Roles in a project or folder (Frame.io's own description of V4, July 2026). */
const roles: Array<[string, string]> = [
	['Full Access', 'full_access'],
	['Editor', 'editor'],
	['Edit Only', 'edit_only'],
	['Commenter', 'commenter'],
	['Viewer', 'viewer'],
];

/** People of a workspace, project or folder: list them, change a role, take one out. */
export function userOperations(
	of: string,
	place: Field,
	path: string,
	ownRoles: Array<[string, string]> = roles,
	isSorted = true,
): Record<string, Operation> {
	const one = `${path}/users/{user_id}`;
	return {
		getUsers: {
			label: 'Get Users',
			description: `List the people of a ${of} with their roles`,
			action: `Get users of a ${of}`,
			method: 'GET',
			path: `${path}/users`,
			required: [account, place],
			optional: [deactivated, ...(isSorted ? [sort('name', 'email')] : [])],
			reply: 'list',
			schema: roleSchema,
		},
		updateUser: {
			label: 'Update User',
			description: `Give somebody a role in a ${of}`,
			action: `Update a user of a ${of}`,
			method: 'PATCH',
			path: one,
			required: [
				account,
				place,
				user,
				choice('role', 'role', 'Role', ownRoles, 'What they may do'),
			],
			reply: 'one',
			schema: roleSchema,
		},
		removeUser: {
			label: 'Remove User',
			description: `Take somebody out of a ${of}`,
			action: `Remove a user from a ${of}`,
			method: 'DELETE',
			path: one,
			required: [account, place, user],
			reply: 'nothing',
			schema: roleSchema,
		},
	};
}
