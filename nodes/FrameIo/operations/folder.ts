import { anyAssetSchema, folderSchema } from '../../domain/frameio/replies';
import { account, flag, folder, include, parent, text } from '../fields';
import type { Field, Resource } from '../operation';
import { userOperations } from './roles';

const one = '/v4/accounts/{account_id}/folders/{folder_id}';
const inAsset = include('creator', 'metadata', 'project');

/** Which kinds of things in a folder are listed. */
const type: Field = {
	name: 'type',
	at: 'query',
	wire: 'type',
	property: {
		displayName: 'Types',
		type: 'multiOptions',
		options: [
			{ name: 'File', value: 'file' },
			{ name: 'Folder', value: 'folder' },
			{ name: 'Version Stack', value: 'version_stack' },
		],
		default: [],
		description: 'Which kinds of things are listed; all of them without a choice',
	},
	send: (value) =>
		Array.isArray(value) && value.length > 0 ? value.map(String).join(',') : undefined,
};

/** Folders and what is in them. */
export const folders: Resource = {
	label: 'Folder',
	operations: {
		copy: {
			label: 'Copy',
			description: 'Copy a folder with all that is in it',
			action: 'Copy a folder',
			method: 'POST',
			path: `${one}/copy`,
			required: [account, folder],
			optional: [
				parent('copy'),
				flag('copyMetadata', 'copy_metadata', 'Copy Metadata', 'Whether metadata goes with it', {
					at: 'query',
				}),
			],
			reply: 'one',
			schema: folderSchema,
		},
		create: {
			label: 'Create',
			description: 'Make a folder in a folder',
			action: 'Create a folder',
			method: 'POST',
			path: `${one}/folders`,
			required: [
				account,
				folder,
				text('name', 'name', 'Name', 'Name of the new folder', {
					required: true,
				}),
			],
			reply: 'one',
			schema: folderSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Delete a folder with all that is in it',
			action: 'Delete a folder',
			method: 'DELETE',
			path: one,
			required: [account, folder],
			reply: 'nothing',
			schema: folderSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a folder',
			action: 'Get a folder',
			method: 'GET',
			path: one,
			required: [account, folder],
			optional: [inAsset],
			reply: 'one',
			schema: folderSchema,
		},
		getContents: {
			label: 'Get Contents',
			description: 'List files, folders and version stacks of a folder',
			action: 'Get contents of a folder',
			method: 'GET',
			path: `${one}/children`,
			required: [account, folder],
			optional: [include('creator', 'media_links.original', 'metadata', 'project'), type],
			reply: 'list',
			schema: anyAssetSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the folders in a folder',
			action: 'Get many folders',
			method: 'GET',
			path: `${one}/folders`,
			required: [account, folder],
			optional: [inAsset],
			reply: 'list',
			schema: folderSchema,
		},
		move: {
			label: 'Move',
			description: 'Put a folder into another one',
			action: 'Move a folder',
			method: 'PATCH',
			path: `${one}/move`,
			required: [account, folder, parent('folder')],
			reply: 'one',
			schema: folderSchema,
		},
		update: {
			label: 'Update',
			description: 'Rename a folder',
			action: 'Update a folder',
			method: 'PATCH',
			path: one,
			required: [account, folder, text('name', 'name', 'Name', 'New name', { required: true })],
			reply: 'one',
			schema: folderSchema,
		},
		...userOperations('folder', folder, one, undefined, false),
	},
};
