import { isErrorReport } from '../../../nodes/domain/errors';
import type { N8nApi } from '../adapters/n8n/api';
import { fingerprint, normalise } from '../bundle/normalise';
import { remapReferences } from '../bundle/references';
import type { SeedServices } from '../apply/services';
import type { Blueprint, FoundWorkflow, N8nSnapshot, Seeded, Snapshot } from './model';

/**
 * Looks at n8n, HubSpot, Slack, ClickUp and Frame.io as far as the blueprint concerns them. Reads only.
 *
 * @throws MendableError of the service that could not be asked
 */
export async function takeSnapshot(
	services: SeedServices,
	wanted: Blueprint,
	seeded: Seeded,
): Promise<Snapshot> {
	const objects = [...new Set(wanted.hubspot.properties.map(({ object }) => object))];
	const [n8n, groups, properties, channels, lists, frameioHooks] = await Promise.all([
		lookAtN8n(services, wanted, seeded),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listGroups(each)])),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listProperties(each)])),
		services.slack.listChannels(),
		Promise.all(
			wanted.clickup.lists.map(async ({ id }) => [id, await services.clickup.findList(id)]),
		),
		wanted.frameioHook === null ? null : lookAtHooks(services),
	]);
	return {
		n8n,
		hubspot: {
			groups: Object.fromEntries(groups) as Snapshot['hubspot']['groups'],
			properties: Object.fromEntries(properties) as Snapshot['hubspot']['properties'],
		},
		channels,
		lists: Object.fromEntries(lists) as Snapshot['lists'],
		frameioHooks,
		seeded,
	};
}

/** A workspace that cannot be told is a step for a person, and stops nothing else. */
async function lookAtHooks({ frameioHooks }: SeedServices): Promise<Snapshot['frameioHooks']> {
	try {
		return { hooks: await frameioHooks.list(), heldId: frameioHooks.heldId() };
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
}

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
		Promise.all(wanted.workflows.map(async ({ id }) => await findWorkflow(api, id, seeded))),
	]);
	const found = workflows.filter((workflow) => workflow !== null);
	return { hasOwner: true, keyScopes, contents: { credentials, workflows: found } };
}

async function findWorkflow(
	api: N8nApi,
	id: string,
	{ workflows }: Seeded,
): Promise<FoundWorkflow | null> {
	const stored = await api.getWorkflow(workflows[id]?.localId ?? id);
	if (stored === null) return null;
	const ours = new Map(Object.entries(workflows).map(([our, { localId }]) => [localId, our]));
	return {
		id,
		isPublished: stored.activeVersionId !== null && stored.activeVersionId === stored.versionId,
		isArchived: stored.isArchived,
		fingerprint: fingerprint(remapReferences(normalise(stored.draft), ours)),
	};
}
