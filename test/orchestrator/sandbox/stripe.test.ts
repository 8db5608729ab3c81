import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { sandboxStripe } from '../../../orchestrator/src/sandbox/accounts';
import { EventDeliveries } from '../../../orchestrator/src/sandbox/stripe/deliveries';
import { readForm } from '../../../orchestrator/src/sandbox/stripe/form';
import {
	StripeInvoicePages,
	StripePdfs,
} from '../../../orchestrator/src/sandbox/stripe/hostedPages';
import { StripePeople } from '../../../orchestrator/src/sandbox/stripe/peopleAct';
import { StripeStandIn } from '../../../orchestrator/src/sandbox/stripe/standIn';
import { StripeStore } from '../../../orchestrator/src/sandbox/stripe/store';
import { viewStripe } from '../../../orchestrator/src/sandbox/viewer/stripeView';
import type { JsonObject } from '../../../orchestrator/src/sandbox/types';
import { aRequest, callStandIn, noon } from './callStandIn';

function anAccount(limits: 'published' | 'off' = 'off') {
	const store = new StripeStore();
	const standIn = new StripeStandIn(limits, store);
	const people = new StripePeople(
		store,
		() => undefined,
		() => noon,
	);
	const form = (values: Record<string, string>) => new URLSearchParams(values).toString();
	const post = (url: string, values: Record<string, string> = {}, key?: string, at = noon) =>
		callStandIn(standIn, 'POST', url, form(values), {
			at,
			...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
		});
	const made = (url: string, values: Record<string, string>) => post(url, values).body.id as string;
	/** An invoice of 1,500 euros, open. */
	const anInvoice = (amount = '150000') => {
		const customer = made('/v1/customers', { email: 'mette@nordlys.example', name: 'Nordlys' });
		const invoice = made('/v1/invoices', {
			customer,
			currency: 'eur',
			collection_method: 'send_invoice',
			days_until_due: '14',
			'custom_fields[0][name]': 'PO',
			'custom_fields[0][value]': '<b>4711</b>',
		});
		post('/v1/invoiceitems', { customer, invoice, currency: 'eur', amount, description: 'Film' });
		post(`/v1/invoices/${invoice}/finalize`);
		return invoice;
	};
	const status = (id: string) =>
		callStandIn(standIn, 'GET', `/v1/invoices/${id}`).body.status as string;
	const types = () => store.state.events.map(({ type }) => type);
	return { store, standIn, people, post, made, anInvoice, status, types };
}

describe('a form with brackets', () => {
	it.each<[string, JsonObject]>([
		['a=1&b=', { a: '1', b: '' }],
		['metadata[deal]=901&metadata[x]=y', { metadata: { deal: '901', x: 'y' } }],
		['expand[]=a&expand[]=b', { expand: ['a', 'b'] }],
		['f[0][n]=a&f[0][v]=b&f[1][n]=c', { f: [{ n: 'a', v: 'b' }, { n: 'c' }] }],
		['created[gte]=5', { created: { gte: '5' } }],
		['a%5Bb%5D=%C3%A9', { a: { b: 'é' } }],
	])('%s is read', (text, values) => expect(readForm(text)).toEqual(values));

	it.each(['[a]=1', 'a[=1', '__proto__[x]=1', `a${'[b]'.repeat(12)}=1`])('%s is refused', (text) =>
		expect(() => readForm(text)).toThrow('Invalid parameter name'),
	);
});

