import type { ClickupSetup } from '../../../orchestrator/src/adapters/clickup/places';
import { clickupSetup } from '../../../orchestrator/src/adapters/clickup/places';
import { clickupSetupHttp } from '../../../orchestrator/src/adapters/clickup/setupHttp';
import type { ClickupWebhooks } from '../../../orchestrator/src/adapters/clickup/webhooks';
import { clickupWebhooks } from '../../../orchestrator/src/adapters/clickup/webhooks';
import type { Connections } from '../../../orchestrator/src/adapters/transport';
import { openConnections } from '../../../orchestrator/src/adapters/transport';
import { sandboxClickUp, sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';
import { ClickUpStandIn } from '../../../orchestrator/src/sandbox/clickup/standIn';
import type { StandInServer } from '../../support/standInServer';
import { serveStandIn } from '../../support/standInServer';
import { callStandIn } from '../sandbox/callStandIn';

let standIn: ClickUpStandIn;
let server: StandInServer;
let connections: Connections;
let turns: number;

beforeEach(async () => {
	standIn = new ClickUpStandIn('published');
	server = await serveStandIn(standIn);
	connections = openConnections(20_000);
	turns = 0;
});
afterEach(async () => {
	connections.close();
	await server.close();
});

function opened(workspace: string | null = null): { places: ClickupSetup; hooks: ClickupWebhooks } {
	const http = clickupSetupHttp({
		token: sandboxTokens.clickup,
		tokenEnv: 'CLICKUP_TOKEN',
		connections,
		timeoutMs: 20_000,
		base: `${server.url}/api/v2`,
		before: () => Promise.resolve(void (turns += 1)),
	});
	const places = clickupSetup(http, workspace);
	return { places, hooks: clickupWebhooks(http, async () => (await places.workspace()).id) };
}

it('makes places within places, and sees when they are empty', async () => {
	const { places } = opened();
	const { id: workspace } = await places.workspace();
	const space = await places.create('space', { kind: 'workspace', id: workspace }, 'Studio');
	const folder = await places.create('folder', { kind: 'space', id: space.id }, 'Sales');
	const list = await places.create('list', { kind: 'folder', id: folder.id }, 'Leads');
	const loose = await places.create('list', { kind: 'space', id: space.id }, 'Loose');
	expect(list.statuses).toEqual([
		{ status: 'to do', type: 'open' },
		{ status: 'complete', type: 'closed' },
	]);
	const inFolder = await places.children('list', { kind: 'folder', id: folder.id }, false);
	expect(inFolder.map(({ name }) => name)).toEqual(['Leads']);
	expect(await places.fields('list', list.id)).toMatchObject([
		{ name: sandboxClickUp.keyField.name },
	]);
	expect(await places.fields('workspace', workspace)).toHaveLength(1);

	expect(await places.isEmpty('list', list.id)).toBe(true);
	callStandIn(standIn, 'POST', `/api/v2/list/${list.id}/task`, { name: 'T', archived: true });
	expect(await places.isEmpty('list', list.id)).toBe(false);
	expect(await places.isEmpty('folder', folder.id)).toBe(false);
	expect(await places.isEmpty('space', space.id)).toBe(false);
	await places.remove('folder', folder.id);
	await places.remove('list', loose.id);
	await places.remove('list', loose.id); // gone already
	expect(await places.isEmpty('space', space.id)).toBe(true);
	await places.remove('space', space.id);
	expect(await places.find('space', space.id)).toBeNull();
});

it('waits for the turn of every single call', async () => {
	const { places } = opened();
	await places.isEmpty('list', sandboxClickUp.lists[0].id);
	expect(turns).toBe(2); // the tasks, and those that are archived
});

it('keeps a webhook, and asks for its secret again', async () => {
	const { hooks } = opened();
	const wanted = { url: 'https://ops.example/hooks/clickup', events: ['taskDeleted'] };
	const { id, secret } = await hooks.create(wanted);
	expect(await hooks.secretOf(id)).toBe(secret);
	await hooks.update(id, { ...wanted, events: ['taskDeleted', 'taskUpdated'] });
	expect(await hooks.list()).toEqual([
		{
			id,
			url: wanted.url,
			events: ['taskDeleted', 'taskUpdated'],
			status: 'active',
			failures: 0,
			place: null,
		},
	]);
	await hooks.update(id, { ...wanted, events: ['*'] });
	expect(await hooks.list()).toMatchObject([{ events: ['*'] }]);
	await hooks.remove(id);
	await hooks.remove(id); // gone already
	expect(await hooks.list()).toEqual([]);
	expect(await hooks.secretOf(id)).toBeNull();
});

it('says that somebody else has registered the webhook', async () => {
	const { hooks } = opened();
	const wanted = { url: 'https://ops.example/hooks/clickup', events: ['taskDeleted'] };
	await hooks.create(wanted);
	await expect(hooks.create(wanted)).rejects.toMatchObject({ code: 'clickup/webhook-taken' });
});

it('says which workspaces there are when the one that is meant is not among them', async () => {
	const { places } = opened('Another');
	await expect(places.workspace()).rejects.toMatchObject({
		code: 'clickup/which-workspace',
		why: `The token sees no workspace "Another", only ${sandboxClickUp.teamName} (${sandboxClickUp.teamId}).`,
	});
	expect(await opened(sandboxClickUp.teamName).places.workspace()).toMatchObject({
		id: sandboxClickUp.teamId,
	});
});

it('says how long to wait when the limit is used up', async () => {
	const { places } = opened();
	for (let call = 0; call < 100; call += 1) {
		callStandIn(standIn, 'GET', '/api/v2/user', undefined, { at: Date.now() });
	}
	const refused = places.whoAmI();
	await expect(refused).rejects.toMatchObject({ code: 'clickup/rate-limited' });
	const { retryAfterMs } = (await refused.catch((error: unknown) => error)) as {
		retryAfterMs: number;
	};
	expect(retryAfterMs).toBeGreaterThan(0);
	expect(retryAfterMs).toBeLessThanOrEqual(60_000);
});
