import { MendableError } from '../../../../nodes/domain/errors';
import type { PlaceKind } from '../../adapters/clickup/places';
import { placeName } from '../../adapters/clickup/placeNames';
import type { Json } from '../../bundle/normalise';
import type { SeenPlace } from '../../plan/findPlaces';
import { PlaceFinder } from '../../plan/findPlaces';
import { seenKey } from '../../plan/lookAtClickup';
import type { ApplyStep } from './step';

/** How ClickUp's spaces, folders and lists are made and taken away. */
export const clickupPlaceSteps = {
	// Nobody says that ClickUp refuses a second space of one name: one whose answer was lost is looked for.
	space: placeStep('space', [], false),
	folder: placeStep('folder', ['space'], true),
	list: placeStep('list', ['space', 'folder'], true),
};

function placeStep(kind: PlaceKind, after: ApplyStep['after'], isRepeatable: boolean): ApplyStep {
	return {
		after,
		isRepeatable,
		planned: ({ key }, { found }) => stateOf(found.clickup.places[seenKey({ kind, key })]),
		look: async ({ key }, { services, seeded }) =>
			stateOf(await new PlaceFinder(services.clickup, seeded).find(kind, key)),
		isThere: (_target, state) => state !== null,
		run: async ({ target: { key } }, { services: { clickup }, seeded }) => {
			const parent = await new PlaceFinder(clickup, seeded).parentOf(kind, key);
			if (parent === null) throw nothingAround(key);
			const { id, name } = await clickup.create(kind, parent, placeName(kind, key));
			return [{ kind, key, value: { id, name } }];
		},
		undo: async ({ target: { name }, after: state }, { services: { clickup } }) => {
			const { id } = state as { id: string };
			if (!(await clickup.isEmpty(kind, id))) throw notEmpty(name);
			await clickup.remove(kind, id);
		},
	};
}

/** What the journal keeps of a place; one that is renamed or moved has been changed. */
function stateOf(seen: SeenPlace | undefined): Json {
	return seen?.state === 'there' ? { id: seen.id, name: seen.name } : null;
}

function nothingAround(key: string): MendableError {
	return new MendableError(
		'clickup/place-missing',
		`"${key}" cannot be made in ClickUp.`,
		'What is to be around it is not there any more.',
		'Run agency-ops plan again: it shows what is missing.',
	);
}

function notEmpty(name: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The ${name} stays in ClickUp.`,
		'Something is in it by now, and it would be gone with it.',
		'Take it away in ClickUp if nobody needs it.',
	);
}
