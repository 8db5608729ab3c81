import type { FastifyInstance, FastifyReply } from 'fastify';
import { invoiceView, missingInvoice } from '../../invoices/view';
import { findInvoice, listInvoices } from '../../ledger/invoices';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import { listDescription, listSchema, readDescription } from './descriptions';

/** What the routes of invoices are built on. */
export type InvoiceParts = Pick<InboxParts, 'store' | 'now' | 'moment' | 'logger'>;

interface WithId {
	Params: { id: string };
}

/** Adds the routes about invoices: what was asked for, what was paid. */
export function addInvoiceRoutes(app: FastifyInstance, { store }: InvoiceParts): void {
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
}

async function sendMissing(reply: FastifyReply, id: string): Promise<FastifyReply> {
	const { code, what, why, mend } = missingInvoice(id);
	return await reply.code(404).send({ error: { code, what, why, mend } });
}
