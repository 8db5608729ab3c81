import { answer } from '../json';
import type { Json, VendorAnswer } from '../types';
import { presentLinks, readAssociations, writeAssociations } from './associations';
import { listInQuery, recordIn, Refused, typeIn, type Call } from './call';
import { naturalKeys } from './defaults';
import { hubspotError, invalidProperties, validationError } from './errors';
import { objectTypeOf, type CrmObject, type ObjectType } from './model';
import { page } from './paging';
import { present, presentWhole } from './present';
import { readProperties } from './values';

/** POST create. */
export function createObject(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const object = create(call, type, call.body.properties, call.body.associations);
	return answer(201, presentWhole(object));
}

/** GET one record, by id or `idProperty`. */
export function readObjectById(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const object = recordIn(call, type, 'objectId');
	return answer(200, withLinks(call, type, object));
}

/**
 * GET a page of records, 100 at most
 * (developers.hubspot.com/docs/api-reference/legacy/crm/using-object-apis, as found in a stored
 * copy searched 2026-11-22).
 */
export function listObjects(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const live = call.store.state[type].filter(({ archived }) => !archived);
	return answer(
		200,
		page(call.request, live, 100, (object) => withLinks(call, type, object)),
	);
}

/** PATCH one record, by id or `idProperty`. */
export function updateObject(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const object = recordIn(call, type, 'objectId');
	update(call, type, object, call.body.properties);
	return answer(200, presentWhole(object));
}

/** DELETE one record: it is archived and no longer found. */
export function archiveObject(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const object = call.store.find(type, call.params.objectId ?? '');
	if (object) call.store.archive(type, object);
	return answer(204, undefined);
}

/**
 * Creates a record after every check has passed.
 *
 * @throws Refused 400 for values, 409 for a contact whose e-mail address is taken
 */
export function create(
	call: Call,
	type: ObjectType,
	properties: Json | undefined,
	associations?: Json,
): CrmObject {
	const { values, problems } = readProperties(call.store, type, properties, null);
	if (problems.length > 0) throw new Refused(invalidProperties(problems));
	if (type === 'deals' && values.dealstage === undefined) {
		const missing = 'Deals need a stage: "dealstage" is missing';
		throw new Refused(validationError(missing, [{ message: missing, code: 'REQUIRED_FIELD' }]));
	}
	refuseTaken(call, type, values, null);
	const wanted = readAssociations(call, type, associations);
	const object = call.store.create(type, values, call.at);
	writeAssociations(call, type, object, wanted);
	return object;
}

/**
 * Changes a record after every check has passed.
 *
 * @throws Refused 400 for values, 409 for a contact whose new e-mail address is taken
 */
export function update(
	call: Call,
	type: ObjectType,
	object: CrmObject,
	properties: Json | undefined,
): void {
	const { values, problems } = readProperties(call.store, type, properties, object);
	if (problems.length > 0) throw new Refused(invalidProperties(problems));
	refuseTaken(call, type, values, object);
	call.store.update(type, object, values, call.at);
}

function refuseTaken(
	call: Call,
	type: ObjectType,
	values: Record<string, string>,
	self: CrmObject | null,
): void {
	for (const [name, value] of Object.entries(values)) {
		if (value === '' || !call.store.isUnique(type, name)) continue;
		const taken = call.store.findByUnique(type, name, value);
		if (!taken || taken === self) continue;
		if (naturalKeys[type] === name) {
			// Clients read the id of the existing contact out of this message.
			const message = `Contact already exists. Existing ID: ${taken.id}`;
			throw new Refused(hubspotError(409, 'CONFLICT', message));
		}
		const message = `${taken.id} already has that value.`;
		throw new Refused(invalidProperties([{ name, error: 'CONFLICTING_UNIQUE_VALUE', message }]));
	}
}

function withLinks(call: Call, type: ObjectType, object: CrmObject) {
	const toTypes = listInQuery(call, 'associations')
		.map(objectTypeOf)
		.filter((toType) => toType !== null);
	const associations = presentLinks(call, type, object, toTypes);
	const shown = present(type, object, listInQuery(call, 'properties'));
	return associations ? { ...shown, associations } : shown;
}
