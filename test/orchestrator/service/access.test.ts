import type { KeyScope } from '../../../orchestrator/src/ledger/apiKeys';
import { keyScopes } from '../../../orchestrator/src/ledger/apiKeys';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { someSettings } from './support/aService';

const own = { ledgerApiKey: 'key-of-the-command-line', nodesApiKey: 'key-of-n8n' };
const lines: string[] = [];
let service: Service;
let now = new Date();

beforeAll(async () => {
	service = await startService({
		settings: someSettings(),
		secrets: {
			...own,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		now: () => now,
		log: { write: (line: string) => lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
});
beforeEach(() => {
	now = new Date();
});

interface Answer {
	status: number;
	body: { error?: { code: string; what: string; why: string; mend: string } } & Record<
		string,
		unknown
	>;
}

async function call(key: string, method: string, path: string, body?: object): Promise<Answer> {
	const response = await fetch(`${service.url}${path}`, {
		method,
		headers: {
			authorization: `Bearer ${key}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Answer['body'] };
}

let count = 0;

async function aKey(scopes: readonly KeyScope[], more: object = {}): Promise<string> {
	count += 1;
	const wanted = { name: `key ${count}`, scopes, ...more };
	const made = await call(own.ledgerApiKey, 'POST', '/v1/keys', wanted);
	expect(made.status).toBe(201);
	return made.body.secret as string;
}

const routes: Array<{ scope: KeyScope; method: string; path: string; body?: object }> = [
	{ scope: 'effects', method: 'POST', path: '/v1/effects', body: {} },
	{ scope: 'effects', method: 'GET', path: '/v1/effects?subject=lead:1' },
	{ scope: 'effects', method: 'GET', path: '/v1/effects/lead%3A1%2Fa%2Fb%2F1' },
	{ scope: 'effects', method: 'GET', path: '/v1/texts' },
	{ scope: 'operate', method: 'POST', path: '/v1/effects/lead%3A1%2Fa%2Fb%2F1/resolve', body: {} },
	{ scope: 'inbox', method: 'POST', path: '/v1/inbox', body: {} },
	{ scope: 'inbox', method: 'GET', path: '/v1/inbox' },
	{ scope: 'inbox', method: 'GET', path: '/v1/inbox/evt_1' },
	{ scope: 'inbox', method: 'POST', path: '/v1/inbox/evt_1/end', body: { outcome: 'done' } },
	{ scope: 'operate', method: 'POST', path: '/v1/inbox/evt_1/replay', body: { reason: 'x' } },
	{ scope: 'operate', method: 'POST', path: '/v1/inbox/evt_1/discard', body: { reason: 'x' } },
	{ scope: 'operate', method: 'GET', path: '/v1/status' },
	{ scope: 'operate', method: 'GET', path: '/v1/outcomes' },
	{ scope: 'operate', method: 'GET', path: '/v1/mail/suppressions' },
	{ scope: 'operate', method: 'POST', path: '/v1/mail/suppressions', body: {} },
	{ scope: 'operate', method: 'POST', path: '/v1/mail/suppressions/lift', body: {} },
	{ scope: 'keys', method: 'GET', path: '/v1/keys' },
	{ scope: 'keys', method: 'POST', path: '/v1/keys', body: {} },
	{ scope: 'keys', method: 'POST', path: '/v1/keys/nobody/revoke', body: {} },
	{ scope: 'keys', method: 'POST', path: '/v1/keys/nobody/rotate', body: {} },
];

describe('a route', () => {
	it.each(routes)(
		'$method $path is for keys with $scope alone',
		async ({ scope, method, path, body }) => {
			const others = keyScopes.filter((each) => each !== scope);
			const refused = await call(await aKey(others), method, path, body);
			const letIn = await call(await aKey([scope]), method, path, body);

			expect(refused).toMatchObject({
				status: 403,
				body: { error: { code: 'service/scope-missing' } },
			});
			expect(refused.body.error?.why).toContain(`may do ${others.join(', ')}`);
			expect(refused.body.error?.why).toContain(`needs ${scope}`);
			expect(refused.body.error?.mend).toContain(`--scope ${scope}`);
			expect([401, 403]).not.toContain(letIn.status);
		},
	);
});

describe('the keys of an installation', () => {
	it('let the command line do everything, and n8n what its nodes do', async () => {
		for (const { scope, method, path, body } of routes) {
			const asN8n = await call(own.nodesApiKey, method, path, body);
			const isTheirs = scope === 'effects' || scope === 'inbox';
			expect({ path, isRefused: asN8n.status === 403 }).toEqual({ path, isRefused: !isTheirs });
			expect((await call(own.ledgerApiKey, method, path, body)).status).not.toBe(403);
		}
	});
});

describe('a key that is no longer good', () => {
	it('is let in until it expires, and told when that was', async () => {
		const key = await aKey(['inbox'], { expiresIn: 'PT1H' });
		expect(await call(key, 'GET', '/v1/inbox')).toMatchObject({ status: 200 });
		now = new Date(Date.now() + 2 * 3_600_000);

		expect(await call(key, 'GET', '/v1/inbox')).toMatchObject({
			status: 401,
			body: {
				error: { code: 'service/key-expired', why: expect.stringContaining('was good until') },
			},
		});
	});

	it('is refused from the moment it was revoked here', async () => {
		const key = await aKey(['inbox']);
		const revoked = await call(own.ledgerApiKey, 'POST', `/v1/keys/key%20${count}/revoke`, {});

		expect(revoked).toMatchObject({ status: 200, body: { keys: [{ state: 'revoked' }] } });
		expect(await call(key, 'GET', '/v1/inbox')).toMatchObject({
			status: 401,
			body: { error: { code: 'service/key-revoked' } },
		});
	});

	it('is asked for by the header that says how', async () => {
		const response = await fetch(`${service.url}/v1/inbox`);
		expect(response.status).toBe(401);
		expect(response.headers.get('www-authenticate')).toBe('Bearer');
	});
});

describe('making keys', () => {
	it.each([
		{ body: { name: 'key_x', scopes: ['inbox'] }, field: 'name' },
		{ body: { name: 'x', scopes: [] }, field: 'scopes' },
		{ body: { name: 'x', scopes: ['everything'] }, field: 'scopes.0' },
		{ body: { name: 'x', scopes: ['inbox'], expiresIn: '90d' }, field: 'expiresIn' },
		{ body: { name: 'x', scopes: ['inbox'], expiresIn: 'P200Y' }, field: 'expiresIn' },
		{ body: { name: 'x', scopes: ['inbox'], key: 'mine' }, field: 'key' },
	])('refuses $body', async ({ body, field }) => {
		const refused = await call(own.ledgerApiKey, 'POST', '/v1/keys', body);
		expect(refused.status).toBe(400);
		expect(refused.body.error?.why).toContain(field);
	});

	it('says what stands in the way', async () => {
		await aKey(['inbox']);
		const taken = { name: `key ${count}`, scopes: ['inbox'] };

		expect(await call(own.ledgerApiKey, 'POST', '/v1/keys', taken)).toMatchObject({
			status: 409,
			body: { error: { code: 'keys/name-taken' } },
		});
		expect(await call(own.ledgerApiKey, 'POST', '/v1/keys/nobody/revoke', {})).toMatchObject({
			status: 404,
			body: { error: { code: 'keys/not-found' } },
		});
	});

	it('shows a key once: not in the list, not in the log', async () => {
		const key = await aKey(['inbox']);
		const { body } = await call(own.ledgerApiKey, 'GET', '/v1/keys');

		expect(JSON.stringify(body)).toContain(`"key ${count}"`);
		for (const secret of [key, own.ledgerApiKey, own.nodesApiKey]) {
			expect(JSON.stringify(body)).not.toContain(secret);
			expect(lines.join('')).not.toContain(secret);
		}
	});
});
