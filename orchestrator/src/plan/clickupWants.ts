import type { PlaceKind } from '../adapters/clickup/places';
import { isPlaceNumber, placePath, placeWithin } from '../adapters/clickup/placeNames';
import type { Json, JsonObject } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';

/** A space, a folder or a list that has to be there. */
export interface WantedPlace {
	kind: PlaceKind;
	/** Its place, such as `Agency / Sales / Leads`; its number where the configuration gives that. */
	key: string;
	/** Settings that name it or something in it, such as `clickup.lists.leads`. */
	settings: string[];
	/** Whether flows make tasks in it, or in what they make there. */
	holdsTasks: boolean;
}

/** A status that flows set, and where. */
export interface WantedStatus {
	status: string;
	/** Names of the flows. */
	workflows: string[];
}

/** A list or space that a flow names and the configuration does not. */
export interface UnknownPlace {
	kind: 'space' | 'list';
	name: string;
	/** Names of the flows. */
	workflows: string[];
}

/** What is wanted of ClickUp. */
export interface WantedClickup {
	/** What is around another place comes before it. */
	places: WantedPlace[];
	statuses: WantedStatus[];
	/** Keys of the places whose tasks get those statuses. */
	statusPlaces: string[];
	unknown: UnknownPlace[];
	keyField: string;
}

const order: PlaceKind[] = ['space', 'folder', 'list'];

/** What configuration and flows want of ClickUp. */
export function wantedClickup(
	{
		lists,
		spaces,
		keyField,
	}: Record<'lists' | 'spaces', Record<string, string>> & {
		keyField: string;
	},
	workflows: readonly BundleWorkflow[],
): WantedClickup {
	const wanted = new Map<string, WantedPlace>();
	const add = (kind: PlaceKind, key: string, setting: string, holdsTasks: boolean) => {
		const id = `${kind}/${key}`;
		const known = wanted.get(id) ?? { kind, key, settings: [], holdsTasks: false };
		known.settings.push(setting);
		known.holdsTasks ||= holdsTasks;
		wanted.set(id, known);
	};
	for (const [name, key] of Object.entries(spaces))
		add('space', key, `clickup.spaces.${name}`, true);
	for (const [name, key] of Object.entries(lists)) {
		const setting = `clickup.lists.${name}`;
		for (let at = placeWithin('list', key); at !== null; at = placeWithin(at.kind, at.key)) {
			add(at.kind, at.key, setting, false);
		}
		add('list', key, setting, true);
	}
	const nodes = effectNodes(workflows);
	const listsOfDeals = nodes.flatMap(({ effect, parameters }) => {
		const { subjectType, taskList } = parameters;
		const isOfDeal = effect === 'clickUpTask' && subjectType === 'deal' && isPlain(taskList);
		return isOfDeal ? (lists[taskList] ?? []) : [];
	});
	return {
		places: [...wanted.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
		statuses: statusesOf(nodes),
		// A status is set to the tasks of a deal: in what flows make for it, or in a list of such tasks.
		statusPlaces: [...new Set([...Object.values(spaces), ...listsOfDeals])],
		unknown: [
			...unknownOf('list', nodes, 'clickUpTask', 'taskList', lists),
			...unknownOf('space', nodes, 'clickUpFolder', 'folderSpace', spaces),
		],
		keyField,
	};
}

interface EffectNode {
	workflow: string;
	effect: string;
	parameters: JsonObject;
}

function effectNodes(workflows: readonly BundleWorkflow[]): EffectNode[] {
	return workflows.flatMap(({ name, workflow }) =>
		workflow.nodes.flatMap(({ parameters }) => {
			const { effect } = parameters;
			return typeof effect === 'string' ? [{ workflow: name, effect, parameters }] : [];
		}),
	);
}

function statusesOf(nodes: readonly EffectNode[]): WantedStatus[] {
	const wanted = new Map<string, WantedStatus>();
	for (const { workflow, effect, parameters } of nodes) {
		const { workStatus } = parameters;
		// Without one it is the status that closes a task, which every list has.
		if (effect !== 'clickUpStatus' || !isPlain(workStatus)) continue;
		const status = workStatus.trim();
		const known = wanted.get(status.toLowerCase()) ?? { status, workflows: [] };
		if (!known.workflows.includes(workflow)) known.workflows.push(workflow);
		wanted.set(status.toLowerCase(), known);
	}
	return [...wanted.values()];
}

function unknownOf(
	kind: UnknownPlace['kind'],
	nodes: readonly EffectNode[],
	effect: string,
	parameter: string,
	known: Record<string, string>,
): UnknownPlace[] {
	const unknown = new Map<string, UnknownPlace>();
	for (const node of nodes) {
		const name = node.parameters[parameter];
		if (node.effect !== effect || !isPlain(name)) continue;
		if (Object.hasOwn(known, name) || isPlaceNumber(name)) continue;
		const found = unknown.get(name) ?? { kind, name, workflows: [] };
		if (!found.workflows.includes(node.workflow)) found.workflows.push(node.workflow);
		unknown.set(name, found);
	}
	return [...unknown.values()];
}

/** A text that is no expression, and not empty: what that gives is not known before it runs. */
const isPlain = (value: Json | undefined): value is string =>
	typeof value === 'string' && value.trim() !== '' && !value.startsWith('=');

/** The key of the space that a place is in; null where only its number is known. */
export function spaceKeyOf(key: string): string | null {
	return isPlaceNumber(key) ? null : (placePath(key)[0] ?? null);
}
