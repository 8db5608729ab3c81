import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import type { Queries } from '../ledger/store';

/** The highest occurrence of a deal's milestone that anybody has told the inbox of; 0 for none. */
export async function lastTold(
	queries: Queries,
	deal: string,
	milestone: Milestone,
): Promise<number> {
	const [found] = await queries.query<{ last: number | null }>(
		`SELECT max(CASE WHEN jsonb_typeof(payload->'occurrence') = 'number'
			THEN (payload->>'occurrence')::double precision END)::integer AS last
		FROM inbox WHERE subject = $1 AND NOT test AND payload->>'milestone' = $2`,
		[`milestones:${deal}`, milestone],
	);
	return found?.last ?? 0;
}

/** Where the client last saw something of a deal: the link of its newest preview; null for none. */
export async function lastPreview(queries: Queries, deal: string): Promise<string | null> {
	const [found] = await queries.query<{ link: string | null }>(
		`SELECT payload->>'link' AS link FROM inbox
		WHERE subject = $1 AND NOT test AND payload->>'milestone' = 'preview-ready'
		ORDER BY id DESC LIMIT 1`,
		[`milestones:${deal}`],
	);
	return found?.link ?? null;
}
