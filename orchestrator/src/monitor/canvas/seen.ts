import { z } from 'zod';
import type { StoredWorkflow } from '../../adapters/n8n/api';
import type { JsonObject, NormalWorkflow } from '../../bundle/normalise';
import { normalise } from '../../bundle/normalise';

/** A workflow as it is on the canvas of an n8n, ours or not. */
export interface SeenWorkflow {
	id: string;
	name: string;
	isPublished: boolean;
	workflow: NormalWorkflow;
	/** Data pinned to its nodes; empty without any. */
	pinned: JsonObject;
}

const pinnedSchema = z.object({ pinData: z.record(z.any()).nullish() });

/** Reads what n8n lists; what is archived runs no more and is left out. */
export function seenWorkflows(found: readonly StoredWorkflow[]): SeenWorkflow[] {
	return found
		.filter(({ isArchived }) => !isArchived)
		.map(({ id, name, activeVersionId, draft }) => ({
			id,
			name,
			isPublished: activeVersionId !== null,
			workflow: normalise(draft),
			pinned: (pinnedSchema.catch({}).parse(draft).pinData ?? {}) as JsonObject,
		}));
}

/** Prefix of the node types that our pack brings. */
const PACK_PREFIX = 'n8n-nodes-agency-ops.';

/** Whether a workflow is made of nodes of ours. */
export function hasOurNodes({ workflow }: SeenWorkflow): boolean {
	return workflow.nodes.some(({ type }) => type.startsWith(PACK_PREFIX));
}
