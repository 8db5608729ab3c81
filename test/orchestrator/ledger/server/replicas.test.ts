import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import type { PostgresServer } from '../../../support/postgres';
import { startPostgres } from '../../../support/postgres';
import { contents, someSettings } from '../../service/support/aService';
import { anItem } from '../../service/support/anItem';

const apiKey = 'the-key-of-this-test';
let server: PostgresServer;
let replicas: Service[] = [];

beforeAll(async () => {
	server = await startPostgres();
	const ledger = await server.createDatabase();
	const secrets = { hubspotToken: '', slackToken: '', clickupToken: '' };
	const start = async () =>
		await startService({
			settings: someSettings(),
			secrets: { ...secrets, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
			ledger,
			port: 0,
		});
	replicas = await Promise.all([start(), start()]);
});
afterAll(async () => {
	for (const replica of replicas) await replica.stop();
	await server.stop();
});

async function ask(replica: Service | undefined, key: string) {
	const response = await fetch(`${replica?.url}/v1/effects`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
		body: JSON.stringify({ key, kind: 'record', content: contents.record, data: anItem() }),
	});
	const body = (await response.json()) as Record<string, unknown>;
	return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

describe('two services over one Postgres server', () => {
	it('do each effect once between them, however often both are asked', async () => {
		const keys = ['lead:1/record/note/1', 'lead:2/record/note/1', 'lead:3/record/note/1'];
		const calls = Array.from({ length: 60 }, (_, n) => ({ n, key: keys[n % 3] ?? '' }));

		const answers = await Promise.all(calls.map(({ n, key }) => ask(replicas[(n >> 2) % 2], key)));

		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		for (const key of keys) {
			const about = answers.filter(({ body }) => body.key === key);
			expect(about.filter(({ body }) => body.repeated === false)).toHaveLength(1);
			expect(new Set(about.map(({ body }) => JSON.stringify(body.receipt))).size).toBe(1);
		}
	});

	it('ask to be called again while the server is gone, and work as soon as it is back', async () => {
		await server.kill();

		expect(await ask(replicas[0], 'lead:4/record/note/1')).toMatchObject({
			status: 503,
			retryAfter: '1',
			body: { error: { code: 'ledger/away' } },
		});
		expect((await fetch(`${replicas[1]?.url}/readyz`)).status).toBe(503);

		await server.start();
		expect(await ask(replicas[0], 'lead:4/record/note/1')).toMatchObject({
			status: 200,
			body: { state: 'done', repeated: false },
		});
		expect((await fetch(`${replicas[1]?.url}/readyz`)).status).toBe(200);
	});
});
