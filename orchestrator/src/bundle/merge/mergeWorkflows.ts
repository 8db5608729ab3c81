import type { Json, JsonObject } from '../normalise';
import { mergeDocument, mergeGroups, mergePins, readPins } from './document';
import { finderOf, readWiring, writeWiring } from './edges';
import { judgeNodes } from './fates';
import { matchNodes } from './matchNodes';
import { mergeWiring } from './mergeWiring';
import type { FileNode, Merge, Part, Three, Trio, WorkflowFile } from './model';
import { isObject } from './model';
import { movedOutputs } from './movedOutputs';
import { mergeIds, mergeNames } from './names';
import { mergeNode } from './node';
import { renameReferences } from './nodeReferences';
import { mergeOrder } from './order';
import type { AskedReferee, Referee } from './referee';
import { soundWorkflow } from './sound';
import { sameJson } from './sameJson';

/**
 * Merges what the canvas and the new bundle made of the last common version: a workflow that n8n can
 * import, or the conflicts that the referee left open and no workflow.
 *
 * @throws MendableError `bundle/merge-unsound` when what came out is no workflow: a bug
 */
export function mergeWorkflows(files: Three<WorkflowFile>, referee: AskedReferee): Merge {
	const workflow = soundWorkflow(mergedFile(files, referee));
	if (referee.open.length === 0) return { status: 'merged', workflow };
	return { status: 'conflict', conflicts: referee.open, workflow: null };
}

function mergedFile(files: Three<WorkflowFile>, referee: Referee): JsonObject {
	const { base, mine, theirs } = files;
	if (sameJson(mine, theirs) || sameJson(base, theirs)) return mine;
	if (sameJson(base, mine)) return theirs;
	return mergeParts(files, referee);
}

function mergeParts(files: Three<WorkflowFile>, referee: Referee): JsonObject {
	const trios = matchNodes(files.base, files.mine, files.theirs);
	const { names, shown } = mergeNames(trios, referee);
	const ids = mergeIds(trios, names);
	const finders = findersOf(trios);
	const prepared = trios.map((trio, at) => prepare(trio, names, ids[at], at, finders));
	const wiring = {
		base: readWiring(files.base, finders.base),
		mine: readWiring(files.mine, finders.mine),
		theirs: readWiring(files.theirs, finders.theirs),
	};
	const pins = {
		base: readPins(files.base, finders.base),
		mine: readPins(files.mine, finders.mine),
		theirs: readPins(files.theirs, finders.theirs),
	};
	const fates = judgeNodes({ trios, prepared, names, shown, wiring }, referee);
	const outputsOf = movedOutputs({ prepared, wiring, shown, isLeft: fates.isLeft }, referee);
	const left = { ...fates, outputsOf, names, shown };
	const order = nodeOrder(files, trios).filter(fates.isLeft);
	const finderOfIds = idFinders(trios, ids, fates.isLeft);
	const deletedBy = new Map([...fates.keptAgainst].map(([at, side]) => [ids[at], side]));
	const all = [files.base, files.mine, files.theirs];
	const isPinned = all.some(({ pinData }) => isObject(pinData));
	const isGrouped = all.some(({ nodeGroups }) => Array.isArray(nodeGroups));
	const parts = {
		nodes: order.map((at) => mergePrepared(prepared[at], shown[at], referee)),
		connections: writeWiring(mergeWiring(wiring, left, referee), names),
		...(isPinned ? { pinData: mergePins(pins, left, referee) } : {}),
		...(isGrouped
			? { nodeGroups: mergeGroups(files, finderOfIds, (id) => deletedBy.get(id), referee) }
			: {}),
	};
	return mergeDocument(files, parts, referee);
}

function mergePrepared({ base, mine, theirs }: Trio, shown: string, referee: Referee): FileNode {
	if (mine !== null && theirs !== null) return mergeNode({ base, mine, theirs }, shown, referee);
	return (mine ?? theirs) as FileNode;
}

/** The nodes of a trio, called and calling others as in the merged workflow. */
function prepare(
	trio: Trio,
	names: readonly string[],
	id: Part,
	at: number,
	finders: Three<(name: string) => number | undefined>,
): Trio {
	const one = (node: FileNode | null, find: (name: string) => number | undefined) => {
		if (node === null) return null;
		const renamed = renameReferences(node, (name) => {
			const found = find(name);
			return found === undefined ? null : names[found];
		});
		return withNameAndId(renamed, names[at], id);
	};
	return {
		base: one(trio.base, finders.base),
		mine: one(trio.mine, finders.mine),
		theirs: one(trio.theirs, finders.theirs),
	};
}

function withNameAndId(node: FileNode, name: string, id: Part): FileNode {
	if (node.name === name && node.id === id) return node;
	if (id !== undefined) return { ...node, name, id };
	const kept = Object.entries(node).filter(([field]) => field !== 'id');
	return { ...Object.fromEntries(kept), name, type: node.type };
}

function findersOf(trios: readonly Trio[]): Three<(name: string) => number | undefined> {
	const namesIn = (version: keyof Trio) =>
		new Map(
			trios.flatMap((trio, at) => {
				const node = trio[version];
				return node === null ? [] : [[node.name, at] as const];
			}),
		);
	const named = { base: namesIn('base'), mine: namesIn('mine'), theirs: namesIn('theirs') };
	return {
		base: finderOf(named, 'base'),
		mine: finderOf(named, 'mine'),
		theirs: finderOf(named, 'theirs'),
	};
}

/** From a node's id in one version to the one it has in the merged workflow, if it is left there. */
function idFinders(
	trios: readonly Trio[],
	ids: readonly Part[],
	isLeft: (node: number) => boolean,
): Three<(id: Json) => Json | undefined> {
	const finder = (version: keyof Trio) => {
		const places = new Map(trios.map((trio, at) => [trio[version]?.id, at]));
		return (id: Json) => {
			const at = places.get(id);
			return at !== undefined && isLeft(at) ? ids[at] : undefined;
		};
	};
	return { base: finder('base'), mine: finder('mine'), theirs: finder('theirs') };
}

function nodeOrder(files: Three<WorkflowFile>, trios: readonly Trio[]): number[] {
	const placesIn = (version: keyof Trio) => {
		const places = new Map(trios.map((trio, at) => [trio[version], at]));
		return files[version].nodes.flatMap((node) => places.get(node) ?? []);
	};
	const orders = { base: placesIn('base'), mine: placesIn('mine'), theirs: placesIn('theirs') };
	return mergeOrder(orders);
}
