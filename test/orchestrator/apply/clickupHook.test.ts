import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureSecrets, loadHookSecrets, updateSecrets } from '../../../orchestrator/src/config';
import { writeClickupHook } from '../../../orchestrator/src/apply/clickupHook';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallSeed } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-clickup-hook-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const url = 'http://127.0.0.1:5680/hooks/clickup';
const aHook = (id: string, more = {}) => ({
	id,
	url,
	events: ['taskDeleted'],
	status: 'active',
	failures: 0,
	place: null,
	...more,
});
const ofHook = (calls: string[]) => calls.filter((call) => /^hook( secret| gone)?$/.test(call));

async function aSeededWorld(change: (world: SeedWorld) => void = () => undefined) {
	const world = seedWorld();
	change(world);
	await small.seed(world.services);
	return world;
}

describe('the webhook at ClickUp', () => {
	it('is registered once, and its secret kept', async () => {
		const { services, state, writes: calls } = await aSeededWorld();
		expect(state.clickupHooks).toMatchObject([
			{ url, id: state.heldClickupHook, events: ['taskDeleted'] },
		]);
		expect(ofHook(calls)).toEqual(['hook', 'hook secret']);
		expect(writes(await small.plan(services))).toEqual([]);
	});

	it.each([
		{
			from: 'one whose secret was lost: ClickUp tells it again',
			hooks: [aHook('h1')],
			held: null,
			calls: ['hook secret'],
			left: ['h1'],
		},
		{
			from: 'two of the same address',
			hooks: [aHook('h1', { place: '42' }), aHook('h2')],
			held: 'h2',
			calls: ['hook gone'],
			left: ['h2'],
		},
		{
			from: 'one that ClickUp suspended',
			hooks: [aHook('h1', { status: 'suspended', failures: 100 })],
			held: 'h1',
			calls: ['hook'],
			left: ['h1'],
		},
		{
			from: 'one of the old address, and somebody else’s',
			hooks: [aHook('h1', { url: 'https://old.example/' }), aHook('h9', { url: 'https://else/' })],
			held: 'h1',
			calls: ['hook'],
			left: ['h1', 'h9'],
		},
	])('ends with one that is right, from $from', async ({ hooks, held, calls, left }) => {
		const world = await aSeededWorld(({ state }) => {
			Object.assign(state, { clickupHooks: hooks, heldClickupHook: held });
		});
		expect(ofHook(world.writes)).toEqual(calls);
		expect(world.state.clickupHooks.map(({ id }) => id)).toEqual(left);
		expect(world.state.clickupHooks).toContainEqual(
			aHook(world.state.heldClickupHook ?? '', { events: ['taskDeleted'] }),
		);
		expect(writes(await small.plan(world.services))).toEqual([]);
	});

	it('keeps what it tells of besides', async () => {
		const { state } = await aSeededWorld(({ state: before }) => {
			before.clickupHooks = [aHook('h1', { events: ['taskStatusUpdated'] })];
			before.heldClickupHook = 'h1';
		});
		expect(state.clickupHooks[0]?.events).toEqual(['taskStatusUpdated', 'taskDeleted']);
	});

	it('arrives there from any break, once it is run again', async () => {
		const clickupHook = { url, events: ['taskDeleted'], isReachable: true, ownSecretEnv: null };
		for (let broken = 1; broken <= 3; broken += 1) {
			const world = seedWorld();
			world.state.clickupHooks = [aHook('h1', { place: '42' })];
			world.failAtWrite = broken;
			const write = async () =>
				await writeClickupHook({ services: world.services, wanted: { clickupHook } });
			await expect(write()).rejects.toThrow();
			world.failAtWrite = null;
			await write();
			const { clickupHooks, heldClickupHook } = world.state;
			expect(clickupHooks.map(({ id }) => id)).toEqual([heldClickupHook]);
		}
	});

	it('is taken away by a rollback, or left where its forerunner is gone', async () => {
		const fresh = await aSeededWorld();
		await small.rollback(fresh.services);
		expect(fresh.state.clickupHooks).toEqual([]);

		const bound = await aSeededWorld(({ state }) => {
			state.clickupHooks.push(aHook('h1', { place: '42' }));
		});
		const { outcomes } = await small.rollback(bound.services);
		const left = outcomes.filter(({ result }) => result === 'left');
		expect(left).toMatchObject([{ target: { kind: 'hook' } }]);
		expect(bound.state.clickupHooks).toHaveLength(1);
	});

	it('is believed by the service as soon as its secret is kept', () => {
		const { settings } = small;
		const secrets = loadHookSecrets(settings, ensureSecrets(settings.home), {});
		expect(secrets.clickup).toEqual([]);
		updateSecrets(settings.home, { clickupHook: { id: 'h1', secret: 'told' } });
		expect(secrets.clickup).toEqual(['told']);
	});
});
