import { createHmac } from 'node:crypto';
import { sandboxStripe } from '../../../orchestrator/src/sandbox/accounts';
import { EventDeliveries } from '../../../orchestrator/src/sandbox/stripe/deliveries';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { stripeInProcess } from '../../support/stripeInProcess';
import { contents, someSettings } from './support/aService';
import { ownKeys } from './support/anInterface';
import { hookSecretsOf } from './support/hookSecrets';

const account = stripeInProcess(Date.now());
const key = 'delivery:dlv_1/stripe-invoice/client/1';

let service: Service;
let deliveries: EventDeliveries;

beforeAll(async () => {
	service = await startService({
		settings: someSettings(),
		secrets: {
			...ownKeys,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
			stripeKey: account.options.key,
		},
		stripe: { httpClient: account.options.httpClient },
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets: hookSecretsOf({ stripe: [sandboxStripe.hookSecret] }),
			n8n: {
				url: 'http://127.0.0.1:1',
				triggerSecret: `whsec_${Buffer.from('trigger'.padEnd(32)).toString('base64')}`,
				readApiKey: () => null,
			},
		},
	});
	account.store.addFixedEndpoint(`${service.url}/hooks/stripe`);
	deliveries = new EventDeliveries(account.store, { firstWaitMs: 50, onChange: () => undefined });
});
afterAll(async () => {
	deliveries.stop();
	await service.stop();
});

async function ask(path: string, body?: object): Promise<Record<string, never>> {
	const response = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${ownKeys.ledgerApiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return (await response.json()) as Record<string, never>;
}

const invoice = async () => (await ask(`/v1/invoices/${encodeURIComponent(key)}`)).invoice;

describe('an invoice from the effect to the money', () => {
	it('is made once, and paid once its client has paid at Stripe', async () => {
		const effect = { key, kind: 'stripe.invoice', content: contents['stripe.invoice'] };
		expect(await ask('/v1/effects', effect)).toMatchObject({ state: 'done' });
		expect(await invoice()).toMatchObject({ state: 'open', deal: '901', total: 150_000 });

		account.people.act(account.store.state.invoices[0]?.id ?? '', 'pay');
		const deadline = performance.now() + 60_000;
		while (((await invoice()) as { state?: string }).state !== 'paid') {
			if (performance.now() > deadline) throw new Error('the payment does not arrive');
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		const { events } = await ask('/v1/inbox?limit=50');
		const told = events as unknown as Array<{ topic: string; subject: string }>;
		expect(told.filter(({ topic }) => !topic.startsWith('stripe.'))).toMatchObject([
			{ topic: 'invoice.paid', subject: 'invoices:901' },
		]);
		expect(await ask('/v1/effects', effect)).toMatchObject({ state: 'done' });
		expect(account.store.state.invoices).toHaveLength(1);
	});

	it('lets in what is signed by Stripe just now, and nothing else', async () => {
		const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: { object: {} } });
		const sign = (secret: string, at: number) =>
			`t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
		const now = Math.floor(Date.now() / 1_000);
		const post = async (signature: string) =>
			(
				await fetch(`${service.url}/hooks/stripe`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'stripe-signature': signature },
					body,
				})
			).status;
		expect(await post(sign(sandboxStripe.hookSecret, now))).toBe(200);
		expect(await post(sign(sandboxStripe.hookSecret, now - 3_600))).toBe(401);
		expect(await post(sign('whsec_other', now))).toBe(401);
	});
});
