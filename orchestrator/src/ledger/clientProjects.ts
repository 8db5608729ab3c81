import { z } from 'zod';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import { MILESTONE_REACHED } from '../inbox/decide';
import type { MilestoneFact } from '../portal/stage';
import type { Queries } from './store';

const moment = z
	.string()
	.datetime({ offset: true })
	.transform((text) => new Date(text))
	.nullish()
	.catch(null)
	.transform((date) => date ?? null);

const payloadSchema = z.object({
	milestone: z.enum(milestones),
	approvedBy: z.string().trim().min(1).nullish().catch(null),
	details: z
		.object({ startsAt: moment, dueAt: moment, expectedAt: moment })
		.catch({ startsAt: null, dueAt: null, expectedAt: null }),
});

/** A milestone of a deal. */
export interface DealMilestone extends MilestoneFact {
	deal: string;
}

/**
 * The milestones that deals came to, oldest first, by the events about them. What a person discarded
 * did not happen, nor did a delay that nobody has said yes to telling.
 */
export async function readMilestonesOf(
	queries: Queries,
	deals: readonly string[],
	test: boolean,
): Promise<DealMilestone[]> {
	const rows = await queries.query<{ deal: string; payload: unknown; at: Date }>(
		`SELECT substr(subject, length('milestones:') + 1) AS deal, payload, received_at AS at FROM inbox
		WHERE subject IN (SELECT 'milestones:' || deal FROM jsonb_array_elements_text($1::jsonb) AS deal)
			AND topic = $2 AND test = $3 AND state <> 'discarded'
		ORDER BY received_at, id`,
		[JSON.stringify(deals), MILESTONE_REACHED, test],
	);
	return rows.flatMap(({ deal, payload, at }) => {
		const read = payloadSchema.safeParse({ details: {}, ...(payload as object) });
		if (!read.success) return [];
		const { milestone, approvedBy, details } = read.data;
		if (milestone === 'delay' && (approvedBy ?? null) === null) return [];
		return [{ deal, milestone, at, ...details }];
	});
}

/** The deals whose projects somebody has begun with; reservations name a project by its deal. */
export async function readStartedOf(
	queries: Queries,
	deals: readonly string[],
	test: boolean,
): Promise<Set<string>> {
	const rows = await queries.query<{ project: string }>(
		`SELECT DISTINCT project FROM reservations
		WHERE project IN (SELECT jsonb_array_elements_text($1::jsonb)) AND test = $2 AND state = 'started'`,
		[JSON.stringify(deals), test],
	);
	return new Set(rows.map(({ project }) => project));
}
