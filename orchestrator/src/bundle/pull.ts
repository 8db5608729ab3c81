import path from 'node:path';
import type { N8nApi } from '../adapters/n8n/api';
import { describeDiff, shownDiff } from './diff/showDiff';
import { diffWorkflows } from './diff/diffWorkflows';
import { pairNodes } from './merge/pairNodes';
import { isObject } from './merge/model';
import { readWorkflowFile } from './merge/readFile';
import { fingerprint, normalise, workflowText } from './normalise';
import type { Json, NormalWorkflow } from './normalise';
import type { Bundle, BundleEntry } from './readBundle';
import { remapReferences } from './references';

/** What the canvas has of a workflow of the bundle. */
export type CanvasState =
	| { entry: BundleEntry; state: 'same' | 'missing' | 'archived' }
	| {
			entry: BundleEntry;
			state: 'changed';
			/** Normal form with the ids of the bundle, ready to be written. */
			text: string;
			/** Lines for a person, without secrets. */
			changes: string[];
	  };

/**
 * Looks at the canvas for what people changed. Reads only.
 *
 * @param localIds ids under which this n8n keeps the workflows, by those of the bundle
 */
export async function lookAtCanvas(
	api: Pick<N8nApi, 'getWorkflow'>,
	{ entries, workflows }: Pick<Bundle, 'entries' | 'workflows'>,
	localIds: ReadonlyMap<string, string>,
): Promise<CanvasState[]> {
	const ours = new Map([...localIds].map(([id, localId]) => [localId, id]));
	return await Promise.all(
		entries.map(async (entry): Promise<CanvasState> => {
			const stored = await api.getWorkflow(localIds.get(entry.id) ?? entry.id);
			const bundled = workflows.find(({ id }) => id === entry.id)?.workflow;
			if (stored === null || bundled === undefined) return { entry, state: 'missing' };
			if (stored.isArchived) return { entry, state: 'archived' };
			const canvas = withNodeIds(remapReferences(normalise(stored.draft), ours), bundled);
			if (fingerprint(canvas) === fingerprint(bundled)) return { entry, state: 'same' };
			const text = workflowText(inOrderOf(canvas, bundled));
			return { entry, state: 'changed', text, changes: changesOf(bundled, canvas) };
		}),
	);
}

/** Where a pulled workflow goes: the version after the one that the manifest names. */
export function nextVersionFile({ slug, version }: BundleEntry): string {
	return path.join(slug, `v${version + 1}`, 'workflow.json');
}

/**
 * The canvas with the bundle's ids for the nodes that are the same: pasting a canvas gives new ones,
 * which would be a change of every node.
 */
function withNodeIds(canvas: NormalWorkflow, bundled: NormalWorkflow): NormalWorkflow {
	const pairs = pairNodes(readWorkflowFile(bundled, 'bundle'), readWorkflowFile(canvas, 'canvas'));
	const ids = new Map([...pairs].map(([own, found]) => [found.id, own.id]));
	const idOf = (id: Json) => ids.get(id) ?? id;
	const nodes = canvas.nodes.map((node) => ({ ...node, id: String(idOf(node.id)) }));
	if (new Set(nodes.map(({ id }) => id)).size < nodes.length) return canvas;
	const { nodeGroups } = canvas;
	if (nodeGroups === undefined) return { ...canvas, nodes };
	return { ...canvas, nodes, nodeGroups: nodeGroups.map((group) => withMembers(group, idOf)) };
}

function withMembers(group: Json, idOf: (id: Json) => Json): Json {
	if (!isObject(group) || !Array.isArray(group.nodeIds)) return group;
	return { ...group, nodeIds: group.nodeIds.map(idOf) };
}

/** Nodes as they stand in the bundle, new ones behind: n8n's own order would hide the changes. */
function inOrderOf(canvas: NormalWorkflow, bundled: NormalWorkflow): NormalWorkflow {
	const places = new Map(bundled.nodes.map(({ id }, at) => [id, at]));
	const placeOf = (id: string) => places.get(id) ?? bundled.nodes.length;
	const nodes = [...canvas.nodes].sort((a, b) => placeOf(a.id) - placeOf(b.id));
	return { ...canvas, nodes };
}

function changesOf(bundled: NormalWorkflow, canvas: NormalWorkflow): string[] {
	const before = readWorkflowFile(bundled, 'bundle');
	const after = readWorkflowFile(inOrderOf(canvas, bundled), 'canvas');
	return describeDiff(shownDiff(diffWorkflows(before, after), before, after));
}
