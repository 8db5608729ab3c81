import { fieldSchema, metadataSchema } from '../../domain/frameio/replies';
import {
	account,
	choice,
	fieldDefinition,
	file,
	flag,
	json,
	list,
	projectField,
	sort,
	text,
} from '../fields';
import type { Resource } from '../operation';
import { setValue } from '../setValue';

const values = '/v4/accounts/{account_id}/projects/{project_id}/metadata/values';
const definitions = '/v4/accounts/{account_id}/metadata/field_definitions';
const one = `${definitions}/{field_definition_id}`;

const type = choice(
	'fieldType',
	'field_type',
	'Type',
	[
		['Text', 'text'],
		['Date', 'date'],
		['Long Text', 'long_text'],
		['Number', 'number'],
		['One Option', 'select'],
		['One User', 'user_single'],
		['Rating', 'rating'],
		['Several Options', 'select_multi'],
		['Several Users', 'user_multi'],
		['Yes or No', 'toggle'],
	],
	'What the field holds',
);
const configuration = json(
	'fieldConfiguration',
	'field_configuration',
	'Configuration',
	'Options, scale or members, as Frame.io takes them: {"options":[{"display_name":"Lima"}]}',
);

/** Metadata fields and their values, the status among them. */
export const metadata: Resource = {
	label: 'Metadata',
	operations: {
		createField: {
			label: 'Create Field',
			description: 'Add a metadata field to the account',
			action: 'Create a metadata field',
			method: 'POST',
			path: definitions,
			required: [
				account,
				text('name', 'name', 'Name', 'Name of the field', { required: true }),
				type,
			],
			optional: [configuration],
			reply: 'one',
			schema: fieldSchema,
		},
		deleteField: {
			label: 'Delete Field',
			description: 'Take a metadata field away with all its values',
			action: 'Delete a metadata field',
			method: 'DELETE',
			path: one,
			required: [account, fieldDefinition],
			reply: 'nothing',
			schema: fieldSchema,
		},
		getFields: {
			label: 'Get Fields',
			description: 'List the metadata fields of an account with their options',
			action: 'Get metadata fields',
			method: 'GET',
			path: definitions,
			required: [account],
			optional: [sort('name', 'created_at')],
			reply: 'list',
			schema: fieldSchema,
		},
		getValues: {
			label: 'Get Values',
			description: 'Read the metadata of a file, its status among it',
			action: 'Get metadata of a file',
			method: 'GET',
			path: '/v4/accounts/{account_id}/files/{file_id}/metadata',
			required: [account, file],
			optional: [
				flag('showNull', 'show_null', 'Empty Fields', 'Whether fields without a value are there', {
					at: 'query',
					default: true,
				}),
			],
			reply: 'one',
			schema: metadataSchema,
		},
		setValue: {
			label: 'Set Value',
			description: 'Set one field of a file by the names of field and option, such as its status',
			action: 'Set a metadata value of a file',
			method: 'PATCH',
			path: values,
			required: [
				account,
				file,
				{
					name: 'fieldName',
					at: 'path',
					wire: '',
					property: {
						displayName: 'Field',
						type: 'string',
						default: 'Status',
						required: true,
						description: 'Name or ID of the field',
					},
				},
				{
					name: 'value',
					at: 'path',
					wire: '',
					property: {
						displayName: 'Value',
						type: 'string',
						default: '',
						description:
							'Name or ID of an option, several with commas where the field takes several, or the value itself; empty takes it away',
					},
				},
			],
			reply: 'one',
			schema: metadataSchema,
			run: setValue,
		},
		updateField: {
			label: 'Update Field',
			description: 'Rename a metadata field, or change its options',
			action: 'Update a metadata field',
			method: 'PATCH',
			path: one,
			required: [account, fieldDefinition, type],
			optional: [text('name', 'name', 'Name', 'New name'), configuration],
			reply: 'one',
			schema: fieldSchema,
		},
		updateValues: {
			label: 'Update Values',
			description: 'Set values of up to 100 files of a project at once',
			action: 'Update metadata of files',
			method: 'PATCH',
			path: values,
			required: [
				account,
				projectField,
				list('fileIds', 'file_ids', 'File IDs', 'IDs of the files', {
					required: true,
				}),
				json(
					'values',
					'values',
					'Values',
					'As Frame.io takes them: [{"field_definition_id":"…","value":["option id"]}]',
					{ required: true },
				),
			],
			reply: 'nothing',
			schema: metadataSchema,
		},
	},
};
