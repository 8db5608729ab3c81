import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { readLead } from '../../../nodes/domain/lead/intake';
import type { Lead } from '../../../nodes/domain/lead/schema';
import type { Json } from '../ledger/json';
import type { Queries } from '../ledger/store';

/** Most events of one person that are looked through. */
const MOST_EVENTS = 50;

/**
 * A lead as Lead Scoring reads the event that brought it. Null where no event gives this id, as with
 * leads from before the ledger, or what was sent was erased.
 */
export async function findLead(queries: Queries, leadId: string): Promise<Lead | null> {
	const person = /^\d{8}-([0-9a-f]+)$/.exec(leadId)?.[1];
	if (person === undefined) return null;
	const events = await queries.query<{ payload: Json; receivedAt: Date }>(
		`SELECT payload, received_at AS "receivedAt" FROM inbox
		WHERE subject = $1 AND topic = 'lead.received' AND NOT test
		ORDER BY received_at DESC, id DESC LIMIT ${MOST_EVENTS}`,
		[`lead-of:${person}`],
	);
	const leads = events.map(({ payload, receivedAt }) =>
		readLead(payload, { now: receivedAt, rules: defaultRules }),
	);
	return leads.find(({ id }) => id === leadId) ?? null;
}
