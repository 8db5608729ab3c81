import type { Json, JsonObject } from '../types';
import { isObject } from '../json';
import { readOnlyProperties } from './defaults';
import type { PropertyProblem } from './errors';
import type { CrmObject, ObjectType, Property } from './model';
import type { HubSpotStore } from './store';

/** What came of reading the properties of a write. */
export interface ReadProperties {
	values: Record<string, string>;
	problems: PropertyProblem[];
}

/**
 * Reads and checks the properties of a write: known names, numbers that are numbers, options that
 * exist, stages of the pipeline, e-mail addresses with a domain.
 *
 * @param before the record that is changed; null for a new one
 */
export function readProperties(
	store: HubSpotStore,
	type: ObjectType,
	given: Json | undefined,
	before: CrmObject | null,
): ReadProperties {
	const source: JsonObject = isObject(given) ? given : {};
	const values: Record<string, string> = {};
	const problems: PropertyProblem[] = [];
	for (const [name, raw] of Object.entries(source)) {
		const value = raw === null ? '' : String(raw).trim();
		const problem = problemOf(store.property(type, name), name, value);
		if (problem) problems.push(problem);
		// HubSpot keeps e-mail addresses in lower case.
		else values[name] = name === 'email' ? value.toLowerCase() : value;
	}
	if (type === 'deals') problems.push(...stageProblems(store, values, before));
	return { values, problems };
}

function problemOf(property: Property | null, name: string, value: string): PropertyProblem | null {
	const problem = (error: string, message: string) => ({ name, error, message });
	if (!property || property.archived) {
		return problem('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
	}
	if (readOnlyProperties.has(name)) {
		return problem(
			'READ_ONLY_VALUE',
			`"${name}" is a read only property; its value cannot be set.`,
		);
	}
	if (value === '') return null;
	if (property.type === 'number' && !Number.isFinite(Number(value))) {
		return problem('INVALID_INTEGER', `${value} was not a valid number.`);
	}
	if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
		return problem('INVALID_EMAIL', `Email address ${value} is invalid`);
	}
	if (property.type === 'bool' && !['true', 'false'].includes(value)) {
		return problem('INVALID_BOOLEAN', `${value} was not one of true or false.`);
	}
	const takesOptions = property.type === 'enumeration' && property.options.length > 0;
	if (takesOptions && !property.externalOptions) {
		const allowed = property.options.map((option) => option.value);
		const unknown = value.split(';').filter((one) => one !== '' && !allowed.includes(one));
		if (unknown.length > 0) {
			return problem(
				'INVALID_OPTION',
				`${unknown.join(';')} was not one of the allowed options: [${allowed.join(', ')}]`,
			);
		}
	}
	const isDate = property.type === 'datetime' || property.type === 'date';
	if (isDate && !/^\d+$/.test(value) && Number.isNaN(Date.parse(value))) {
		return problem('INVALID_DATE', `${value} was not a valid date.`);
	}
	return null;
}

/** A deal's stage must stand in its pipeline; a new deal without one gets the default pipeline. */
function stageProblems(
	store: HubSpotStore,
	values: Record<string, string>,
	before: CrmObject | null,
): PropertyProblem[] {
	if (values.dealstage === undefined && values.pipeline === undefined) return [];
	const pipelineId = values.pipeline ?? before?.properties.pipeline ?? 'default';
	const pipeline = store.state.pipelines.deals.find(({ id }) => id === pipelineId);
	if (!pipeline) {
		const message = `Pipeline ${pipelineId} does not exist`;
		return [{ name: 'pipeline', error: 'INVALID_OPTION', message }];
	}
	const stageId = values.dealstage ?? before?.properties.dealstage;
	if (stageId === undefined || pipeline.stages.some(({ id }) => id === stageId)) {
		values.pipeline = pipelineId;
		return [];
	}
	const allowed = pipeline.stages.map(({ id }) => id).join(', ');
	const message = `${stageId} was not one of the allowed options: [${allowed}]`;
	return [{ name: 'dealstage', error: 'INVALID_OPTION', message }];
}
