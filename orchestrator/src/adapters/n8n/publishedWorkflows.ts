import { z } from 'zod';
import { n8nHttp } from './http';

/** Of a workflow, what runs is its published version; the draft on the canvas may be another. */
const pageSchema = z.object({
	data: z.array(
		z.object({
			id: z.coerce.string().default(''),
			name: z.string().default(''),
			activeVersionId: z.string().nullish(),
			isArchived: z.boolean().default(false),
			settings: z.record(z.unknown()).nullish(),
			nodes: z.array(z.unknown()).default([]),
			activeVersion: z.object({ nodes: z.array(z.unknown()) }).nullish(),
		}),
	),
	nextCursor: z.string().nullish(),
});

/** A workflow that runs, ours or not. */
export interface PublishedWorkflow {
	id: string;
	name: string;
	/** The version that runs. */
	versionId: string;
	settings: Readonly<Record<string, unknown>>;
	/** Of the version that runs, as n8n keeps them: what stands as a node ships it is left out. */
	nodes: readonly unknown[];
}

/** Somebody waits for it; an n8n that takes longer is asked again later. */
const TIMEOUT_MS = 10_000;

/**
 * All workflows that run, by what n8n keeps: also while it starts again, or registers the addresses of a
 * workflow anew. A call for each hundred.
 *
 * @throws MendableError as n8nHttp's `request` does
 */
export async function listPublishedWorkflows(
	url: string,
	apiKey: string,
): Promise<PublishedWorkflow[]> {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	const published: PublishedWorkflow[] = [];
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
		for (const { id, name, activeVersionId, isArchived, settings, ...rest } of page.data) {
			const versionId = activeVersionId ?? null;
			if (isArchived || versionId === null) continue;
			const nodes = rest.activeVersion?.nodes ?? rest.nodes;
			published.push({ id, name, versionId, settings: settings ?? {}, nodes });
		}
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return published;
}
