import type { Brief } from '../../../nodes/domain/quality/gates/schema';
import { briefSchema } from '../../../nodes/domain/quality/gates/schema';
import { findLead } from '../inbox/findLead';
import type { Queries } from '../ledger/store';

/** Longest line of a brief, characters. */
const LINE_LIMIT = 300;

/**
 * What the client asked for in the form that the project began with: until somebody writes a brief,
 * reviewers look for that. A project's id is its deal's; empty where nobody knows its lead.
 */
export async function briefOfProject(queries: Queries, project: string): Promise<Brief> {
	const [deal] = await queries.query<{ subject: string }>(
		`SELECT subject FROM effects
		WHERE kind = 'hubspot.deal' AND state = 'done' AND NOT test AND receipt->>'id' = $1
		ORDER BY created_at LIMIT 1`,
		[project],
	);
	const leadId = /^lead:(.+)$/.exec(deal?.subject ?? '')?.[1];
	const lead = leadId === undefined ? null : await findLead(queries, leadId);
	const asked = lead?.message?.replace(/\s+/gu, ' ').trim() ?? '';
	return briefSchema.parse(asked === '' ? {} : { goal: shortened(asked) });
}

function shortened(text: string): string {
	if (text.length <= LINE_LIMIT) return text;
	// What ends in the middle of a pair would not be text any more.
	const start = text.slice(0, LINE_LIMIT - 1).replace(/[\uD800-\uDBFF]$/u, '');
	return `${start.trimEnd()}…`;
}
