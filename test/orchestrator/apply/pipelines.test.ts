import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallSeed } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-pipelines-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const stagesIn = ({ state }: SeedWorld) => state.pipelines[0]?.stages.map(({ id }) => id);
const atFirst = ['appointmentscheduled', 'closedwon', 'closedlost', 'delivered', 'paid'];

async function aSeededWorld(): Promise<SeedWorld> {
	const world = seedWorld();
	await small.seed(world.services);
	return world;
}

describe('stages of deals', () => {
	it('are made where they are missing, once', async () => {
		const world = await aSeededWorld();
		expect(stagesIn(world)).toEqual([...atFirst, 'qualifiedtobuy']);
		expect(writes(await small.plan(world.services))).toEqual([]);
	});

	it('are taken away again by a rollback', async () => {
		const world = await aSeededWorld();
		await small.rollback(world.services);
		expect(stagesIn(world)).toEqual(atFirst);
	});

	it('stay where deals stand in them', async () => {
		const world = await aSeededWorld();
		world.state.stagesWithDeals.push('qualifiedtobuy');
		const { outcomes } = await small.rollback(world.services);
		expect(outcomes.filter(({ result }) => result !== 'putBack')).toMatchObject([
			{
				target: { kind: 'stage' },
				result: 'left',
				error: { code: 'rollback/cannot', why: 'Deals stand in it.' },
			},
		]);
		expect(stagesIn(world)).toContain('qualifiedtobuy');
	});

	it('are not made where a person makes one meanwhile', async () => {
		const world = seedWorld();
		const { createProperty } = world.services.hubspot;
		world.services.hubspot.createProperty = async (object, property) => {
			const [pipeline] = world.state.pipelines;
			if (!stagesIn(world)?.includes('qualifiedtobuy')) {
				pipeline?.stages.push({ id: 'qualifiedtobuy', label: 'By hand' });
			}
			await createProperty(object, property);
		};
		const { outcomes } = await small.seed(world.services);
		const made = world.writes.filter((write) => write.startsWith('stage '));
		const stage = outcomes.find(({ change }) => change.target.kind === 'stage');
		expect({ made, result: stage?.result }).toEqual({ made: [], result: 'notRun' });
	});
});

describe('a pipeline of deals', () => {
	it('is made with its stages, and kept while deals stand in it', async () => {
		const world = seedWorld();
		world.state.pipelines = [];
		expect(await small.seed(world.services)).toMatchObject({ isFine: true });
		expect(stagesIn(world)).toHaveLength(6);
		expect(writes(await small.plan(world.services))).toEqual([]);

		world.state.stagesWithDeals.push('closedwon');
		const { apply } = await small.rollback(world.services);
		expect(world.state.pipelines).toHaveLength(1);
		world.state.stagesWithDeals = [];
		await small.rollback(world.services, apply.id);
		expect(world.state.pipelines).toEqual([]);
	});
});
