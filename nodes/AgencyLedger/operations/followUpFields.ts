import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import { idAt, textOf } from './operation';

/** Whose follow-ups are meant: a client's, those behind an address, or one. */
export const whoseFields: INodeProperties[] = [
	{
		displayName: 'Whose',
		name: 'whose',
		type: 'options',
		options: [
			{
				name: 'A Client',
				value: 'client',
				description: 'All that the client is in',
			},
			{
				name: 'Behind an Address',
				value: 'address',
				description: 'All of whoever has the address, and of colleagues at the same company',
			},
			{
				name: 'One Enrolment',
				value: 'id',
			},
		],
		default: 'client',
		description: 'Which follow-ups are meant',
	},
	{
		displayName: 'Whose Path',
		name: 'whosePath',
		type: 'string',
		default: 'client.id',
		description:
			'Where in the item the ID of the client or of the enrolment stands, or the address',
	},
];

/** What the fields of {@link whoseFields} name, as the service asks for it. */
export function whoseAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): Record<string, string> {
	const whose = textOf(context, itemIndex, 'whose') || 'client';
	return { [whose]: idAt(context, itemIndex, json, 'whosePath') };
}

/**
 * The object that the item holds where a field's path leads; the item itself where it is empty.
 *
 * @throws MendableError `follow-up/path-empty`
 */
export function objectAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: string,
): Record<string, unknown> {
	const path = textOf(context, itemIndex, name);
	const found: unknown = path === '' ? json : readPath(json, path);
	if (isRecord(found)) return found;
	throw new MendableError(
		'follow-up/path-empty',
		'The ledger cannot be asked.',
		`The path "${path}" leads to ${shown(found)} in this item; an object was expected.`,
		'Correct the path, or leave it empty to take the whole item.',
	);
}

/**
 * The field "Reason", which must say something.
 *
 * @throws MendableError `follow-up/no-reason`
 */
export function stopReasonOf(context: IExecuteFunctions, itemIndex: number): string {
	const reason = textOf(context, itemIndex, 'reason');
	if (reason !== '') return reason;
	throw new MendableError(
		'follow-up/no-reason',
		'The follow-up was not stopped.',
		'The field "Reason" is empty.',
		'Say why: it is kept with the follow-up.',
	);
}
