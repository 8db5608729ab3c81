import { defaultProperties } from './defaults';
import type { CrmObject, ObjectType } from './model';

/** A record as an answer carries it. */
export interface PresentedObject {
	id: string;
	properties: Record<string, string | null>;
	createdAt: string;
	updatedAt: string;
	archived: boolean;
}

/**
 * A record with the properties that were asked for; what is asked for and has no value is null.
 *
 * @param asked names of properties; empty gives the default ones
 */
export function present(
	type: ObjectType,
	object: CrmObject,
	asked: readonly string[],
): PresentedObject {
	const names = new Set([...(asked.length > 0 ? asked : defaultProperties[type]), ...always(type)]);
	const properties: Record<string, string | null> = {};
	for (const name of names) properties[name] = object.properties[name] ?? null;
	return { ...head(object), properties };
}

/** A record with all its values, as the answers to writes carry it. */
export function presentWhole(object: CrmObject): PresentedObject {
	return { ...head(object), properties: { ...object.properties } };
}

const always = (type: ObjectType) =>
	defaultProperties[type].filter(
		(name) => name === 'createdate' || name === 'hs_object_id' || name.endsWith('lastmodifieddate'),
	);

const head = ({ id, createdAt, updatedAt, archived }: CrmObject) => ({
	id,
	createdAt,
	updatedAt,
	archived,
});
