import type { IDataObject } from 'n8n-workflow';

import { enrolledSchema, readFollowUpAnswer } from '../../domain/followUp/ledgerAnswers';
import { askLedger } from '../../shared/askLedger';
import { objectAt } from './followUpFields';
import { answerWithinMs, isTest, textOf } from './operation';
import type { Operation } from './operation';

/** Begins a follow-up for a client, once for each delivery. */
export const enrolFollowUp: Operation = {
	label: 'Enrol in a Follow-Up',
	description:
		'Begin a follow-up for a client, once for each delivery; its steps come as the event "follow-up.due"',
	action: 'Enrol a client in a follow up',
	outputs: ['Enrolled'],
	properties: [
		{
			displayName: 'Enrolment Path',
			name: 'enrolmentPath',
			type: 'string',
			default: 'enrolment',
			description:
				'Where in the item the client and the delivery stand: client (ID, email, zone, country, language), project, deliveredAt, usage, consent. When empty, the item itself.',
		},
		{
			displayName: 'Sequence',
			name: 'sequence',
			type: 'string',
			default: '',
			placeholder: 'after-delivery',
			description: 'ID of the sequence. When empty, what the enrolment names.',
		},
	],
	async run(context, itemIndex, json) {
		const enrolment = objectAt(context, itemIndex, json, 'enrolmentPath');
		const sequence = textOf(context, itemIndex, 'sequence');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/follow-ups',
			body: {
				enrolment: { ...enrolment, ...(sequence === '' ? {} : { sequence }) },
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const { followUp, repeated } = readFollowUpAnswer(enrolledSchema, status, body);
		return { output: 0, json: { ...json, followUp: { ...followUp, repeated } as IDataObject } };
	},
};
