import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { scoreLead } from '../../../nodes/domain/lead/scoreLead';
import type { LeadOutcome, ReceivedLead } from '../ledger/leadOutcomes';
import { readLeadOutcomes, readReceivedLeads } from '../ledger/leadOutcomes';
import type { Store } from '../ledger/store';
import type { OutcomeRow } from '../scoring/outcomes';
import { outcomePageSchema } from '../scoring/outcomes';
import { readAs } from './effects/request';
import type { Description } from './openapi/describe';
import { described } from './openapi/describe';
import type { ServiceSettings } from './settings';
import { stagesAfterWon } from './settings';

/** What the route is built on. */
export interface OutcomeRouteParts {
	store: Store;
	/** Deal stages by the names workflows use. */
	stages: ServiceSettings['hubspot']['stages'];
}

/** Leads on a page. */
const PAGE = 200;

const querySchema = z.object({ after: z.string().max(100).default('') }).strict();

const description: Description = {
	tag: 'inbox',
	summary: 'The leads as the scorecard reads them, with how they ended, a page at a time',
	scope: 'operate',
	query: querySchema,
	answers: { 200: { words: 'A page, and what to ask for the next by', shape: outcomePageSchema } },
};

/**
 * Adds `GET /v1/outcomes`: the leads of the ledger as the scorecard reads them, with how they ended.
 * Nothing in it says who they are but the id of the lead.
 */
export function addOutcomeRoutes(app: FastifyInstance, { store, stages }: OutcomeRouteParts): void {
	const ending = (name: string) => (Object.hasOwn(stages, name) ? (stages[name] ?? null) : null);
	app.get('/v1/outcomes', described(description), async ({ query }) => {
		const { after } = readAs(querySchema, query, 'The outcomes cannot be listed.', '');
		const leads = await readReceivedLeads(store, after, PAGE);
		const read = leads.map(readLevels);
		const outcomes = await readLeadOutcomes(
			store,
			read.map(({ lead }) => `lead:${lead}`),
			{
				won: ['won', ...stagesAfterWon].flatMap((name) => ending(name) ?? []),
				lost: ending('lost'),
			},
		);
		const rows = read.map(
			(row): OutcomeRow => ({ ...row, won: labelOf(outcomes.get(`lead:${row.lead}`)) }),
		);
		return { rows, next: leads.length < PAGE ? null : (leads.at(-1)?.id ?? null) };
	});
}

/** The levels that the scorecard read of a lead at its arrival: what was known then, and nothing later. */
function readLevels({ id, source, receivedAt, payload }: ReceivedLead): Omit<OutcomeRow, 'won'> {
	const item = itemOf({
		id,
		source,
		topic: 'lead.received',
		attempt: 1,
		receivedAt: receivedAt.toISOString(),
		retry: false,
		test: false,
		payload,
	});
	const { lead, decision } = scoreLead(item, { now: receivedAt });
	const levels = decision.reasons.map(({ rule, level }) => [
		rule,
		level === 'unknown' ? '' : level,
	]);
	return {
		lead: lead.id,
		receivedAt: receivedAt.toISOString(),
		levels: Object.fromEntries(levels) as Record<string, string>,
	};
}

function labelOf(outcome: LeadOutcome | undefined): OutcomeRow['won'] {
	if (outcome === undefined || outcome === 'open') return null;
	return outcome === 'won' ? 1 : 0;
}
