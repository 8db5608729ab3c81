import type { Json, JsonObject, NormalWorkflow, WorkflowNode } from './normalise';

/** Parameters by which nodes name other workflows and data tables. */
const locators = ['workflowId', 'dataTableId'] as const;

/**
 * A copy whose sub-workflow calls, data tables, error workflow and allowed callers have other ids; ids
 * that the map does not know stay.
 */
export function remapReferences(
	workflow: NormalWorkflow,
	ids: ReadonlyMap<string, string>,
): NormalWorkflow {
	const remap = (value: Json | undefined): Json | undefined =>
		typeof value === 'string' ? (ids.get(value) ?? value) : value;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			parameters: remapParameters(node.parameters, remap),
		})),
		settings: remapSettings(workflow.settings, remap),
	};
}

function remapParameters(
	parameters: JsonObject,
	remap: (value: Json | undefined) => Json | undefined,
): JsonObject {
	const named = locators.filter((name) => parameters[name] !== undefined);
	if (named.length === 0) return parameters;
	const next = named.map((name) => {
		const value = parameters[name];
		return [
			name,
			isLocator(value) ? { ...value, value: remap(value.value) ?? null } : remap(value),
		];
	});
	return { ...parameters, ...(Object.fromEntries(next) as JsonObject) };
}

function remapSettings(
	settings: JsonObject,
	remap: (value: Json | undefined) => Json | undefined,
): JsonObject {
	const { errorWorkflow, callerIds } = settings;
	const callers = typeof callerIds === 'string' ? callerIds.split(',').map((id) => id.trim()) : [];
	const areOthers = callers.some((id) => remap(id) !== id);
	return {
		...settings,
		...(errorWorkflow === undefined ? {} : { errorWorkflow: remap(errorWorkflow) ?? null }),
		...(areOthers ? { callerIds: callers.map(remap).join(',') } : {}),
	};
}

/** A data table that a node names by its id. */
export interface TableReference {
	node: string;
	id: string;
	/** What it was called where the workflow was made; null where that is not said. */
	name: string | null;
}

/** The data tables that the nodes of a workflow name by id; those by name or expression are not here. */
export function tableReferences({ nodes }: NormalWorkflow): TableReference[] {
	return nodes.flatMap(({ name: node, parameters: { dataTableId } }) => {
		if (!isLocator(dataTableId) || dataTableId.mode === 'name') return [];
		const { value: id, cachedResultName: name } = dataTableId;
		if (typeof id !== 'string' || id === '' || isExpression(id)) return [];
		return [{ node, id, name: typeof name === 'string' ? name : null }];
	});
}

/** An id that stands where nothing can replace it: inside an expression, code or text. */
export interface HiddenReference {
	node: string;
	id: string;
}

/** Where the nodes of a workflow hold one of these ids and no locator does. */
export function hiddenReferences(
	{ nodes }: NormalWorkflow,
	ids: Iterable<string>,
): HiddenReference[] {
	const wanted = [...ids];
	if (wanted.length === 0) return [];
	return nodes.flatMap(({ name: node, parameters }) => {
		const texts = textsIn(withoutLocators(parameters));
		const words = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
		return wanted.filter((id) => words.has(id)).map((id) => ({ node, id }));
	});
}

/** Nodes in which an expression decides at run time what is called or read. */
export function decidedAtRunTime({ nodes }: NormalWorkflow): WorkflowNode[] {
	return nodes.filter(({ parameters }) =>
		locators.some((name) => {
			const given = parameters[name];
			const value = isLocator(given) ? given.value : given;
			return typeof value === 'string' && isExpression(value);
		}),
	);
}

function withoutLocators(parameters: JsonObject): Json {
	const left = Object.entries(parameters).map(([name, value]) => {
		if (!locators.some((each) => each === name)) return [name, value] as const;
		const text = isLocator(value) ? (value.value ?? null) : value;
		return [name, typeof text === 'string' && isExpression(text) ? text : null] as const;
	});
	return Object.fromEntries(left);
}

function textsIn(value: Json): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

function isLocator(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isExpression = (text: string) => text.startsWith('=');
