import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readRecords } from '../../ledger/records';
import type { Store } from '../../ledger/store';
import { DECISION_RECORD } from '../../routing/why';
import { readAs } from '../effects/request';
import type { Description } from '../openapi/describe';
import { described } from '../openapi/describe';

const querySchema = z
	.object({
		project: z.string().trim().min(1, 'expected the id of a project').max(120),
		limit: z.coerce.number().int().min(1).max(100).default(20),
	})
	.strict();

const description: Description = {
	tag: 'capacity',
	summary: 'Why a project went to whom: what was decided about it, the newest first',
	scope: 'effects',
	query: querySchema,
	answers: {
		200: {
			words: 'The decisions, as Project Routing made them',
			shape: z.object({
				decisions: z.array(
					z.object({
						keptAt: z.string().datetime(),
						test: z.boolean(),
						text: z.string(),
						decision: z.record(z.unknown()),
					}),
				),
			}),
		},
	},
};

/** Adds `GET /v1/routing/decisions`. A project that a deal set up has the id of the deal. */
export function addDecisionRoutes(app: FastifyInstance, { store }: { store: Store }): void {
	app.get('/v1/routing/decisions', described(description), async ({ query }) => {
		const { project, limit } = readAs(querySchema, query, 'The decisions cannot be listed.', '');
		const id = project.replace(/^(deal|project):/, '');
		const records = await readRecords(store, {
			type: DECISION_RECORD,
			subjects: [`deal:${id}`, `project:${id}`],
			limit,
		});
		return {
			decisions: records.map(({ createdAt, test, text, content }) => ({
				keptAt: createdAt.toISOString(),
				test,
				text,
				decision: content,
			})),
		};
	});
}
