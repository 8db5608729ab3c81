import type { Json, JsonObject } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';

/** An option of a metadata field that a flow sets. */
export interface WantedOption {
	field: string;
	option: string;
	/** Names of the flows. */
	workflows: string[];
}

/** The effect of Agency Effect that sets a field, and its parameters with what they default to. */
const EFFECT = 'frameIoStatus';
const DEFAULTS = { statusField: 'Status', statusValue: 'Approved' };

/** The options that workflows name; what an expression gives is not known before it runs. */
export function frameioOptions(workflows: readonly BundleWorkflow[]): WantedOption[] {
	const wanted = new Map<string, WantedOption>();
	for (const { name, workflow } of workflows) {
		for (const { parameters } of workflow.nodes) {
			const set: JsonObject = { ...DEFAULTS, ...parameters };
			const { effect, statusField, statusValue } = set;
			if (effect !== EFFECT || !isPlain(statusField) || !isPlain(statusValue)) continue;
			const key = JSON.stringify([statusField, statusValue]);
			const known = wanted.get(key) ?? { field: statusField, option: statusValue, workflows: [] };
			if (!known.workflows.includes(name)) known.workflows.push(name);
			wanted.set(key, known);
		}
	}
	return [...wanted.values()];
}

/** A text that is no expression, and not empty: that takes a value away. */
const isPlain = (value: Json | undefined): value is string =>
	typeof value === 'string' && value !== '' && !value.startsWith('=');
