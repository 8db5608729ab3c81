import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../parameterReader';
import { pathField } from './fields';

/** Where the item names the step, when one subject gets several effects of a kind. */
export function stepField(name: string, many: string): INodeProperties {
	return pathField({
		displayName: 'Step Path',
		name,
		default: '',
		description: `Where in the item the name of the step stands when one subject gets several ${many}; part of the key`,
	});
}

/**
 * The destination of an effect with its step, such as `ops#edit`.
 *
 * @throws MendableError `effect/path-empty` where a path is given that leads nowhere
 */
export function withStep(parameters: ParameterReader, destination: string, field: string): string {
	if (parameters.text(field) === '') return destination;
	return `${destination}#${parameters.textAt(field, 'Step Path')}`;
}
