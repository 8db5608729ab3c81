import type { Json, JsonObject } from '../types';

/** A repair of a vendor's description: what is wrong there and what stands instead. */
export interface Repair {
	/** The place, as the names from the root down. */
	at: readonly string[];
	/** Gives the repaired value; `undefined` removes it. */
	change(found: Json): Json | undefined;
	because: string;
}

/** What has to be known beside a vendor's description to check against it. */
export interface Overlay {
	repairs: readonly Repair[];
	/** Calls the description does not have, as `METHOD template`, with the reason each. */
	undescribed: Readonly<Record<string, string>>;
	/** Query parameters the description forgot, by name, with the reason each. */
	query: Readonly<Record<string, string>>;
	/** Query parameters that hold several values with commas between them, though described as one. */
	commaSeparated?: Readonly<Record<string, string>>;
	/** The schema of answers with a status the description does not mention, and why. */
	otherAnswers: { schema: JsonObject; because: string } | null;
}

/**
 * Applies the repairs to a description, in place.
 *
 * @throws Error when a place is not there: the description is a newer edition than the overlay
 */
export function repair(document: JsonObject, repairs: readonly Repair[]): JsonObject {
	for (const { at, change, because } of repairs) {
		const parent = at.slice(0, -1).reduce<Json | undefined>(stepInto, document);
		const name = at[at.length - 1] ?? '';
		const found = stepInto(parent, name);
		if (typeof parent !== 'object' || parent === null || found === undefined) {
			throw new Error(`The overlay repairs ${at.join(' → ')} (${because}), which is not there.`);
		}
		const changed = change(found);
		const holder = parent as JsonObject;
		if (changed === undefined) delete holder[name];
		else holder[name] = changed;
	}
	return document;
}

function stepInto(value: Json | undefined, name: string): Json | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	return (value as JsonObject)[name];
}
