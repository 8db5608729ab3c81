import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { enrolledSchema, readFollowUpAnswer } from '../../domain/followUp/ledgerAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { objectAt } from './followUpFields';
import { answerWithinMs, idAt, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { enrolled: 0, notEnrolled: 1 } as const;

/** What the item may know of a delivery besides its id. */
const factNames = ['deal', 'contact'] as const;

/** Begins a follow-up for a client, once for each delivery. */
export const enrolFollowUp: Operation = {
	label: 'Enrol in a Follow-Up',
	description:
		'Begin a follow-up for a client, once for each delivery; its steps come as the event "follow-up.due"',
	action: 'Enrol a client in a follow up',
	outputs: ['Enrolled', 'Not Enrolled'],
	properties: [
		{
			displayName: 'Delivery Path',
			name: 'deliveryPath',
			type: 'string',
			default: '',
			description:
				'Where in the item the ID of a delivery stands: client, use and grounds for offers are then what the ledger knows, with the item\'s "deal" and "contact". When empty, the enrolment is in the item.',
		},
		{
			displayName: 'Enrolment Path',
			name: 'enrolmentPath',
			type: 'string',
			default: 'enrolment',
			description:
				'Where in the item the client and the delivery stand, without "Delivery Path": client (ID, email, zone, country, language), project, deliveredAt, usage, consent. When empty, the item itself.',
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
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/follow-ups',
			body: { ...wantedOf(context, itemIndex, json), test: isTest(context, json) },
			withinMs: answerWithinMs,
		});
		const answer = readFollowUpAnswer(enrolledSchema, status, body);
		const { followUp, repeated, because = '' } = answer;
		return followUp === null
			? { output: outputs.notEnrolled, json: { ...json, followUp: null, notEnrolled: because } }
			: {
					output: outputs.enrolled,
					json: { ...json, followUp: { ...followUp, repeated } as IDataObject },
				};
	},
};

function wantedOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): IDataObject {
	const sequence = textOf(context, itemIndex, 'sequence');
	const named = sequence === '' ? {} : { sequence };
	if (textOf(context, itemIndex, 'deliveryPath') === '') {
		const enrolment = objectAt(context, itemIndex, json, 'enrolmentPath');
		return { enrolment: { ...enrolment, ...named } as IDataObject };
	}
	const facts = Object.fromEntries(
		factNames.flatMap((name) => (isRecord(json[name]) ? [[name, json[name]]] : [])),
	) as IDataObject;
	return { delivery: idAt(context, itemIndex, json, 'deliveryPath'), facts, ...named };
}
