import { isObject, objectsIn } from '../json';
import type { Json } from '../types';
import { FrameioError } from './errors';
import type { Field } from './model';

/** The options of a field where one or several are chosen. */
export const optionsOf = ({ configuration }: Field) => objectsIn(configuration.options);

const isSelect = ({ type }: Field) => type === 'select' || type === 'select_multi';

/** A file's value of a field as Frame.io answers it; undefined is no value. */
export function presentValue(field: Field, value: Json | undefined) {
	const bare = ({ id, display_name }: Record<string, Json>) => ({ id, display_name });
	const chosen = Array.isArray(value) ? value : [];
	const isList = isSelect(field) || field.type.startsWith('user_');
	return {
		field_definition_id: field.id,
		field_definition_name: field.name,
		field_type: field.type,
		mutable: field.isMutable,
		...(isSelect(field) ? { field_options: optionsOf(field).map(bare) } : {}),
		value: isSelect(field)
			? optionsOf(field)
					.filter(({ id }) => chosen.includes(id ?? null))
					.map(bare)
			: (value ?? (isList ? [] : null)),
	};
}

/**
 * A new value of a field, as it is kept.
 *
 * @throws FrameioError 422 for one of another kind
 */
export function readValue(field: Field, value: Json | undefined): Json {
	const { type } = field;
	if (value === null || value === undefined) return null;
	const isRight =
		(isSelect(field) && isChoiceOf(field, value)) ||
		(type.startsWith('user_') && Array.isArray(value) && value.every(isObject)) ||
		(type === 'toggle' && typeof value === 'boolean') ||
		(['number', 'rating'].includes(type) && typeof value === 'number') ||
		(['text', 'long_text', 'date'].includes(type) && typeof value === 'string');
	if (isRight) return value;
	throw new FrameioError(422, `invalid value for a field of type ${type}`, '/data/values');
}

function isChoiceOf(field: Field, value: Json): boolean {
	const known = new Set(optionsOf(field).map(({ id }) => id ?? null));
	const most = field.type === 'select' ? 1 : known.size;
	return Array.isArray(value) && value.length <= most && value.every((id) => known.has(id));
}
