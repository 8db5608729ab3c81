import type { IDataObject } from 'n8n-workflow';

import { changedSchema, readReservationAnswer } from '../../domain/routing/reservationAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, reasonOf, reservationsAt } from './operation';
import type { Operation } from './operation';

/** Gives hours back that are not needed any more. */
export const release: Operation = {
	label: 'Release',
	description: 'Give back hours that were reserved, as when a project is cancelled',
	action: 'Release reserved hours',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'Reservations Path',
			name: 'reservationsPath',
			type: 'string',
			default: 'reservations',
			description: 'Where in the item the reservations stand, or one of them, or its ID',
		},
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			required: true,
			description: 'Why; kept with the reservations',
		},
	],
	async run(context, itemIndex, json) {
		const reason = reasonOf(context, itemIndex);
		const released: IDataObject[] = [];
		for (const id of reservationsAt(context, itemIndex, json, 'reservationsPath')) {
			const { status, body } = await askLedger(context, itemIndex, {
				method: 'POST',
				url: `/v1/reservations/${encodeURIComponent(id)}/release`,
				body: { reason, by: 'n8n' },
				withinMs: answerWithinMs,
			});
			const { reservation } = readReservationAnswer(changedSchema, status, body);
			released.push(reservation as IDataObject);
		}
		return { output: 0, json: { ...json, released } };
	},
};
