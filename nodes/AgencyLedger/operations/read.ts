import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { readAnswer, toldSchema } from '../../domain/inbox/inboxAnswer';
import { shown } from '../../domain/read';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, textOf } from './operation';
import type { Operation } from './operation';

/** Reads what the ledger knows: one event with its story, or the effects of a subject. */
export const read: Operation = {
	label: 'Read',
	description: 'Read an event with its story, or what was done about a subject, with the receipts',
	action: 'Read an event or effects',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'What',
			name: 'what',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Effects of a Subject', value: 'effects' },
				{ name: 'Event', value: 'event' },
			],
			default: 'event',
			description: 'What is read; the answer stands in the item under "ledger"',
		},
		{
			displayName: 'Event Path',
			name: 'eventPath',
			type: 'string',
			default: 'inbox.id',
			displayOptions: { show: { what: ['event'] } },
			description: 'Where in the item the ID of the event stands',
		},
		{
			displayName: 'Subject Type',
			name: 'subjectType',
			type: 'string',
			default: 'lead',
			displayOptions: { show: { what: ['effects'] } },
			description: 'Kind of thing the effects are about',
		},
		{
			displayName: 'Subject Path',
			name: 'subjectPath',
			type: 'string',
			default: 'lead.id',
			displayOptions: { show: { what: ['effects'] } },
			description: 'Where in the item the ID of that thing stands',
		},
	],
	async run(context, itemIndex, json) {
		const answer = await askLedger(context, itemIndex, {
			method: 'GET',
			...(textOf(context, itemIndex, 'what') === 'effects'
				? { url: '/v1/effects', query: { subject: subjectIn(context, itemIndex, json) } }
				: { url: `/v1/inbox/${encodeURIComponent(idAt(context, itemIndex, json, 'eventPath'))}` }),
			withinMs: answerWithinMs,
		});
		const ledger = readAnswer(toldSchema, answer.status, answer.body) as IDataObject;
		return { output: 0, json: { ...json, ledger } };
	},
};

function subjectIn(context: IExecuteFunctions, itemIndex: number, json: IDataObject): string {
	const type = textOf(context, itemIndex, 'subjectType');
	return `${type}:${idAt(context, itemIndex, json, 'subjectPath')}`;
}

function idAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: 'eventPath' | 'subjectPath',
): string {
	const path = textOf(context, itemIndex, name);
	const found = readPath(json, path);
	if (typeof found === 'number') return String(found);
	if (typeof found === 'string' && found.trim() !== '') return found.trim();
	throw new MendableError(
		'event/path-empty',
		'The ledger cannot be read.',
		`The path "${path}" leads to ${shown(found)} in this item; an ID was expected.`,
		'Correct the path, or put the ID into the item in the node before this one.',
	);
}
