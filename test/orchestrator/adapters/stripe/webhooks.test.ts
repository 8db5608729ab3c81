import {
	invoiceEvents,
	stripeWebhooks,
} from '../../../../orchestrator/src/adapters/stripe/webhooks';
import { stripeInProcess } from '../../../support/stripeInProcess';

const url = 'https://ops.agency.test/hooks/stripe';

function anAccount() {
	const account = stripeInProcess(Date.UTC(2026, 10, 26, 12));
	return { ...account, webhooks: stripeWebhooks(account.options) };
}

describe('webhook endpoints at Stripe', () => {
	it('are registered for the version that is read, changed, listed and taken away', async () => {
		const { webhooks, store } = anAccount();
		expect(await webhooks.list()).toEqual([]);
		const { id, secret } = await webhooks.create({ url, events: ['invoice.paid'] });
		expect(secret).toBe(store.state.endpoints[0]?.secret);
		const found = { id, url, events: ['invoice.paid'], isEnabled: true };
		expect(await webhooks.list()).toEqual([{ ...found, apiVersion: '2026-10-28.endive' }]);
		Object.assign(store.state.endpoints[0] ?? {}, { isEnabled: false });
		await webhooks.update(id, { url: `${url}/2`, events: [...invoiceEvents] });
		expect(await webhooks.list()).toMatchObject([
			{ url: `${url}/2`, events: [...invoiceEvents], isEnabled: true },
		]);
		await webhooks.remove(id);
		await webhooks.remove(id);
		expect(await webhooks.list()).toEqual([]);
	});

	it('say what is wrong, and what to do about it', async () => {
		const { webhooks, failing } = anAccount();
		await expect(webhooks.create({ url: 'nowhere', events: ['*'] })).rejects.toMatchObject({
			code: 'stripe/url-invalid',
		});
		failing({ 1: 'lost-request' });
		await expect(webhooks.list()).rejects.toMatchObject({ code: 'stripe/unknown-outcome' });
	});
});
