import { z } from 'zod';
import { DEFAULT_TOPIC } from '../../../../nodes/domain/inbox/envelope';
import { listPublishedWorkflows } from './publishedWorkflows';

const triggerSchema = z.object({
	type: z.literal('n8n-nodes-agency-ops.agencyLedgerTrigger'),
	disabled: z.literal(false).nullish(),
	// n8n leaves out what stands as the node ships it.
	parameters: z.object({ topic: z.string().default(DEFAULT_TOPIC) }),
});

/**
 * The topics that published workflows wait for with Agency Ledger Trigger.
 *
 * @throws MendableError as n8nHttp's `request` does
 */
export async function readPublishedTopics(url: string, apiKey: string): Promise<string[]> {
	const topics = (await listPublishedWorkflows(url, apiKey)).flatMap(({ nodes }) =>
		nodes.flatMap((node) => {
			const trigger = triggerSchema.safeParse(node);
			return trigger.success ? [trigger.data.parameters.topic] : [];
		}),
	);
	return [...new Set(topics)].sort();
}