describe('invoices at the stand-in', () => {
	it('cost what their lines cost, in whole minor units', () => {
		const { post, made, store } = anAccount();
		const customer = made('/v1/customers', { email: 'a@a.example' });
		const terms = { collection_method: 'send_invoice', days_until_due: '7' };
		const invoice = made('/v1/invoices', { customer, currency: 'jpy', ...terms });
		const line = { customer, invoice, currency: 'jpy' };
		post('/v1/invoiceitems', { ...line, quantity: '3', unit_amount_decimal: '33.5' });
		post('/v1/invoiceitems', { ...line, amount: '-1' });
		expect(store.totalOf(invoice)).toBe(100);
	});

	it('that cost nothing are paid once they are final', () => {
		const { anInvoice, status, types } = anAccount();
		expect(status(anInvoice('0'))).toBe('paid');
		expect(types()).toEqual(expect.arrayContaining(['invoice.finalized', 'invoice.paid']));
	});

	it('are numbered for each customer', () => {
		const { anInvoice, store } = anAccount();
		const ids = [anInvoice(), anInvoice()];
		const [first, second] = ids.map((id) => store.invoice(id).number ?? '');
		expect([first, second].map((number) => number?.slice(-5))).toEqual(['-0001', '-0001']);
		expect(first).not.toBe(second);
	});

	it.each([
		['draft', 'void', 400],
		['open', 'void', 200],
		['open', 'mark_uncollectible', 200],
		['open', 'finalize', 400],
		['paid', 'void', 400],
		['paid', 'mark_uncollectible', 400],
		['void', 'send', 400],
		['uncollectible', 'void', 200],
	])('that are %s answer %s with it', (before, act, answer) => {
		const { post, anInvoice, made, people, status } = anAccount();
		const customer = made('/v1/customers', { email: 'a@a.example' });
		const terms = { collection_method: 'send_invoice', days_until_due: '7' };
		const invoice = before === 'draft' ? made('/v1/invoices', { customer, ...terms }) : anInvoice();
		if (before === 'paid') people.act(invoice, 'pay');
		if (before === 'void') post(`/v1/invoices/${invoice}/void`);
		if (before === 'uncollectible') post(`/v1/invoices/${invoice}/mark_uncollectible`);
		expect(status(invoice)).toBe(before);
		expect(post(`/v1/invoices/${invoice}/${act}`).status).toBe(answer);
	});

	it.each([
		['/v1/invoices', {}, 'parameter_missing'],
		['/v1/invoices', { customer: 'cus_none' }, 'resource_missing'],
		['/v1/customers', { email: 'x' }, 'email_invalid'],
		['/v1/customers', { 'metadata[a]': 'x'.repeat(501) }, undefined],
		['/v1/webhook_endpoints', { url: 'nowhere', 'enabled_events[]': '*' }, 'url_invalid'],
	])('%s with %j is refused', (url, values, code) => {
		const { status, body } = anAccount().post(url, values as Record<string, string>);
		expect(status).toBeGreaterThanOrEqual(400);
		expect((body.error as JsonObject).code).toBe(code);
	});

	it('ask for terms when they are to be sent', () => {
		const { post, made } = anAccount();
		const customer = made('/v1/customers', {});
		const answer = post('/v1/invoices', { customer, collection_method: 'send_invoice' });
		expect(answer.status).toBe(400);
	});
});

describe('an Idempotency-Key at the stand-in', () => {
	const DAY = 24 * 3_600_000;

	it('makes one thing, until a day has passed', () => {
		const { post, store } = anAccount();
		const ids = [0, 1, DAY - 1, DAY].map(
			(later) => post('/v1/customers', { email: 'a@a.example' }, 'k', noon + later).body.id,
		);
		expect(ids[1]).toBe(ids[0]);
		expect(ids[2]).toBe(ids[0]);
		expect(ids[3]).not.toBe(ids[0]);
		expect(store.state.customers).toHaveLength(2);
	});

	it('does not keep what was wrong, and refuses another call', () => {
		const { post } = anAccount();
		expect(post('/v1/customers', { email: 'x' }, 'k').status).toBe(400);
		expect(post('/v1/customers', { email: 'a@a.example' }, 'k').status).toBe(200);
		const other = post('/v1/customers', { email: 'b@b.example' }, 'k');
		expect(other.body.error).toMatchObject({ type: 'idempotency_error' });
	});

	it('takes calls up to the limit, a second', () => {
		const { standIn } = anAccount('published');
		const statuses = Array.from(
			{ length: 101 },
			() => callStandIn(standIn, 'GET', '/v1/customers').status,
		);
		expect(statuses.slice(0, 100)).toEqual(Array<number>(100).fill(200));
		expect(statuses[100]).toBe(429);
		const later = { at: noon + 1_000 };
		expect(callStandIn(standIn, 'GET', '/v1/customers', undefined, later).status).toBe(200);
	});
});

