import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { n8nApi } from '../../../../orchestrator/src/adapters/n8n/api';
import {
	logIn,
	needsOwner,
	setUpOwner,
	versionFromPage,
} from '../../../../orchestrator/src/adapters/n8n/session';

interface Seen {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

let server: Server;
let url: string;
let seen: Seen[];
let answers: Record<string, Answer>;

beforeEach(async () => {
	seen = [];
	answers = {};
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const { method = '', headers } = request;
	const place = request.url ?? '';
	seen.push({ method, url: place, headers, body: Buffer.concat(chunks).toString('latin1') });
	const given = answers[`${method} ${place.split('?')[0]}`] ?? { status: 404, body: {} };
	const isText = typeof given.body === 'string';
	response.writeHead(given.status, {
		'content-type': isText ? 'text/html' : 'application/json',
		...given.headers,
	});
	response.end(isText ? given.body : JSON.stringify(given.body));
}

const stored = { id: 'w1', name: 'Lead Intake', versionId: 'v1', activeVersionId: null };
const owner = { email: 'ops@example.com', password: 'A1secret', firstName: 'A', lastName: 'O' };

describe('n8nApi', () => {
	it('sends its key with every call and reads every page of a list', async () => {
		const credential = (id: string) => ({ id, name: id, type: 't', updatedAt: 'now' });
		let page = 0;
		Object.defineProperty(answers, 'GET /api/v1/credentials', {
			get: () => ({
				status: 200,
				body: { data: [credential(`c${(page += 1)}`)], nextCursor: page < 3 ? `p${page}` : null },
			}),
		});
		const found = await n8nApi(url, 'key-1').listCredentials();

		expect(found.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3']);
		expect(seen.map(({ headers }) => headers['x-n8n-api-key'])).toEqual(Array(3).fill('key-1'));
		expect(seen[1]?.url).toContain('cursor=p1');
	});

	it.each([
		['reads again', 3, 200],
		['gives up with the cause', 99, 503],
	])('waits while n8n is busy, and %s', async (_what, busyFor, ends) => {
		const body = { data: [{ id: 'c1', name: 'c1', type: 't', updatedAt: 'now' }] };
		Object.defineProperty(answers, 'GET /api/v1/credentials', {
			get: () =>
				seen.length <= busyFor
					? { status: 503, body: 'Database is not ready!' }
					: { status: 200, body: { ...body, nextCursor: null } },
		});
		const waits: number[] = [];
		const pause = async (ms: number) => await Promise.resolve(waits.push(ms));
		const list = n8nApi(url, 'k', pause).listCredentials();

		if (ends === 200) expect(await list).toHaveLength(1);
		else await expect(list).rejects.toMatchObject({ code: 'n8n/failed' });
		expect(waits).toEqual(ends === 200 ? [500, 1_000, 2_000] : [500, 1_000, 2_000, 4_000]);
	});

	it('sends a write once, however busy n8n is', async () => {
		answers['POST /api/v1/credentials'] = { status: 503, body: 'Database is not ready!' };
		const api = n8nApi(url, 'k', () => Promise.reject(new Error('It waited.')));
		const input = { id: 'c1', name: 'c1', type: 't', data: {} };

		await expect(api.createCredential(input)).rejects.toMatchObject({ code: 'n8n/failed' });
		expect(seen).toHaveLength(1);
	});

	it('takes no busy n8n for one without a key, an owner or the pack', async () => {
		for (const call of ['GET /api/v1/discover', 'POST /rest/login', 'POST /rest/node-types']) {
			answers[call] = { status: 500, body: 'Database is not ready!' };
		}
		const failed = { code: 'n8n/failed' };
		await expect(n8nApi(url, 'k').scopes()).rejects.toMatchObject(failed);
		await expect(logIn(url, owner)).rejects.toMatchObject(failed);

		answers['POST /rest/login'] = { status: 200, body: {}, headers: { 'set-cookie': 'a=1; b' } };
		const session = await logIn(url, owner);
		const type = { type: 'n8n-nodes-agency-ops.leadScoring', typeVersion: 1 };
		await expect(session.packVersion(type)).rejects.toMatchObject(failed);
	});

	it('tells a key that n8n does not accept from one with scopes', async () => {
		answers['GET /api/v1/discover'] = { status: 401, body: { message: 'unauthorized' } };
		expect(await n8nApi(url, 'bad').scopes()).toBeNull();

		answers['GET /api/v1/discover'] = {
			status: 200,
			body: { data: { scopes: ['workflow:read'] } },
		};
		expect(await n8nApi(url, 'good').scopes()).toEqual(['workflow:read']);
	});

	it('answers null for a workflow that is not there', async () => {
		expect(await n8nApi(url, 'k').getWorkflow('w1')).toBeNull();

		answers['GET /api/v1/workflows/w1'] = { status: 200, body: stored };
		expect(await n8nApi(url, 'k').getWorkflow('w1')).toMatchObject({
			activeVersionId: null,
			isArchived: false,
		});
	});

	it('sends only the fields that n8n takes when it writes a workflow', async () => {
		answers['PUT /api/v1/workflows/w1'] = { status: 200, body: stored };
		const workflow = { name: 'x', nodes: [], connections: {}, settings: {}, nodeGroups: [] };
		await n8nApi(url, 'k').replaceWorkflow('w1', workflow);

		expect(Object.keys(JSON.parse(seen[0]?.body ?? '') as object).sort()).toEqual([
			'connections',
			'name',
			'nodes',
			'settings',
		]);
	});

	it('writes a draft beside what is published, and publishes an earlier version', async () => {
		answers['PUT /api/v1/workflows/w1'] = { status: 200, body: stored };
		answers['POST /api/v1/workflows/w1/activate'] = { status: 200, body: stored };
		answers['POST /api/v1/workflows/w1/deactivate'] = { status: 200, body: stored };
		const api = n8nApi(url, 'k');
		const workflow = { name: 'x', nodes: [], connections: {}, settings: {}, pinData: {} };
		await api.replaceWorkflow('w1', workflow, { isDraft: true });
		await api.publishWorkflow('w1', 'v0');
		await api.unpublishWorkflow('w1');

		expect(seen.map((call) => `${call.method} ${call.url}`)).toEqual([
			'PUT /api/v1/workflows/w1?publishIfActive=false',
			'POST /api/v1/workflows/w1/activate',
			'POST /api/v1/workflows/w1/deactivate',
		]);
		expect(JSON.parse(seen[0]?.body ?? '')).toHaveProperty('pinData');
		expect(seen[1]?.body).toBe('{"versionId":"v0"}');
	});

	it('finds workflows by their whole name', async () => {
		const data = [stored, { ...stored, id: 'w2', name: 'Lead Intake (old)' }];
		answers['GET /api/v1/workflows'] = { status: 200, body: { data, nextCursor: null } };
		const found = await n8nApi(url, 'k').listWorkflowsNamed('Lead Intake');
		expect(found).toMatchObject([{ id: 'w1', activeVersionId: null }]);
	});

	it('imports an archive as a form that keeps ids, publishes and makes no stand-in credentials', async () => {
		answers['POST /api/v1/n8n-packages/import'] = {
			status: 200,
			body: {
				workflows: [
					{
						sourceWorkflowId: 'w1',
						localId: 'w1',
						status: 'created',
						activeVersionId: 'v',
						publishing: { state: 'published' },
					},
					{
						sourceWorkflowId: 'w2',
						localId: 'there',
						status: 'updated',
						activeVersionId: null,
						publishing: { state: 'failed', error: 'webhook taken' },
					},
				],
			},
		};
		const imported = await n8nApi(url, 'k').importPackage(Buffer.from([31, 139, 0]), {
			c1: 'local',
		});
		const body = seen[0]?.body ?? '';

		expect(imported).toEqual([
			{ id: 'w1', localId: 'w1', status: 'created', isPublished: true, problem: null },
			{
				id: 'w2',
				localId: 'there',
				status: 'updated',
				isPublished: false,
				problem: 'webhook taken',
			},
		]);
		for (const [name, value] of [
			['workflowIdPolicy', 'source'],
			['workflowPublishingPolicy', 'publish-all'],
			['credentialMissingMode', 'must-preexist'],
			['missingNodeTypeMode', 'fail'],
			['bindings', '{"credentials":{"c1":"local"}}'],
		]) {
			expect(body).toContain(`name="${name}"\r\n\r\n${value}\r\n`);
		}
		expect(body).toContain('filename="bundle.n8np"');
		expect(body).toContain('\x1f\x8b\x00');
	});

	it('answers null where there is no importer', async () => {
		expect(await n8nApi(url, 'k').importPackage(Buffer.from(''), {})).toBeNull();
	});

	it.each([
		{ status: 401, code: 'n8n/refused' },
		{ status: 403, code: 'n8n/refused' },
		{ status: 404, code: 'n8n/not-found' },
		{ status: 422, code: 'n8n/rejected' },
		{ status: 500, code: 'n8n/failed' },
	])('makes $status the error $code with what n8n said', async ({ status, code }) => {
		const body = { message: 'as it is', issues: [{ type: 'missing-node-type' }] };
		answers['GET /api/v1/executions'] = { status, body };

		await expect(n8nApi(url, 'secret-key').listExecutions({ limit: 1 })).rejects.toMatchObject({
			code,
			why: expect.stringMatching(/as it is .*missing-node-type/) as string,
		});
	});

	it('never names the key in an error', async () => {
		answers['GET /api/v1/executions'] = { status: 500, body: { message: 'no' } };
		const error: unknown = await n8nApi(url, 'secret-key')
			.listExecutions({ limit: 1 })
			.catch((thrown: unknown) => thrown);

		expect(JSON.stringify(error)).not.toContain('secret-key');
	});

	it('says which field of an answer it did not understand', async () => {
		answers['GET /api/v1/executions'] = { status: 200, body: { data: [{ id: 1 }] } };

		await expect(n8nApi(url, 'k').listExecutions({ limit: 1 })).rejects.toMatchObject({
			code: 'n8n/unexpected-answer',
			why: expect.stringContaining('data.0.workflowId') as string,
		});
	});

	it('says that n8n cannot be reached when nobody listens', async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));

		await expect(n8nApi(url, 'k').listCredentials()).rejects.toMatchObject({
			code: 'n8n/unreachable',
		});
	});
});

