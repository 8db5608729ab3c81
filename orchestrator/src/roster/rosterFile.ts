import { z } from 'zod';
import type { Mistake } from '../../../nodes/domain/read';
import { mistakesInRoster } from '../../../nodes/domain/routing/readInputs';
import type { Roster } from '../../../nodes/domain/routing/schema';
import { rosterSchema } from '../../../nodes/domain/routing/schema';
import { defaultSettings } from '../../../nodes/domain/routing/settings';
import type { PathMistake } from '../config/gatherMistakes';
import { nearest } from '../config/nearest';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { stepsOf } from '../config/stepsOf';
import { withHolidays } from './holidayLists';
import { isCountry } from './holidays';

/** A roster as people write it: `holidays` adds days of their own to those of countries. */
export const rosterFileSchema = rosterSchema.extend({
	version: z
		.string()
		.regex(/^roster\/\d+$/, 'expected the version that data pull gave, as roster/3'),
});

/** Reads the YAML of a roster and gathers every mistake with its place. */
export function readRosterFile(source: string): YamlReading<Roster> {
	return readYamlAs(rosterFileSchema, source, (roster) => {
		// The days themselves make no difference here.
		const filled = withHolidays(roster, new Date(0));
		const mistakes = mistakesInRoster(filled, defaultSettings).map(toPathMistake);
		return [...mistakes, ...unusedLists(roster)];
	});
}

function toPathMistake({ path, expected, received }: Mistake): PathMistake {
	const steps = stepsOf(path);
	const or = steps.at(-1) === 'holidays' ? ', or the two letters of a country such as DK' : '';
	return {
		path: steps,
		message: `"${steps.join('.')}": expected ${expected}${or}, got ${received}`,
	};
}

/** A list that nobody keeps is a name that was written wrongly. */
function unusedLists({ people, holidays }: Roster): PathMistake[] {
	const used = [...new Set(people.flatMap(({ holidays: name }) => name ?? []))];
	return Object.keys(holidays).flatMap((name) => {
		if (used.includes(name) || isCountry(name)) return [];
		const near = nearest(name, used);
		const hint = near === null ? '' : `; did you mean "${near}"?`;
		return [
			{ path: ['holidays', name], message: `"holidays.${name}": nobody keeps this list${hint}` },
		];
	});
}
