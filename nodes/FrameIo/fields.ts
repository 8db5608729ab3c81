import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { MendableError } from '../domain/errors';
import { jsonParameter } from '../shared/jsonParameter';
import type { Field } from './operation';

type More = Partial<INodeProperties>;

/** Ids of Frame.io, and those of Adobe that it takes as well. */
const ID = '[0-9A-Za-z][0-9A-Za-z:|._-]*';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** A thing of Frame.io, chosen from a list, by its address in the browser, or by its ID. */
export function locator(
	name: string,
	wire: string,
	label: string,
	{ search, url, at = 'path' }: { search?: string; url?: string; at?: Field['at'] } = {},
): Field {
	const modes: INodePropertyMode[] = [
		...(search === undefined
			? []
			: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list' as const,
						placeholder: `Select a ${label.toLowerCase()}`,
						typeOptions: { searchListMethod: search, searchable: true },
					},
				]),
		...(url === undefined
			? []
			: [
					{
						displayName: 'By URL',
						name: 'url',
						type: 'string' as const,
						placeholder: 'e.g. https://next.frame.io/project/…',
						extractValue: { type: 'regex' as const, regex: url },
						validation: [
							{
								type: 'regex' as const,
								properties: {
									regex: `${url}.*`,
									errorMessage: `That is no address of a ${label.toLowerCase()}`,
								},
							},
						],
					},
				]),
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string' as const,
			placeholder: 'e.g. 2f8d3c1e-…',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^${ID}$`,
						errorMessage: 'That is no ID of Frame.io',
					},
				},
			],
		},
	];
	return {
		name,
		at,
		wire,
		property: {
			displayName: label,
			type: 'resourceLocator',
			default: { mode: search === undefined ? 'id' : 'list', value: '' },
			required: true,
			modes,
			description: `The ${label.toLowerCase()} it is about`,
		},
		send: (value) => {
			const id = typeof value === 'string' ? value.trim() : '';
			if (new RegExp(`^${ID}$`).test(id)) return id;
			throw new MendableError(
				'frameio/no-id',
				`The ${label.toLowerCase()} is not known.`,
				`The field "${label}" holds ${id === '' ? 'nothing' : `"${id}"`}.`,
				'Choose it from the list, or enter its ID or address.',
			);
		},
	};
}

const project = `https://[a-z]+\\.frame\\.io/project/(${UUID})`;
const inProject = `https://[a-z]+\\.frame\\.io/project/${UUID}`;

export const account = locator('account', 'account_id', 'Account', {
	search: 'searchAccounts',
});
export const workspace = locator('workspace', 'workspace_id', 'Workspace', {
	search: 'searchWorkspaces',
});
export const projectField = locator('project', 'project_id', 'Project', {
	search: 'searchProjects',
	url: project,
});
export const folder = locator('folder', 'folder_id', 'Folder', {
	search: 'searchFolders',
	url: `${inProject}/(${UUID})`,
});
export const file = locator('file', 'file_id', 'File', {
	url: `${inProject}/view/(${UUID})`,
});
export const stack = locator('versionStack', 'version_stack_id', 'Version Stack', {
	url: `${inProject}/view/(${UUID})`,
});
export const comment = locator('comment', 'comment_id', 'Comment');
export const share = locator('share', 'share_id', 'Share');
export const fieldDefinition = locator('fieldDefinition', 'field_definition_id', 'Metadata Field', {
	search: 'searchFields',
});
export const webhook = locator('webhook', 'webhook_id', 'Webhook');
export const customAction = locator('customAction', 'action_id', 'Custom Action');
export const collection = locator('collection', 'collection_id', 'Collection');
export const group = locator('group', 'group_id', 'Group');
export const user = locator('user', 'user_id', 'User');

/** Where something goes. */
export const parent = (of: string, mayBeStack = false): Field => ({
	...locator('parent', 'parent_id', 'Destination', {
		search: 'searchFolders',
		at: 'body',
	}),
	property: {
		...locator('parent', 'parent_id', 'Destination', {
			search: 'searchFolders',
		}).property,
		description: `Folder${mayBeStack ? ' or version stack' : ''} that the ${of} goes to`,
	},
});

