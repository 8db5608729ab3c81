import { isObject, textOr } from '../json';
import type { Json, JsonObject } from '../types';
import { mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import type { Field, Task } from './model';
import { listIn } from './lists';

/** GET the custom fields of a list: its own, and those of the places around it. */
export const listFields: Handler = (call) => ({
	fields: call.store.fieldsOf(listIn(call)).map(presentField),
});

/** GET the custom fields that were added to a folder, a space or the workspace itself. */
export const listPlaceFields: Handler = (call) => {
	const { space_id: spaceId, folder_id: folderId } = call.params;
	if (call.params.team_id !== undefined) mustBeOurTeam(call);
	if (spaceId !== undefined) call.store.space(spaceId);
	if (folderId !== undefined) call.store.folder(folderId);
	const { fields } = call.store.state;
	const at = spaceId ?? folderId ?? null;
	// One of the whole workspace is everywhere.
	const found = fields.filter(({ placeId }) => placeId === null || placeId === at);
	return { fields: found.map(presentField) };
};

/** POST a custom field's value. */
export const setFieldValue: Handler = (call) => {
	const task = call.store.task(call.params.task_id ?? '');
	const field = call.store.field(call.params.field_id ?? '');
	if (call.body.value === undefined) throw new ClickUpError(400, 'Value is required', 'FIELD_016');
	setValue(task, field, call.body.value);
	task.updatedAt = call.at;
	return {};
};

/** DELETE a custom field's value. */
export const removeFieldValue: Handler = (call) => {
	const task = call.store.task(call.params.task_id ?? '');
	delete task.fields[call.store.field(call.params.field_id ?? '').id];
	task.updatedAt = call.at;
	return {};
};

/** @throws ClickUpError 400 for a value that does not fit the field's type */
export function setValue(task: Task, field: Field, value: Json): void {
	if (value === null) {
		delete task.fields[field.id];
		return;
	}
	const isNumber = ['number', 'currency', 'date'].includes(field.type);
	const isText = ['short_text', 'text', 'email', 'url', 'phone'].includes(field.type);
	const fits = isNumber
		? Number.isFinite(Number(value))
		: !isText || typeof value === 'string' || typeof value === 'number';
	if (!fits) throw new ClickUpError(400, `Value is not valid for ${field.type}`, 'FIELD_017');
	task.fields[field.id] = isText ? String(value) : value;
}

/** A field with a task's value; without a value the key is left out, as ClickUp does. */
export function presentFieldOf(task: Task, field: Field): JsonObject {
	const value = task.fields[field.id];
	return value === undefined ? presentField(field) : { ...presentField(field), value };
}

const presentField = (field: Field): JsonObject => ({
	id: field.id,
	name: field.name,
	type: field.type,
	type_config: field.typeConfig,
	date_created: String(field.createdAt),
	hide_from_guests: false,
	required: false,
});

/** One condition of the query's `custom_fields`. */
type FieldTest = (task: Task) => boolean;

/**
 * Reads the filter on custom fields: a JSON list of `{field_id, operator, value}`.
 *
 * @throws ClickUpError 400
 */
export function readFieldFilter(call: Call): FieldTest {
	const text = call.request.query.get('custom_fields') ?? call.request.query.get('custom_field');
	if (text === null) return () => true;
	const parsed = parseFilter(text);
	const tests = parsed.map((condition) => fieldTest(call, condition));
	return (task) => tests.every((test) => test(task));
}

function parseFilter(text: string): JsonObject[] {
	const invalid = () => new ClickUpError(400, 'Custom field filters invalid', 'FIELD_027');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) throw invalid();
		throw error;
	}
	const list = Array.isArray(value) ? value : [value];
	if (!list.every(isObject)) throw invalid();
	return list;
}

function fieldTest(call: Call, condition: JsonObject): FieldTest {
	const field = call.store.field(textOr(condition.field_id, ''));
	const operator = textOr(condition.operator, '=');
	const make = operators[operator];
	if (!make) throw new ClickUpError(400, `Operator ${operator} is not known`, 'FIELD_028');
	const meets = make(condition.value ?? null);
	return (task) => meets(task.fields[field.id]);
}

const wantedOf = (value: Json) => new Set((Array.isArray(value) ? value : [value]).map(String));

const operators: Record<string, (value: Json) => (actual: Json | undefined) => boolean> = {
	'=': (value) => (actual) => actual !== undefined && String(actual) === String(value),
	'==': (value) => (actual) => actual !== undefined && String(actual) === String(value),
	'!=': (value) => (actual) => String(actual) !== String(value),
	'<': (value) => (actual) => Number(actual) < Number(value),
	'<=': (value) => (actual) => Number(actual) <= Number(value),
	'>': (value) => (actual) => Number(actual) > Number(value),
	'>=': (value) => (actual) => Number(actual) >= Number(value),
	'IS NULL': () => (actual) => actual === undefined,
	'IS NOT NULL': () => (actual) => actual !== undefined,
	ANY: (value) => {
		const wanted = wantedOf(value);
		return (actual) => actual !== undefined && [...wantedOf(actual)].some((one) => wanted.has(one));
	},
	'NOT ANY': (value) => {
		const unwanted = wantedOf(value);
		return (actual) =>
			actual === undefined || ![...wantedOf(actual)].some((one) => unwanted.has(one));
	},
};
