import type { WebhookEvent } from '../../../../nodes/domain/frameio/events';
import { sandboxFrameio } from '../accounts';
import { isObject, objectsIn, sequentialUuid, textOr, textsIn } from '../json';
import type { Json } from '../types';
import { nameIn, type Call, type Handler } from './call';
import { FrameioError } from './errors';
import { fileIn } from './files';
import { presentValue, readValue } from './metadataValues';
import type { Field } from './model';
import { page, sorted } from './paging';
import { iso } from './presentAsset';
import { projectIn } from './projects';

/** Longest name of a field (Frame.io's own description of V4, July 2026). */
const longestName = 250;
/** Most options of a field (the same). */
const mostOptions = 50;

const types = [
	...['text', 'long_text', 'select', 'select_multi', 'rating'],
	...['number', 'toggle', 'date', 'user_single', 'user_multi'],
];

/** GET the values of a file; those without one only when they are asked for. */
export const readValues: Handler = (call) => {
	const file = fileIn(call);
	const showsNull = call.request.query.get('show_null') !== 'false';
	const shown = call.store.state.fields.filter(
		({ id }) => showsNull || (file.values[id] ?? null) !== null,
	);
	return {
		data: {
			file_id: file.id,
			metadata: shown.map((field) => presentValue(field, file.values[field.id])),
		},
	};
};

/** PATCH values of up to 100 files of a project: all of them or none. */
export const updateValues: Handler = (call) => {
	const { store, at, data } = call;
	const project = projectIn(call);
	const files = textsIn(data.file_ids).map((id) => store.file(id));
	if (files.some(({ projectId }) => projectId !== project.id)) {
		throw new FrameioError(404, 'File not found');
	}
	const values = objectsIn(data.values).map(({ field_definition_id: id, value }) => {
		const field = store.field(textOr(id, ''));
		return { field, value: readValue(field, value) };
	});
	for (const file of files) {
		for (const { field, value } of values) file.values[field.id] = value;
		file.updatedAt = at;
		store.tellOf('metadata.value.updated', 'file', file.id, project.id, at);
	}
	return undefined;
};

/** GET the metadata fields of the account. */
export const listFields: Handler = (call) =>
	page(call, sorted(call, call.store.state.fields), present);

/** POST a metadata field. */
export const createField: Handler = (call) => {
	const { store, at, data } = call;
	const type = textOr(data.field_type, '');
	if (!types.includes(type)) throw new FrameioError(422, 'not known', '/data/field_type');
	const field: Field = {
		id: store.nextId('d3'),
		name: nameIn(call, longestName),
		type,
		isMutable: true,
		configuration: configurationIn(call, type, {}),
		createdAt: at,
		updatedAt: at,
	};
	store.state.fields.push(field);
	tell(call, 'customfield.created', field);
	return { data: present(field) };
};

/** PATCH a metadata field of the account's own. */
export const updateField: Handler = (call) => {
	const field = ownField(call);
	if (call.data.name !== undefined) field.name = nameIn(call, longestName);
	if (isObject(call.data.field_configuration)) {
		field.configuration = configurationIn(call, field.type, field.configuration);
	}
	field.updatedAt = call.at;
	tell(call, 'customfield.updated', field);
	return { data: present(field) };
};

/** DELETE a metadata field of the account's own. */
export const deleteField: Handler = (call) => {
	const field = ownField(call);
	tell(call, 'customfield.deleted', field);
	call.store.state.fields = call.store.state.fields.filter((one) => one !== field);
	return undefined;
};

/** @throws FrameioError 403 for a field that every account has */
function ownField(call: Call): Field {
	const field = call.store.field(call.params.field_definition_id ?? '');
	if (field.isMutable) return field;
	throw new FrameioError(403, 'System fields cannot be updated');
}

/**
 * The configuration with an id for every option: the list takes the place of the one before, and an option
 * that is named again keeps its id. Frame.io's description says neither; nobody may build on it untried.
 */
function configurationIn(
	{ data, store }: Call,
	type: string,
	before: Record<string, Json>,
): Record<string, Json> {
	const changed = isObject(data.field_configuration) ? data.field_configuration : {};
	const given: Record<string, Json> = { ...before, ...changed };
	if (type !== 'select' && type !== 'select_multi') {
		return type.startsWith('user_') ? { custom_members: [], ...given } : given;
	}
	const options = objectsIn(given.options);
	if (options.length === 0) {
		throw new FrameioError(422, 'Missing field', '/data/field_configuration/options');
	}
	if (options.length > mostOptions) {
		throw new FrameioError(422, 'Too many items', '/data/field_configuration/options');
	}
	const known = objectsIn(before.options);
	return {
		enable_add_new: given.enable_add_new !== false,
		options: options.map((option) => {
			const same = known.find(({ display_name: name }) => name === option.display_name);
			return { id: same?.id ?? newOptionId(store.nextId('d1')), ...option };
		}),
	};
}

/** Options share a sequence with everything else, and are told apart from the fixed ones. */
const newOptionId = (id: string) => sequentialUuid('d2', Number.parseInt(id.slice(-12), 16));

function tell({ store, at }: Call, event: WebhookEvent, { id }: Field): void {
	store.onHappening({
		event,
		resource: { type: 'custom_field', id },
		projectId: null,
		workspaceId: null,
		userId: sandboxFrameio.user.id,
		at,
	});
}

const present = (field: Field) => ({
	id: field.id,
	name: field.name,
	field_type: field.type,
	creator_id: sandboxFrameio.user.id,
	mutable: field.isMutable,
	field_configuration: field.configuration,
	created_at: iso(field.createdAt),
	updated_at: iso(field.updatedAt),
});