describe('clients at the stand-in', () => {
	it('pay, are declined, and dispute, each told of as Stripe does', () => {
		const { anInvoice, people, types, store, status } = anAccount();
		const id = anInvoice();
		people.act(id, 'fail');
		expect(status(id)).toBe('open');
		people.act(id, 'pay');
		people.act(id, 'dispute');
		expect(viewStripe(store.state).invoices[0]).toMatchObject({
			status: 'paid',
			dispute: 'needs_response',
			acts: ['win', 'lose'],
		});
		people.act(id, 'win');
		expect(
			types().filter((type) => !/^(customer|invoiceitem|invoice\.updated)/.test(type)),
		).toEqual([
			'invoice.created',
			'invoice.finalized',
			'payment_intent.payment_failed',
			'invoice.payment_failed',
			'payment_intent.succeeded',
			'invoice.paid',
			'invoice.payment_succeeded',
			'invoice_payment.paid',
			'charge.dispute.created',
			'charge.dispute.closed',
		]);
		for (const act of ['pay', 'dispute', 'lose'] as const) {
			expect(() => people.act(id, act)).toThrow('Nothing was changed at Stripe.');
		}
	});

	it('read the invoice on its page and pay it there; what came from outside is text', () => {
		const { anInvoice, people, store, status } = anAccount();
		const id = anInvoice();
		const pages = new StripeInvoicePages(store, people);
		const url = `/i/${sandboxStripe.account}/${store.invoice(id).page ?? ''}`;
		const get = (path: string, method = 'GET') =>
			pages.handle(aRequest(pages.host, method, path, undefined));
		const html = get(url).content?.open().read() as Buffer;
		expect(html.toString()).toContain('Pay €1,500');
		expect(html.toString()).toContain('&lt;b&gt;4711&lt;/b&gt;');
		expect(get(`/i/${sandboxStripe.account}/test_other`).status).toBe(404);
		expect(get(url, 'POST').status).toBe(200);
		expect(status(id)).toBe('open');
		expect(get(`${url}/pay`, 'POST').status).toBe(303);
		expect(status(id)).toBe('paid');
		expect(get(`${url}/pay`, 'POST').status).toBe(303);
		const pdfs = new StripePdfs(store);
		const path = `/invoice/${sandboxStripe.account}/${store.invoice(id).page ?? ''}/pdf`;
		const pdf = pdfs
			.handle(aRequest(pdfs.host, 'GET', path))
			.content?.open()
			.read() as Buffer;
		expect(pdf.toString('latin1')).toMatch(/^%PDF-1\.4[^]*Invoice \w+-0001[^]*%%EOF\n$/);
	});
});

describe('events of the stand-in', () => {
	it('arrive signed as Stripe’s own library wants it, and again where nobody took them', async () => {
		const arrivals: Array<{ body: string; signature: string }> = [];
		const answers = [500, 200];
		const server = createServer((request, response) => {
			let body = '';
			request.setEncoding('utf8').on('data', (part: string) => (body += part));
			request.on('end', () => {
				arrivals.push({ body, signature: String(request.headers['stripe-signature']) });
				response.writeHead(answers.shift() ?? 200).end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/stripe`;
		const { store, made, anInvoice, people } = anAccount();
		made('/v1/webhook_endpoints', { url, 'enabled_events[]': 'invoice.paid' });
		const deliveries = new EventDeliveries(store, { firstWaitMs: 5, onChange: () => undefined });
		people.act(anInvoice(), 'pay');
		const deadline = performance.now() + 60_000;
		while (store.state.deliveries.some(({ isSettled }) => !isSettled)) {
			if (performance.now() > deadline) throw new Error('the deliveries do not settle');
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		deliveries.stop();
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));

		const { secret } = store.state.endpoints[0] ?? { secret: '' };
		const events = arrivals.map(({ body, signature }) =>
			Stripe.webhooks.constructEvent(body, signature, secret),
		);
		expect(events.map(({ type }) => type)).toEqual(['invoice.paid', 'invoice.paid']);
		expect(new Set(events.map(({ id }) => id)).size).toBe(1);
		expect(events[0]?.data.object).toMatchObject({ status: 'paid', total: 150_000 });
		expect(store.state.deliveries).toMatchObject([{ attempts: 2, status: 200 }]);
	});

	it('go to the service of the sandbox as well, which a reset leaves alone', () => {
		const { store } = anAccount();
		store.addFixedEndpoint('http://127.0.0.1:5680/hooks/stripe');
		store.addFixedEndpoint('http://127.0.0.1:5681/hooks/stripe');
		store.reset();
		store.restore({ customers: [] });
		expect(store.state.endpoints).toMatchObject([
			{ url: 'http://127.0.0.1:5681/hooks/stripe', secret: sandboxStripe.hookSecret },
		]);
	});
});
