import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { readFollowUpAnswer, toldSchema } from '../../domain/followUp/ledgerAnswers';
import { askLedger } from '../../shared/askLedger';
import { objectAt, whoseAt, whoseFields } from './followUpFields';
import { answerWithinMs, isTest, textOf } from './operation';
import type { Operation } from './operation';

/** Tells follow-ups what happened: it may end them, or lead them on. */
export const tellFollowUp: Operation = {
	label: 'Tell a Follow-Up',
	description:
		'Tell the follow-ups of a client what happened, such as a reply, a new deal or an answer; each event counts once by its ID',
	action: 'Tell a follow up what happened',
	outputs: ['Done'],
	properties: [
		...whoseFields,
		{
			displayName: 'What Happened',
			name: 'eventType',
			type: 'options',
			options: [
				{ name: 'As the Event Says', value: '' },
				{ name: 'Bounced', value: 'bounced' },
				{ name: 'Complained', value: 'complained' },
				{ name: 'Deal Created', value: 'deal_created' },
				{ name: 'Dispute', value: 'dispute' },
				{ name: 'Dispute Closed', value: 'dispute_closed' },
				{ name: 'Feedback', value: 'feedback' },
				{ name: 'Invoice Overdue', value: 'invoice_overdue' },
				{ name: 'Invoice Paid', value: 'invoice_paid' },
				{ name: 'Meeting Booked', value: 'meeting_booked' },
				{ name: 'Replied', value: 'replied' },
				{ name: 'Unsubscribed', value: 'unsubscribed' },
			],
			default: '',
			description: 'What it is. "As the Event Says" reads it from the field "type" of the event.',
		},
		{
			displayName: 'Event Path',
			name: 'eventPath',
			type: 'string',
			default: 'event',
			description:
				'Where in the item the event stands, with its ID, the time "at", and for feedback the "score". When empty, the item itself.',
		},
		{
			displayName: 'When Nobody Is Named',
			name: 'whenNobody',
			type: 'options',
			options: [
				{
					name: 'Go On',
					value: 'goOn',
					description: 'The item goes on, and nobody is told',
				},
				{ name: 'Stop', value: 'stop', description: 'The execution stops with an error' },
			],
			default: 'stop',
			description: 'What happens where the item holds nothing at "Whose Path"',
		},
	],
	async run(context, itemIndex, json) {
		if (isNobody(context, itemIndex, json)) {
			return { output: 0, json: { ...json, followUpsTold: [] } };
		}
		const event = objectAt(context, itemIndex, json, 'eventPath');
		const type = textOf(context, itemIndex, 'eventType');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/follow-ups/events',
			body: {
				...whoseAt(context, itemIndex, json),
				events: [{ ...event, ...(type === '' ? {} : { type }) }],
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const { told } = readFollowUpAnswer(toldSchema, status, body);
		return { output: 0, json: { ...json, followUpsTold: told as IDataObject[] } };
	},
};

/** Whether the item names nobody, and that is no mistake. */
function isNobody(context: IExecuteFunctions, itemIndex: number, json: IDataObject): boolean {
	if (textOf(context, itemIndex, 'whenNobody') !== 'goOn') return false;
	const found = readPath(json, textOf(context, itemIndex, 'whosePath'));
	return found === undefined || found === null || found === '';
}
