import { answer, isObject, objectsIn, parseJson, textOr } from '../json';
import type { Json, JsonObject, VendorAnswer } from '../types';
import { defaultTypeId, inverseTypeId, labelOf } from './associationTypes';
import { Refused, typeIn, type Call } from './call';
import { notFound, validationError } from './errors';
import { typeIds, type Association, type CrmObject, type ObjectType } from './model';
import { page } from './paging';

/** What an association given in a body says: the other record and the numbers of the link. */
interface Wanted {
	toType: ObjectType;
	toId: string;
	typeIds: number[];
}

/**
 * Reads the associations of a create body without writing anything.
 *
 * @throws Refused 400 for a number that does not belong here, 404 for a record that is not there
 */
export function readAssociations(call: Call, type: ObjectType, given: Json | undefined): Wanted[] {
	return objectsIn(given).map((entry) => {
		const toId = isObject(entry.to) ? textOr(entry.to.id, '') : '';
		const numbers = typeNumbers(entry.types);
		const toType = numbers.map((number) => targetOf(type, number)).find((found) => found !== null);
		if (!toType || numbers.length === 0) {
			throw new Refused(
				validationError(`Association type ${numbers.join(', ')} does not start at ${type}`),
			);
		}
		if (!call.store.find(toType, toId)) {
			throw new Refused(validationError(`No ${toType} record for id ${toId}`));
		}
		return { toType, toId, typeIds: numbers };
	});
}

/** Writes what `readAssociations` read, in both directions. */
export function writeAssociations(
	call: Call,
	type: ObjectType,
	from: CrmObject,
	wanted: Wanted[],
): void {
	for (const { toType, toId, typeIds: numbers } of wanted) {
		linkBoth(call, type, from.id, toType, toId, numbers);
	}
}

/** PUT default association: links two records with HubSpot's unlabelled number. */
export function associateDefault(call: Call): VendorAnswer {
	const { fromType, from, toType, to, number } = pairOf(call, 'fromObjectType', 'fromObjectId');
	linkBoth(call, fromType, from, toType, to, [number]);
	const now = new Date(call.at).toISOString();
	const spec = (typeId: number) => ({
		associationCategory: 'HUBSPOT_DEFINED',
		associationTypeId: typeId,
	});
	return answer(200, {
		status: 'COMPLETE',
		results: [
			{ from: { id: from }, to: { id: to }, associationSpec: spec(number) },
			{
				from: { id: to },
				to: { id: from },
				associationSpec: spec(inverseTypeId(fromType, toType, number) ?? number),
			},
		],
		startedAt: now,
		completedAt: now,
	});
}

/** PUT association with the numbers of the body. */
export function associate(call: Call): VendorAnswer {
	const { fromType, from, toType, to, number } = pairOf(call, 'objectType', 'objectId');
	const given = typeNumbers(parseJson(call.request.body));
	linkBoth(call, fromType, from, toType, to, given.length > 0 ? given : [number]);
	return answer(201, {
		fromObjectTypeId: typeIds[fromType],
		fromObjectId: from,
		toObjectTypeId: typeIds[toType],
		toObjectId: to,
		labels: given.map(labelOf).filter((label) => label !== null),
	});
}

/** DELETE association in both directions. */
export function dissociate(call: Call): VendorAnswer {
	const { fromType, from, toType, to } = pairOf(call, 'objectType', 'objectId');
	call.store.unlink(fromType, from, toType, to);
	return answer(204, undefined);
}

/**
 * GET the records of one type that a record is linked with; 500 a page (secondary: no page
 * checked).
 */
export function listAssociations(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const toType = typeIn(call, 'toObjectType');
	const id = call.params.objectId ?? '';
	if (!call.store.find(type, id)) return notFound(`No ${type} record for ${id}`);
	const links = call.store.linksFrom(type, id, toType);
	return answer(200, page(call.request, links, 500, presentLink));
}

/** POST batch read: the links of many records. */
export function readAssociationBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'fromObjectType');
	const toType = typeIn(call, 'toObjectType');
	const now = new Date(call.at).toISOString();
	const results = objectsIn(call.body.inputs)
		.map((input) => textOr(input.id, ''))
		.map((id) => ({ from: { id }, to: call.store.linksFrom(type, id, toType).map(presentLink) }))
		.filter(({ to }) => to.length > 0);
	return answer(200, { status: 'COMPLETE', results, startedAt: now, completedAt: now });
}

/** The links of a record as `?associations=` on a read shows them (the v3 shape). */
export function presentLinks(
	call: Call,
	type: ObjectType,
	object: CrmObject,
	toTypes: ObjectType[],
): Record<string, { results: Array<{ id: string; type: string }> }> | undefined {
	const entries = toTypes
		.map((toType) => {
			const name = `${singular[type]}_to_${singular[toType]}`;
			const links = call.store.linksFrom(type, object.id, toType);
			return [toType, { results: links.map(({ toId }) => ({ id: toId, type: name })) }] as const;
		})
		.filter(([, { results }]) => results.length > 0);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const singular: Record<ObjectType, string> = {
	contacts: 'contact',
	companies: 'company',
	deals: 'deal',
};

const presentLink = ({ toId, typeIds: numbers }: Association) => ({
	toObjectId: toId,
	associationTypes: numbers.map((typeId) => {
		const label = labelOf(typeId);
		return label === null
			? { category: 'HUBSPOT_DEFINED', typeId }
			: { category: 'HUBSPOT_DEFINED', typeId, label };
	}),
});

function pairOf(call: Call, typeParam: string, idParam: string) {
	const fromType = typeIn(call, typeParam);
	const toType = typeIn(call, 'toObjectType');
	const from = call.params[idParam] ?? '';
	const to = call.params.toObjectId ?? '';
	const number = defaultTypeId(fromType, toType);
	if (number === null) {
		throw new Refused(validationError(`${fromType} and ${toType} cannot be associated`));
	}
	if (!call.store.find(fromType, from))
		throw new Refused(notFound(`No ${fromType} record ${from}`));
	if (!call.store.find(toType, to)) throw new Refused(notFound(`No ${toType} record ${to}`));
	return { fromType, from, toType, to, number };
}

function linkBoth(
	call: Call,
	fromType: ObjectType,
	fromId: string,
	toType: ObjectType,
	toId: string,
	numbers: number[],
): void {
	const back = numbers.map((number) => inverseTypeId(fromType, toType, number));
	if (back.includes(null)) {
		throw new Refused(
			validationError(`Association type ${numbers.join(', ')} is not one of ${fromType}→${toType}`),
		);
	}
	call.store.link({ fromType, fromId, toType, toId, typeIds: numbers });
	call.store.link({
		fromType: toType,
		fromId: toId,
		toType: fromType,
		toId: fromId,
		typeIds: back.filter((number) => number !== null),
	});
}

const targetOf = (type: ObjectType, number: number): ObjectType | null =>
	(['contacts', 'companies', 'deals'] as const).find(
		(to) => inverseTypeId(type, to, number) !== null,
	) ?? null;

const typeNumbers = (value: Json | undefined): number[] =>
	objectsIn(value)
		.map((spec: JsonObject) => Number(spec.associationTypeId))
		.filter((number) => Number.isInteger(number));
