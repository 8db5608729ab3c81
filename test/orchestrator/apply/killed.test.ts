import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallBundle, aSmallSeed, essenceOf } from './aSmallSeed';
import type { Death } from './killable';
import { Killed, killable } from './killable';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-killed-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A new text of the workflow that leads are posted to. */
const newer = aSmallBundle('1.1.0', (workflow) =>
	workflow.id === 'Intake1'
		? { ...workflow, workflow: { ...workflow.workflow, settings: { timezone: 'Europe/Madrid' } } }
		: workflow,
);

/**
 * Every death that a run can die: before its first call, and after each, whose answer it never hears.
 * What a process had in mind is gone with it, so to die before a call is to die after the one before.
 */
async function everyDeath(
	run: (world: SeedWorld, death: Death | null) => Promise<number>,
	prepare: () => Promise<SeedWorld>,
): Promise<Death[]> {
	const calls = await run(await prepare(), null);
	const after = Array.from({ length: calls }, (_, at) => ({
		call: at + 1,
		when: 'after' as const,
	}));
	return [{ call: 1, when: 'before' }, ...after];
}

const seedOf = (world: SeedWorld, options = {}) => ({
	run: async (death: Death | null) => {
		const { services, calls } = killable(world.services, death);
		await small.seed(services, options).catch((error: unknown) => {
			if (!(error instanceof Killed)) throw error;
		});
		return calls();
	},
});

describe('a seed that is killed at any call', () => {
	it.each([
		{ of: 'a new installation', hasImporter: true, from: 1 },
		// Only what comes with the workflows is another than above.
		{ of: 'an n8n without an importer', hasImporter: false, from: 110 },
	])('is finished by the next, and nothing is there twice: $of', async ({ hasImporter, from }) => {
		const prepare = async () => Object.assign(seedWorld(), { hasImporter });
		const whole = await prepare();
		await small.seed(whole.services);
		const wanted = textOf(whole);
		const run = async (world: SeedWorld, death: Death | null) => await seedOf(world).run(death);
		const deaths = await everyDeath(run, prepare);
		expect(deaths.length).toBeGreaterThan(100);

		for (const death of deaths.filter(({ call }) => call >= from)) {
			const world = await prepare();
			await run(world, death);
			const { isFine } = await small.seed(world.services);
			const isSame = textOf(world) === wanted;
			world.writes.length = 0;
			await small.seed(world.services);
			const applies = await world.services.journal.list('local', 10);
			const isEnded = applies.every(({ state }) => state !== 'running');
			expect({ death, isFine, isSame, isEnded, writes: world.writes }).toEqual({
				death,
				isFine: true,
				isSame: true,
				isEnded: true,
				writes: [],
			});
		}
	});

	it('stays open where an older clone is seeded before it is run again, and nothing is taken back', async () => {
		const prepare = async () => {
			const world = seedWorld();
			await small.seed(world.services);
			return world;
		};
		const stateOf = async ({ services: { journal } }: SeedWorld) =>
			(await journal.list('local', 1))[0]?.state;
		const textsOf = ({ state }: SeedWorld) => JSON.stringify([...state.workflows.entries()]);
		const run = async (world: SeedWorld, death: Death | null) =>
			await seedOf(world, { bundle: newer, kind: 'upgrade' }).run(death);
		let halfDone = 0;
		for (const death of await everyDeath(run, prepare)) {
			const world = await prepare();
			const before = textsOf(world);
			await run(world, death);
			const half = textsOf(world);
			if (half === before || (await stateOf(world)) !== 'running') continue;
			halfDone += 1;
			await small.seed(world.services);
			const older = { state: await stateOf(world), isAsItWas: textsOf(world) === half };
			await small.seed(world.services, { bundle: newer, kind: 'upgrade' });
			const ended = await stateOf(world);
			expect({ death, older, ended }).toEqual({
				death,
				older: { state: 'running', isAsItWas: true },
				ended: 'done',
			});
		}
		expect(halfDone).toBeGreaterThan(0);
	});

	it('can be put back as if it had not been killed', async () => {
		const prepare = async () => {
			const world = seedWorld();
			await small.seed(world.services);
			return world;
		};
		const before = essenceOf(await prepare());
		const run = async (world: SeedWorld, death: Death | null) =>
			await seedOf(world, { bundle: newer }).run(death);
		for (const death of await everyDeath(run, prepare)) {
			const world = await prepare();
			await run(world, death);
			await small.seed(world.services, { bundle: newer });
			const about = JSON.stringify(death);
			const [newest] = await world.services.journal.list('local', 1);
			const isJournaled = newest?.source === 'agency-ops 1.1.0';
			expect({ about, isJournaled }).toEqual({ about, isJournaled: true });
			const report = await small.rollback(world.services);
			expect({ about, isFine: report.isFine, ...essenceOf(world) }).toEqual({
				about,
				isFine: true,
				...before,
			});
		}
	});
});

