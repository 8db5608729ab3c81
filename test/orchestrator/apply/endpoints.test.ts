import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripeApiVersion } from '../../../orchestrator/src/adapters/stripe/client';
import { ensureSecrets, loadHookSecrets, updateSecrets } from '../../../orchestrator/src/config';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallSeed } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-endpoints-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const url = 'http://127.0.0.1:5680/hooks/stripe';
const anEndpoint = (id: string, more = {}) => {
	return { id, url, events: ['invoice.paid'], isEnabled: true, apiVersion: null, ...more };
};

async function aSeededWorld(change: (world: SeedWorld) => void = () => undefined) {
	const world = seedWorld();
	change(world);
	await small.seed(world.services);
	return world;
}

describe('the endpoint at Stripe', () => {
	it('is registered once, and its secret kept', async () => {
		const { services, state, writes: calls } = await aSeededWorld();
		expect(state.endpoints).toMatchObject([{ url, id: state.heldEndpoint }]);
		expect(calls.filter((call) => call.startsWith('endpoint'))).toEqual([
			'endpoint',
			'endpoint secret',
		]);
		expect(writes(await small.plan(services))).toEqual([]);
	});

	it('is made anew where nobody knows its secret, before the old one goes', async () => {
		const { state, writes: calls } = await aSeededWorld(({ state: { endpoints } }) => {
			endpoints.push(anEndpoint('we_old'));
		});
		expect(state.endpoints).toMatchObject([{ url, id: state.heldEndpoint }]);
		expect(calls.filter((call) => call.startsWith('endpoint'))).toEqual([
			'endpoint',
			'endpoint secret',
			'endpoint gone',
		]);
	});

	it('keeps what it tells of besides, and goes alone where it is there twice', async () => {
		const { services, state } = await aSeededWorld(({ state: before }) => {
			const apiVersion = stripeApiVersion;
			const events = ['customer.created', 'invoice.paid'];
			before.endpoints = [
				anEndpoint('we_ours', { apiVersion, events }),
				anEndpoint('we_double', { apiVersion }),
			];
			before.heldEndpoint = 'we_ours';
		});
		expect(state.endpoints.map(({ id }) => id)).toEqual(['we_ours']);
		expect(state.endpoints[0]?.events).toEqual(
			expect.arrayContaining(['customer.created', 'invoice.voided']),
		);
		expect(writes(await small.plan(services))).toEqual([]);
	});

	it('is taken away by a rollback, or left where its forerunner is gone', async () => {
		const fresh = await aSeededWorld();
		await small.rollback(fresh.services);
		expect(fresh.state.endpoints).toEqual([]);

		const anew = await aSeededWorld(({ state }) => void state.endpoints.push(anEndpoint('we_old')));
		const { outcomes } = await small.rollback(anew.services);
		const left = outcomes.filter(({ result }) => result === 'left');
		expect(left).toMatchObject([{ target: { kind: 'endpoint' } }]);
		expect(anew.state.endpoints).toHaveLength(1);
	});

	it('is believed by the service as soon as its secret is kept', () => {
		const { settings } = small;
		const secrets = loadHookSecrets(settings, ensureSecrets(settings.home), {});
		expect(secrets.stripe).not.toContain('whsec_told_once');
		updateSecrets(settings.home, { stripeHook: { id: 'we_1', secret: 'whsec_told_once' } });
		expect(secrets.stripe).toContain('whsec_told_once');
	});
});
