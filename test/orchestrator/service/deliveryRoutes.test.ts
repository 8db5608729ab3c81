import { orderSchema } from '../../../nodes/domain/delivery/schema';
import type { DeliveryView } from '../../../orchestrator/src/delivery/view';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { buildHttp } from '../../../orchestrator/src/service/http';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aFilm, aRequest, seeFilm, someTargets } from '../delivery/aDelivery';
import { anInterface, ownKeys } from './support/anInterface';
import type { OpenapiDocument } from './support/openapiTruth';
import { faultsOf } from './support/openapiTruth';

let store: Store;
let app: Awaited<ReturnType<typeof buildHttp>>;
let url = '';
let document: OpenapiDocument;
const sent: string[] = [];

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await seeFilm(store, { fileId: 'f1', measured: true });
	await seeFilm(store, { fileId: 'f2', passed: [] });
	app = await anInterface(store, {
		deliveries: {
			targets: someTargets,
			linkDays: 30,
			send: async (id) => void sent.push(id),
		},
	});
	url = await app.listen({ host: '127.0.0.1', port: 0 });
	document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenapiDocument;
});
afterAll(async () => {
	await app.close();
	await store.close();
});
beforeEach(() => {
	sent.length = 0;
});

/** Calls, and sees that what comes back is what the description says. */
async function call<Body>(
	method: 'GET' | 'POST',
	path: string,
	route: string,
	payload?: object,
	key = ownKeys.ledgerApiKey,
): Promise<{ status: number; body: Body }> {
	const response = await fetch(`${url}${path}`, {
		method,
		headers: {
			authorization: `Bearer ${key}`,
			...(payload === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
	});
	const { status } = response;
	const body = (await response.json()) as Body;
	const operation = document.paths[route]?.[method.toLowerCase()];
	const schema = operation?.responses[status]?.content?.['application/json']?.schema;
	expect(schema === undefined ? [`answers ${status}`] : faultsOf(schema, body)).toEqual([]);
	return { status, body };
}

const start = async (changes: object = {}) =>
	await call<{ id: string; version: number; state: string; repeated: boolean }>(
		'POST',
		'/v1/deliveries',
		'/v1/deliveries',
		aRequest(changes),
	);
const change = async (id: string, word: string, payload?: object, key?: string) =>
	await call<{ changed: boolean; delivery: DeliveryView }>(
		'POST',
		`/v1/deliveries/${id}/${word}`,
		`/v1/deliveries/{id}/${word}`,
		payload,
		key,
	);

/** As the job leaves it once every file is there. */
async function becomes(id: string, state: 'stored' | 'failed'): Promise<void> {
	await store.query(
		`UPDATE deliveries SET state = $2, stored_at = now(), expires_at = now() + interval '1 day',
			problem = '{"code":"a/b","what":"w","why":"y","mend":"m","file":null}'::jsonb
		WHERE id = $1`,
		[id, state],
	);
}

async function events(id: string) {
	return await store.query<{ topic: string; subject: string; payload: { facts: object } }>(
		`SELECT topic, subject, payload FROM inbox WHERE payload->'delivery'->>'id' = $1
		ORDER BY received_at, id`,
		[id],
	);
}

describe('deliveries by HTTP', () => {
	it('tells what a deal may be delivered from, and what was delivered so far', async () => {
		const { body } = await start();
		const { status, body: told } = await call<{ files: Array<{ passed: boolean }> }>(
			'GET',
			'/v1/deals/9001/files',
			'/v1/deals/{deal}/files',
		);

		expect(status).toBe(200);
		expect(told).toMatchObject({
			deal: '9001',
			project: '9001',
			files: [
				{ file: { fileId: 'f1' }, passed: true },
				{ file: { fileId: 'f2' }, passed: false, next: 'machine' },
			],
			ordered: [],
			deliveries: [{ id: body.id, files: [{ name: 'f1.mp4' }, { name: 'f1.srt' }] }],
		});
		const elsewhere = await call<{ files: object[] }>(
			'GET',
			'/v1/deals/7/files?project=nothing&test=true',
			'/v1/deals/{deal}/files',
		);
		expect(elsewhere.body).toMatchObject({ deal: '7', project: 'nothing', files: [] });
	});

	it('tells what was ordered, once somebody has written it down', async () => {
		const read = async () =>
			(
				await call<{ order: object | null; orderVersion: string | null }>(
					'GET',
					'/v1/deals/4711/files',
					'/v1/deals/{deal}/files',
				)
			).body;
		expect(await read()).toMatchObject({ order: null, orderVersion: null });

		const source = 'version: order-4711/0\ndeliverables: [{ id: film, languages: [da, en] }]\n';
		const pushed = await fetch(`${url}/v1/data/order-4711`, {
			method: 'PUT',
			headers: {
				authorization: `Bearer ${ownKeys.ledgerApiKey}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ source, expectedVersion: 0, by: 'olivia', reason: 'the contract' }),
		});
		expect(pushed.status).toBe(200);

		const { order, orderVersion } = await read();
		expect(orderVersion).toBe('order-4711/1');
		// As Delivery reads it, to whom a field it does not know is a mistake.
		expect(orderSchema.parse(order)).toMatchObject({
			deliverables: [{ id: 'film', languages: ['da', 'en'] }],
		});
	});

	it('starts one once, and lets its job go with it', async () => {
		const first = await start({ deal: 'once' });
		const again = await start({ deal: 'once' });

		expect([first, again].map(({ status, body }) => [status, body.repeated])).toEqual([
			[202, false],
			[202, true],
		]);
		expect(first.body).toMatchObject({ version: 1, state: 'planned' });
		expect(sent).toEqual([first.body.id]);
	});

	it('names the file and the gate that it lacks', async () => {
		const { status, body } = await start({ manifest: { files: [aFilm('f2')] } });

		expect(status).toBe(409);
		expect(body).toMatchObject({
			error: {
				code: 'delivery/not-approved',
				why: expect.stringContaining('gate "machine"') as string,
			},
		});
		expect(sent).toEqual([]);
	});

	it('names every wrong field', async () => {
		const { status, body } = await start({
			manifest: { files: [aFilm('f1', { name: '../x' })] },
			by: 1,
		});

		expect(status).toBe(400);
		expect(JSON.stringify(body)).toMatch(/manifest\.files\.0\.name.*Unrecognized key/);
	});

	it('lists those of a client or a deal, and reads one', async () => {
		const { body } = await start({ deal: 'listed', client: { id: 'c7' } });
		const lists = [
			await call('GET', '/v1/deliveries?client=c7', '/v1/deliveries'),
			await call('GET', '/v1/deliveries?deal=listed&client=c7', '/v1/deliveries'),
		];
		for (const { body: list } of lists)
			expect(list).toMatchObject({ deliveries: [{ id: body.id }] });
		const none = await call('GET', '/v1/deliveries?client=c7&test=true', '/v1/deliveries');
		expect(none.body).toEqual({ deliveries: [] });
		expect((await call('GET', '/v1/deliveries', '/v1/deliveries')).status).toBe(400);

		const one = await call('GET', `/v1/deliveries/${body.id}`, '/v1/deliveries/{id}');
		expect(one.body).toMatchObject({ delivery: { deal: 'listed', clientEmail: null } });
		expect(JSON.stringify(one.body)).not.toContain('deal-listed-v1');
		expect((await call('GET', '/v1/deliveries/dlv_x', '/v1/deliveries/{id}')).status).toBe(404);
	});

	it('is delivered once, and only what is stored', async () => {
		const { id } = (await start({ deal: 'handed' })).body;
		const early = await change(id, 'delivered');
		await becomes(id, 'stored');
		const now = await change(id, 'delivered', {});
		const again = await change(id, 'delivered', {});

		expect([early, now, again].map(({ body }) => body.changed)).toEqual([false, true, false]);
		expect(now.body.delivery).toMatchObject({ state: 'delivered' });
		const told = await events(id);
		expect(told).toMatchObject([
			{
				topic: 'delivery.delivered',
				subject: 'delivery:handed',
				payload: {
					facts: { hub: 'copenhagen' },
					delivery: { version: 1, manifest: { files: [{}, { source: { kind: 'text' } }] } },
				},
			},
		]);
		expect(JSON.stringify(told)).not.toContain('"text":');
		expect((await change('dlv_x', 'delivered')).status).toBe(404);
	});

	it('is retried when it failed, and not otherwise', async () => {
		const { id } = (await start({ deal: 'failed' })).body;
		const early = await change(id, 'retry');
		await becomes(id, 'failed');
		const again = await change(id, 'retry');

		expect([early, again].map(({ body }) => body.changed)).toEqual([false, true]);
		expect(again.body.delivery).toMatchObject({ state: 'planned', attempt: 2, problem: null });
		expect(sent).toEqual([id, id]);
	});

	it('is withdrawn for good, by whoever operates', async () => {
		const { id } = (await start({ deal: 'back' })).body;
		const reason = 'The music was not cleared';
		expect((await change(id, 'withdraw', { reason }, ownKeys.nodesApiKey)).status).toBe(403);
		expect((await change(id, 'withdraw', {})).status).toBe(400);
		const back = await change(id, 'withdraw', { reason });
		const again = await change(id, 'withdraw', { reason });
		const retried = await change(id, 'retry');

		expect([back, again, retried].map(({ body }) => body.changed)).toEqual([true, false, false]);
		expect(retried.body.delivery).toMatchObject({ state: 'withdrawn', problem: { why: reason } });
		expect(await events(id)).toMatchObject([{ topic: 'delivery.withdrawn' }]);
		expect(sent).toEqual([id, id]);
		expect((await start({ deal: 'back' })).body).toMatchObject({ id, state: 'withdrawn' });
	});
});
