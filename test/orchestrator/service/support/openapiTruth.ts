import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** A schema as OpenAPI 3.0 writes it. */
export type Schema = { [name: string]: unknown };

interface Media {
	schema: Schema;
}

/** One route of the document. */
export interface Operation {
	summary?: string;
	description?: string;
	tags?: string[];
	security?: object[];
	parameters?: Array<{ name: string; in: string; required?: boolean; schema: Schema }>;
	requestBody?: { content: Record<string, Media> };
	responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

/** The part of an OpenAPI document that these tests read. */
export interface OpenapiDocument {
	openapi: string;
	paths: Record<string, Record<string, Operation>>;
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const compiled = new WeakMap<Schema, ValidateFunction>();

/** What is wrong with a value by a schema, nothing it does not name being allowed; empty when all is right. */
export function faultsOf(schema: Schema, value: unknown): string[] {
	const validate = compiled.get(schema) ?? ajv.compile(closed(schema));
	compiled.set(schema, validate);
	if (validate(value)) return [];
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}

/** The same schema in JSON Schema's words, with every object that lists its fields closed. */
function closed(schema: unknown): Schema {
	const { nullable, ...rest } = schema as Schema;
	const copy = Object.fromEntries(
		Object.entries(rest)
			.filter(([name]) => name !== 'example')
			.map(([name, value]) => [name, closedPart(name, value)]),
	);
	if (copy.exclusiveMinimum === true) {
		copy.exclusiveMinimum = copy.minimum;
		delete copy.minimum;
	}
	if ('properties' in copy && !('additionalProperties' in copy)) copy.additionalProperties = false;
	return nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

function closedPart(name: string, value: unknown): unknown {
	if (name === 'properties') {
		const fields = Object.entries(value as Schema);
		return Object.fromEntries(fields.map(([field, shape]) => [field, closed(shape)]));
	}
	if (['anyOf', 'allOf', 'oneOf'].includes(name)) return (value as Schema[]).map(closed);
	if (name === 'items' || name === 'additionalProperties') {
		return typeof value === 'object' ? closed(value) : value;
	}
	return value;
}
