import type { IDataObject } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { readEmail } from '../../domain/lead/readContact';
import { readPortalLink } from '../../domain/portal/ledgerAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { made: 0, none: 1 } as const;

/** Adds the link with which a client sees their own projects. */
export const makePortalLink: Operation = {
	label: 'Make a Portal Link',
	description:
		'Add the link with which the client sees their own projects, deliveries and invoices, under "portal". One that is nearly new is given again; whoever has it is let in.',
	action: 'Make a portal link',
	outputs: ['Link Made', 'No Link'],
	properties: [
		{
			displayName: 'Client Path',
			name: 'clientPath',
			type: 'string',
			default: 'contact',
			description:
				"Where in the item the client stands: ID of HubSpot's contact, email, and what is known of name and language. Without ID or email, the item leaves by No Link.",
		},
		{
			displayName: 'Delivery Path',
			name: 'deliveryPath',
			type: 'string',
			default: '',
			description:
				'Where in the item the ID of a delivery stands, for the link to its page under "portal.deliveryUrl". When empty, or when nothing is there, it is left out.',
		},
	],
	async run(context, itemIndex, json) {
		const client = clientAt(json, textOf(context, itemIndex, 'clientPath'));
		// Nothing in an item may stand where only the ledger's answer is believed.
		if (client === null) return { output: outputs.none, json: { ...json, portal: null } };
		const path = textOf(context, itemIndex, 'deliveryPath');
		const delivery = path === '' ? null : wordsOf(readPath(json, path));
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/portal-links',
			body: {
				...client,
				...(delivery === null ? {} : { delivery }),
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		// An agency without a public address has no portal; its mails go out without the link.
		if (status === 409) return { output: outputs.none, json: { ...json, portal: null } };
		const portal = readPortalLink(status, body);
		return { output: outputs.made, json: { ...json, portal: { ...portal } } };
	},
};

/** What is known of the client; null when nobody can be written to. */
function clientAt(json: IDataObject, path: string): Record<string, string> | null {
	const found: unknown = path === '' ? json : readPath(json, path);
	if (!isRecord(found)) return null;
	const [client, email] = [wordsOf(found.id), readEmail(found.email).value];
	if (client === null || email === null) return null;
	const [name, language] = [wordsOf(found.name), wordsOf(found.language)];
	return {
		client,
		email,
		...(name === null ? {} : { name }),
		...(language === null ? {} : { language }),
	};
}

function wordsOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
