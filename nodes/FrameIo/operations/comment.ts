import { anySchema, commentSchema } from '../../domain/frameio/replies';
import {
	account,
	comment,
	file,
	flag,
	include,
	json,
	locator,
	number,
	sort,
	text,
} from '../fields';
import type { Field, Resource } from '../operation';

const onFile = '/v4/accounts/{account_id}/files/{file_id}/comments';
const one = '/v4/accounts/{account_id}/comments/{comment_id}';
const asTimecode = flag(
	'timestampAsTimecode',
	'timestamp_as_timecode',
	'Times as Timecode',
	'Whether the answer writes times as HH:MM:SS:FF instead of frames',
	{ at: 'query' },
);

/** Frame or timecode: a number goes as a number. */
const timestamp: Field = {
	...text(
		'timestamp',
		'timestamp',
		'Frame or Timecode',
		'Where in an audio or video file the comment is: a frame from 0, or HH:MM:SS:FF',
		{ placeholder: 'e.g. 00:00:12:05' },
	),
	send: (value) => {
		const given = String(value ?? '').trim();
		if (given === '') return undefined;
		return /^\d+$/.test(given) ? Number(given) : given;
	},
};

const positive = (field: Field): Field => ({
	...field,
	send: (value) => (Number(value) > 0 ? Number(value) : undefined),
});

const place = [
	timestamp,
	positive(
		number('duration', 'duration', 'Frames', 'How many frames it is about, from there on', {
			typeOptions: { minValue: 0, numberPrecision: 0 },
		}),
	),
	positive(
		number('page', 'page', 'Page', 'Page of a document, from 1', {
			typeOptions: { minValue: 0, numberPrecision: 0 },
		}),
	),
	json(
		'annotation',
		'annotation',
		'Annotation',
		'What is drawn on the frame, as Frame.io writes it',
	),
];

const drawn = place.map((field) =>
	field.name === 'annotation'
		? {
				...field,
				send: (value: unknown) => (value === '' ? undefined : asText(value)),
			}
		: field,
);

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const completed = flag('completed', 'completed', 'Completed', 'Whether it is done');

/** Comments on files. */
export const comments: Resource = {
	label: 'Comment',
	operations: {
		addAttachment: {
			label: 'Add Attachment',
			description: 'Attach a file to a comment; the answer says where its bytes go',
			action: 'Add an attachment to a comment',
			method: 'POST',
			path: `${one}/attachments`,
			required: [
				account,
				comment,
				text('name', 'name', 'Name', 'Name of the file', { required: true }),
				text('mediaType', 'media_type', 'Media Type', 'Such as image/png', {
					required: true,
				}),
				number('fileSize', 'file_size', 'File Size', 'Size of the file in bytes', {
					required: true,
					typeOptions: { minValue: 1, numberPrecision: 0 },
					default: 1,
				}),
			],
			reply: 'one',
			schema: anySchema,
		},
		create: {
			label: 'Create',
			description: 'Comment on a file, at a moment of it or as a whole',
			action: 'Create a comment',
			method: 'POST',
			path: onFile,
			required: [
				account,
				file,
				text('text', 'text', 'Text', 'What it says', {
					required: true,
					typeOptions: { rows: 3 },
				}),
			],
			optional: [...drawn, completed, asTimecode],
			reply: 'one',
			schema: commentSchema,
		},
		delete: {
			label: 'Delete',
			description: 'Delete a comment',
			action: 'Delete a comment',
			method: 'DELETE',
			path: one,
			required: [account, comment],
			reply: 'nothing',
			schema: commentSchema,
		},
		deleteAttachment: {
			label: 'Delete Attachment',
			description: 'Take an attachment off a comment',
			action: 'Delete an attachment of a comment',
			method: 'DELETE',
			path: `${one}/attachments/{attachment_id}`,
			required: [account, comment, locator('attachment', 'attachment_id', 'Attachment')],
			reply: 'nothing',
			schema: commentSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a comment',
			action: 'Get a comment',
			method: 'GET',
			path: one,
			required: [account, comment],
			optional: [asTimecode, include('owner', 'replies')],
			reply: 'one',
			schema: commentSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the comments of a file',
			action: 'Get many comments',
			method: 'GET',
			path: onFile,
			required: [account, file],
			optional: [asTimecode, include('owner', 'replies'), sort('created_at', 'completed_at')],
			reply: 'list',
			schema: commentSchema,
		},
		update: {
			label: 'Update',
			description: 'Change a comment, or mark it as done',
			action: 'Update a comment',
			method: 'PATCH',
			path: one,
			required: [account, comment],
			optional: [
				text('text', 'text', 'Text', 'What it says from now on', {
					typeOptions: { rows: 3 },
				}),
				completed,
				...drawn,
				asTimecode,
			],
			reply: 'one',
			schema: commentSchema,
		},
	},
};
