import { MendableError } from '../../../nodes/domain/errors';
import type { Sequence } from '../../../nodes/domain/followUp/schema';
import { nearest } from '../config/nearest';
import { isCountry, publicHolidays } from '../roster/holidays';

/** Years that holidays are worked out for at most; nobody plans further ahead. */
const MOST_YEARS = 20;

/**
 * The definition of a name and version; of several versions the newest where none is named.
 *
 * @throws MendableError `follow-up/unknown-sequence`
 */
export function findSequence(
	sequences: readonly Sequence[],
	{ id, version }: { id: string; version: number | null },
): Sequence {
	const found = sequences
		.filter((each) => each.id === id && (version === null || each.version === version))
		.reduce<Sequence | null>(
			(newest, each) => (newest === null || each.version > newest.version ? each : newest),
			null,
		);
	if (found !== null) return found;
	const names = sequences.map((each) => `${each.id}/${each.version}`);
	const near = nearest(id, [...new Set(sequences.map((each) => each.id))]);
	throw new MendableError(
		'follow-up/unknown-sequence',
		'There is no such sequence.',
		`"${version === null ? id : `${id}/${version}`}" is none of: ${names.join(', ')}.`,
		near === null || near === id ? 'Name one of these.' : `Did you mean "${near}"?`,
	);
}

/** Days off of a country from one moment's year to another's; none where the country is not known. */
export function holidaysBetween(country: string | null, from: string, until: string): Set<string> {
	if (country === null || !isCountry(country)) return new Set();
	const first = Number(from.slice(0, 4)) - 1;
	const last = Math.min(Number(until.slice(0, 4)) + 1, first + MOST_YEARS);
	const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
	return new Set(publicHolidays(country, years));
}
