import type { IDataObject } from 'n8n-workflow';

import { claimedSchema, readFollowUpAnswer } from '../../domain/followUp/ledgerAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt } from './operation';
import type { Operation } from './operation';

const outputs = { send: 0, later: 1, withheld: 1 } as const;

/** Asks right before a message is sent whether it still may be. */
export const claimFollowUp: Operation = {
	label: 'Claim a Follow-Up Message',
	description:
		'Ask right before sending whether the message still may be sent: stops, pauses, consent, caps and the hour are looked at once more',
	action: 'Claim a follow up message',
	outputs: ['Send', 'Not Now'],
	properties: [
		{
			displayName: 'Follow-Up Path',
			name: 'followUpPath',
			type: 'string',
			default: 'followUp',
			description: 'Where in the item the ID of the enrolment stands',
		},
		{
			displayName: 'Step Path',
			name: 'stepPath',
			type: 'string',
			default: 'step',
			description: 'Where the step stands that is due',
		},
		{
			displayName: 'Attempt Path',
			name: 'attemptPath',
			type: 'string',
			default: 'attempt',
			description: 'Where the number stands that tells this time from others that it was due',
		},
	],
	async run(context, itemIndex, json) {
		const id = idAt(context, itemIndex, json, 'followUpPath');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: `/v1/follow-ups/${encodeURIComponent(id)}/claim`,
			body: {
				step: idAt(context, itemIndex, json, 'stepPath'),
				attempt: Number(idAt(context, itemIndex, json, 'attemptPath')),
			},
			withinMs: answerWithinMs,
		});
		const claim = readFollowUpAnswer(claimedSchema, status, body);
		return { output: outputs[claim.result], json: { ...json, claim: claim as IDataObject } };
	},
};
