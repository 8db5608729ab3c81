import type { Json, JsonObject } from '../normalise';
import type { Part, Side, Three, WorkflowFile } from './model';
import { eachOf, fieldOf, isObject } from './model';
import type { NodesLeft } from './mergeWiring';
import { mergeOrder } from './order';
import type { Referee } from './referee';
import { canvasWins } from './referee';
import { sameJson } from './sameJson';
import { mergeValue, takeWhole } from './values';

/** What an n8n keeps about a workflow it stores: the canvas' own, never a matter for a person. */
const bookkeeping = [
	'id',
	'active',
	'activeVersion',
	'activeVersionId',
	'checksum',
	'createdAt',
	'homeProject',
	'isArchived',
	'meta',
	'parentFolder',
	'parentFolderId',
	'scopes',
	'shared',
	'sharedWithProjects',
	'sourceWorkflowId',
	'staticData',
	'triggerCount',
	'updatedAt',
	'usedCredentials',
	'versionCounter',
	'versionId',
];

/** What the fields of a workflow need to know of its nodes. */
export interface NodesOfDocument {
	nodes: Json[];
	connections: JsonObject;
	/** Left out where no version has any; what stands there then says nothing of nodes. */
	pinData?: JsonObject;
	nodeGroups?: Json[] | undefined;
}

/** Merges the fields of a workflow beside its nodes, in the order in which they stand. */
export function mergeDocument(
	files: Three<WorkflowFile>,
	parts: NodesOfDocument,
	referee: Referee,
): JsonObject {
	const fields = mergeOrder(eachOf(files, (file) => Object.keys(file)));
	return Object.fromEntries(
		fields.flatMap((field) => {
			const merged =
				field in parts
					? parts[field as keyof NodesOfDocument]
					: mergeField(
							eachOf(files, (file) => fieldOf(file, field)),
							field,
							referee,
						);
			return merged === undefined ? [] : [[field, merged] as const];
		}),
	);
}

function mergeField(three: Three<Part>, field: string, referee: Referee): Part {
	const place = { node: null, path: field };
	if (bookkeeping.includes(field)) return mergeValue(three, place, canvasWins);
	if (field === 'tags') return mergeTags(three);
	return mergeValue(three, place, referee);
}

/** Tags are a set: what either side put on is on, what either took off is off. */
function mergeTags(three: Three<Part>): Part {
	if (sameJson(three.mine, three.theirs) || sameJson(three.base, three.theirs)) return three.mine;
	if (sameJson(three.base, three.mine)) return three.theirs;
	const tags = eachOf(three, (value) => new Map(listOf(value).map((tag) => [tagName(tag), tag])));
	return mergeSet(eachOf(tags, (named) => [...named.keys()])).flatMap(
		(name) => tags.mine.get(name) ?? tags.theirs.get(name) ?? [],
	);
}

function tagName(tag: Json): string {
	return isObject(tag) && typeof tag.name === 'string' ? tag.name : JSON.stringify(tag);
}

function listOf(value: Part): Json[] {
	return Array.isArray(value) ? value : [];
}

/** What either side added or both kept, each once. */
function mergeSet<Entry>(three: Three<Entry[]>): Entry[] {
	const { base, mine, theirs } = eachOf(three, (list) => new Set(list));
	return mergeOrder(eachOf(three, (list) => [...new Set(list)])).filter((entry) =>
		base.has(entry) ? mine.has(entry) && theirs.has(entry) : true,
	);
}

/** Pinned data by the place of its node; what no node of any version has is left out. */
export function readPins(
	{ pinData }: WorkflowFile,
	find: (name: string) => number | undefined,
): Map<number, Part> {
	const pins = isObject(pinData) ? Object.entries(pinData) : [];
	return new Map(
		pins.flatMap(([name, pinned]) => {
			const at = find(name);
			return at === undefined ? [] : [[at, pinned] as const];
		}),
	);
}

/** Pinned data of the nodes that are left, each node's as a whole. */
export function mergePins(
	pins: Three<ReadonlyMap<number, Part>>,
	{ isLeft, keptAgainst, names, shown }: NodesLeft & { names: readonly string[] },
	referee: Referee,
): JsonObject {
	const order = mergeOrder(eachOf(pins, (each) => [...each.keys()])).filter(isLeft);
	return Object.fromEntries(
		order.flatMap((at) => {
			const three = eachOf(pins, (each) => each.get(at));
			// Whoever deleted the node took away what was pinned to it only because of that.
			const deleter = keptAgainst.get(at);
			const known = deleter === undefined ? three : { ...three, [deleter]: three.base };
			const pinned = mergePin(known, shown[at], referee);
			return pinned === undefined ? [] : [[names[at], pinned] as const];
		}),
	);
}

function mergePin(three: Three<Part>, node: string, referee: Referee): Part {
	if (sameJson(three.mine, three.theirs) || sameJson(three.base, three.theirs)) return three.mine;
	if (sameJson(three.base, three.mine)) return three.theirs;
	return takeWhole(three, { node, path: 'pinData' }, referee);
}

/**
 * Frames around nodes: merged by id, their nodes as a set, without those that are gone.
 *
 * @param deletedBy side that deleted a node which is kept all the same, by the node's merged id
 */
export function mergeGroups(
	files: Three<WorkflowFile>,
	finders: Three<(id: Json) => Json | undefined>,
	deletedBy: (id: Json) => Side | undefined,
	referee: Referee,
): Json[] | undefined {
	const groups: Three<Part> = {
		base: withIds(files.base.nodeGroups, finders.base),
		mine: withIds(files.mine.nodeGroups, finders.mine),
		theirs: withIds(files.theirs.nodeGroups, finders.theirs),
	};
	const nodesOf = eachOf(
		groups,
		(value) => new Map(listOf(value).map((group) => [groupId(group), memberIds(group)])),
	);
	const plain = eachOf(groups, (value) =>
		value === undefined
			? undefined
			: listOf(value).map((group) => ({ ...(group as JsonObject), nodeIds: [] })),
	);
	const merged = mergeValue(plain, { node: null, path: 'nodeGroups' }, referee);
	if (merged === undefined) return undefined;
	return listOf(merged).map((group) => ({
		...(group as JsonObject),
		nodeIds: mergeMembers(
			eachOf(nodesOf, (members) => members.get(groupId(group)) ?? []),
			deletedBy,
		),
	}));
}

function mergeMembers(members: Three<Json[]>, deletedBy: (id: Json) => Side | undefined): Json[] {
	const withDeleted = (side: Side) => [
		...members[side],
		...members.base.filter((id) => deletedBy(id) === side && !members[side].includes(id)),
	];
	return mergeSet({
		base: members.base,
		mine: withDeleted('mine'),
		theirs: withDeleted('theirs'),
	});
}

function withIds(groups: Part, find: (id: Json) => Json | undefined): Part {
	if (groups === undefined || groups === null) return undefined;
	return listOf(groups)
		.filter(isObject)
		.map((group) => ({
			...group,
			nodeIds: memberIds(group).flatMap((id) => find(id) ?? []),
		}));
}

function groupId(group: Json): string {
	return isObject(group) ? JSON.stringify(group.id ?? group.name ?? null) : '';
}

function memberIds(group: Json): Json[] {
	return isObject(group) ? listOf(group.nodeIds) : [];
}
