import type { IDataObject } from 'n8n-workflow';

import { inputsSchema, readReservationAnswer } from '../../domain/routing/reservationAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, isTest } from './operation';
import type { Operation } from './operation';

/** Adds who works here and what they have to do, of one moment, as Project Routing takes it. */
export const readRoster: Operation = {
	label: 'Read Roster and Bookings',
	description:
		'Add the roster and what people have to do already, under "roster" and "bookings", as Project Routing takes them',
	action: 'Read the roster and bookings',
	outputs: ['Done'],
	properties: [],
	async run(context, itemIndex, json) {
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: '/v1/routing-inputs',
			query: { test: String(isTest(context, json)) },
			withinMs: answerWithinMs,
		});
		const { roster, bookings } = readReservationAnswer(inputsSchema, status, body) as {
			roster: IDataObject;
			bookings: IDataObject[];
		};
		return { output: 0, json: { ...json, roster, bookings } };
	},
};
