import type { Json } from './json';
import type { Queries } from './store';

/** A lead as it came in. */
export interface ReceivedLead {
	/** Id in the inbox; later ones are greater. */
	id: string;
	source: string;
	receivedAt: Date;
	payload: Json;
}

/** Reads real leads in the order of their ids, a page at a time. @param after id of the last one read */
export async function readReceivedLeads(
	queries: Queries,
	after: string,
	limit: number,
): Promise<ReceivedLead[]> {
	return await queries.query<ReceivedLead>(
		`SELECT id, source, received_at AS "receivedAt", payload FROM inbox
		WHERE topic = 'lead.received' AND NOT test AND id > $1 ORDER BY id LIMIT $2`,
		[after, limit],
	);
}

/** How a lead ended, as far as the ledger knows; `open`: it was won or lost once, and no longer is. */
export type LeadOutcome = 'won' | 'lost' | 'not-a-fit' | 'open';

/**
 * Reads how these leads ended: what sales said in Slack, and the stages of their deals that HubSpot
 * told of. The later word of the two holds.
 *
 * @param subjects as effects name them, e.g. `lead:20261126-1f3a9c0b7d2e`
 * @param stages HubSpot's ids of the stages of deals that are won, and of the one of those that are lost;
 * empty or null where none is configured
 */
export async function readLeadOutcomes(
	queries: Queries,
	subjects: string[],
	stages: { won: readonly string[]; lost: string | null },
): Promise<Map<string, LeadOutcome>> {
	const rows = await queries.query<{ subject: string; outcome: LeadOutcome }>(OUTCOMES, [
		JSON.stringify(subjects),
		JSON.stringify(stages.won),
		stages.lost,
	]);
	return new Map(rows.map(({ subject, outcome }) => [subject, outcome]));
}

// A row of a Map that comes later replaces the one before it.
const OUTCOMES = `
WITH asked AS (
	SELECT jsonb_array_elements_text($1::jsonb) AS lead
), deals AS (
	SELECT lead, receipt->>'id' AS deal FROM effects JOIN asked ON subject = lead
	WHERE kind = 'hubspot.deal' AND state = 'done' AND NOT test
), said AS (
	SELECT lead, content->>'outcome' AS outcome, created_at AS at FROM records
	JOIN asked ON subject = lead
	WHERE type = 'lead-outcome' AND NOT test
	UNION ALL
	SELECT lead, CASE
		WHEN payload->>'propertyValue' IN (SELECT jsonb_array_elements_text($2::jsonb)) THEN 'won'
		WHEN payload->>'propertyValue' = $3::text THEN 'lost'
		ELSE 'open' END, received_at
	FROM inbox JOIN deals ON inbox.subject = 'hubspot-deal:' || deal
	WHERE topic = 'hubspot.deal.property-change' AND NOT test
		AND payload->>'propertyName' = 'dealstage'
)
SELECT lead AS subject, outcome FROM said
WHERE outcome IN ('won', 'lost', 'not-a-fit', 'open') ORDER BY at`;
