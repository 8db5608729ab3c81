import type { MetadataField } from '../adapters/frameio/fields';
import type { Json, JsonObject } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import type { Change, Target } from './model';

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

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** A text that is no expression, and not empty: that takes a value away. */
const isPlain = (value: Json | undefined): value is string =>
	typeof value === 'string' && value !== '' && !value.startsWith('=');

/** Whether the fields have the options; only a person adds one, since the API leaves Frame.io's own fields alone. */
export function planOptions(
	wanted: readonly WantedOption[],
	fields: readonly MetadataField[] | null,
): Change[] {
	if (fields === null) return [];
	return wanted.flatMap(({ field, option, workflows }): Change[] => {
		if (ID.test(field)) return []; // Frame.io tells fields by name here
		const there = fields.find(({ name }) => isSame(name, field));
		const target: Target = {
			service: 'Frame.io',
			kind: 'option',
			key: `${field}/${option}`,
			name: `"${option}" of ${field}`,
		};
		const by = `${workflows.join(', ')} sets it`;
		if (there === undefined) {
			return [
				{
					kind: 'manual',
					target,
					because: `${by}, and the account has no field ${field}`,
					mend: `In Frame.io, add a field named ${field} with the option "${option}" in the account's settings, or name another one in the flow.`,
				},
			];
		}
		if (there.options === null) return []; // it takes whatever it is given
		if (there.options.some((each) => isSame(each, option))) {
			return [{ kind: 'keep', target, because: 'it is there' }];
		}
		return [
			{
				kind: 'manual',
				target,
				because: `${by}, and the field has only ${there.options.join(', ')}`,
				mend: `In Frame.io, add the option "${option}" to the field ${there.name} in the account's settings.`,
			},
		];
	});
}

const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
