import type { FastifyInstance, FastifyReply } from 'fastify';
import type { StripeAdapter } from '../../adapters/stripe/stripe';
import { askStripe } from '../../invoices/askStripe';
import { claimReminder } from '../../invoices/claimReminder';
import { invoiceView, missingInvoice } from '../../invoices/view';
import { findInvoice, listInvoices } from '../../ledger/invoices';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	claimDescription,
	claimSchema,
	listDescription,
	listSchema,
	readDescription,
} from './descriptions';

/** What the routes of invoices are built on. */
export interface InvoiceParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	stripe: Pick<StripeAdapter, 'readInvoice'>;
}

interface WithId {
	Params: { id: string };
}

/** Adds the routes about invoices: what was asked for, what was paid, and whether to ask again. */
export function addInvoiceRoutes(app: FastifyInstance, parts: InvoiceParts): void {
	const { store, now, moment, logger } = parts;

	app.get('/v1/invoices', described(listDescription), async ({ query }) => {
		const asked = readAs(listSchema, query, 'The invoices cannot be listed.', '');
		const { client = null, deal = null, state = null, test, limit } = asked;
		const filter = { client, deal, state, test: test === 'true', limit };
		return { invoices: (await listInvoices(store, filter)).map(invoiceView) };
	});

	app.get<WithId>(
		'/v1/invoices/:id',
		described(readDescription),
		async ({ params: { id } }, reply) => {
			const found = await findInvoice(store, id);
			return found === null ? await sendMissing(reply, id) : { invoice: invoiceView(found) };
		},
	);

	app.post<WithId>(
		'/v1/invoices/:id/claim',
		described(claimDescription),
		async ({ params: { id }, body }, reply) => {
			const { attempt } = readAs(claimSchema, body, 'The reminder was not claimed.', '');
			// Whoever paid a moment ago gets no reminder, also where Stripe's event is late.
			await askStripe(id, parts);
			const claimed = await claimReminder(store, { id, attempt }, now(), moment());
			if (claimed.result === 'missing') return await sendMissing(reply, id);
			logger.info({ attempt, result: claimed.result }, 'reminder of an invoice claimed');
			return claimed;
		},
	);
}

async function sendMissing(reply: FastifyReply, id: string): Promise<FastifyReply> {
	const { code, what, why, mend } = missingInvoice(id);
	return await reply.code(404).send({ error: { code, what, why, mend } });
}
