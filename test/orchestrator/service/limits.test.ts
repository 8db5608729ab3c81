import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { HttpParts } from '../../../orchestrator/src/service/http';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { anInterface, ownKeys as own } from './support/anInterface';

let store: Store;
const built: FastifyInstance[] = [];

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterEach(async () => {
	for (const app of built.splice(0)) await app.close();
});
afterAll(async () => {
	await store.close();
});

async function aService(changes: Partial<HttpParts>): Promise<FastifyInstance> {
	const app = await anInterface(store, changes);
	built.push(app);
	await app.listen({ host: '127.0.0.1', port: 0 });
	return app;
}

async function call(
	app: FastifyInstance,
	path: string,
	headers: Record<string, string>,
	body?: string,
) {
	const response = await fetch(`${app.listeningOrigin}${path}`, {
		headers,
		...(body === undefined ? {} : { method: 'POST', body }),
	});
	return {
		status: response.status,
		retryAfter: Number(response.headers.get('retry-after')),
		body: (await response.json()) as { error?: { code: string; why: string } },
	};
}

const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('the bound of a key', () => {
	it('counts each key by itself, over all its routes, and says when to come back', async () => {
		const service = await aService({ limits: { callsPerMinute: 3, hooksPerMinute: 100 } });
		const places = ['/v1/texts', '/v1/inbox', '/v1/effects?state=failed'];
		for (const place of places) {
			expect((await call(service, place, as(own.nodesApiKey))).status).toBe(200);
		}
		const refused = await call(service, '/v1/texts', as(own.nodesApiKey));

		expect(refused).toMatchObject({
			status: 429,
			body: { error: { code: 'service/too-many-calls' } },
		});
		expect(refused.body.error?.why).toContain('"n8n nodes" has made its 3 calls');
		expect(refused.retryAfter).toBeGreaterThan(0);
		expect(refused.retryAfter).toBeLessThanOrEqual(60);
		expect((await call(service, '/v1/texts', as(own.ledgerApiKey))).status).toBe(200);
		expect((await call(service, '/readyz', {})).status).toBe(200);
	});

	it('does not count who is not let in: they cannot use up the calls of somebody else', async () => {
		const service = await aService({ limits: { callsPerMinute: 2, hooksPerMinute: 100 } });
		for (let n = 0; n < 5; n += 1) {
			expect((await call(service, '/v1/texts', as('wrong'))).status).toBe(401);
		}
		expect((await call(service, '/v1/texts', as(own.nodesApiKey))).status).toBe(200);
	});
});

describe('the bound of an address', () => {
	const limits = { callsPerMinute: 100, hooksPerMinute: 2 };
	const hook = async (service: FastifyInstance, forwardedFor?: string) =>
		(
			await call(
				service,
				'/hooks/forms',
				forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
				'{}',
			)
		).status;

	it('cannot be dodged by a header while no proxy is named', async () => {
		const service = await aService({ limits });
		const answers = [];
		for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
			answers.push(await hook(service, address));
		}
		expect(answers).toEqual([401, 401, 429]);
	});

	it('goes by what a named proxy says, and by the last address alone that a proxy saw', async () => {
		const service = await aService({ limits, trustedProxies: ['127.0.0.0/8'] });

		expect([
			await hook(service, '1.1.1.1'),
			await hook(service, '1.1.1.1'),
			await hook(service, '1.1.1.1'),
			await hook(service, '2.2.2.2'),
			// Whoever sends the header itself has it put before the address that the proxy saw.
			await hook(service, '9.9.9.9, 1.1.1.1'),
		]).toEqual([401, 401, 429, 401, 429]);
	});

	it('leaves the routes with keys alone', async () => {
		const service = await aService({ limits });
		for (let n = 0; n < 3; n += 1) await hook(service);
		expect((await call(service, '/v1/texts', as(own.nodesApiKey))).status).toBe(200);
	});
});

describe('a call that cannot be read', () => {
	let service: FastifyInstance;
	beforeEach(async () => {
		service = await aService({});
	});

	const json = { ...as(own.ledgerApiKey), 'content-type': 'application/json' };
	const big = JSON.stringify({ x: 'x'.repeat(300_000) });

	it.each([
		{ what: 'half a document', path: '/v1/inbox', headers: json, body: '{"a":', status: 400 },
		{ what: 'nothing', path: '/v1/inbox', headers: json, body: '', status: 400 },
		{
			what: 'another type',
			path: '/v1/inbox',
			headers: { ...json, 'content-type': 'application/xml' },
			body: '<a/>',
			status: 415,
		},
		{ what: 'too much', path: '/v1/inbox', headers: json, body: big, status: 413 },
		{ what: 'too much at a hook', path: '/hooks/stripe', headers: {}, body: big, status: 413 },
		{
			what: 'a key without an end',
			path: `/v1/effects/${'x'.repeat(2_000)}`,
			headers: as(own.ledgerApiKey),
			status: 414,
		},
		{ what: 'a broken address', path: '/v1/effects/%', headers: as(own.ledgerApiKey), status: 400 },
		{ what: 'no address of ours', path: '/admin', headers: {}, status: 404 },
	])('with $what gets $status in our words', async ({ path, headers, body, status }) => {
		const answer = await call(service, path, headers, body);

		expect(answer.status).toBe(status);
		expect(Object.keys(answer.body)).toEqual(['error']);
		expect(Object.keys(answer.body.error ?? {}).sort()).toEqual(['code', 'mend', 'what', 'why']);
		expect(JSON.stringify(answer.body)).not.toMatch(
			/FST_|fastify|Unexpected token|node_modules|\\n +at /i,
		);
	});

	it.each([
		{ what: 'is no HTTP', bytes: 'HELLO\r\n\r\n', status: '400' },
		{
			what: 'has headers without an end',
			bytes: `GET / HTTP/1.1\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`,
			status: '431',
		},
	])('gets $status in our words when it $what', async ({ bytes, status }) => {
		const answer = await new Promise<string>((resolve, reject) => {
			const { hostname, port } = new URL(service.listeningOrigin);
			let text = '';
			const socket = connect(Number(port), hostname, () => socket.write(bytes));
			socket.on('data', (part) => (text += part.toString()));
			socket.on('error', reject);
			socket.on('close', () => resolve(text));
		});
		const [head = '', body = ''] = answer.split('\r\n\r\n');

		expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(JSON.parse(body)).toMatchObject({ error: { code: 'request/unreadable' } });
	});
});
