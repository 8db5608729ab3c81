import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookEvents } from '../../../nodes/domain/frameio/events';
import { sandboxFrameio } from '../../../orchestrator/src/sandbox/accounts';
import { WebhookDeliveries } from '../../../orchestrator/src/sandbox/frameio/deliveries';

import { accountPath, anAccount, projectsPath } from './aFrameioAccount';

interface Arrival {
	body: string;
	headers: Record<string, string | string[] | undefined>;
}

let url: string;
let arrivals: Arrival[];
/** Statuses of the next answers; 200 when there are none left. */
let answers: number[];
let stop: () => Promise<void>;

beforeAll(async () => {
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (part: string) => (body += part));
		request.on('end', () => {
			arrivals.push({ body, headers: request.headers });
			response.writeHead(answers.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/frameio`;
	stop = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
});
afterAll(async () => await stop());

let deliveries: WebhookDeliveries | undefined;
beforeEach(() => {
	arrivals = [];
	answers = [];
});
afterEach(() => deliveries?.stop());

const webhooksPath = projectsPath.replace('/projects', '/webhooks');

function aListener(events: readonly string[] = webhookEvents) {
	const account = anAccount();
	deliveries = new WebhookDeliveries(account.store, { firstWaitMs: 5, onChange: () => undefined });
	const webhook = account.make(webhooksPath, { name: 'Agency Ops', url, events });
	const settled = async () => {
		const deadline = performance.now() + 60_000;
		const { store } = account;
		while (store.state.deliveries.some(({ isSettled }) => !isSettled)) {
			if (performance.now() > deadline) throw new Error('the deliveries do not settle');
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
	return { ...account, webhook, settled, secret: String(webhook.secret) };
}

const types = () => arrivals.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe('webhooks of the Frame.io stand-in', () => {
	it('tell in order what an upload does, signed over the body and the time', async () => {
		const { aProject, upload, settled, secret } = aListener();
		const project = aProject();
		const file = upload(String(project.root_folder_id), 'a.mp4', Buffer.alloc(25));
		await settled();

		expect(types()).toEqual([
			'project.created',
			'file.created',
			'file.upload.completed',
			'file.ready',
		]);
		const { body, headers } = arrivals[2]!;
		expect(JSON.parse(body)).toEqual({
			account: { id: sandboxFrameio.account.id },
			project: { id: project.id },
			resource: { id: file.id, type: 'file' },
			type: 'file.upload.completed',
			user: { id: sandboxFrameio.user.id },
			workspace: { id: sandboxFrameio.workspaces[0].id },
		});
		const timestamp = String(headers['x-frameio-request-timestamp']);
		const right = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
		expect(headers['x-frameio-signature']).toBe(`v0=${right}`);
		expect(Math.abs(Date.now() / 1_000 - Number(timestamp))).toBeLessThan(300);
	});

	it('tell again what nobody took, at most five times', async () => {
		const { aProject, settled, store } = aListener(['project.created']);
		answers = [500, 503];
		aProject('A');
		await settled();
		answers = Array<number>(9).fill(500);
		aProject('B');
		await settled();

		expect(store.state.deliveries).toMatchObject([
			{ attempts: 3, status: 200 },
			{ attempts: 5, status: 500 },
		]);
		expect(arrivals).toHaveLength(8);
		expect(new Set(arrivals.slice(0, 3).map(({ body }) => body)).size).toBe(1);
	});

	it('tell only what was asked for, of their workspace, while they are active', async () => {
		const { call, make, webhook, aProject, settled } = aListener(['project.created']);
		const [, other] = sandboxFrameio.workspaces;
		make(`${accountPath}/workspaces/${other.id}/projects`, { name: 'elsewhere' });
		const { id } = aProject('here');
		call('PATCH', `${accountPath}/projects/${id}`, { data: { name: 'there' } });
		call('PATCH', `${accountPath}/webhooks/${webhook.id}`, { data: { active: false } });
		aProject('unheard');
		await settled();

		expect(types()).toEqual(['project.created']);
	});

	it('say their secret once', () => {
		const { call, webhook, secret } = aListener();
		expect(secret.length).toBeGreaterThan(30);
		for (const path of [webhooksPath, `${accountPath}/webhooks/${webhook.id}`]) {
			expect(JSON.stringify(call('GET', path).body)).not.toContain(secret);
		}
		expect(call('DELETE', `${accountPath}/webhooks/${webhook.id}`).status).toBe(204);
		expect(call('GET', webhooksPath).body.data).toEqual([]);
	});

	it.each([
		{ wrong: 'an event that is not known', data: { events: ['file.eaten'] } },
		{ wrong: 'no event', data: { events: [] } },
		{ wrong: 'no address', data: { url: 'here' } },
		{ wrong: 'no name', data: { name: '' } },
	])('are refused with $wrong', ({ data }) => {
		const { call } = anAccount();
		const whole = { name: 'A', url, events: ['file.created'], ...data };
		expect(call('POST', webhooksPath, { data: whole }).status).toBe(422);
	});
});
