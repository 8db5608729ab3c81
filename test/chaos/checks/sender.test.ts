import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { verifyCall } from '../../../nodes/domain/inbox/signature';
import type { Delivery } from '../leads';
import { drawLeads } from '../leads';
import { formsAddress, intakeAddress, sendAll } from '../sender';

const secret = 'a-secret-of-more-than-24-bytes';
const leads = drawLeads(4, 1, new Date('2026-11-22T10:00:00.000Z'));
const delivery = (lead: number, more: Partial<Delivery> = {}): Delivery => ({
	lead,
	door: 'forms',
	eventId: `event-${lead}`,
	isReordered: false,
	slot: lead,
	...more,
});

let server: Server;
let calls: Array<{ url: string; headers: IncomingHttpHeaders; body: string }>;
let answers: Array<number | null>;

beforeEach(async () => {
	calls = [];
	answers = [];
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (bytes: Buffer) => (body += bytes.toString()));
		request.on('end', () => {
			calls.push({ url: request.url ?? '', headers: request.headers, body });
			const status = answers.length > 0 ? answers.shift() : 202;
			if (status === null || status === undefined) request.socket.destroy();
			else response.writeHead(status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const send = async (deliveries: Delivery[]) => {
	const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
	const reached: number[] = [];
	const sent = await sendAll({
		leads,
		deliveries,
		doors: { intake: intakeAddress(`${url}/intake`, secret), forms: formsAddress(url, secret) },
		perSecond: 1_000,
		mayGoOn: async () => undefined,
		onSent: (count) => reached.push(count),
		signal: new AbortController().signal,
	});
	return { sent, reached };
};

describe('a sender', () => {
	it('counts a lead as acknowledged only by a 2xx, and sends it again until it gets one', async () => {
		answers = [503, null];
		const { sent } = await send([delivery(0)]);
		expect(calls).toHaveLength(3);
		expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(
			new Set(['event-0']),
		);
		expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
		expect(sent).toMatchObject({ calls: 3, refused: 1, unanswered: 1 });
		expect([...sent.acknowledged.keys()]).toEqual([0]);
	});

	it('does not believe an n8n that answers 200 while it starts', async () => {
		answers = [200];
		const { sent } = await send([delivery(0, { door: 'intake' })]);
		expect(sent).toMatchObject({ calls: 2, untrue: 1, refused: 0 });
		answers = [200];
		expect((await send([delivery(1)])).sent).toMatchObject({ calls: 1, untrue: 0 });
	});

	it('signs what goes to the service, and shows the secret to the intake', async () => {
		await send([delivery(0), delivery(1, { door: 'intake' })]);
		const signed = calls.find(({ url }) => url === '/');
		const call = { headers: signed?.headers ?? {}, rawBody: signed?.body ?? '' };
		expect(verifyCall(call, [secret], new Date())).toEqual({ isGenuine: true, id: 'event-0' });
		expect(calls.find(({ url }) => url === '/intake')?.headers['x-agency-secret']).toBe(secret);
	});

	it('tells of each lead once, however often it is sent', async () => {
		const { sent, reached } = await send([delivery(0), delivery(0), delivery(1), delivery(0)]);
		expect(reached).toEqual([1, 2]);
		expect(sent.sent).toEqual(new Set([0, 1]));
		expect(calls).toHaveLength(4);
	});
});
