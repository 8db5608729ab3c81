import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { makeKeys } from '../../../orchestrator/src/bundle/package/keys';
import { packBundle } from '../../../orchestrator/src/bundle/package/packBundle';
import type { Bundle } from '../../../orchestrator/src/bundle/readBundle';
import { preparedLines, upgradeLines } from '../../../orchestrator/src/commands/upgrade';
import { prepareUpgrade, upgrade } from '../../../orchestrator/src/apply/upgrade';
import { aSmallBundle, aSmallSeed, essenceOf } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

const pair = makeKeys();
const nodePack = { name: 'n8n-nodes-agency-ops', version: '0.0.1' };
let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-upgrade-'));
	small = aSmallSeed(home);
	small.settings.bundle.trusted.push(pair.publicKey);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const withZone = (each: BundleWorkflow): BundleWorkflow =>
	each.id === 'Intake1'
		? {
				...each,
				workflow: { ...each.workflow, settings: { ...each.workflow.settings, timezone: 'UTC' } },
			}
		: each;

/** A package in a file; signed unless a test wants it otherwise. */
function packed(bundle: Bundle, more: Partial<Parameters<typeof packBundle>[1]> = {}): string {
	const file = path.join(home, `${bundle.version}.n8np`);
	const changelog =
		'# Changelog\n\n## 1.1.0\n\n- Leads are dated in UTC.\n\n## 1.0.0\n\n- First.\n';
	const key = createPrivateKey(pair.privateKey);
	writeFileSync(file, packBundle(bundle, { pack: nodePack, changelog, key, ...more }));
	return file;
}

async function prepared(world: SeedWorld, file: string, choices = {}) {
	return await prepareUpgrade(world.services, small.settings, small.secrets, file, choices);
}

async function upgradeIt(world: SeedWorld, file: string, choices = {}, putsBack = true) {
	const runner = { by: 'a test', holder: 'a process', isGone: () => true };
	return await upgrade(
		world.services,
		small.settings,
		small.secrets,
		await prepared(world, file, choices),
		() => undefined,
		{ ...choices, runner, pause: async () => undefined, webhookDeadlineMs: 0 },
		async () => putsBack,
	);
}

async function aSeededWorld(): Promise<SeedWorld> {
	const world = seedWorld();
	await small.seed(world.services);
	return world;
}

