import { accountSchema, anySchema, roleSchema, thingSchema } from '../../domain/frameio/replies';
import { account, choice, deactivated, flag, sort, text } from '../fields';
import type { Resource } from '../operation';

/** Accounts, who is in them, and what happened in them. */
export const accounts: Resource = {
	label: 'Account',
	operations: {
		getMe: {
			label: 'Get Me',
			description: 'Read who the credential belongs to',
			action: 'Get who the credential belongs to',
			method: 'GET',
			path: '/v4/me',
			required: [],
			reply: 'one',
			schema: thingSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the accounts the credential sees',
			action: 'Get many accounts',
			method: 'GET',
			path: '/v4/accounts',
			required: [],
			optional: [sort('display_name', 'created_at')],
			reply: 'list',
			schema: accountSchema,
		},
		getUsers: {
			label: 'Get Users',
			description: 'List the people of an account with their roles',
			action: 'Get users of an account',
			method: 'GET',
			path: '/v4/accounts/{account_id}/users',
			required: [account],
			optional: [deactivated],
			reply: 'list',
			schema: roleSchema,
		},
		getAuditLogs: {
			label: 'Get Audit Logs',
			description: 'List what happened in an account',
			action: 'Get audit logs of an account',
			method: 'GET',
			path: '/v4/accounts/{account_id}/audit_logs',
			required: [account],
			reply: 'list',
			schema: anySchema,
		},
		search: {
			label: 'Search',
			description: 'Find files, folders and projects of an account',
			action: 'Search an account',
			method: 'POST',
			path: '/v4/accounts/{account_id}/search',
			required: [
				account,
				text('query', 'query', 'Search For', 'Words to look for', {
					required: true,
				}),
			],
			optional: [
				choice(
					'engine',
					'engine',
					'Engine',
					[
						['Words', 'lexical'],
						['Meaning', 'nlp'],
					],
					'Whether the words themselves are looked for, or what they mean',
				),
				flag(
					'findFiles',
					'filters.files_and_version_stacks',
					'Files',
					'Whether files and version stacks are found',
					{ default: true },
				),
				flag('findFolders', 'filters.folders', 'Folders', 'Whether folders are found', {
					default: true,
				}),
				flag('findProjects', 'filters.projects', 'Projects', 'Whether projects are found', {
					default: true,
				}),
			],
			constants: { engine: 'lexical' },
			isWrapped: false,
			reply: 'list',
			schema: anySchema,
		},
	},
};
