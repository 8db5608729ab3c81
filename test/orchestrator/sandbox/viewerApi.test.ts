import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startSandbox, type Sandbox } from '../../../orchestrator/src/sandbox';
import { sandboxStorage } from '../../../orchestrator/src/sandbox/accounts';
import { throughProxy, type ProxyClient } from './throughProxy';

let home: string;
let sandbox: Sandbox;
let client: ProxyClient;

beforeAll(async () => {
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-viewer-'));
	sandbox = await startSandbox({ home, persist: false });
	client = throughProxy(sandbox);
});

afterAll(async () => {
	client.close();
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});

beforeEach(() => sandbox.reset());

const get = async (url: string) => (await fetch(`${sandbox.viewerUrl}${url}`)).json();

const send = (method: string, url: string, body?: object) =>
	fetch(`${sandbox.viewerUrl}${url}`, {
		method,
		...(body
			? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
			: {}),
	});

describe('the HTTP interface of the viewer', () => {
	it('shows what is stored, and lets it be saved', async () => {
		const s3 = new S3Client({
			endpoint: sandbox.storageUrl,
			region: sandboxStorage.region,
			credentials: { ...sandboxStorage.keys },
			forcePathStyle: true,
		});
		const at = { Bucket: 'agency-delivery', Key: 'nordlys/deal-1-v1/<b>film</b>.html' };
		await s3.send(new PutObjectCommand({ ...at, Body: '<script>', ContentType: 'text/html' }));
		await s3.send(new CreateMultipartUploadCommand({ ...at, Key: 'begun' }));
		s3.destroy();

		const { storage } = (await get('/api/view')) as {
			storage: { total: number; buckets: Array<{ objects: Array<{ url: string }> }> };
		};
		expect(storage).toMatchObject({
			total: 1,
			buckets: [
				{
					name: 'agency-delivery',
					bytes: 8,
					objects: [{ key: at.Key, size: 8, contentType: 'text/html' }],
					uploads: [{ key: 'begun', parts: 0 }],
				},
				{ name: 'agency-archive', total: 0 },
			],
		});
		const saved = await send('GET', storage.buckets[0]?.objects[0]?.url ?? '');
		expect(await saved.text()).toBe('<script>');
		expect(saved.headers.get('content-type')).toBe('application/octet-stream');
		expect(saved.headers.get('content-disposition')).toContain('attachment');
		expect((await send('GET', '/api/storage/objects/agency-delivery/none')).status).toBe(404);
	});

	it('moves a deal of HubSpot, and refuses what it cannot', async () => {
		const made = await client.call('POST', 'https://api.hubapi.com/crm/v3/objects/deals', {
			properties: { dealname: 'Nordlys', dealstage: 'qualifiedtobuy', pipeline: 'default' },
		});
		const url = `/api/hubspot/deals/${String(made.body.id)}/stage`;

		expect(await (await send('POST', url, { stage: 'closedwon' })).json()).toEqual({
			status: null,
		});
		expect(await get('/api/view')).toMatchObject({ hubspot: { deals: [{ stage: 'Closed won' }] } });
		expect((await send('POST', url, { stage: 'nowhere' })).status).toBe(400);
		expect((await send('POST', url, {})).status).toBe(400);
	});

	it('gives state and requests, also those after an id', async () => {
		await client.call('POST', 'https://slack.com/api/chat.postMessage', {
			channel: '#ops',
			text: 'One',
		});
		await client.call('GET', 'https://example.org/');
		expect(await get('/api/state')).toMatchObject({
			slack: { messages: { C0OPS: [{ text: 'One' }] } },
			mail: { messages: [] },
		});
		const requests = (await get('/api/requests')) as Array<{ id: number; host: string }>;
		expect(requests.map(({ host }) => host)).toEqual(['slack.com', 'example.org']);
		expect(await get(`/api/requests?after=${requests[0].id}`)).toHaveLength(1);
		expect(await get('/api/violations')).toEqual([]);
	});

	it('orders and clears faults', async () => {
		const made = await send('POST', '/api/faults', { kind: '500', times: 3, host: 'slack.com' });
		expect(made.status).toBe(201);
		expect(await get('/api/faults')).toMatchObject([{ left: 3 }]);
		expect((await send('DELETE', '/api/faults')).status).toBe(204);
		expect(await get('/api/faults')).toEqual([]);
	});

	it('says what is wrong with a fault', async () => {
		const refused = await send('POST', '/api/faults', { kind: 'none', times: 1 });
		expect(refused.status).toBe(400);
		expect(await refused.json()).toMatchObject({ error: { code: 'sandbox/fault-invalid' } });
	});

	it('does in ClickUp what people do there', async () => {
		const clickup = 'https://api.clickup.com/api/v2';
		const space = sandbox.state().clickup.spaces[0]?.id ?? '';
		const act = async (body: object) => (await send('POST', '/api/clickup/acts', body)).status;
		const made = await client.call('POST', `${clickup}/space/${space}/list`, { name: 'Work' });
		const list = String((made.body as { id: string }).id);
		const task = await client.call('POST', `${clickup}/list/${list}/task`, { name: 'T' });

		expect(await act({ act: 'field', place: space, name: 'Client' })).toBe(204);
		const statuses = [{ status: 'Delivered', type: 'closed' }];
		expect(await act({ act: 'statuses', place: list, statuses })).toBe(204);
		expect((await client.call('GET', `${clickup}/list/${list}`)).body).toMatchObject({
			statuses: [{ status: 'delivered', type: 'closed' }],
			override_statuses: true,
		});
		expect((await client.call('GET', `${clickup}/list/${list}/field`)).body).toMatchObject({
			fields: [{}, { name: 'Client', type: 'short_text' }],
		});
		const thrownAway = { act: 'delete', task: (task.body as { id: string }).id };
		expect(await act(thrownAway)).toBe(204);
		expect(sandbox.state().clickup.tasks).toEqual([]);
		expect(await act(thrownAway)).toBe(400);
		expect(await act({ act: 'rename', place: space })).toBe(400);
	});

	it('resets', async () => {
		await client.call('POST', 'https://slack.com/api/chat.postMessage', {
			channel: '#ops',
			text: 'One',
		});
		expect((await send('POST', '/api/reset')).status).toBe(204);
		expect(await get('/api/state')).toMatchObject({ slack: { messages: {} } });
	});

	it('is alive', async () => {
		expect(await get('/healthz')).toEqual({ status: 'ok' });
	});

	it.each(['/', '/viewer.css', '/viewer.js'])('serves %s under a strict policy', async (url) => {
		const answer = await fetch(`${sandbox.viewerUrl}${url}`);
		expect(answer.status).toBe(200);
		const policy = answer.headers.get('content-security-policy') ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("script-src 'self'");
		expect(policy).toContain("frame-ancestors 'none'");
	});

	it.each(['evil.example', 'evil.example:80'])(
		'refuses a page that reached it under another name (%s)',
		async (host) => {
			expect(await statusWithHost(host, '/api/state')).toBe(403);
		},
	);

	it('refuses a command that another site’s page sends', async () => {
		const answer = await fetch(`${sandbox.viewerUrl}/api/reset`, {
			method: 'POST',
			headers: { origin: 'https://evil.example' },
		});
		expect(answer.status).toBe(403);
	});
});

async function statusWithHost(host: string, url: string): Promise<number | undefined> {
	const http = await import('node:http');
	return new Promise((resolve, reject) => {
		const request = http.get(`${sandbox.viewerUrl}${url}`, { headers: { host } }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		request.on('error', reject);
	});
}
