import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import type { PlaceField } from '../adapters/clickup/places';
import { inParallel } from '../apply/inParallel';
import type { SeedServices } from '../apply/services';
import type { WantedClickup, WantedPlace } from './clickupWants';
import type { KnownPlaces, SeenPlace } from './findPlaces';
import { PlaceFinder } from './findPlaces';

/** What was found of the places that are wanted, by `kind/key`. */
export interface SeenClickup {
	places: Record<string, SeenPlace>;
	/** Fields of the workspace itself, which all that is made there has; null where nobody needs to know. */
	workspaceFields: PlaceField[] | null;
	/** Why places cannot be looked for by their names; null where they can. */
	problem: ErrorReport | null;
}

/** Reads of ClickUp at the same time. */
const LOOKS_AT_ONCE = 2;

/** The name of a place among what was seen. */
export const seenKey = ({ kind, key }: Pick<WantedPlace, 'kind' | 'key'>) => `${kind}/${key}`;

/** Looks for spaces, folders and lists, and at the fields of those that hold tasks. Reads only. */
export async function lookAtClickup(
	{ clickup }: Pick<SeedServices, 'clickup'>,
	{ places: wanted }: WantedClickup,
	known: KnownPlaces,
): Promise<SeenClickup> {
	const finder = new PlaceFinder(clickup, known);
	let problem: ErrorReport | null = null;
	const places = await inParallel(wanted, LOOKS_AT_ONCE, async ({ kind, key }) => {
		try {
			const found = await finder.find(kind, key);
			if (found.state !== 'there' || kind === 'folder') return found;
			return { ...found, fields: await clickup.fields(kind, found.id) };
		} catch (error) {
			if (!isErrorReport(error) || error.code !== 'clickup/which-workspace') throw error;
			const { code, what, why, mend } = error;
			problem = { code, what, why, mend };
			return { state: 'missing' } as const;
		}
	});
	const isNew = wanted.some(
		({ kind }, at) => kind === 'space' && places[at]?.state === 'missing' && problem === null,
	);
	return {
		places: Object.fromEntries(wanted.map((place, at) => [seenKey(place), places[at]!])),
		workspaceFields: isNew
			? await clickup.fields('workspace', (await clickup.workspace()).id)
			: null,
		problem,
	};
}