describe('a seed that is killed at any call, and put back at once', () => {
	/** What no rollback takes away: it is named as staying. */
	const withoutAccess = (world: SeedWorld) => ({ ...essenceOf(world), hasOwner: null, keys: null });

	it.each([
		{ of: 'a new installation', bundle: undefined },
		{ of: 'an upgrade', bundle: newer },
	])('leaves what was there before: $of', async ({ bundle }) => {
		const prepare = async () => {
			const world = seedWorld();
			if (bundle !== undefined) await small.seed(world.services);
			return world;
		};
		const run = async (world: SeedWorld, death: Death | null) =>
			await seedOf(world, bundle === undefined ? {} : { bundle }).run(death);
		const before = withoutAccess(await prepare());
		for (const death of await everyDeath(run, prepare)) {
			const world = await prepare();
			const known = (await world.services.journal.list('local', 1)).length;
			await run(world, death);
			const [newest] = await world.services.journal.list('local', 1);
			const isBegun = (await world.services.journal.list('local', 2)).length > known;
			const about = JSON.stringify(death);
			if (newest === undefined || !isBegun) {
				expect({ about, ...withoutAccess(world) }).toEqual({ about, ...before });
				continue;
			}
			const { isFine } = await small.rollback(world.services, newest.id);
			expect({ about, isFine, ...withoutAccess(world) }).toEqual({
				about,
				isFine: true,
				...before,
			});
		}
	});
});

describe('a seed in which any write fails', () => {
	it('arrives at the same place once it is run again', async () => {
		const whole = seedWorld();
		await small.seed(whole.services);
		const wanted = textOf(whole);
		for (let broken = 1; broken <= whole.writes.length; broken += 1) {
			const world = seedWorld();
			world.failAtWrite = broken;
			const first = await small.seed(world.services);
			world.failAtWrite = null;
			const second = await small.seed(world.services);
			const isSame = textOf(world) === wanted;
			expect({ broken, first: first.isFine, second: second.isFine, isSame }).toEqual({
				broken,
				first: false,
				second: true,
				isSame: true,
			});
		}
	});
});

describe('a rollback that is killed at any call', () => {
	it('is finished by the next', async () => {
		const prepare = async () => {
			const world = seedWorld();
			await small.seed(world.services);
			await small.seed(world.services, { bundle: newer });
			return world;
		};
		const run = async (world: SeedWorld, death: Death | null) => {
			const { services, calls } = killable(world.services, death);
			await small.rollback(services).catch((error: unknown) => {
				if (!(error instanceof Killed)) throw error;
			});
			return calls();
		};
		const whole = await prepare();
		await small.rollback(whole.services);
		for (const death of await everyDeath(run, prepare)) {
			const world = await prepare();
			const [apply] = await world.services.journal.list('local', 1);
			await run(world, death);
			const { isFine } = await small.rollback(world.services, apply?.id);
			const isSame = textOf(world) === textOf(whole);
			// What is remembered is put back as well: the same bundle is an upgrade again.
			const again = writes(await small.plan(world.services, { bundle: newer })).length;
			expect({ death, isFine, isSame, again }).toEqual({
				death,
				isFine: true,
				isSame: true,
				again: 1,
			});
		}
	});
});

/** What the services hold; n8n without an importer gives ids by the count of writes before. */
function textOf(world: SeedWorld): string {
	const { workflows, ...rest } = essenceOf(world);
	const names = new Map(workflows.map(({ id, workflow }) => [id, workflow.name]));
	const texts = workflows.map(({ workflow, published }) =>
		JSON.stringify({ workflow, published }, (_, value: unknown) =>
			typeof value === 'string' ? (names.get(value) ?? value) : value,
		),
	);
	return JSON.stringify({ ...rest, workflows: texts.sort() });
}
