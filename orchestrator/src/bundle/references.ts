import type { Json, JsonObject, NormalWorkflow } from './normalise';

/**
 * A copy whose sub-workflow calls and error workflow point to other ids; ids that the map does not
 * know stay.
 */
export function remapReferences(
	workflow: NormalWorkflow,
	ids: ReadonlyMap<string, string>,
): NormalWorkflow {
	const remap = (value: Json | undefined): Json | undefined =>
		typeof value === 'string' ? (ids.get(value) ?? value) : value;
	const { errorWorkflow } = workflow.settings;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			parameters: remapParameters(node.parameters, remap),
		})),
		settings:
			errorWorkflow === undefined
				? workflow.settings
				: { ...workflow.settings, errorWorkflow: remap(errorWorkflow) ?? null },
	};
}

function remapParameters(
	parameters: JsonObject,
	remap: (value: Json | undefined) => Json | undefined,
): JsonObject {
	const { workflowId } = parameters;
	if (workflowId === undefined) return parameters;
	const isLocator =
		typeof workflowId === 'object' && workflowId !== null && !Array.isArray(workflowId);
	const next = isLocator
		? { ...workflowId, value: remap(workflowId.value) ?? null }
		: remap(workflowId);
	return { ...parameters, workflowId: next ?? null };
}
