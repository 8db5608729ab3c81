import fc from 'fast-check';
import { placeName, placeWithin } from '../../../orchestrator/src/adapters/clickup/placeNames';
import { seededOf } from '../../../orchestrator/src/apply/journal';
import { clickupPlaceSteps } from '../../../orchestrator/src/apply/steps/clickupPlaces';
import type { StepContext } from '../../../orchestrator/src/apply/steps/step';
import { wantedClickup } from '../../../orchestrator/src/plan/clickupWants';
import { lookAtClickup } from '../../../orchestrator/src/plan/lookAtClickup';
import type {
	Blueprint,
	Change,
	Snapshot,
	WritingChange,
} from '../../../orchestrator/src/plan/model';
import { planClickup } from '../../../orchestrator/src/plan/planClickup';
import type { WorldPlace } from '../apply/pretendedClickup';
import { aPlace, pretendedClickup } from '../apply/pretendedClickup';

const name = fc.constantFrom('A', 'B', 'C');
const listKey = fc.array(name, { minLength: 2, maxLength: 3 }).map((path) => path.join(' / '));
const config = fc.record({
	lists: fc.dictionary(fc.constantFrom('leads', 'test', 'briefs'), listKey),
	spaces: fc.dictionary(fc.constantFrom('projects', 'test'), name),
});

/** Some of what a configuration wants, each made once or twice, a few archived. */
const someOf = (wanted: ReturnType<typeof wantedClickup>) =>
	fc
		.array(fc.constantFrom('none', 'there', 'twice', 'archived'), {
			minLength: wanted.places.length,
			maxLength: wanted.places.length,
		})
		.map((fates) => {
			const places: WorldPlace[] = [];
			const idOf = new Map<string, string>();
			wanted.places.forEach(({ kind, key }, at) => {
				const around = placeWithin(kind, key);
				const parentId = around === null ? null : idOf.get(`${around.kind}/${around.key}`);
				const fate = fates[at];
				if (fate === 'none' || parentId === undefined) return;
				const id = `${at}`;
				idOf.set(`${kind}/${key}`, id);
				const more = { parentId, isArchived: fate === 'archived' };
				places.push(aPlace(kind, id, placeName(kind, key), more));
				if (fate === 'twice')
					places.push(aPlace(kind, `${id}-2`, placeName(kind, key), { parentId }));
			});
			return places;
		});

const world = config.chain((made) => {
	const wanted = wantedClickup({ ...made, keyField: 'Key' }, []);
	return fc.record({ wanted: fc.constant(wanted), places: someOf(wanted) });
});

const told = (changes: Change[]) =>
	changes.map(({ kind, target }) => `${kind} ${target.kind} ${target.key}`);

describe('a plan of ClickUp’s places', () => {
	it('is empty once it was carried out, and leaves what is a person’s to that person', async () => {
		await fc.assert(
			fc.asyncProperty(world, async ({ wanted, places }) => {
				const state = { places, workspaces: [{ id: 'w', name: 'Studio' }] };
				const before = new Set(places);
				const clickup = pretendedClickup(state, () => undefined);
				const seeded = seededOf([]);
				const look = async () =>
					planClickup(
						{ clickup: wanted } as Blueprint,
						{ clickup: await lookAtClickup({ clickup }, wanted, seeded) } as Snapshot,
					);
				const planned = await look();
				for (const change of planned) {
					const { kind, target } = change;
					if (kind !== 'create') continue;
					const step = clickupPlaceSteps[target.kind as 'space' | 'folder' | 'list'];
					const context = { services: { clickup }, seeded } as unknown as StepContext;
					if (!('run' in step)) throw new Error('Places are made one by one.');
					await step.run(change as WritingChange, context);
				}
				const left = await look();
				expect(left.filter(({ kind }) => kind === 'create')).toEqual([]);
				// Nothing that was there is touched, and what a person has to see to is still theirs.
				for (const place of before) expect(state.places).toContain(place);
				const theirs = planned.filter(({ kind, target }) => isPlaceLeft(kind, target.kind));
				const still = left.filter(({ kind, target }) => isPlaceLeft(kind, target.kind));
				expect(told(still)).toEqual(told(theirs));
			}),
			{ seed: 20_261_126, numRuns: 200 },
		);
	});

	it('does not depend on the order in which ClickUp tells of places', async () => {
		await fc.assert(
			fc.asyncProperty(world, async ({ wanted, places }) => {
				const look = async (found: WorldPlace[]) => {
					const state = { places: found, workspaces: [{ id: 'w', name: 'Studio' }] };
					const clickup = pretendedClickup(state, () => undefined);
					const seen = await lookAtClickup({ clickup }, wanted, seededOf([]));
					return told(planClickup({ clickup: wanted } as Blueprint, { clickup: seen } as Snapshot));
				};
				expect(await look([...places].reverse())).toEqual(await look(places));
			}),
			{ seed: 20_261_126, numRuns: 100 },
		);
	});
});

const isPlaceLeft = (kind: string, of: string) =>
	kind === 'manual' && ['space', 'folder', 'list'].includes(of);
