import type { IDataObject } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { readInvoiceAnswer, reminderClaimSchema } from '../../domain/invoice/ledgerAnswers';
import { readInvoice, reminderOf } from '../../domain/invoice/reminder';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { send: 0, withheld: 1 } as const;

/** Asks right before a client is reminded of an invoice whether they still may be. */
export const claimReminder: Operation = {
	label: 'Claim a Reminder',
	description:
		'Ask right before sending whether the client still may be reminded of an invoice: one that is paid, void, disputed or reminded of anew is not. Adds what Client Milestone writes the letter from.',
	action: 'Claim a reminder',
	outputs: ['Send', 'Withheld'],
	properties: [
		{
			displayName: 'Invoice Path',
			name: 'invoicePath',
			type: 'string',
			default: 'invoice',
			description: 'Where in the item the invoice stands, as the event tells of it',
		},
		{
			displayName: 'Attempt Path',
			name: 'attemptPath',
			type: 'string',
			default: 'attempt',
			description: 'Where the number stands that tells which reminder this is, from 1',
		},
	],
	async run(context, itemIndex, json) {
		const invoice = readInvoice(readPath(json, textOf(context, itemIndex, 'invoicePath')));
		const attempt = Number(idAt(context, itemIndex, json, 'attemptPath'));
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: `/v1/invoices/${encodeURIComponent(invoice.id)}/claim`,
			body: { attempt },
			withinMs: answerWithinMs,
		});
		const claim = readInvoiceAnswer(reminderClaimSchema, status, body);
		return {
			output: outputs[claim.result],
			json: { ...json, claim: claim as IDataObject, ...reminderOf(invoice, attempt) },
		};
	},
};
