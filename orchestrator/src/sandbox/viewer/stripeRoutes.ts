import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StripePeople } from '../stripe/peopleAct';
import { invoiceActs } from '../stripe/peopleAct';

const actSchema = z.object({ act: z.enum(invoiceActs) }).strict();

/** What a client does with an invoice: pays, is declined, or has the bank take it back. */
export function addStripePeople(app: FastifyInstance, people: Pick<StripePeople, 'act'>): void {
	app.post<{ Params: { id: string } }>('/api/stripe/invoices/:id/acts', async (request, reply) => {
		const body = actSchema.safeParse(request.body);
		if (!body.success) {
			const known = invoiceActs.join(', ');
			return await reply.status(400).send({ error: `Send {"act":"…"} with one of ${known}.` });
		}
		people.act(request.params.id, body.data.act);
		return await reply.status(204).send();
	});
}