describe('session', () => {
	it('knows a new n8n and makes its owner', async () => {
		answers['GET /rest/settings'] = {
			status: 200,
			body: { data: { userManagement: { showSetupOnFirstLoad: true } } },
		};
		answers['POST /rest/owner/setup'] = { status: 200, body: { data: {} } };

		expect(await needsOwner(url)).toBe(true);
		await setUpOwner(url, owner);
		expect(JSON.parse(seen[1]?.body ?? '')).toEqual(owner);
	});

	it('logs in, and makes a key with the cookie it got', async () => {
		answers['POST /rest/login'] = {
			status: 200,
			body: { data: {} },
			headers: { 'set-cookie': 'n8n-auth=abc; HttpOnly; Path=/' },
		};
		answers['POST /rest/api-keys'] = { status: 200, body: { data: { rawApiKey: 'raw' } } };
		const session = await logIn(url, owner);

		expect(await session.createApiKey('Agency Ops', ['workflow:read'])).toBe('raw');
		expect(seen[1]?.headers.cookie).toBe('n8n-auth=abc');
		expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
			label: 'Agency Ops',
			scopes: ['workflow:read'],
			expiresAt: null,
		});
	});

	it('takes away workflows, credentials, keys and settings', async () => {
		answers['POST /rest/login'] = { status: 200, body: {}, headers: { 'set-cookie': 'c=1' } };
		for (const place of ['workflows/w1', 'credentials/c1', 'api-keys/k1']) {
			answers[`DELETE /rest/${place}`] = { status: 200, body: {} };
		}
		answers['PATCH /rest/workflows/w1'] = { status: 200, body: {} };
		const session = await logIn(url, owner);
		await session.deleteWorkflow('w1');
		await session.deleteCredential('c1');
		await session.deleteApiKey('k1');
		await session.unsetSettings('w1', ['timezone', 'executionTimeout']);

		expect(seen.slice(1).map((call) => `${call.method} ${call.url}`)).toEqual([
			'POST /rest/workflows/w1/archive',
			'DELETE /rest/workflows/w1',
			'DELETE /rest/credentials/c1',
			'DELETE /rest/api-keys/k1',
			'PATCH /rest/workflows/w1',
		]);
		expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({
			settings: { timezone: 'DEFAULT', executionTimeout: -1 },
		});
	});

	it('says that a workflow can be deleted in a moment, and why it cannot at all', async () => {
		answers['POST /rest/login'] = { status: 200, body: {}, headers: { 'set-cookie': 'c=1' } };
		const session = await logIn(url, owner);
		answers['DELETE /rest/workflows/w1'] = { status: 409, body: { message: 'unpublishing' } };
		await expect(session.deleteWorkflow('w1')).rejects.toMatchObject({
			code: 'n8n/still-unpublishing',
			retryAfterMs: 2_000,
		});
		answers['DELETE /rest/workflows/w1'] = { status: 403, body: { message: 'not yours' } };
		await expect(session.deleteWorkflow('w1')).rejects.toMatchObject({ code: 'n8n/refused' });
	});

	it('says so when e-mail and password do not fit', async () => {
		answers['POST /rest/login'] = { status: 401, body: { message: 'Wrong' } };

		await expect(logIn(url, owner)).rejects.toMatchObject({ code: 'n8n/login-refused' });
	});

	it('finds a node type missing when n8n knows another version of it only', async () => {
		answers['POST /rest/login'] = {
			status: 200,
			body: {},
			headers: { 'set-cookie': 'n8n-auth=abc' },
		};
		answers['POST /rest/node-types'] = {
			status: 200,
			body: { data: [{ version: [1, 2], communityNodePackageVersion: '0.1.0' }] },
		};
		const session = await logIn(url, owner);
		const wanted = [2, 3].map((typeVersion) => ({ type: 'x.y', typeVersion }));

		expect(await session.missingNodeTypes(wanted)).toEqual([wanted[1]]);
		expect(await session.packVersion(wanted[0]!)).toBe('0.1.0');
	});

	it('reads the version from the page, and null from another page', async () => {
		const release = Buffer.from('{"dsn":"","release":"n8n@2.41.1"}').toString('base64');
		answers['GET /'] = {
			status: 200,
			body: `<meta name="n8n:config:sentry" content="${release}">`,
		};
		expect(await versionFromPage(url)).toBe('2.41.1');

		answers['GET /'] = { status: 200, body: '<html></html>' };
		expect(await versionFromPage(url)).toBeNull();
	});
});
