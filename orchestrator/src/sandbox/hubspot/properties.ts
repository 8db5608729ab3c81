import { answer, objectsIn, textOr } from '../json';
import type { Json, JsonObject, VendorAnswer } from '../types';
import { Refused, typeIn, type Call } from './call';
import { hubspotError, notFound, validationError } from './errors';
import type { ObjectType, Property } from './model';

/**
 * Which field types go with which type
 * (developers.hubspot.com/docs/api-reference/crm-properties-v3/guide, as found in a stored copy
 * searched 2026-11-22).
 */
const fieldTypes: Record<string, readonly string[]> = {
	string: ['text', 'textarea', 'file', 'html', 'phonenumber', 'calculation_equation'],
	number: ['number', 'calculation_equation'],
	date: ['date'],
	datetime: ['date'],
	enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
	bool: ['booleancheckbox', 'calculation_equation'],
};

/** GET all properties of a type. */
export function listProperties(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	return answer(200, { results: call.store.state.properties[type].filter((one) => !one.archived) });
}

/** GET one property. */
export function readProperty(call: Call): VendorAnswer {
	return answer(200, propertyIn(call, typeIn(call, 'objectType')));
}

/** POST a property; 409 when the name is taken. */
export function createProperty(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	return answer(201, addProperty(call, type, call.body));
}

/** POST many properties. */
export function createPropertyBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const now = new Date(call.at).toISOString();
	const results = objectsIn(call.body.inputs).map((input) => addProperty(call, type, input));
	return answer(201, { status: 'COMPLETE', results, startedAt: now, completedAt: now });
}

/** PATCH a property; name and uniqueness stay. */
export function updateProperty(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const property = propertyIn(call, type);
	const { label, description, groupName, options, hidden, formField } = call.body;
	property.label = textOr(label, property.label);
	property.description = textOr(description, property.description);
	property.groupName = groupIn(call, type, textOr(groupName, property.groupName));
	property.hidden = typeof hidden === 'boolean' ? hidden : property.hidden;
	property.formField = typeof formField === 'boolean' ? formField : property.formField;
	if (options !== undefined) property.options = optionsOf(options);
	property.updatedAt = new Date(call.at).toISOString();
	return answer(200, property);
}

/** DELETE a property that is not HubSpot's own. */
export function archiveProperty(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const property = propertyIn(call, type);
	if (property.hubspotDefined) return validationError(`"${property.name}" cannot be archived`);
	call.store.removeProperty(type, property.name);
	return answer(204, undefined);
}

/** GET all groups of a type. */
export function listGroups(call: Call): VendorAnswer {
	return answer(200, { results: call.store.state.groups[typeIn(call, 'objectType')] });
}

/** GET one group. */
export function readGroup(call: Call): VendorAnswer {
	const name = call.params.groupName ?? '';
	const group = call.store.state.groups[typeIn(call, 'objectType')].find(
		(one) => one.name === name,
	);
	return group ? answer(200, group) : notFound(`No property group ${name}`);
}

/** DELETE a group. */
export function archiveGroup(call: Call): VendorAnswer {
	const name = call.params.groupName ?? '';
	const { groups } = call.store.state;
	const type = typeIn(call, 'objectType');
	if (!groups[type].some((group) => group.name === name)) {
		return notFound(`No property group ${name}`);
	}
	groups[type] = groups[type].filter((group) => group.name !== name);
	return answer(204, undefined);
}

/** POST a group; 409 when the name is taken. */
export function createGroup(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const name = textOr(call.body.name, '');
	const label = textOr(call.body.label, '');
	if (name === '' || label === '') return validationError('A group needs a name and a label');
	const groups = call.store.state.groups[type];
	if (groups.some((group) => group.name === name)) {
		return hubspotError(409, 'OBJECT_ALREADY_EXISTS', `A property group named '${name}' exists`);
	}
	const displayOrder = typeof call.body.displayOrder === 'number' ? call.body.displayOrder : -1;
	const group = { name, label, displayOrder, archived: false };
	groups.push(group);
	return answer(201, group);
}

function addProperty(call: Call, type: ObjectType, given: JsonObject): Property {
	const name = textOr(given.name, '');
	const kind = textOr(given.type, '');
	const fieldType = textOr(given.fieldType, '');
	if (!/^[a-z][a-z0-9_]*$/.test(name)) {
		throw new Refused(validationError(`"${name}" is no property name: lower case, digits and _`));
	}
	if (!fieldTypes[kind]?.includes(fieldType)) {
		throw new Refused(validationError(`Field type "${fieldType}" does not go with type "${kind}"`));
	}
	if (call.store.property(type, name)) {
		throw new Refused(
			hubspotError(409, 'OBJECT_ALREADY_EXISTS', `A property named '${name}' already exists`, {
				subCategory: 'Properties.PROPERTY_EXISTS',
			}),
		);
	}
	const now = new Date(call.at).toISOString();
	const property: Property = {
		name,
		label: textOr(given.label, name),
		type: kind,
		fieldType,
		description: textOr(given.description, ''),
		groupName: groupIn(call, type, textOr(given.groupName, '')),
		options: optionsOf(given.options),
		displayOrder: typeof given.displayOrder === 'number' ? given.displayOrder : -1,
		hasUniqueValue: given.hasUniqueValue === true,
		hidden: given.hidden === true,
		formField: given.formField === true,
		calculated: false,
		externalOptions: false,
		hubspotDefined: false,
		archived: false,
		createdAt: now,
		updatedAt: now,
	};
	call.store.addProperty(type, property);
	return property;
}

function propertyIn(call: Call, type: ObjectType): Property {
	const name = call.params.propertyName ?? '';
	const property = call.store.property(type, name);
	if (!property) throw new Refused(notFound(`No property ${name}`));
	return property;
}

function groupIn(call: Call, type: ObjectType, name: string): string {
	if (call.store.state.groups[type].some((group) => group.name === name)) return name;
	throw new Refused(validationError(`There is no property group "${name}"`));
}

const optionsOf = (value: Json | undefined): Property['options'] =>
	objectsIn(value).map((option, index) => ({
		label: textOr(option.label, textOr(option.value, '')),
		value: textOr(option.value, ''),
		displayOrder: typeof option.displayOrder === 'number' ? option.displayOrder : index,
		hidden: option.hidden === true,
	}));
