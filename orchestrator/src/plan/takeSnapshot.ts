import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import type { N8nApi } from '../adapters/n8n/api';
import type { WorkflowFile } from '../bundle/merge/model';
import { readWorkflowFile } from '../bundle/merge/readFile';
import type { JsonObject } from '../bundle/normalise';
import { fingerprint, normalise } from '../bundle/normalise';
import { remapReferences } from '../bundle/references';
import { inParallel } from '../apply/inParallel';
import type { SeedServices } from '../apply/services';
import { ourIds } from './ourIds';
import { lookAtClickup } from './lookAtClickup';
import { lookAtSlack } from './lookAtSlack';
import type { Blueprint, FoundWorkflow, N8nSnapshot, Seeded, Snapshot } from './model';

/** What is remembered of earlier applies. */
export interface Remembered {
	seeded: Seeded;
	/** Bundle that was applied last, name and version. */
	installed?: string | null;
}

/**
 * Looks at n8n, the vendors and the storage as far as the blueprint concerns them. Reads only.
 *
 * @throws MendableError of the service that could not be asked
 */
export async function takeSnapshot(
	services: SeedServices,
	wanted: Blueprint,
	{ seeded, installed = null }: Remembered,
): Promise<Snapshot> {
	const objects = [...new Set(wanted.hubspot.properties.map(({ object }) => object))];
	const [
		n8n,
		groups,
		properties,
		pipelines,
		slack,
		clickup,
		clickupHooks,
		hooks,
		fields,
		endpoints,
		buckets,
	] = await Promise.all([
		lookAtN8n(services, wanted, seeded),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listGroups(each)])),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listProperties(each)])),
		services.hubspot.listPipelines(),
		lookAtSlack(services, wanted, seeded),
		lookAtClickup(services, wanted.clickup, seeded),
		wanted.clickupHook === null ? null : lookAtClickupHooks(services),
		wanted.frameioHook === null ? null : lookAtHooks(services),
		wanted.frameioOptions.length === 0 ? null : lookAtFields(services),
		wanted.stripeHook === null ? null : lookAtEndpoints(services),
		services.buckets(),
	]);
	return {
		n8n,
		hubspot: {
			groups: Object.fromEntries(groups) as Snapshot['hubspot']['groups'],
			properties: Object.fromEntries(properties) as Snapshot['hubspot']['properties'],
			pipelines,
		},
		slack,
		clickup,
		clickupHooks,
		frameioHooks: hooks,
		frameioFields: fields,
		stripeHooks: endpoints,
		buckets,
		seeded,
		installed,
	};
}

/** Of several workspaces nobody may have said which is meant; what else there is goes on. */
async function lookAtClickupHooks({
	clickupHooks,
}: SeedServices): Promise<Snapshot['clickupHooks']> {
	return await orReport(async () => ({
		hooks: await clickupHooks.list(),
		heldId: clickupHooks.heldId(),
	}));
}

/** A workspace that cannot be told is a step for a person, and stops nothing else. */
async function lookAtHooks({ frameioHooks }: SeedServices): Promise<Snapshot['frameioHooks']> {
	return await orReport(async () => ({
		hooks: await frameioHooks.list(),
		heldId: frameioHooks.heldId(),
	}));
}

/** Where Frame.io cannot be asked, its webhook says why. */
async function lookAtFields({ metadataFields }: SeedServices): Promise<Snapshot['frameioFields']> {
	const found = await orReport(metadataFields);
	return 'mend' in found ? null : found;
}

/** A restricted key need not be allowed to look. */
async function lookAtEndpoints({ stripeHooks }: SeedServices): Promise<Snapshot['stripeHooks']> {
	if (stripeHooks === null) return null;
	return await orReport(async () => ({
		endpoints: await stripeHooks.list(),
		heldId: stripeHooks.heldId(),
	}));
}

async function orReport<Found>(look: () => Promise<Found>): Promise<Found | ErrorReport> {
	try {
		return await look();
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
}

/** Reads of n8n at the same time: it is one process, and people work on it. */
const LOOKS_AT_ONCE = 8;

async function lookAtN8n(
	{ n8n }: SeedServices,
	wanted: Blueprint,
	seeded: Seeded,
): Promise<N8nSnapshot> {
	const apiKey = n8n.apiKey();
	const api = apiKey === null ? null : n8n.open(apiKey);
	const keyScopes = (await api?.scopes()) ?? null;
	if (api === null || keyScopes === null) {
		return { hasOwner: !(await n8n.needsOwner()), keyScopes: null, contents: null };
	}
	const [credentials, workflows] = await Promise.all([
		api.listCredentials(),
		inParallel(wanted.workflows, LOOKS_AT_ONCE, async ({ id }) => {
			return await findWorkflow(api, id, seeded);
		}),
	]);
	const found = workflows.filter((workflow) => workflow !== null);
	return { hasOwner: true, keyScopes, contents: { credentials, workflows: found } };
}

/**
 * A workflow as n8n has it, with references by our ids; null where there is none.
 *
 * @param id ours
 */
export async function findWorkflow(
	api: Pick<N8nApi, 'getWorkflow'>,
	id: string,
	{ workflows }: Seeded,
): Promise<FoundWorkflow | null> {
	const localId = workflows[id]?.localId ?? id;
	const stored = await api.getWorkflow(localId);
	if (stored === null) return null;
	const { versionId, activeVersionId, isArchived } = stored;
	const draft = writtenFields(readWorkflowFile(stored.draft, `the workflow ${localId} of n8n`));
	return {
		id,
		localId,
		versionId,
		activeVersionId,
		isPublished: activeVersionId !== null && activeVersionId === versionId,
		isArchived,
		fingerprint: fingerprint(remapReferences(normalise(stored.draft), ourIds(workflows))),
		draft,
	};
}

/** What a person decides on, as n8n takes it back; no pinned data, times or counters. */
export function writtenFields(workflow: WorkflowFile): JsonObject {
	const { name = '', nodes, connections, settings, nodeGroups } = workflow;
	const isGrouped = Array.isArray(nodeGroups) && nodeGroups.length > 0;
	return {
		name,
		nodes,
		connections,
		settings: settings ?? {},
		...(isGrouped ? { nodeGroups } : {}),
	};
}
