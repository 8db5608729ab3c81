import { answer, objectsIn, textOr, textsIn } from '../json';
import type { JsonObject, VendorAnswer } from '../types';
import { lookUp, Refused, typeIn, type Call } from './call';
import { sequentialUuid } from '../json';
import { validationError } from './errors';
import { create, update } from './objects';
import { present, presentWhole } from './present';

/**
 * Inputs a batch may have (developers.hubspot.com/docs/api-reference/legacy/crm/using-object-apis,
 * as found in a stored copy searched 2026-11-22).
 */
const batchLimit = 100;

/** POST batch create: all or nothing. */
export function createBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const results = inputsOf(call).map((input) =>
		presentWhole(create(call, type, input.properties, input.associations)),
	);
	return complete(call, 201, results);
}

/** POST batch read, by id or `idProperty`; what is not found is listed under `errors` with 207. */
export function readBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const asked = textsIn(call.body.properties);
	const idProperty = textOr(call.body.idProperty, undefined);
	const found = inputsOf(call).map(({ id }) => {
		const key = textOr(id, '');
		return { key, object: lookUp(call.store, type, key, idProperty) };
	});
	const missing = found.filter(({ object }) => object === null).map(({ key }) => key);
	const results = found.flatMap(({ object }) => (object ? [present(type, object, asked)] : []));
	if (missing.length === 0) return complete(call, 200, results);
	const error = {
		status: 'error',
		id: sequentialUuid('ba', call.store.state.lastId),
		category: 'OBJECT_NOT_FOUND',
		message: `No ${type} record for some of the ids`,
		context: { ids: missing },
		errors: [],
		links: {},
	};
	return complete(call, 207, results, { numErrors: 1, errors: [error] });
}

/** POST batch update, by id or `idProperty`. */
export function updateBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const results = inputsOf(call).map((input) => {
		const key = textOr(input.id, '');
		const object = lookUp(call.store, type, key, textOr(input.idProperty, undefined));
		if (!object) throw new Refused(validationError(`No ${type} record for ${key}`));
		update(call, type, object, input.properties);
		return presentWhole(object);
	});
	return complete(call, 200, results);
}

/** POST batch upsert by a unique property: the idempotent write. */
export function upsertBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const inputs = inputsOf(call);
	const keys = inputs.map((input) => `${textOr(input.idProperty, '')}=${textOr(input.id, '')}`);
	if (new Set(keys).size < keys.length) {
		return validationError('Duplicate ids found in the batch input');
	}
	const results = inputs.map((input) => upsert(call, type, input));
	return complete(call, 200, results);
}

/** POST batch archive. */
export function archiveBatch(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	for (const { id } of inputsOf(call)) {
		const object = call.store.find(type, textOr(id, ''));
		if (object) call.store.archive(type, object);
	}
	return answer(204, undefined);
}

function upsert(call: Call, type: ReturnType<typeof typeIn>, input: JsonObject) {
	const id = textOr(input.id, '');
	const idProperty = textOr(input.idProperty, undefined);
	if (idProperty !== undefined && !call.store.isUnique(type, idProperty)) {
		throw new Refused(validationError(`Property "${idProperty}" does not hold unique values`));
	}
	const known = lookUp(call.store, type, id, idProperty);
	if (known) {
		update(call, type, known, input.properties);
		return { ...presentWhole(known), new: false };
	}
	if (idProperty === undefined) {
		throw new Refused(
			validationError(`No ${type} record for ${id}, and no idProperty to create it`),
		);
	}
	const given = typeof input.properties === 'object' ? input.properties : {};
	const object = create(call, type, { [idProperty]: id, ...given });
	return { ...presentWhole(object), new: true };
}

function inputsOf(call: Call): JsonObject[] {
	const inputs = objectsIn(call.body.inputs);
	if (inputs.length === 0) throw new Refused(validationError('The batch has no inputs'));
	if (inputs.length > batchLimit) {
		throw new Refused(validationError(`The batch has more than ${batchLimit} inputs`));
	}
	return inputs;
}

function complete(
	call: Call,
	status: number,
	results: unknown[],
	more: Record<string, unknown> = {},
): VendorAnswer {
	const now = new Date(call.at).toISOString();
	const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now, ...more };
	return answer(status, body);
}
