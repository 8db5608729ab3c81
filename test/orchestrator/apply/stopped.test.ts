import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stoppablePause } from '../../../orchestrator/src/apply/stopping';
import { aSmallBundle, aSmallSeed, essenceOf } from './aSmallSeed';
import { killable } from './killable';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-stopped-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs something of which an end is asked at one of its calls, by number. */
async function stoppedAt(
	world: SeedWorld,
	call: number,
	run: (services: SeedWorld['services'], signal: AbortSignal) => Promise<unknown>,
): Promise<{ calls: number; code: string | null }> {
	const stop = new AbortController();
	const { services, calls } = killable(world.services, null, (number) => {
		if (number === call) stop.abort();
	});
	const code = await run(services, stop.signal).then(
		() => null,
		(error: { code?: string }) => error.code ?? String(error),
	);
	return { calls: calls(), code };
}

/** What the journal has of the newest run. */
async function newest({ services: { journal } }: SeedWorld) {
	const [apply] = await journal.list('local', 1);
	const { steps = [] } = apply === undefined ? {} : ((await journal.read(apply.id)) ?? {});
	return { state: apply?.state, begun: steps.filter(({ state }) => state === 'started').length };
}

const seeding = async (services: SeedWorld['services'], signal: AbortSignal) =>
	await small.seed(services, { signal });

describe('a seed that is asked to stop at any call', () => {
	it('is in the next plan until it has ended', async () => {
		const world = seedWorld();
		expect(await stoppedAt(world, 60, seeding)).toMatchObject({ code: 'apply/stopped' });
		const [open] = await world.services.journal.list('local', 1);
		const { notes } = await small.plan(world.services);
		expect(notes).toEqual([expect.stringContaining(`${open?.id} (seed by `)]);
		expect(notes?.[0]).toContain('has not ended');

		await small.seed(world.services);
		expect(await small.plan(world.services)).not.toHaveProperty('notes');
	});

	it('ends between two steps, and the next goes on from there', async () => {
		const whole = seedWorld();
		const { calls: all } = await stoppedAt(whole, -1, seeding);
		expect(all).toBeGreaterThan(100);
		const codes = new Set<string | null>();
		for (let call = 1; call <= all; call += 7) {
			const world = seedWorld();
			const { code } = await stoppedAt(world, call, seeding);
			codes.add(code);
			const { state, begun } = await newest(world);
			expect({ call, begun }).toEqual({ call, begun: 0 });
			// Where it said so there is a run to go on with, but for before its first step.
			if (code === null) expect(state).toBe('done');
			else expect({ call, code, isKept: state !== 'done' }).toEqual({ call, code, isKept: true });
			const { isFine } = await small.seed(world.services);
			expect({ call, isFine, holds: essenceOf(world) }).toEqual({
				...{ call, isFine: true },
				holds: essenceOf(whole),
			});
			world.writes.length = 0;
			await small.seed(world.services);
			expect({ call, writes: world.writes }).toEqual({ call, writes: [] });
		}
		expect(codes).toEqual(new Set(['apply/stopped', null]));
	});
});

describe('a rollback that is asked to stop', () => {
	it('ends between two things, and the next puts the others back', async () => {
		const world = seedWorld();
		await small.seed(world.services);
		const before = essenceOf(world);
		const newer = aSmallBundle('1.1.0', (workflow) => ({
			...workflow,
			workflow: { ...workflow.workflow, settings: { timezone: 'Europe/Madrid' } },
		}));
		await small.seed(world.services, { bundle: newer });
		const [upgraded] = await world.services.journal.list('local', 1);
		world.writes.length = 0;
		// Asked for in the middle of the first of three.
		const { code } = await stoppedAt(world, 1, async (services, signal) => {
			return await small.rollback(services, upgraded?.id, false, signal);
		});
		expect(code).toBe('apply/stopped');
		expect(world.writes).toEqual([]);
		const { isFine } = await small.rollback(world.services, upgraded?.id);
		expect({ isFine, ...essenceOf(world) }).toEqual({ isFine: true, ...before });
	});
});

it('waits no longer once an end is asked for', async () => {
	const stop = new AbortController();
	const waiting = stoppablePause(stop.signal)(3_600_000);
	stop.abort();
	await expect(waiting).rejects.toMatchObject({ code: 'apply/stopped' });
});
