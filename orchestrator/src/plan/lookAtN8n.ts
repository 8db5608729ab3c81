import type { N8nApi, StoredWorkflow } from '../adapters/n8n/api';
import { TABLE_SCOPE } from '../adapters/n8n/api';
import type { WorkflowFile } from '../bundle/merge/model';
import { readWorkflowFile } from '../bundle/merge/readFile';
import type { JsonObject } from '../bundle/normalise';
import { fingerprint, normalise } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { remapReferences, tableReferences } from '../bundle/references';
import type { SeedServices } from '../apply/services';
import { listenersOf } from './listeners';
import type { Blueprint, FoundWorkflow, N8nSnapshot, Seeded } from './model';
import { localIds, ourIds } from './ourIds';

/** What n8n holds, and what is remembered together with the ids that were seen there. */
export interface LookedAtN8n {
	n8n: N8nSnapshot;
	seeded: Seeded;
}

/** Looks at n8n as far as the blueprint concerns it. Reads only. */
export async function lookAtN8n(
	{ n8n }: SeedServices,
	wanted: Blueprint,
	remembered: Seeded,
): Promise<LookedAtN8n> {
	const apiKey = n8n.apiKey();
	const api = apiKey === null ? null : n8n.open(apiKey);
	const keyScopes = (await api?.scopes()) ?? null;
	if (api === null || keyScopes === null) {
		const hasOwner = !(await n8n.needsOwner());
		return { n8n: { hasOwner, keyScopes: null, contents: null }, seeded: remembered };
	}
	const mayRead = keyScopes.includes(TABLE_SCOPE);
	const [credentials, listed, tables] = await Promise.all([
		api.listCredentials(),
		api.listWorkflows({ withPins: false }),
		mayRead ? lookAtTables(api, wanted.workflows) : null,
	]);
	const known = { ...remembered, ...(tables === null ? {} : { tables }) };
	const seeded = { ...known, adopted: await findAdopted(api, wanted.workflows, listed, known) };
	const places = localIds(seeded);
	const ours = new Map(wanted.workflows.map(({ id }) => [places.get(id) ?? id, id]));
	const workflows = listed.flatMap((stored) => {
		const id = ours.get(stored.id);
		return id === undefined ? [] : [foundWorkflow(id, stored, seeded)];
	});
	const others = listed.filter(({ id }) => !ours.has(id));
	const listeners = others.flatMap(listenersOf);
	const otherIds = others.map(({ id }) => id);
	const contents = { credentials, workflows, listeners, otherIds };
	return { n8n: { hasOwner: true, keyScopes, contents }, seeded };
}

/**
 * The ids that this n8n has for the data tables of workflows: the same, else that of the table of the
 * same name. One that is missing is left out.
 */
export async function lookAtTables(
	api: Pick<N8nApi, 'listDataTables'>,
	workflows: ReadonlyArray<Pick<BundleWorkflow, 'workflow'>>,
): Promise<Record<string, string>> {
	const wanted = workflows.flatMap(({ workflow }) => tableReferences(workflow));
	if (wanted.length === 0) return {};
	const there = await api.listDataTables();
	const places = wanted.flatMap(({ id, name }) => {
		const same = there.find((table) => table.id === id);
		const named = there.filter((table) => table.name === name);
		const found = same ?? (named.length === 1 ? named[0] : undefined);
		return found === undefined ? [] : [[id, found.id] as const];
	});
	return Object.fromEntries(places);
}

/**
 * Workflows of ours that have other ids in n8n and are not remembered: imported past us (n8n remembers
 * which package id each came from, and tells it only of one at a time), or left by a run that broke off
 * in an n8n without an importer, to the letter.
 */
async function findAdopted(
	api: Pick<N8nApi, 'getWorkflow'>,
	wanted: readonly BundleWorkflow[],
	listed: readonly StoredWorkflow[],
	seeded: Seeded,
): Promise<Record<string, string>> {
	const isThere = (id: string) => listed.some((stored) => stored.id === id);
	const missing = wanted.filter(({ id }) => !isThere(seeded.workflows[id]?.localId ?? id));
	const adopted: Record<string, string> = {};
	for (const each of missing) {
		const alike = listed.filter((stored) => !stored.isArchived && isAlike(stored, each));
		for (const { id } of alike) {
			const stored = await api.getWorkflow(id);
			if (stored?.sourceId === each.id) adopted[each.id] = id;
		}
	}
	// What calls another is known once that one is.
	for (let count = -1; count < Object.keys(adopted).length; ) {
		count = Object.keys(adopted).length;
		const ours = ourIds({ ...seeded, adopted });
		for (const { id, name, workflow } of missing.filter((each) => !(each.id in adopted))) {
			const same = listed.find(
				(stored) =>
					stored.name === name &&
					!stored.isArchived &&
					!ours.has(stored.id) &&
					fingerprint(remapReferences(normalise(stored.draft), ours)) === fingerprint(workflow),
			);
			if (same !== undefined) adopted[id] = same.id;
		}
	}
	return adopted;
}

/** Whether one may have come from the other: nobody renames all of it and makes every node anew. */
function isAlike(
	{ name, draft }: StoredWorkflow,
	{ name: ours, workflow }: BundleWorkflow,
): boolean {
	if (name === ours) return true;
	const { nodes } = draft as { nodes?: Array<{ id?: string }> };
	const ids = new Set(workflow.nodes.map(({ id }) => id));
	return (nodes ?? []).some(({ id }) => id !== undefined && ids.has(id));
}

/**
 * A workflow as n8n has it, with references by our ids; null where there is none.
 *
 * @param id ours
 */
export async function findWorkflow(
	api: Pick<N8nApi, 'getWorkflow'>,
	id: string,
	seeded: Seeded,
): Promise<FoundWorkflow | null> {
	const stored = await api.getWorkflow(localIds(seeded).get(id) ?? id);
	return stored === null ? null : foundWorkflow(id, stored, seeded);
}

function foundWorkflow(id: string, stored: StoredWorkflow, seeded: Seeded): FoundWorkflow {
	const { id: localId, versionId, activeVersionId, isArchived } = stored;
	const draft = writtenFields(readWorkflowFile(stored.draft, `the workflow ${localId} of n8n`));
	return {
		id,
		localId,
		versionId,
		activeVersionId,
		isPublished: activeVersionId !== null && activeVersionId === versionId,
		isArchived,
		fingerprint: fingerprint(remapReferences(normalise(stored.draft), ourIds(seeded))),
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
