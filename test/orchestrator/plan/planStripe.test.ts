import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripeApiVersion } from '../../../orchestrator/src/adapters/stripe/client';
import type { FoundEndpoint } from '../../../orchestrator/src/adapters/stripe/webhooks';
import { invoiceEvents } from '../../../orchestrator/src/adapters/stripe/webhooks';
import type { Settings } from '../../../orchestrator/src/config';
import { ensureSecrets, loadSecrets, loadSettings } from '../../../orchestrator/src/config';
import { blueprintOf } from '../../../orchestrator/src/plan/blueprint';
import type { Blueprint, Snapshot, WantedStripeHook } from '../../../orchestrator/src/plan/model';
import { planStripe } from '../../../orchestrator/src/plan/planStripe';

const url = 'https://ops.example/hooks/stripe';
const wanted: WantedStripeHook = {
	url,
	events: invoiceEvents,
	isReachable: true,
	ownSecretEnv: null,
	knownId: null,
};
const endpoint: FoundEndpoint = {
	id: 'we_1',
	url,
	events: [...invoiceEvents],
	isEnabled: true,
	apiVersion: stripeApiVersion,
};
const report = { code: 'stripe/refused', what: '', why: 'The key may not look.', mend: 'Let it.' };

const planned = (hook: WantedStripeHook | null, stripeHooks: Snapshot['stripeHooks']) =>
	planStripe({ stripeHook: hook } as Blueprint, { stripeHooks } as Snapshot).map(
		({ kind, because }) => `${kind}: ${because}`,
	);

describe('what the configuration wants', () => {
	let home: string;
	beforeAll(() => (home = mkdtempSync(path.join(tmpdir(), 'agency-stripe-'))));
	afterAll(() => rmSync(home, { recursive: true, force: true }));

	const inSandbox = loadSettings({ file: null, home: '/nowhere', env: {} });
	const publicUrl = 'https://ops.example';
	const bundle = { name: 'b', version: '1.0.0', n8n: '2.41.1', entries: [] };
	const wantedOf = (more: Partial<Settings>, stripeKey: string | null, env = {}) => {
		const settings = { ...inSandbox, home, hooks: { ...inSandbox.hooks, publicUrl }, ...more };
		ensureSecrets(home);
		const secrets = { ...loadSecrets({ ...inSandbox, home }, {}), stripeKey };
		const nothing = { nodes: [], credentials: [], workflows: [] };
		return blueprintOf(settings, secrets, { ...bundle, ...nothing }, env).stripeHook;
	};

	it('is the public address, which Stripe reaches', () => {
		expect(wantedOf({ sandbox: null }, 'rk_test_1')).toMatchObject({
			...{ url, isReachable: true, ownSecretEnv: null, knownId: null },
		});
		expect(
			wantedOf({ sandbox: null }, 'rk_test_1', { STRIPE_WEBHOOK_SECRET: 'whsec_1' }),
		).toMatchObject({ ownSecretEnv: 'STRIPE_WEBHOOK_SECRET' });
	});

	it('is the service itself in the sandbox, whose own endpoint does', () => {
		const hook = wantedOf({}, 'sk_test_1');
		expect(hook).toMatchObject({ url: `${inSandbox.service.url}/hooks/stripe` });
		const own = { ...endpoint, id: 'we_sandbox', url: hook?.url ?? '', events: ['*'] };
		expect(planned(hook, { endpoints: [own], heldId: null })).toEqual(['keep: it is there']);
	});

	it('is nothing without a key for Stripe', () => {
		expect(wantedOf({}, null)).toBeNull();
	});
});

describe('the endpoint at Stripe', () => {
	it.each<{
		when: string;
		want?: Partial<WantedStripeHook>;
		endpoints: Array<Partial<FoundEndpoint>>;
		heldId?: string | null;
		says: string;
	}>([
		{ when: 'it is as it should be', endpoints: [{}], says: 'keep: it is there' },
		{
			when: 'it tells of everything',
			endpoints: [{ events: ['*'] }],
			says: 'keep: it is there',
		},
		{
			when: 'Stripe has none of ours',
			endpoints: [{ id: 'we_2', url: 'https://elsewhere.example' }],
			says: 'create: there is none for this address',
		},
		{
			when: 'it does not tell of all that is read',
			endpoints: [{ events: invoiceEvents.slice(1) }],
			says: 'update: it lacks invoice.finalized',
		},
		{
			when: 'it leads elsewhere',
			endpoints: [{ url: 'https://old.example/hooks/stripe' }],
			says: 'update: its address differs',
		},
		{
			when: 'Stripe has switched it off',
			endpoints: [{ isEnabled: false }],
			says: 'update: it is switched off',
		},
		{
			when: 'there are two',
			endpoints: [{}, { id: 'we_2' }],
			says: 'update: there are 2 of it',
		},
		{
			when: 'it speaks another version',
			endpoints: [{ apiVersion: '2020-08-27' }],
			says: 'update: it speaks another version of the API: it is made anew',
		},
		{
			when: 'nobody knows its secret',
			endpoints: [{}],
			heldId: null,
			says: 'update: its secret is not known here, and Stripe tells it once: it is made anew',
		},
		{
			when: 'a person has registered it',
			want: { ownSecretEnv: 'STRIPE_WEBHOOK_SECRET' },
			endpoints: [{ apiVersion: null }],
			heldId: null,
			says: 'keep: its secret stands in STRIPE_WEBHOOK_SECRET',
		},
		{
			when: 'it is the one of the sandbox',
			want: { knownId: 'we_1' },
			endpoints: [{ events: ['*'], apiVersion: null }],
			heldId: null,
			says: 'keep: it is there',
		},
		{
			when: 'the address is on this machine',
			want: { isReachable: false },
			endpoints: [],
			says: 'manual: Stripe calls public addresses only',
		},
		{
			when: 'the address is on this machine and something leads there',
			want: { isReachable: false, ownSecretEnv: 'STRIPE_WEBHOOK_SECRET' },
			endpoints: [],
			says: 'keep: its secret stands in STRIPE_WEBHOOK_SECRET',
		},
	])('is planned where $when', ({ want = {}, endpoints, heldId = 'we_1', says }) => {
		const found = endpoints.map((change) => ({ ...endpoint, ...change }));
		expect(planned({ ...wanted, ...want }, { endpoints: found, heldId })).toEqual([says]);
	});

	it.each([
		{ ownSecretEnv: null, says: ['manual: The key may not look.'] },
		{
			ownSecretEnv: 'STRIPE_WEBHOOK_SECRET',
			says: ['keep: its secret stands in STRIPE_WEBHOOK_SECRET'],
		},
	])('need not be seen by a key: $says', ({ ownSecretEnv, says }) => {
		expect(planned({ ...wanted, ownSecretEnv }, report)).toEqual(says);
	});

	it('is not spoken of without a key for Stripe', () => {
		expect(planned(null, null)).toEqual([]);
	});
});
