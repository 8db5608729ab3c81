import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { milestones } from '../../../../nodes/domain/milestone/milestones';
import { LookUpFailed } from '../../adapters/harmless';
import type { Failure } from '../../adapters/outcome';
import type { Queries } from '../../ledger/store';
import { textsOfMilestone } from '../../mail/keptTexts';
import { readAs } from '../effects/request';
import { described } from '../openapi/describe';
import type { DealReader } from './dealReader';
import { dealDescription } from './description';

const querySchema = z
	.object({
		/** Milestone whose texts are wanted as well. */
		texts: z.enum(milestones).optional(),
	})
	.strict();

/** What deals are told from. */
export interface DealRouteParts {
	deals: DealReader;
	store: Queries;
}

/** Adds `GET /v1/hubspot/deals/:id`. */
export function addDealRoutes(app: FastifyInstance, { deals, store }: DealRouteParts): void {
	app.get<{ Params: { id: string } }>(
		'/v1/hubspot/deals/:id',
		described(dealDescription(querySchema)),
		async ({ params: { id }, query }, reply) => {
			if (!/^\d{1,30}$/.test(id)) return await reply.code(400).send({ error: notAnId(id) });
			const asked = readAs(querySchema, query, 'The deal cannot be read.', '');
			try {
				const found = await deals.read(id);
				if (found === null) return await reply.code(404).send({ error: noSuchDeal(id) });
				if (asked.texts === undefined) return found;
				return { ...found, milestoneTexts: await textsOfMilestone(store, asked.texts) };
			} catch (error) {
				if (error instanceof LookUpFailed) return await sendFailure(error.failure, reply);
				throw error;
			}
		},
	);
}

/** Never 401 or 403: these say that the caller's own key is wrong. */
async function sendFailure(failure: Failure, reply: FastifyReply): Promise<FastifyReply> {
	const body = { error: failure.error, serviceStatus: failure.status };
	if (failure.result !== 'rateLimited') return await reply.code(502).send(body);
	const seconds = Math.ceil(failure.retryAfterMs / 1_000);
	return await reply.code(503).header('retry-after', seconds).send(body);
}

function noSuchDeal(id: string): ErrorReport {
	return {
		code: 'hubspot/deal-not-found',
		what: 'HubSpot has no such deal.',
		why: `It has no deal ${id}, or the private app may not see it.`,
		mend: 'Check the id; a deal that was deleted in HubSpot can be restored there.',
	};
}

function notAnId(id: string): ErrorReport {
	return {
		code: 'request/invalid',
		what: 'The deal cannot be read.',
		why: `Expected the number of a deal, got "${id.slice(0, 60)}".`,
		mend: 'Point the node at the id of a deal, such as deal.id.',
	};
}
