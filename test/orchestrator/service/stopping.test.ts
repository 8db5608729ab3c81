import { Agent, request } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';

const apiKey = 'the-key-of-this-test';
/** Calls that reached the vendor and wait for the test to let them go; later ones do not wait. */
const held: Array<() => void> = [];
let isHolding = true;
const vendor = createServer((_request, response) => {
	const answer = () => {
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end('{"ok":true,"channel":"C1","ts":"1.2"}');
	};
	if (isHolding) held.push(answer);
	else answer();
});
const letGo = () => {
	isHolding = false;
	held.splice(0).forEach((answer) => answer());
};
let service: Service;
let letDrain: () => void = () => undefined;

beforeAll(async () => {
	await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
	const { port } = vendor.address() as AddressInfo;
	const drained = new Promise<void>((resolve) => {
		letDrain = resolve;
	});
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		bases: { slack: `http://127.0.0.1:${port}/api/` },
		ledger: await emptyLedgerPlace(),
		port: 0,
		drain: async () => await drained,
	});
});
afterAll(async () => {
	letDrain();
	letGo();
	await service.stop();
	vendor.closeAllConnections();
	await new Promise((resolve) => vendor.close(resolve));
});

/** Keeps its connections open, as n8n and balancers do. */
const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

async function call(path: string, body?: object) {
	return await new Promise<{ status: number; connection: string; body: Record<string, unknown> }>(
		(resolve, reject) => {
			const sent = request(
				`${service.url}${path}`,
				{
					agent,
					method: body === undefined ? 'GET' : 'POST',
					headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
				},
				(response) => {
					let text = '';
					response.on('data', (part: Buffer) => (text += part.toString()));
					response.on('end', () =>
						resolve({
							status: response.statusCode ?? 0,
							connection: String(response.headers.connection),
							body: JSON.parse(text) as Record<string, unknown>,
						}),
					);
				},
			);
			sent.on('error', reject);
			sent.end(body === undefined ? undefined : JSON.stringify(body));
		},
	);
}

async function isListening(): Promise<boolean> {
	const { hostname, port } = new URL(service.url);
	return await new Promise((resolve) => {
		const socket: Socket = connect(Number(port), hostname);
		socket.on('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});
}

const aMessage = (key: string) => ({
	key,
	kind: 'slack.message',
	content: contents['slack.message'],
	data: anItem(),
});

const soon = (what: string) => ({ what, deadlineMs: 20_000, mend: 'Look at stop().' });

it('says that it is not ready, goes on answering, ends what is in progress, and is gone', async () => {
	expect(await call('/readyz')).toMatchObject({ status: 200, connection: 'keep-alive' });
	const inProgress = call('/v1/effects', aMessage('lead:1/slack-message/sales/1'));
	await waitFor(async () => (held.length > 0 ? true : undefined), soon('the call at the vendor'));

	const stopped = service.stop();
	expect(await call('/readyz')).toMatchObject({
		status: 503,
		connection: 'close',
		body: { error: { code: 'service/stopping' } },
	});
	expect(await call('/v1/texts')).toMatchObject({ status: 200, connection: 'close' });
	expect(await call('/healthz')).toMatchObject({ status: 200, connection: 'close' });

	letDrain();
	await waitFor(
		async () => ((await isListening()) ? undefined : true),
		soon('no more connections to be taken'),
	);
	letGo();
	expect(await inProgress).toMatchObject({
		status: 200,
		connection: 'close',
		body: { state: 'done', receipt: { ts: '1.2' } },
	});
	await stopped;
	await service.stop();
});
