import type { ObjectType } from './model';

/**
 * HubSpot's numbers for the unlabelled association (@hubspot/api-client 14.0.1,
 * `AssociationTypes`).
 */
const unlabelled: Partial<Record<`${ObjectType}>${ObjectType}`, number>> = {
	'contacts>contacts': 449,
	'contacts>companies': 279,
	'companies>contacts': 280,
	'contacts>deals': 4,
	'deals>contacts': 3,
	'companies>deals': 342,
	'deals>companies': 341,
	'deals>deals': 451,
	'companies>companies': 450,
};

/** Numbers with a label, by direction, with the number of the way back; from the same list. */
const labelled: Partial<Record<`${ObjectType}>${ObjectType}`, Record<number, number>>> = {
	'contacts>companies': { 1: 2 },
	'companies>contacts': { 2: 1 },
	'deals>companies': { 5: 6 },
	'companies>deals': { 6: 5 },
};

/** The number of the default association. */
export function defaultTypeId(from: ObjectType, to: ObjectType): number | null {
	return unlabelled[`${from}>${to}`] ?? null;
}

/** The number of the way back; null when the number does not belong to this direction. */
export function inverseTypeId(from: ObjectType, to: ObjectType, typeId: number): number | null {
	if (typeId === defaultTypeId(from, to)) return defaultTypeId(to, from);
	return labelled[`${from}>${to}`]?.[typeId] ?? null;
}

/** The label HubSpot shows for a number; null for an unlabelled one. */
export const labelOf = (typeId: number): string | null =>
	[1, 2, 5, 6].includes(typeId) ? 'Primary' : null;
