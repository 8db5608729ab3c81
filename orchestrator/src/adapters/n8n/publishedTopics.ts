import { z } from 'zod';
import { DEFAULT_TOPIC } from '../../../../nodes/domain/inbox/envelope';
import { n8nHttp } from './http';

/** Of a workflow, what runs is its published version; the draft on the canvas may be another. */
const pageSchema = z.object({
	data: z.array(
		z.object({
			activeVersionId: z.string().nullish(),
			isArchived: z.boolean().default(false),
			nodes: z.array(z.unknown()).default([]),
			activeVersion: z.object({ nodes: z.array(z.unknown()) }).nullish(),
		}),
	),
	nextCursor: z.string().nullish(),
});
const triggerSchema = z.object({
	type: z.literal('n8n-nodes-agency-ops.agencyLedgerTrigger'),
	disabled: z.literal(false).nullish(),
	// n8n leaves out what stands as the node ships it.
	parameters: z.object({ topic: z.string().default(DEFAULT_TOPIC) }),
});

/** Somebody waits for it; an n8n that takes longer is asked again later. */
const TIMEOUT_MS = 10_000;

/**
 * The topics that published workflows wait for with Agency Ledger Trigger, by what n8n keeps: also while
 * it starts again, or registers the addresses of a workflow anew.
 *
 * @throws MendableError as n8nHttp's `request` does
 */
export async function readPublishedTopics(url: string, apiKey: string): Promise<string[]> {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	const topics = new Set<string>();
	let cursor: string | undefined;
	do {
		const page = await http.request(pageSchema, {
			url: '/workflows',
			params: {
				active: true,
				excludePinnedData: true,
				limit: 100,
				...(cursor === undefined ? {} : { cursor }),
			},
			timeout: TIMEOUT_MS,
		});
		for (const { activeVersionId, isArchived, nodes, activeVersion } of page.data) {
			if (isArchived || (activeVersionId ?? null) === null) continue;
			for (const node of activeVersion?.nodes ?? nodes) {
				const trigger = triggerSchema.safeParse(node);
				if (trigger.success) topics.add(trigger.data.parameters.topic);
			}
		}
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return [...topics].sort();
}
