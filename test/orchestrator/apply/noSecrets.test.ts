import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { planRollback } from '../../../orchestrator/src/apply/planRollback';
import { outcomeLine, plan, seed } from '../../../orchestrator/src/apply/seed';
import type { OpenServices } from '../../../orchestrator/src/apply/services';
import { checksText } from '../../../orchestrator/src/commands/doctor';
import { reportLines } from '../../../orchestrator/src/commands/seed';
import { planText } from '../../../orchestrator/src/commands/planText';
import type { ServiceSecrets } from '../../../orchestrator/src/config';
import { judgeHealth } from '../../../orchestrator/src/monitor/doctor';
import { observe } from '../../../orchestrator/src/monitor/observe';
import { aSmallBundle, aSmallSeed } from './aSmallSeed';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-no-secrets-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Every text of an installation's secrets, whatever it is kept under. */
function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Secrets that no other text could hold by chance. */
function known(): ServiceSecrets {
	const word = (name: string) => `planted-${name}-0123456789`;
	return {
		...small.secrets,
		hubspotToken: word('hubspot'),
		slackToken: word('slack'),
		clickupToken: word('clickup'),
		stripeKey: word('stripe'),
		frameio: { clientId: word('frameio-id'), clientSecret: word('frameio') },
		storage: { accessKeyId: word('key-id'), secretAccessKey: word('storage') },
		smtpUrl: `smtp://user:${word('smtp')}@mail.example`,
		frameioHook: { id: 'h0', secret: word('frameio-hook') },
		stripeHook: { id: 'e0', secret: word('stripe-hook') },
	};
}

describe('plan, seed and rollback', () => {
	it('show no secret, in no line, no report and no journal, whether or not all goes well', async () => {
		const secrets = known();
		const world = seedWorld();
		const { settings } = small;
		const options = {
			bundle: aSmallBundle(),
			webhookDeadlineMs: 0,
			pause: async () => undefined,
			runner: { by: 'a test', holder: 'process', isGone: () => true },
		};
		const shown: string[] = [];
		const tell = (value: unknown) =>
			shown.push(typeof value === 'string' ? value : JSON.stringify(value));
		const { join } = world.services.slack;
		world.services.slack.join = () =>
			Promise.reject(new MendableError('slack/failed', 'No.', 'It broke.', 'Try again.'));

		for (const round of ['some fails', 'all goes well']) {
			const planned = await plan(world.services, settings, secrets, options);
			tell(planned);
			tell(planText(planned));
			const report = await seed(world.services, settings, secrets, tell, options);
			tell(report);
			report.outcomes.forEach((outcome) => tell(outcomeLine(outcome)));
			reportLines(report).forEach(tell);
			expect([round, report.isFine]).toEqual([round, round === 'all goes well']);
			world.services.slack.join = join;
		}
		tell(await planRollback(world.services, settings.target, null));
		const { journal } = world.services;
		tell(await journal.bases(settings.target));
		for (const { id } of await journal.list(settings.target, 10)) tell(await journal.read(id));

		const all = shown.join('\n');
		expect(all).toContain('#ops');
		const held = textsOf(secrets).filter((text) => text.length >= 16);
		expect(held.length).toBeGreaterThan(15);
		expect(held.filter((text) => all.includes(text))).toEqual([]);
		expect(all).not.toContain('planted-');
	});
});

describe('doctor', () => {
	const asBefore = { ...process.env };
	const n8n = createServer((_request, response) => response.end('{}'));
	beforeAll(async () => {
		await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => {
		process.env = { ...asBefore };
		jest.restoreAllMocks();
	});
	afterAll(async () => {
		n8n.closeAllConnections();
		await new Promise((resolve) => n8n.close(resolve));
	});

	it.each(['all answers', 'the vendors refuse'])(
		'shows no secret, in text or JSON, of tokens, servers or workflows, when %s',
		async (when) => {
			const secrets = known();
			const world = seedWorld();
			const settings = {
				...small.settings,
				n8n: {
					...small.settings.n8n,
					url: `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`,
				},
			};
			const bundle = aSmallBundle();
			const pause = async () => undefined;
			const runner = { by: 'a test', holder: 'process', isGone: () => true };
			const options = { bundle, webhookDeadlineMs: 0, pause, runner };
			await seed(world.services, settings, secrets, () => undefined, options);
			// Somebody typed a token into a node, and named n8n's servers with their passwords.
			for (const { workflow } of world.state.workflows.values()) {
				const [node] = workflow.nodes;
				if (node !== undefined) {
					node.parameters = { ...node.parameters, token: `xoxb-${secrets.slackToken}` };
				}
			}
			process.env.N8N_QUEUE_REDIS_URL = 'redis://:planted-redis-0123456789@127.0.0.1:1';
			process.env.N8N_POSTGRES_URL = 'postgres://n8n:planted-postgres-0123456789@127.0.0.1:1/n8n';
			// Whatever is asked beside n8n and the pretended vendors is not there.
			jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
			if (when === 'the vendors refuse') {
				const refuse = () =>
					Promise.reject(new MendableError('slack/refused', 'No.', 'It said no.', 'Look.'));
				world.services.slack.whoAmI = refuse;
				world.services.slack.listChannels = refuse;
				world.services.hubspot.listGroups = refuse;
			}
			const services = {
				...world.services,
				clickupPlaces: { whyNotIn: async () => null },
				frameio: { workspace: async () => ({ name: 'Work', accountName: 'Agency' }) },
			} as unknown as OpenServices;
			const checks = judgeHealth(await observe(services, settings, secrets, bundle, 0o600));
			const all = [JSON.stringify(checks), checksText(checks)].join('\n');

			expect(all).toMatch(/n8n's Redis does not answer/);
			expect(all).toMatch(/n8n's Postgres does not answer/);
			expect(all).toMatch(when === 'all answers' ? /holds a token of Slack/ : /It said no/);
			const held = textsOf(secrets).filter((text) => text.length >= 16);
			expect(held.filter((text) => all.includes(text))).toEqual([]);
			expect(all).not.toContain('planted-');
		},
	);
});