/** A text; empty sends nothing unless it is required. */
export const text = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
	more: More & { at?: Field['at'] } = {},
): Field => {
	const { at = 'body', ...rest } = more;
	return {
		name,
		at,
		wire,
		property: {
			displayName,
			type: 'string',
			default: '',
			description,
			...rest,
		},
		send: (value) => (value === '' && rest.required !== true ? undefined : value),
	};
};

export const number = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
	more: More & { at?: Field['at'] } = {},
): Field => {
	const { at = 'body', ...rest } = more;
	return {
		name,
		at,
		wire,
		property: { displayName, type: 'number', default: 0, description, ...rest },
	};
};

export const flag = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
	more: More & { at?: Field['at'] } = {},
): Field => {
	const { at = 'body', ...rest } = more;
	return {
		name,
		at,
		wire,
		property: {
			displayName,
			type: 'boolean',
			default: false,
			description,
			...rest,
		},
	};
};

/** One of several words; the first is the default. */
export const choice = (
	name: string,
	wire: string,
	displayName: string,
	options: Array<[label: string, value: string]>,
	description: string,
	more: More & { at?: Field['at'] } = {},
): Field => {
	const { at = 'body', ...rest } = more;
	return {
		name,
		at,
		wire,
		property: {
			displayName,
			type: 'options',
			options: options
				.map(([label, value]) => ({ name: label, value }))
				.sort((a, b) => a.name.localeCompare(b.name, 'en')),
			default: options[0]?.[1] ?? '',
			description,
			...rest,
		},
	};
};

/** Several texts with commas between them, sent as a list. */
export const list = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
	more: More = {},
): Field => ({
	name,
	at: 'body',
	wire,
	property: {
		displayName,
		type: 'string',
		default: '',
		description: `${description}, separated by commas`,
		...more,
	},
	send: (value) => {
		const parts = (Array.isArray(value) ? value.map(String) : String(value).split(','))
			.map((part) => part.trim())
			.filter((part) => part !== '');
		return parts.length === 0 && more.required !== true ? undefined : parts;
	},
});

/** JSON as Frame.io takes it. */
export const json = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
	more: More = {},
): Field => ({
	name,
	at: 'body',
	wire,
	property: { displayName, type: 'json', default: '', description, ...more },
	send: (value) => jsonParameter('frameio', value, displayName) ?? undefined,
});

/** A moment; sent in UTC. */
export const moment = (
	name: string,
	wire: string,
	displayName: string,
	description: string,
): Field => ({
	name,
	at: 'body',
	wire,
	property: { displayName, type: 'dateTime', default: '', description },
	send: (value) => (value === '' ? undefined : new Date(String(value)).toISOString()),
});

/** What more the answer is to hold. */
export const include = (...names: string[]): Field => ({
	name: 'include',
	at: 'query',
	wire: 'include',
	property: {
		displayName: 'Include',
		type: 'multiOptions',
		options: names.map((name) => ({ name: title(name), value: name })),
		default: [],
		description: 'What more the answer is to hold',
	},
	send: (value) =>
		Array.isArray(value) && value.length > 0 ? value.map(String).join(',') : undefined,
});

/** In which order a list comes. */
export const sort = (...names: string[]): Field => ({
	name: 'sort',
	at: 'query',
	wire: 'sort',
	property: {
		displayName: 'Sort',
		type: 'options',
		options: names.flatMap((name) => [
			{ name: `${title(name)}, Ascending`, value: `${name}_asc` },
			{ name: `${title(name)}, Descending`, value: `${name}_desc` },
		]),
		default: `${names[0] ?? 'name'}_asc`,
		description: 'In which order the list comes',
	},
});

export const deactivated = flag(
	'includeDeactivated',
	'include_deactivated',
	'Include Deactivated',
	'Whether people who were deactivated are in the list',
	{ at: 'query' },
);

const title = (word: string) =>
	word
		.split(/[._]/)
		.map((part) => part.charAt(0).toUpperCase() + part.slice(1))
		.join(' ');
