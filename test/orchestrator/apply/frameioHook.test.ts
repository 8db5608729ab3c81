import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import type { FrameioWebhooks } from '../../../orchestrator/src/adapters/frameio/webhooks';
import { openConnections } from '../../../orchestrator/src/adapters/transport';
import type { Connections } from '../../../orchestrator/src/adapters/transport';
import { writeFrameioHook } from '../../../orchestrator/src/apply/frameioHook';
import {
	ensureSecrets,
	loadHookSecrets,
	loadSettings,
	secretsFile,
	updateSecrets,
} from '../../../orchestrator/src/config';
import type { FakeAnswer, FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { seedWorld } from './seedWorld';

const wanted = {
	frameioHook: {
		name: 'Agency Ops',
		url: 'https://ops.example/hooks/frameio',
		events: ['file.versioned'],
		isReachable: true,
		ownSecretEnv: null,
	},
};

const aHook = (id: string, url = wanted.frameioHook.url) => ({
	id,
	name: 'Agency Ops',
	url,
	events: ['file.ready'],
	isActive: false,
});

function aWorld(hooks: Array<ReturnType<typeof aHook>>, heldHook: string | null) {
	const world = seedWorld();
	Object.assign(world.state, { hooks, heldHook });
	return world;
}

describe('writing the webhook', () => {
	it.each([
		{ from: 'nothing', hooks: [], held: null, writes: ['webhook', 'webhook secret'] },
		{ from: 'one we know', hooks: [aHook('h1')], held: 'h1', writes: ['webhook'] },
		{
			from: 'one whose secret is lost: the new one first',
			hooks: [aHook('h1')],
			held: null,
			writes: ['webhook', 'webhook secret', 'webhook gone'],
		},
		{
			from: 'two of the same address',
			hooks: [aHook('h1'), aHook('h2')],
			held: 'h2',
			writes: ['webhook', 'webhook gone'],
		},
		{
			from: 'one of the old address that we know, and somebody else’s',
			hooks: [aHook('h1', 'https://old.example/'), aHook('h9', 'https://elsewhere.example/')],
			held: 'h1',
			writes: ['webhook'],
		},
	])('ends with one that is right, from $from', async ({ hooks, held, writes }) => {
		const world = aWorld(hooks, held);
		await writeFrameioHook({ services: world.services, wanted });

		expect(world.writes).toEqual(writes);
		const { url, events } = wanted.frameioHook;
		const ours = world.state.hooks.filter((hook) => hook.url === url);
		expect(ours).toMatchObject([{ id: world.state.heldHook, events, isActive: true }]);
	});

	it('arrives there from any break, once it is run again', async () => {
		for (let broken = 1; broken <= 3; broken += 1) {
			const world = aWorld([aHook('h1')], null);
			world.failAtWrite = broken;
			await expect(writeFrameioHook({ services: world.services, wanted })).rejects.toThrow();
			world.failAtWrite = null;
			await writeFrameioHook({ services: world.services, wanted });
			const { hooks, heldHook } = world.state;
			expect(hooks.map(({ id }) => id)).toEqual([heldHook]);
		}
	});
});

describe('the secret of the webhook', () => {
	let home: string;
	beforeEach(() => {
		home = mkdtempSync(path.join(os.tmpdir(), 'agency-hook-'));
	});
	afterEach(() => rmSync(home, { recursive: true, force: true }));

	it('counts from the moment it is kept, beside one that a person set', () => {
		ensureSecrets(home);
		const settings = loadSettings({ file: null, home, env: {} });
		const env = { FRAMEIO_WEBHOOK_SECRET: 'by hand' };
		const hookSecrets = loadHookSecrets(settings, ensureSecrets(home), env);
		expect(hookSecrets.frameio).toEqual(['by hand']);

		updateSecrets(home, { frameioHook: { id: 'h1', secret: 'told once' } });
		expect(hookSecrets.frameio).toEqual(['told once', 'by hand']);
		expect(statSync(secretsFile(home)).mode & 0o777).toBe(0o600);
	});
});

describe('webhooks at Frame.io', () => {
	let vendor: FakeVendor;
	let connections: Connections;
	let adapter: FrameioAdapter;
	let webhooks: FrameioWebhooks;
	const page = (data: unknown[]): FakeAnswer => ({ body: { data, links: { next: null } } });
	const inWorkspace = '/v4/accounts/acc/workspaces/w1/webhooks';

	beforeAll(async () => {
		vendor = await startFakeVendor();
		connections = openConnections(2_000);
	});
	afterAll(async () => {
		connections.close();
		await vendor.stop();
	});
	beforeEach(() => {
		vendor.requests.length = 0;
		vendor.answers = {
			'/ims/token/v3': { body: { access_token: 'tok', expires_in: 86_399 } },
			'/v4/accounts?page_size=100': page([{ id: 'acc', display_name: 'Agency' }]),
			'/v4/accounts/acc/workspaces?page_size=100': page([{ id: 'w1', name: 'Client Work' }]),
			[`${inWorkspace}?page_size=100`]: page([
				{ id: 'h1', name: 'A', url: 'https://x/', events: ['file.ready'], active: false },
				{ id: 'h2', name: 'B', url: 'https://y/', events: [] },
			]),
			[inWorkspace]: { status: 201, body: { data: { id: 'h3', secret: 's' } } },
			'/v4/accounts/acc/webhooks/h1': { body: { data: {} } },
		};
		adapter = frameioAdapter({
			credentials: { clientId: 'id', clientSecret: 'secret', scopes: 'frame.s2s.all' },
			account: null,
			workspace: null,
			testWorkspace: 'Test',
			connections,
			timeoutMs: 2_000,
			bases: { api: vendor.base, ims: vendor.base },
		});
		webhooks = adapter.webhooks;
	});

	it('are listed, made, changed and taken away', async () => {
		expect(await webhooks.list()).toMatchObject([
			{ id: 'h1', isActive: false },
			{ id: 'h2', isActive: true },
		]);
		expect(await webhooks.create(wanted.frameioHook)).toEqual({ id: 'h3', secret: 's' });
		await webhooks.update('h1', wanted.frameioHook);
		await webhooks.remove('h1');
		await webhooks.remove('gone');

		const { name, url, events } = wanted.frameioHook;
		const sent = vendor.requests.filter(({ body }) => body.startsWith('{'));
		expect(sent.map(({ method, body }) => [method, JSON.parse(body) as object])).toEqual([
			['POST', { data: { name, url, events } }],
			['PATCH', { data: { name, url, events, active: true } }],
		]);
		expect(vendor.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
	});

	it('stand beside metadata fields, which are read, made, changed and taken away', async () => {
		const fields = '/v4/accounts/acc/metadata/field_definitions';
		const options = [
			{ id: 'o1', display_name: 'Approved', color: '#fbd400' },
			{ id: 'o2', display_name: 'Late' },
		];
		const status = {
			id: 'f1',
			name: 'Status',
			field_type: 'select',
			mutable: true,
			field_configuration: { enable_add_new: false, options },
		};
		const notes = { id: 'f2', name: 'Notes', field_type: 'long_text' };
		vendor.answers[`${fields}?page_size=100`] = page([status, notes]);
		vendor.answers[fields] = { status: 201, body: { data: status } };
		vendor.answers[`${fields}/f1`] = { body: { data: status } };
		const found = {
			...{ id: 'f1', name: 'Status', type: 'select', isMutable: true, isOpen: false },
			options: [
				{ id: 'o1', name: 'Approved', color: '#fbd400' },
				{ id: 'o2', name: 'Late', color: null },
			],
		};
		expect(await adapter.fields.list()).toEqual([
			found,
			{
				...{ id: 'f2', name: 'Notes', type: 'long_text' },
				isMutable: false,
				options: null,
				isOpen: null,
			},
		]);
		expect(await adapter.fields.create({ name: 'Status', options: ['Late'] })).toEqual(found);
		expect(await adapter.fields.setOptions(found, found.options)).toEqual(found);
		await adapter.fields.remove('f1');
		await adapter.fields.remove('gone');

		const sent = vendor.requests.filter(({ body }) => body.startsWith('{'));
		expect(sent.map(({ method, body }) => [method, JSON.parse(body) as object])).toEqual([
			[
				'POST',
				{
					data: {
						name: 'Status',
						field_type: 'select',
						field_configuration: { options: [{ display_name: 'Late' }] },
					},
				},
			],
			[
				'PATCH',
				{
					data: {
						field_type: 'select',
						field_configuration: {
							enable_add_new: false,
							options: [{ display_name: 'Approved', color: '#fbd400' }, { display_name: 'Late' }],
						},
					},
				},
			],
		]);
		expect(vendor.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
	});

	it('are errors with a remedy where Frame.io refuses', async () => {
		vendor.answers[inWorkspace] = { status: 403, body: { errors: [{ detail: 'Not allowed' }] } };
		await expect(webhooks.create(wanted.frameioHook)).rejects.toMatchObject({
			code: 'frameio/status-403',
			why: expect.stringContaining('Not allowed') as string,
		});
	});
});