describe('an upgrade', () => {
	it('shows what it is going to do, does it, and keeps what was edited', async () => {
		const world = await aSeededWorld();
		const stored = world.state.workflows.get('Intake1')!;
		const [first, ...others] = stored.workflow.nodes;
		if (first === undefined) throw new Error('no node');
		stored.workflow.nodes = [{ ...first, position: [40, 80] }, ...others];
		const file = packed(aSmallBundle('1.1.0', withZone));

		const shown = preparedLines(await prepared(world, file)).join('\n');
		expect(shown).toContain(`signed by ${pair.publicKey}`);
		expect(shown).toContain('Leads are dated in UTC.');
		expect(shown).not.toContain('- First.');
		expect(shown).toMatch(/keeps 1 edit of the\s+canvas/);
		expect(shown).toContain('keeps "When a lead is posted": moved');

		const report = await upgradeIt(world, file);
		expect(report).toMatchObject({ isFine: true, lost: [], rollback: null });
		const { workflow } = world.state.workflows.get('Intake1')!;
		expect(workflow.nodes[0]?.position).toEqual([40, 80]);
		expect(workflow.settings).toMatchObject({ timezone: 'UTC' });
		expect(upgradeLines(report).join('\n')).toContain('rollback app_');
	});

	it.each([
		{
			because: 'an older one',
			file: () => packed(aSmallBundle('0.9.0')),
			why: '1.0.0 is here already',
		},
		{
			because: 'one that needs a newer pack',
			file: () => packed(aSmallBundle('1.1.0'), { pack: { ...nodePack, version: '99.0.0' } }),
			why: 'needs n8n-nodes-agency-ops 99.0.0',
		},
		{
			because: 'one that needs a newer n8n',
			file: () => packed({ ...aSmallBundle('1.1.0'), n8n: '3.0.0' }),
			why: 'needs n8n 3.0.0; 2.41.1 runs here',
		},
		{
			because: 'one that nobody signed',
			file: () => packed(aSmallBundle('1.1.0'), { key: null }),
			why: 'not signed',
		},
		{
			because: 'one signed by a stranger',
			file: () => packed(aSmallBundle('1.1.0'), { key: createPrivateKey(makeKeys().privateKey) }),
			why: 'not trusted here',
		},
	])('refuses $because', async ({ file, why }) => {
		const world = await aSeededWorld();
		await expect(prepared(world, file())).rejects.toMatchObject({
			code: 'bundle/refused',
			why: expect.stringContaining(why) as string,
		});
	});

	it.each([
		{
			because: 'a node type is missing',
			why: 'no n8n-nodes-base.webhook of version 2.1',
			change: (world: SeedWorld) => {
				const { n8n } = world.services;
				world.services.n8n = {
					...n8n,
					logIn: async () => ({
						...(await n8n.logIn()),
						missingNodeTypes: async () => [{ type: 'n8n-nodes-base.webhook', typeVersion: 2.1 }],
					}),
				};
			},
		},
		{
			because: 'somebody else listens on an address of it',
			why: '"Lead Intake" and "Old Intake" both listen on POST /webhook/lead-intake',
			change: ({ state }: SeedWorld) => {
				const intake = state.workflows.get('Intake1')!;
				const workflow = { ...intake.workflow, name: 'Old Intake' };
				state.workflows.set('theirs', { ...intake, workflow });
			},
		},
		{
			because: 'a credential does not work',
			why: '"Lead Intake Secret" does not work: no',
			change: (world: SeedWorld) => {
				const { n8n } = world.services;
				world.services.n8n = {
					...n8n,
					open: (key: string) => ({
						...n8n.open(key),
						testCredential: async () => ({ isFine: false, message: 'no' }),
					}),
				};
			},
		},
	])('is not begun where $because', async ({ why, change }) => {
		const world = await aSeededWorld();
		change(world);
		const file = packed(aSmallBundle('1.1.0', withZone));
		await expect(prepared(world, file)).rejects.toMatchObject({
			code: 'upgrade/not-ready',
			why: expect.stringContaining(why) as string,
		});
	});

	it('is begun where n8n has no test for a credential', async () => {
		const world = await aSeededWorld();
		const { n8n } = world.services;
		const message = 'No testing function found for this credential.';
		world.services.n8n = {
			...n8n,
			open: (key: string) => ({
				...n8n.open(key),
				testCredential: async () => ({ isFine: false, message }),
			}),
		};
		const file = packed(aSmallBundle('1.1.0', withZone));
		expect(await upgradeIt(world, file)).toMatchObject({ isFine: true });
	});

	it('takes a write whose answer was lost for what it is', async () => {
		const world = await aSeededWorld();
		const { n8n } = world.services;
		const lost = new MendableError('n8n/unreachable', 'w', 'y', 'm');
		world.services.n8n = {
			...n8n,
			open: (key: string) => {
				const api = n8n.open(key);
				return {
					...api,
					importPackage: async (...given: Parameters<typeof api.importPackage>) => {
						await api.importPackage(...given);
						throw lost;
					},
				};
			},
		};
		world.writes.length = 0;
		const report = await upgradeIt(world, packed(aSmallBundle('1.1.0', withZone)));
		expect(report).toMatchObject({ isFine: true, rollback: null });
		expect(world.writes).toEqual(['import']);
	});

	it('writes nothing while a conflict is open, and everything once it is answered', async () => {
		const world = await aSeededWorld();
		world.state.workflows.get('Intake1')!.workflow.settings = { timezone: 'Asia/Tokyo' };
		const file = packed(aSmallBundle('1.1.0', withZone));
		world.writes.length = 0;
		await expect(upgradeIt(world, file)).rejects.toMatchObject({ code: 'upgrade/conflicts' });
		expect(world.writes).toEqual([]);
		expect(await upgradeIt(world, file, { prefer: 'mine' })).toMatchObject({ isFine: true });
	});

	it('puts everything back when an address does not answer any more', async () => {
		const world = await aSeededWorld();
		const before = structuredClone(essenceOf(world));
		const { webhooks } = world.services;
		let isBroken = false;
		const services = {
			...world.services,
			webhooks: async (address: Parameters<typeof webhooks>[0]) =>
				isBroken ? ('notRegistered' as const) : await webhooks(address),
		};
		const file = packed(aSmallBundle('1.1.0', withZone));
		const ready = await prepared({ ...world, services }, file);
		isBroken = true;
		const report = await upgrade(
			services,
			small.settings,
			small.secrets,
			ready,
			() => undefined,
			{
				runner: { by: 'a test', holder: 'a process', isGone: () => true },
				webhookDeadlineMs: 0,
			},
			async () => true,
		);
		expect(report).toMatchObject({
			isFine: false,
			lost: [{ path: 'lead-intake' }],
			rollback: { isFine: true },
		});
		expect(essenceOf(world)).toEqual(before);
		expect(upgradeLines(report).at(-1)).toContain('what was there before is there again');
	});

	it('puts everything back when a write fails', async () => {
		const world = await aSeededWorld();
		const before = structuredClone(essenceOf(world));
		world.failAtWrite = world.writes.length + 1;
		const report = await upgradeIt(world, packed(aSmallBundle('1.1.0', withZone)));
		expect(report).toMatchObject({ isFine: false, rollback: { isFine: true } });
		expect(essenceOf(world)).toEqual(before);
		world.failAtWrite = null;
		const [newest] = await world.services.journal.list('local', 1);
		expect(newest?.state).toBe('undone');
	});
});
