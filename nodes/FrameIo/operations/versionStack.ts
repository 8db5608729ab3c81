import { fileSchema, versionStackSchema } from '../../domain/frameio/replies';
import { account, flag, folder, include, list, parent, stack } from '../fields';
import type { Resource } from '../operation';

const inFolder = '/v4/accounts/{account_id}/folders/{folder_id}/version_stacks';
const one = '/v4/accounts/{account_id}/version_stacks/{version_stack_id}';
const included = include('creator', 'media_links.original', 'metadata', 'project');

/** Version stacks: the versions of one file. A file is added by moving it there. */
export const versionStacks: Resource = {
	label: 'Version Stack',
	operations: {
		copy: {
			label: 'Copy',
			description: 'Copy a version stack with its versions',
			action: 'Copy a version stack',
			method: 'POST',
			path: `${one}/copy`,
			required: [account, stack],
			optional: [
				parent('copy'),
				flag('copyMetadata', 'copy_metadata', 'Copy Metadata', 'Whether metadata goes with it', {
					at: 'query',
				}),
			],
			reply: 'one',
			schema: versionStackSchema,
		},
		create: {
			label: 'Create',
			description: 'Make a version stack of 2 to 10 files of a folder',
			action: 'Create a version stack',
			method: 'POST',
			path: inFolder,
			required: [
				account,
				folder,
				list('fileIds', 'file_ids', 'File IDs', 'IDs of the files, the oldest version first', {
					required: true,
				}),
			],
			reply: 'one',
			schema: versionStackSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a version stack with its newest version',
			action: 'Get a version stack',
			method: 'GET',
			path: one,
			required: [account, stack],
			optional: [included],
			reply: 'one',
			schema: versionStackSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the version stacks of a folder',
			action: 'Get many version stacks',
			method: 'GET',
			path: inFolder,
			required: [account, folder],
			optional: [included],
			reply: 'list',
			schema: versionStackSchema,
		},
		getVersions: {
			label: 'Get Versions',
			description: 'List the versions of a stack, the newest first',
			action: 'Get versions of a version stack',
			method: 'GET',
			path: `${one}/children`,
			required: [account, stack],
			optional: [included],
			reply: 'list',
			schema: fileSchema,
		},
		move: {
			label: 'Move',
			description: 'Put a version stack into another folder',
			action: 'Move a version stack',
			method: 'PATCH',
			path: `${one}/move`,
			required: [account, stack, parent('version stack')],
			reply: 'one',
			schema: versionStackSchema,
		},
	},
};
