import type { IDataObject } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import {
	changedSchema,
	conflictSchema,
	readReservationAnswer,
} from '../../domain/routing/reservationAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, reasonOf, reservationsAt, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { done: 0, notPossible: 1 } as const;

/** Says for somebody that they accept a piece of work, decline it, or have begun it. */
export const answerAssignment: Operation = {
	label: 'Answer an Assignment',
	description: 'Say for a person that they accept reserved work, decline it, or have begun it',
	action: 'Answer an assignment',
	outputs: ['Done', 'Not Possible Now'],
	properties: [
		{
			displayName: 'Reservation Path',
			name: 'reservationPath',
			type: 'string',
			default: 'reservation',
			description: 'Where in the item the reservation stands, or its ID',
		},
		{
			displayName: 'Answer',
			name: 'answer',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Accept',
					value: 'accept',
					description: 'The event "assignment.accepted" tells of it',
				},
				{
					name: 'Decline',
					value: 'decline',
					description: 'The hours are free again; the event "assignment.declined" tells of it',
				},
				{ name: 'Start', value: 'start', description: 'The work may not change hands any more' },
			],
			default: 'accept',
			description: 'What the person says',
		},
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { answer: ['decline'] } },
			description: 'Why; kept with the reservation',
		},
		{
			displayName: 'By Path',
			name: 'byPath',
			type: 'string',
			default: '',
			placeholder: 'person.name',
			description: 'Where the name stands of who says so. When empty, it is n8n.',
		},
	],
	async run(context, itemIndex, json) {
		const answer = textOf(context, itemIndex, 'answer');
		const [id] = reservationsAt(context, itemIndex, json, 'reservationPath');
		const path = textOf(context, itemIndex, 'byPath');
		const said = path === '' ? null : readPath(json, path);
		const by = typeof said === 'string' && said.trim() !== '' ? said.trim() : 'n8n';
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: `/v1/reservations/${encodeURIComponent(id)}/${encodeURIComponent(answer)}`,
			body: { by, ...(answer === 'decline' ? { reason: reasonOf(context, itemIndex) } : {}) },
			withinMs: answerWithinMs,
		});
		const refusal = status === 409 ? conflictSchema.safeParse(body) : null;
		if (refusal?.success) {
			return { output: outputs.notPossible, json: { ...json, refused: { ...refusal.data.error } } };
		}
		const { reservation } = readReservationAnswer(changedSchema, status, body);
		return { output: outputs.done, json: { ...json, reservation: reservation as IDataObject } };
	},
};
