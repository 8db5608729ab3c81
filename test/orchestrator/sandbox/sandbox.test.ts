import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../orchestrator/src/sandbox';
import { throughProxy, type ProxyClient } from './throughProxy';

const contacts = 'https://api.hubapi.com/crm/v3/objects/contacts';
const postMessage = 'https://slack.com/api/chat.postMessage';

let home: string;
let sandbox: Sandbox;
let client: ProxyClient;

const start = async (options: Partial<SandboxOptions> = {}) => {
	sandbox = await startSandbox({ home, limits: 'off', ...options });
	client = throughProxy(sandbox);
};

const stop = async () => {
	client.close();
	await sandbox.stop();
};

const post = (text = 'Hi') => client.call('POST', postMessage, { channel: '#sales', text });

const messages = () => Object.values(sandbox.state().slack.messages).flat();

beforeEach(async () => {
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-sandbox-'));
	await start();
});

afterEach(async () => {
	await stop();
	rmSync(home, { recursive: true, force: true });
});

describe('the proxy of the sandbox', () => {
	it('takes calls to all three services over TLS', async () => {
		const answers = [
			await client.call('POST', contacts, { properties: { email: 'a@x.com' } }),
			await post(),
			await client.call('GET', 'https://api.clickup.com/api/v2/user'),
		];
		expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
		expect(sandbox.state().hubspot.contacts).toHaveLength(1);
	});

	it('refuses a host it does not know, names it and passes nothing on', async () => {
		const answer = await client.call('GET', 'https://api.paypal.com/v1/charges?limit=1');
		expect(answer.status).toBe(502);
		expect(JSON.stringify(answer.body)).toContain('api.paypal.com');
		expect(sandbox.requests()).toMatchObject([
			{ host: 'api.paypal.com', path: '/v1/charges?limit=1', status: 502, refused: true },
		]);
	});

	it('refuses an address instead of a name', async () => {
		await expect(client.call('GET', 'https://10.0.0.1/')).rejects.toThrow();
		expect(sandbox.requests()).toMatchObject([{ host: '10.0.0.1', refused: true }]);
	});

	it('keeps the raw call and its answer, but no token', async () => {
		await post('Hola');
		const [request] = sandbox.requests();
		expect(request).toMatchObject({
			method: 'POST',
			path: '/api/chat.postMessage',
			status: 200,
			requestBody: '{"channel":"#sales","text":"Hola"}',
			responseBody: expect.stringContaining('"ok":true'),
			requestHeaders: { authorization: '(not kept)' },
		});
		expect(JSON.stringify(request)).not.toContain('xoxb');
	});

	it('listens on this machine only', () => {
		for (const url of [sandbox.proxyUrl, sandbox.viewerUrl, sandbox.smtpUrl]) {
			expect(new URL(url).hostname).toBe('127.0.0.1');
		}
	});

	it('keeps its certificate for the next start, the key for its owner alone', async () => {
		const before = statSync(sandbox.caFile).mtimeMs;
		await stop();
		await start();
		expect(statSync(sandbox.caFile).mtimeMs).toBe(before);
		expect(statSync(path.join(home, 'sandbox', 'ca.key')).mode & 0o777).toBe(0o600);
	});

	it('answers many calls on many connections', async () => {
		const calls = Array.from({ length: 100 }, (_, index) => post(String(index)));
		const statuses = new Set((await Promise.all(calls)).map(({ status }) => status));
		expect(statuses).toEqual(new Set([200]));
		expect(messages()).toHaveLength(100);
	});
});

describe('a fault on demand', () => {
	it('of 429 comes in the vendor’s shape with Retry-After, as often as told', async () => {
		sandbox.fault({ host: 'slack.com', kind: '429', times: 1, retryAfterSeconds: 7 });
		expect(await post()).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
		expect((await post()).status).toBe(200);
		expect(messages()).toHaveLength(1);
	});

	it('of 500 after the work leaves the caller in doubt', async () => {
		sandbox.fault({ host: 'slack.com', kind: '500', times: 1, afterWork: true });
		expect((await post()).status).toBe(500);
		expect(messages()).toHaveLength(1);
	});

	it('of a reset cuts the connection before the work', async () => {
		sandbox.fault({ path: 'chat\\.postMessage', kind: 'reset', times: 1 });
		await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(messages()).toEqual([]);
		expect(sandbox.requests()).toMatchObject([{ status: 0, fault: 'reset' }]);
	});

	it('of a timeout holds the connection until its bound', async () => {
		sandbox.fault({ kind: 'timeout', times: 1, afterWork: true, delayMs: 20 });
		await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(messages()).toHaveLength(1);
	});

	it('of slowness answers all the same', async () => {
		sandbox.fault({ kind: 'slow', times: 1, delayMs: 20 });
		expect((await post()).status).toBe(200);
		expect(sandbox.requests()).toMatchObject([{ fault: 'slow' }]);
	});
});

describe('the state of the sandbox', () => {
	it('outlives the process', async () => {
		await post('kept');
		await stop();
		await start();
		expect(messages()).toMatchObject([{ text: 'kept' }]);
	});

	it('is forgotten by a reset, with requests and faults', async () => {
		await post();
		sandbox.fault({ kind: '500', times: 9 });
		sandbox.reset();
		expect(messages()).toEqual([]);
		expect(sandbox.requests()).toEqual([]);
		expect((await post()).status).toBe(200);
	});

	it('starts anew when its file was damaged', async () => {
		await post();
		await stop();
		writeFileSync(path.join(home, 'sandbox', 'state.json'), '{"format":1,"sta');
		await start();
		expect(messages()).toEqual([]);
	});

	it('is not written when nobody wants it', async () => {
		await stop();
		await start({ persist: false });
		await post();
		await stop();
		expect(() => statSync(path.join(home, 'sandbox', 'state.json'))).toThrow('ENOENT');
		await start();
	});
});

describe('startSandbox', () => {
	it('says which port is taken and starts nothing', async () => {
		const { port } = new URL(sandbox.viewerUrl);
		const second = startSandbox({ home, viewerPort: Number(port), persist: false });
		await expect(second).rejects.toMatchObject({
			code: 'sandbox/port-taken',
			why: expect.stringContaining(port),
		});
	});

	it('leaves nothing listening after stop', async () => {
		await sandbox.stop();
		for (const url of [sandbox.proxyUrl, sandbox.viewerUrl, sandbox.smtpUrl]) {
			await expect(connect(Number(new URL(url).port))).rejects.toMatchObject({
				code: 'ECONNREFUSED',
			});
		}
		await start();
	});
});

function connect(port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = net.connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve();
		});
		socket.on('error', reject);
	});
}
