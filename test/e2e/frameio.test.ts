import { z } from 'zod';
import { n8nApi } from '../../orchestrator/src/adapters/n8n/api';
import { n8nHttp } from '../../orchestrator/src/adapters/n8n/http';
import { readNodeItems } from '../../orchestrator/src/adapters/n8n/executions';
import { askService } from '../../orchestrator/src/adapters/service/askService';
import { normalise } from '../../orchestrator/src/bundle/normalise';
import { ensureSecrets, updateSecrets } from '../../orchestrator/src/config';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { sandboxFrameio } from '../../orchestrator/src/sandbox/accounts';
import type { Stack } from '../../orchestrator/src/up/stack';
import { runCommand } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startTestStack } from '../support/startedStack';

jest.setTimeout(600_000);

const { account, workspaces, clientId, clientSecret, scope } = sandboxFrameio;

let stack: Stack;
let viewerUrl: string;
let sandbox: SandboxClient;
let folder = '';

beforeAll(async () => {
	stack = await startTestStack();
	viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
	sandbox = sandboxClient(viewerUrl);
	const made = await post('/api/frameio/projects', {
		workspace: workspaces[0].id,
		name: 'Nordlys',
	});
	const { id } = (await made.json()) as { id: string };
	const { frameio } = await sandbox.state();
	folder = frameio.projects.find((project) => project.id === id)?.rootFolderId ?? '';
});
afterAll(async () => await stack?.stop());

const post = async (path: string, body: object | Buffer) =>
	await fetch(`${viewerUrl}${path}`, {
		method: 'POST',
		headers: {
			'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json',
		},
		body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
	});

/** Uploads as a person does in Frame.io, and gives the file's id. */
async function upload(name: string): Promise<string> {
	const url = `/api/frameio/files?place=${folder}&name=${encodeURIComponent(name)}`;
	return ((await (await post(url, Buffer.from(name))).json()) as { id: string }).id;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
	return await waitFor(look, {
		what,
		deadlineMs: 180_000,
		everyMs: 400,
		mend: 'Look at the logs in the state folder.',
	});
}

const inState = async <T>(what: string, look: (state: SandboxState) => T | undefined) =>
	await until(what, async () => look(await sandbox.state()));

const hooksOfService = ({ frameio }: SandboxState) =>
	frameio.webhooks.filter(({ url }) => url === `${stack.settings.service.url}/hooks/frameio`);

describe('Frame.io and the inbox', () => {
	const eventsOf = async (subject: string) => {
		const { settings, secrets } = stack;
		const listed = await askService(
			{ url: settings.service.url, apiKey: secrets.ledgerApiKey },
			{ path: `/v1/inbox?subject=${encodeURIComponent(subject)}` },
		);
		const { events } = listed as { events: Array<{ topic: string; subject: string }> };
		return events.filter((event) => event.subject === subject).map(({ topic }) => topic);
	};

	it('have one webhook, however often seed runs', async () => {
		expect(hooksOfService(await sandbox.state())).toHaveLength(1);
		expect(await runCommand(stack.settings, ['seed'])).toBe(0);
		expect(hooksOfService(await sandbox.state())).toHaveLength(1);
	});

	it('get a new one where its secret was lost, and events come through', async () => {
		const [before] = hooksOfService(await sandbox.state());
		const { home } = stack.settings;
		updateSecrets(home, { frameioHook: null });
		expect(await runCommand(stack.settings, ['seed'])).toBe(0);
		const after = hooksOfService(await sandbox.state());
		expect(after).toHaveLength(1);
		expect(after[0]?.id).not.toBe(before?.id);
		expect(ensureSecrets(home).frameioHook).toMatchObject({ id: after[0]?.id });

		const id = await upload('cut v1.mp4');
		await until('the event of the upload', async () => {
			const topics = await eventsOf(`file:${id}`);
			return topics.includes('file.upload.completed') ? topics : undefined;
		});
	});
});

describe('the Frame.io nodes in an n8n', () => {
	it('start a flow with a signed event and read the file of it', async () => {
		const { url } = stack.settings.n8n;
		const apiKey = ensureSecrets(stack.settings.home).n8nApiKey ?? '';
		const api = n8nApi(url, apiKey);
		const credential = await api.createCredential({
			id: 'FrameIoService01',
			type: 'frameIoServerToServerApi',
			name: 'Frame.io',
			data: { clientId, clientSecret, scopes: `openid,${scope}` },
		});
		expect(await api.testCredential(credential.id)).toMatchObject({ isFine: true });

		const place = {
			authentication: 'serverToServer',
			account: { __rl: true, mode: 'id', value: account.id },
		};
		const credentials = { frameIoServerToServerApi: { id: credential.id, name: 'Frame.io' } };
		const workflow = await api.createWorkflow(
			normalise({
				name: 'Read what is new',
				settings: {},
				nodes: [
					{
						id: '1',
						name: 'When a file is there',
						type: 'n8n-nodes-agency-ops.frameIoTrigger',
						typeVersion: 1,
						position: [0, 0],
						webhookId: 'frameio-under-test',
						parameters: {
							...place,
							workspace: { __rl: true, mode: 'id', value: workspaces[0].id },
							events: ['file.upload.completed'],
						},
						credentials,
					},
					{
						id: '2',
						name: 'Read the file',
						type: 'n8n-nodes-agency-ops.frameIo',
						typeVersion: 1,
						position: [240, 0],
						parameters: {
							...place,
							resource: 'file',
							operation: 'get',
							file: { __rl: true, mode: 'id', value: '={{ $json.resource.id }}' },
						},
						credentials,
					},
				],
				connections: {
					'When a file is there': { main: [[{ node: 'Read the file', type: 'main', index: 0 }]] },
				},
			}),
		);
		await api.publishWorkflow(workflow);
		const isItsOwn = ({ frameio }: SandboxState) =>
			frameio.webhooks.find(({ url: to }) => to.startsWith(`${url}/webhook/`));
		await inState('the webhook of the trigger', isItsOwn);

		const id = await upload('cut v2.mp4');
		const execution = await until('the execution', async () =>
			(await api.listExecutions({ workflowId: workflow, limit: 5 })).find(
				({ status }) => status === 'success',
			),
		);
		const items = await readNodeItems(url, apiKey, execution.id, 'Read the file');
		expect(items).toMatchObject([{ id, name: 'cut v2.mp4', type: 'file' }]);

		const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
		await http.request(z.unknown(), { method: 'POST', url: `/workflows/${workflow}/deactivate` });
		await inState('the end of the webhook', (state) =>
			isItsOwn(state) === undefined ? true : undefined,
		);
		expect(await sandbox.violations()).toEqual([]);
	});
});
