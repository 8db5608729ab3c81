import { readFollowUpAnswer, stoppedSchema } from '../../domain/followUp/ledgerAnswers';
import { askLedger } from '../../shared/askLedger';
import { stopReasonOf, whoseAt, whoseFields } from './followUpFields';
import { answerWithinMs, isTest } from './operation';
import type { Operation } from './operation';

/** Ends what a client gets. */
export const stopFollowUp: Operation = {
	label: 'Stop a Follow-Up',
	description: 'End one follow-up, or all of a client, for good',
	action: 'Stop a follow up',
	outputs: ['Done'],
	properties: [
		...whoseFields,
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			required: true,
			description: 'Why; kept with the follow-up',
		},
	],
	async run(context, itemIndex, json) {
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/follow-ups/stop',
			body: {
				...whoseAt(context, itemIndex, json),
				reason: stopReasonOf(context, itemIndex),
				by: 'n8n',
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const { told } = readFollowUpAnswer(stoppedSchema, status, body);
		return { output: 0, json: { ...json, followUpsStopped: told } };
	},
};
