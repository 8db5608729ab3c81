import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clickupSetup } from '../../../../orchestrator/src/adapters/clickup/places';
import { clickupSetupHttp } from '../../../../orchestrator/src/adapters/clickup/setupHttp';
import { clickupWebhooks } from '../../../../orchestrator/src/adapters/clickup/webhooks';
import { openConnections } from '../../../../orchestrator/src/adapters/transport';
import { writeClickupHook } from '../../../../orchestrator/src/apply/clickupHook';
import {
	ensureSecrets,
	loadHookSecrets,
	loadSettings,
	updateSecrets,
} from '../../../../orchestrator/src/config';
import { sandboxTokens } from '../../../../orchestrator/src/sandbox/accounts';
import { ClickUpDeliveries } from '../../../../orchestrator/src/sandbox/clickup/deliveries';
import { ClickUpPeople } from '../../../../orchestrator/src/sandbox/clickup/peopleAct';
import type { WatchedStudio } from './aWatchedStudio';
import { aWatchedStudio, until } from './aWatchedStudio';

let home: string;
let studio: WatchedStudio;
let deliveries: ClickUpDeliveries;
let people: ClickUpPeople;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-deleted-'));
	const settings = loadSettings({ file: null, home, env: {} });
	const hookSecrets = loadHookSecrets(settings, ensureSecrets(home), {});
	// Nothing is recent and nothing is audited: a sweep sees what it is told of, and that alone.
	studio = await aWatchedStudio({ recentDays: 0, auditPerSweep: 0 }, hookSecrets);
	const onChange = () => undefined;
	deliveries = new ClickUpDeliveries(studio.clickupStore, { firstWaitMs: 50, onChange });
	people = new ClickUpPeople(studio.clickupStore, onChange);
});
afterAll(async () => {
	deliveries.stop();
	await studio.close();
	rmSync(home, { recursive: true, force: true });
});

const aTask = async (key: string) => {
	const content = { list: 'leads', name: `Call ${key}`, description: 'Soon', priority: 2 };
	return String((await studio.effect(key, 'clickup.task', content)).id);
};
const isIn = (key: string) =>
	studio.clickup.state().tasks.some(({ fields }) => Object.values(fields).includes(key));

/** Registers the webhook as seed does, at a running service. */
async function register(): Promise<void> {
	const connections = openConnections(20_000);
	const http = clickupSetupHttp({
		token: sandboxTokens.clickup,
		tokenEnv: 'CLICKUP_TOKEN',
		connections,
		timeoutMs: 20_000,
		base: `${studio.servers.clickup.url}/api/v2`,
	});
	const places = clickupSetup(http, null);
	const clickupHooks = {
		...clickupWebhooks(http, async () => (await places.workspace()).id),
		heldId: () => ensureSecrets(home).clickupHook?.id ?? null,
		keep: (clickupHook: { id: string; secret: string }) =>
			void updateSecrets(home, { clickupHook }),
	};
	const url = `${studio.service.url}/hooks/clickup`;
	await writeClickupHook({
		services: { clickupHooks },
		wanted: {
			clickupHook: { url, events: ['taskDeleted'], isReachable: true, ownSecretEnv: null },
		},
	});
	connections.close();
}

it('is made again by the next sweep once ClickUp’s webhook told of it, and not before', async () => {
	people.deleteTask(await aTask('lead:1/clickup-task/leads/1'));
	await studio.sweep();
	expect(isIn('lead:1/clickup-task/leads/1/remade/1')).toBe(false); // nobody was told

	await register();
	const task = await aTask('lead:2/clickup-task/leads/1');
	people.deleteTask(task);
	await until(async () => {
		const { body } = await studio.ask('GET', '/v1/inbox?limit=50');
		const { events } = body as { events: Array<{ topic: string; subject: string }> };
		return events.some(
			({ topic, subject }) =>
				topic === 'clickup.task-deleted' && subject === `clickup-task:${task}`,
		);
	});
	const view = await studio.sweep();
	expect(view.repaired[0]).toMatchObject({
		class: 'missing',
		service: 'clickup',
		effect: 'lead:2/clickup-task/leads/1',
	});
	expect(isIn('lead:2/clickup-task/leads/1/remade/1')).toBe(true);
	expect(studio.clickup.state().webhooks).toMatchObject([{ status: 'active', failCount: 0 }]);
});
