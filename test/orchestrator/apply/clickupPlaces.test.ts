import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RetryableError } from '../../../nodes/domain/errors';
import { loadSettings } from '../../../orchestrator/src/config';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallSeed } from './aSmallSeed';
import { aPlace } from './pretendedClickup';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-clickup-places-'));
	const file = path.join(home, 'agency.config.yaml');
	writeFileSync(
		file,
		"clickup: { lists: { leads: 'Agency / Sales / Leads', test: 'Test / Tasks' } }\n",
	);
	small = aSmallSeed(home, loadSettings({ file, home, env: {} }));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const isPlace = (call: string) => /^(space|folder|list) /.test(call);

/** A workspace in which nobody has done anything yet. */
function aFreshWorld(): SeedWorld {
	const world = seedWorld();
	world.state.places = [];
	return world;
}

describe('ClickUp’s places', () => {
	it('are made within each other, once, and known by their numbers', async () => {
		const world = aFreshWorld();
		const report = await small.seed(world.services);
		expect(world.writes.filter(isPlace).sort()).toEqual([
			'folder Sales',
			'list Leads',
			'list Tasks',
			'space Agency',
			'space Projects',
			'space Test',
		]);
		const nameOf = (id: string | null) => world.state.places.find((place) => place.id === id)?.name;
		expect(
			world.state.places.map(({ name, parentId }) => `${name} in ${nameOf(parentId)}`).sort(),
		).toEqual([
			'Agency in undefined',
			'Leads in Sales',
			'Projects in undefined',
			'Sales in Agency',
			'Tasks in Test',
			'Test in undefined',
		]);
		// What only a person can do is told, and stops nothing.
		expect(report.manual.map(({ target }) => target.kind)).toEqual(
			Array.from({ length: 3 }, () => 'customField'),
		);
		expect(report.outcomes.every(({ result }) => result === 'done')).toBe(true);

		expect(writes(await small.plan(world.services))).toEqual([]);
		for (const place of world.state.places) place.name = `${place.name} of old`;
		expect(writes(await small.plan(world.services))).toEqual([]);
		const before = world.writes.length;
		await small.seed(world.services);
		expect(world.writes).toHaveLength(before);
	});

	it('are found again by a seed that was broken off at any of them', async () => {
		const whole = aFreshWorld();
		await small.seed(whole.services);
		const steps = whole.writes.flatMap((call, at) => (isPlace(call) ? [at + 1] : []));
		expect(steps).toHaveLength(6);
		for (const step of steps) {
			const world = aFreshWorld();
			world.failAtWrite = step;
			await small.seed(world.services);
			world.failAtWrite = null;
			await small.seed(world.services);
			const made = world.writes.filter(isPlace);
			expect(new Set(made).size).toBe(6);
			expect(made).toHaveLength(6);
		}
	});

	it('are made once where ClickUp made them and its answer was lost', async () => {
		const world = aFreshWorld();
		const { clickup } = world.services;
		world.services.clickup = {
			...clickup,
			create: async (...given) => {
				await clickup.create(...given);
				throw new RetryableError('clickup/failed', 'Nothing was heard.', 'As planned.', '', 0);
			},
		};
		const report = await small.seed(world.services);
		expect(report.outcomes.every(({ result }) => result === 'done')).toBe(true);
		expect(world.state.places).toHaveLength(6);
		world.services.clickup = clickup;
		expect(writes(await small.plan(world.services))).toEqual([]);
	});

	it('are taken away again as long as nothing is in them', async () => {
		const world = aFreshWorld();
		await small.seed(world.services);
		await small.rollback(world.services);
		expect(world.state.places).toEqual([]);
		// And made anew, since nothing of them is remembered.
		await small.seed(world.services);
		expect(world.state.places).toHaveLength(6);
	});

	it('stay with what is in them by now', async () => {
		const world = aFreshWorld();
		await small.seed(world.services);
		for (const place of world.state.places) if (place.name === 'Leads') place.tasks = 1;
		const { outcomes } = await small.rollback(world.services);
		const left = outcomes.filter(({ result }) => result === 'left');
		expect(left.map(({ target }) => target.key)).toEqual([
			'Agency / Sales / Leads',
			'Agency / Sales',
			'Agency',
		]);
		expect(world.state.places.map(({ name }) => name).sort()).toEqual(['Agency', 'Leads', 'Sales']);
	});

	it('stay where a person has renamed them, and where they were there before', async () => {
		const world = aFreshWorld();
		world.state.places = [aPlace('space', '101', 'Agency')];
		await small.seed(world.services);
		for (const place of world.state.places) if (place.name === 'Tasks') place.name = 'Trials';
		await small.rollback(world.services);
		expect(world.state.places.map(({ name }) => name).sort()).toEqual(['Agency', 'Test', 'Trials']);
	});
});
