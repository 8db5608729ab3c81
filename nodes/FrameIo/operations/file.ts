import { anySchema, fileSchema, uploadSchema } from '../../domain/frameio/replies';
import { downloadFile } from '../downloadFile';
import { account, file, flag, folder, include, number, parent, sort, text } from '../fields';
import type { Field, Resource } from '../operation';
import { uploadFile } from '../uploadFile';

const inFolder = '/v4/accounts/{account_id}/folders/{folder_id}/files';
const one = '/v4/accounts/{account_id}/files/{file_id}';
const included = include(
	...['creator', 'media_links.efficient', 'media_links.high_quality', 'media_links.original'],
	...['media_links.thumbnail', 'media_links.video_h264_180', 'metadata', 'project'],
);
const name = text('name', 'name', 'Name', 'Name of the file with its ending', {
	required: true,
});
const size = number('fileSize', 'file_size', 'File Size', 'Size of the file in bytes', {
	required: true,
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
});

/** A field that our own code reads and Frame.io never sees. */
const binaryField = (displayName: string, description: string): Field => ({
	name: 'binaryPropertyName',
	at: 'path',
	wire: '',
	property: {
		displayName,
		type: 'string',
		default: 'data',
		required: true,
		description,
	},
});

/** Files: making, uploading, reading, downloading, moving. */
export const files: Resource = {
	label: 'File',
	operations: {
		copy: {
			label: 'Copy',
			description: 'Copy a file beside it or into another folder',
			action: 'Copy a file',
			method: 'POST',
			path: `${one}/copy`,
			required: [account, file],
			optional: [
				parent('copy'),
				flag('copyComments', 'copy_comments', 'Copy Comments', 'Whether comments go with it', {
					at: 'query',
				}),
				flag('copyMetadata', 'copy_metadata', 'Copy Metadata', 'Whether metadata goes with it', {
					at: 'query',
				}),
			],
			reply: 'one',
			schema: fileSchema,
		},
		create: {
			label: 'Create',
			description: 'Make a file whose bytes come later or from an address',
			action: 'Create a file',
			method: 'POST',
			path: inFolder,
			required: [
				account,
				folder,
				name,
				text('mediaType', 'media_type', 'Media Type', 'Such as video/mp4', {
					required: true,
				}),
				size,
			],
			optional: [
				text('sourceUrl', 'source_url', 'Source URL', 'Address Frame.io fetches the bytes from'),
			],
			reply: 'one',
			schema: fileSchema,
		},
		createUpload: {
			label: 'Create Upload',
			description: 'Make a file and get the addresses that its parts are sent to',
			action: 'Create an upload of a file',
			method: 'POST',
			path: `${inFolder}/local_upload`,
			required: [account, folder, name, size],
			reply: 'one',
			schema: uploadSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Delete a file',
			action: 'Delete a file',
			method: 'DELETE',
			path: one,
			required: [account, file],
			reply: 'nothing',
			schema: fileSchema,
		},
		download: {
			label: 'Download',
			description:
				'Get the bytes that were uploaded; large files belong to the service, not into a flow',
			action: 'Download a file',
			method: 'GET',
			path: one,
			required: [
				account,
				file,
				binaryField('Put File in Field', 'Name of the binary field that takes the file'),
			],
			reply: 'one',
			schema: fileSchema,
			run: downloadFile,
		},
		get: {
			label: 'Get',
			description: 'Read a file, with links to its media where asked for',
			action: 'Get a file',
			method: 'GET',
			path: one,
			required: [account, file],
			optional: [included],
			reply: 'one',
			schema: fileSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the files of a folder',
			action: 'Get many files',
			method: 'GET',
			path: inFolder,
			required: [account, folder],
			optional: [included, sort('name', 'created_at', 'updated_at', 'file_size')],
			reply: 'list',
			schema: fileSchema,
		},
		getUploadStatus: {
			label: 'Get Upload Status',
			description: 'Read whether all bytes of a file have come',
			action: 'Get the upload status of a file',
			method: 'GET',
			path: `${one}/status`,
			required: [account, file],
			reply: 'one',
			schema: anySchema,
		},
		import: {
			label: 'Import',
			description: 'Make a file of what lies in a storage connected to the account',
			action: 'Import a file',
			method: 'POST',
			path: `${inFolder}/import`,
			required: [
				account,
				folder,
				name,
				text('storageLocation', 'storage_location', 'Storage Location', 'ID of the storage', {
					required: true,
				}),
				text('key', 'key', 'Key', 'Path of the file in the storage', {
					required: true,
				}),
			],
			reply: 'one',
			schema: fileSchema,
		},
		move: {
			label: 'Move',
			description: 'Put a file into a folder, or on a version stack as its newest version',
			action: 'Move a file',
			method: 'PATCH',
			path: `${one}/move`,
			required: [account, file, parent('file', true)],
			reply: 'one',
			schema: fileSchema,
		},
		remoteUpload: {
			label: 'Upload From URL',
			description: 'Make a file whose bytes Frame.io fetches from an address',
			action: 'Upload a file from a URL',
			method: 'POST',
			path: `${inFolder}/remote_upload`,
			required: [
				account,
				folder,
				name,
				text('sourceUrl', 'source_url', 'Source URL', 'Address that Frame.io can reach', {
					required: true,
				}),
			],
			reply: 'one',
			schema: fileSchema,
		},
		update: {
			label: 'Update',
			description: 'Rename a file',
			action: 'Update a file',
			method: 'PATCH',
			path: one,
			required: [account, file, name],
			reply: 'one',
			schema: fileSchema,
		},
		upload: {
			label: 'Upload',
			description: 'Upload a binary field in parts; a part that fails is sent again by itself',
			action: 'Upload a file',
			method: 'POST',
			path: `${inFolder}/local_upload`,
			required: [
				account,
				folder,
				binaryField('Input Binary Field', 'Name of the binary field that holds the file'),
			],
			optional: [
				text('name', 'name', 'Name', 'Name in Frame.io; without one that of the binary field'),
			],
			reply: 'one',
			schema: uploadSchema,
			run: uploadFile,
		},
	},
};
