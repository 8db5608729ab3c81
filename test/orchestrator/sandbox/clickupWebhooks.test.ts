import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { sandboxClickUp } from '../../../orchestrator/src/sandbox/accounts';
import { ClickUpDeliveries } from '../../../orchestrator/src/sandbox/clickup/deliveries';
import { ClickUpPeople } from '../../../orchestrator/src/sandbox/clickup/peopleAct';
import { ClickUpStandIn } from '../../../orchestrator/src/sandbox/clickup/standIn';
import { ClickUpStore } from '../../../orchestrator/src/sandbox/clickup/store';
import { callStandIn } from './callStandIn';

const { teamId, lists, spaceId } = sandboxClickUp;
const hooks = `/api/v2/team/${teamId}/webhook`;

/** Somebody who listens, and answers as it is told. */
interface Listener {
	url: string;
	heard: Array<{ body: string; signature: string }>;
	status: number;
}

let server: Server;
let listener: Listener;
beforeEach(async () => {
	const heard: Listener['heard'] = [];
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString('utf8')));
		request.on('end', () => {
			heard.push({ body, signature: String(request.headers['x-signature']) });
			response.writeHead(listener.status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	listener = { url: `http://127.0.0.1:${port}/in`, heard, status: 200 };
});
afterEach(async () => await new Promise((resolve) => server.close(resolve)));

function aWorkspace() {
	const store = new ClickUpStore();
	const standIn = new ClickUpStandIn('off', store);
	const deliveries = new ClickUpDeliveries(store, { firstWaitMs: 1, onChange: () => undefined });
	const people = new ClickUpPeople(store, () => undefined);
	const call = (method: string, url: string, body?: unknown) =>
		callStandIn(standIn, method, url, body).body;
	const made = call('POST', hooks, { endpoint: listener.url, events: ['taskDeleted'] });
	const task = call('POST', `/api/v2/list/${lists[0].id}/task`, { name: 'T' });
	return { store, call, deliveries, people, hook: String(made.id), task: String(task.id) };
}

async function until(isSo: () => boolean): Promise<void> {
	const deadline = performance.now() + 60_000;
	while (!isSo()) {
		if (performance.now() > deadline) throw new Error('It has not come to be within a minute.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

it('tells of what it was asked to, signed with the webhook’s secret', async () => {
	const { store, people, deliveries, hook, task } = aWorkspace();
	people.deleteTask(task);
	await until(() => store.state.deliveries.every(({ isSettled }) => isSettled));
	expect(listener.heard).toHaveLength(1); // and not of the making, for which nobody asked
	const [{ body = '', signature = '' } = {}] = listener.heard;
	expect(JSON.parse(body)).toEqual({ event: 'taskDeleted', task_id: task, webhook_id: hook });
	const secret = store.webhook(hook).secret;
	expect(signature).toBe(createHmac('sha256', secret).update(body).digest('hex'));
	deliveries.stop();
});

it.each([
	{ status: 500, says: 'failing', failures: 1, tries: 5 },
	{ status: 410, says: 'suspended', failures: 0, tries: 1 },
])('is $says after answers of $status, and well again', async (row) => {
	const { store, call, people, deliveries, hook, task } = aWorkspace();
	listener.status = row.status;
	people.deleteTask(task);
	await until(() => store.state.deliveries.every(({ isSettled }) => isSettled));
	expect(listener.heard).toHaveLength(row.tries);
	const health = () => call('GET', hooks) as unknown as { webhooks: Array<{ health: object }> };
	expect(health().webhooks[0]?.health).toEqual({ status: row.says, fail_count: row.failures });

	listener.status = 200;
	call('PUT', `/api/v2/webhook/${hook}`, {
		endpoint: listener.url,
		events: ['taskDeleted'],
		status: 'active',
	});
	people.deleteTask(String(call('POST', `/api/v2/list/${lists[0].id}/task`, { name: 'U' }).id));
	await until(() => store.state.deliveries.every(({ isSettled }) => isSettled));
	expect(health().webhooks[0]?.health).toEqual({ status: 'active', fail_count: 0 });
	deliveries.stop();
});

it('takes one webhook of an address and a place, and more for other places', () => {
	const { call, deliveries } = aWorkspace();
	const again = { endpoint: listener.url, events: ['taskUpdated'] };
	expect(call('POST', hooks, again)).toMatchObject({ ECODE: 'OAUTH_171' });
	expect(call('POST', hooks, { ...again, space_id: Number(spaceId) })).toHaveProperty('webhook');
	deliveries.stop();
});

it('has fields and statuses where people put them', () => {
	const { call, people, deliveries } = aWorkspace();
	const space = String(
		call('POST', `/api/v2/team/${teamId}/space`, { name: 'New', features: {} }).id,
	);
	const list = String(call('POST', `/api/v2/space/${space}/list`, { name: 'Work' }).id);
	expect(call('GET', `/api/v2/list/${list}`)).toMatchObject({
		statuses: [{ status: 'to do' }, { status: 'complete', type: 'closed' }],
	});
	people.setStatuses(space, [{ status: 'delivered', type: 'closed', color: '#008844' }]);
	people.addField(space, 'Client', 'short_text');
	expect(call('GET', `/api/v2/list/${list}`)).toMatchObject({
		statuses: [{ status: 'delivered' }],
	});
	const names = (path: string) =>
		(call('GET', path).fields as Array<{ name: string }>).map(({ name }) => name);
	expect(names(`/api/v2/list/${list}/field`)).toEqual(['Agency Ops key', 'Client']);
	expect(names(`/api/v2/list/${lists[0].id}/field`)).toEqual(['Agency Ops key']);
	expect(() => people.addField('1', 'Client', 'short_text')).toThrow(
		expect.objectContaining({ code: 'sandbox/clickup-refused' }) as Error,
	);
	call('DELETE', `/api/v2/space/${space}`);
	expect(call('GET', `/api/v2/list/${list}`)).toMatchObject({ ECODE: 'ITEM_015' });
	deliveries.stop();
});
