import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { startSandbox, type Sandbox } from '../../orchestrator/src/sandbox';
import { sandboxStripe, sandboxTokens } from '../../orchestrator/src/sandbox/accounts';
import { describeWithSpecs, specsFolder } from '../support/sharedData';

let home: string;
let sandbox: Sandbox;
let agent: https.Agent;
let stripe: Stripe;

/** Stripe's own client is a second opinion on the stand-in: it knows nothing of it. */
describeWithSpecs('the Stripe stand-in against its descriptions, by Stripe’s own client', () => {
	beforeAll(async () => {
		home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-stripe-'));
		sandbox = await startSandbox({ home, persist: false, limits: 'off', specs: specsFolder });
		agent = new https.Agent({
			keepAlive: true,
			ca: readFileSync(sandbox.caFile),
			proxyEnv: { HTTPS_PROXY: sandbox.proxyUrl },
		});
		stripe = new Stripe(sandboxTokens.stripe, {
			httpClient: Stripe.createNodeHttpClient(agent),
			maxNetworkRetries: 0,
			telemetry: false,
		});
	});
	afterAll(async () => {
		agent.destroy();
		await sandbox.stop();
		rmSync(home, { recursive: true, force: true });
	});
	afterEach(() => expect(sandbox.violations()).toEqual([]));

	it('speaks the version that the client is made for', () => {
		expect(stripe.getApiField('version')).toBe(sandboxStripe.apiVersion);
	});

	it('keeps customers, finds them by their address, and pages', async () => {
		const { customers } = stripe;
		const email = 'mette@nordlys.example';
		const made = await customers.create({
			email,
			name: 'Nordlys ApS',
			address: { country: 'DK' },
			preferred_locales: ['da'],
			tax_id_data: [{ type: 'eu_vat', value: 'DK12345678' }],
			tax_exempt: 'none',
			metadata: { client: '77' },
		});
		const changed = await customers.update(made.id, { name: 'Nordlys', metadata: { more: 'x' } });
		expect(changed).toMatchObject({
			name: 'Nordlys',
			email,
			metadata: { client: '77', more: 'x' },
			preferred_locales: ['da'],
		});
		expect(await customers.retrieve(made.id)).toMatchObject({ id: made.id });
		for (let index = 0; index < 4; index += 1) await customers.create({ email: 'b@b.example' });
		const found = await customers.list({ email });
		expect(found.data.map(({ id }) => id)).toEqual([made.id]);
		const all: string[] = [];
		for await (const { id } of customers.list({ limit: 2 })) all.push(id);
		expect(all).toHaveLength(5);
		expect(new Set(all).size).toBe(5);
		await expect(customers.retrieve('cus_none')).rejects.toMatchObject({
			statusCode: 404,
			code: 'resource_missing',
		});
		await expect(customers.create({ email: 'nobody' })).rejects.toMatchObject({
			code: 'email_invalid',
		});
	});

	it('makes an invoice that is finalised, sent and paid', async () => {
		const { invoices, invoiceItems } = stripe;
		const customer = await stripe.customers.create({ email: 'a@a.example' });
		const draft = await invoices.create({
			customer: customer.id,
			currency: 'eur',
			collection_method: 'send_invoice',
			days_until_due: 14,
			auto_advance: false,
			pending_invoice_items_behavior: 'exclude',
			automatic_tax: { enabled: false },
			custom_fields: [{ name: 'PO', value: '4711' }],
			description: 'Thank you',
			footer: 'IAmazing Content',
			metadata: { deal: '901' },
		});
		expect(draft).toMatchObject({ status: 'draft', number: null, currency: 'eur' });
		const item = await invoiceItems.create({
			customer: customer.id,
			invoice: draft.id,
			currency: 'eur',
			description: 'Film',
			quantity: 3,
			unit_amount_decimal: Stripe.Decimal.from('33333'),
			tax_code: 'txcd_10000000',
			metadata: { line: '1' },
		});
		await invoiceItems.create({
			customer: customer.id,
			invoice: draft.id,
			currency: 'eur',
			description: 'Deposit',
			amount: -10_000,
		});
		expect(await invoiceItems.retrieve(item.id)).toMatchObject({ amount: 99_999 });
		expect((await invoiceItems.list({ invoice: draft.id })).data).toHaveLength(2);
		await invoices.update(draft.id, { description: 'Thanks', auto_advance: false });
		const open = await invoices.finalizeInvoice(draft.id, { auto_advance: false });
		expect(open).toMatchObject({ status: 'open', total: 89_999, amount_due: 89_999 });
		expect(open.number).toMatch(/^[A-Z0-9]{8}-0001$/);
		expect(open.hosted_invoice_url).toMatch(/^https:\/\/invoice\.stripe\.com\/i\/acct_/);
		expect((open.due_date ?? 0) - (open.status_transitions.finalized_at ?? 0)).toBe(14 * 86_400);
		await invoices.sendInvoice(draft.id);
		const lines = await invoices.listLineItems(draft.id);
		expect(lines.data.map(({ description }) => description)).toEqual(['Film', 'Deposit']);
		const [payment] = (await stripe.invoicePayments.list({ invoice: draft.id })).data;
		const intent = String(payment?.payment.payment_intent);
		expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
			status: 'requires_payment_method',
			amount: 89_999,
		});
		const paid = await invoices.pay(draft.id, { paid_out_of_band: true });
		expect(paid).toMatchObject({ status: 'paid', amount_remaining: 0 });
		const expanded = await invoices.retrieve(draft.id, { expand: ['customer', 'payments'] });
		expect(expanded.customer).toMatchObject({ id: customer.id });
		expect(expanded.payments?.data).toHaveLength(1);
		const ours = await invoices.list({
			customer: customer.id,
			status: 'paid',
			created: { gte: 1 },
		});
		expect(ours.data.map(({ id }) => id)).toEqual([draft.id]);
		await expect(invoices.finalizeInvoice(draft.id)).rejects.toMatchObject({
			code: 'invoice_not_editable',
		});
		await expect(
			invoiceItems.create({ customer: customer.id, invoice: draft.id, amount: 1 }),
		).rejects.toMatchObject({ code: 'invoice_not_editable' });
	});

	it('voids, gives up and deletes invoices, and takes lines away', async () => {
		const { invoices, invoiceItems } = stripe;
		const { id: customer } = await stripe.customers.create({ email: 'c@c.example' });
		const made = async () => {
			const terms = { collection_method: 'send_invoice', days_until_due: 7 } as const;
			const { id: invoice } = await invoices.create({ customer, currency: 'usd', ...terms });
			const { id } = await invoiceItems.create({ customer, invoice, currency: 'usd', amount: 500 });
			return { invoice, item: id };
		};
		const [one, two, three] = [await made(), await made(), await made()];
		await invoices.finalizeInvoice(one.invoice);
		await invoices.finalizeInvoice(two.invoice);
		expect(await invoices.voidInvoice(one.invoice)).toMatchObject({ status: 'void' });
		expect(await invoices.markUncollectible(two.invoice)).toMatchObject({
			status: 'uncollectible',
		});
		expect(await invoiceItems.del(three.item)).toMatchObject({ deleted: true });
		expect(await invoices.del(three.invoice)).toMatchObject({ deleted: true });
		await expect(invoices.pay(one.invoice)).rejects.toMatchObject({ statusCode: 400 });
	});

	it('registers endpoints, and keeps what happened', async () => {
		const { webhookEndpoints, events } = stripe;
		const made = await webhookEndpoints.create({
			url: 'http://127.0.0.1:1/hooks/stripe',
			enabled_events: ['invoice.paid', 'charge.dispute.created'],
			api_version: sandboxStripe.apiVersion as '2026-10-28.endive',
			description: 'Agency Ops',
			metadata: { key: 'agency-ops' },
		});
		expect(made.secret).toMatch(/^whsec_/);
		const changed = await webhookEndpoints.update(made.id, {
			enabled_events: ['invoice.paid'],
			disabled: true,
		});
		expect(changed).toMatchObject({ status: 'disabled', enabled_events: ['invoice.paid'] });
		expect(changed.secret).toBeUndefined();
		expect(await webhookEndpoints.retrieve(made.id)).toMatchObject({ id: made.id });
		expect((await webhookEndpoints.list()).data.map(({ id }) => id)).toEqual([made.id]);
		expect(await webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
		const paid = await events.list({ types: ['invoice.paid'], limit: 1 });
		expect(paid.data).toHaveLength(1);
		expect(await events.retrieve(paid.data[0]?.id ?? '')).toMatchObject({ type: 'invoice.paid' });
		expect(
			(await events.list({ created: { gte: 1 }, type: 'customer.updated' })).data,
		).toHaveLength(1);
	});

	it('answers a repeated key as it did, refuses it for another call, and keeps what broke', async () => {
		const { customers } = stripe;
		const options = { idempotencyKey: 'one' };
		const first = await customers.create({ email: 'k@k.example' }, options);
		const again = await customers.create({ email: 'k@k.example' }, options);
		expect(again.id).toBe(first.id);
		expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
		await expect(customers.create({ email: 'l@l.example' }, options)).rejects.toMatchObject({
			type: 'StripeIdempotencyError',
			statusCode: 400,
		});
		sandbox.fault({ host: 'api.stripe.com', kind: '500', times: 1 });
		const broken = { idempotencyKey: 'two' };
		for (const replayed of [undefined, 'true']) {
			await expect(customers.create({ email: 'm@m.example' }, broken)).rejects.toMatchObject({
				type: 'StripeAPIError',
				headers: replayed === undefined ? {} : { 'idempotent-replayed': replayed },
			});
		}
	});

	it('says in Stripe’s words who may not come in, and who comes too often', async () => {
		const stranger = new Stripe('sk_test_wrong', {
			httpClient: Stripe.createNodeHttpClient(agent),
			maxNetworkRetries: 0,
		});
		await expect(stranger.customers.list()).rejects.toMatchObject({
			type: 'StripeAuthenticationError',
		});
		sandbox.fault({ host: 'api.stripe.com', kind: '429', times: 1 });
		await expect(stripe.customers.list()).rejects.toMatchObject({ type: 'StripeRateLimitError' });
	});
});
