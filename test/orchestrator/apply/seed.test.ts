import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SeedReport } from '../../../orchestrator/src/apply/seed';
import { plan, seed } from '../../../orchestrator/src/apply/seed';
import { changeText } from '../../../orchestrator/src/commands/planText';
import {
	ensureSecrets,
	loadSecrets,
	loadSettings,
	rootFolder,
} from '../../../orchestrator/src/config';
import { readBundle } from '../../../orchestrator/src/bundle/readBundle';
import { credentialInputs } from '../../../orchestrator/src/plan/blueprint';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { memoryJournal } from './memoryJournal';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-seed-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const options = { bundleFolder: path.join(rootFolder, 'workflows'), webhookDeadlineMs: 0 };

function context() {
	ensureSecrets(home);
	const settings = loadSettings({ file: null, home, env: {} });
	return { settings, secrets: loadSecrets(settings, {}) };
}

async function seedIt(world: SeedWorld, more = {}): Promise<SeedReport> {
	const { settings, secrets } = context();
	return await seed(world.services, settings, secrets, () => undefined, { ...options, ...more });
}

async function planIt(world: SeedWorld) {
	const { settings, secrets } = context();
	return await plan(world.services, settings, secrets, options);
}

/** The names of the bundle's workflows, in the order in which they are published. */
function bundled(): string[] {
	return readBundle(options.bundleFolder).workflows.map(({ name }) => name);
}

describe('the credential for the service', () => {
	it('holds the key that may do what the nodes do, and no other of the installation', () => {
		const { settings, secrets } = context();
		const bundle = readBundle(options.bundleFolder);
		const [ledger] = credentialInputs(settings, secrets, bundle).filter(
			({ type }) => type === 'agencyLedgerApi',
		);
		expect(ledger?.data.apiKey).toBe(secrets.nodesApiKey);
		expect(JSON.stringify(ledger)).not.toContain(secrets.ledgerApiKey);
	});
});

describe('seed', () => {
	it('makes everything in a new n8n and empty accounts', async () => {
		const world = seedWorld();
		const report = await seedIt(world);

		expect(report).toMatchObject({ isFine: true, manual: [] });
		expect(report.webhooks.length).toBeGreaterThan(0);
		expect(world.state.workflows.size).toBe(bundled().length);
		expect(world.state.channels.every(({ isMember }) => isMember)).toBe(true);
		expect(world.state.properties.deals.map(({ name }) => name)).toContain('agency_ops_key');
	});

	it('writes nothing when run a second time', async () => {
		const world = seedWorld();
		await seedIt(world);
		world.writes.length = 0;
		const report = await seedIt(world);

		expect(world.writes).toEqual([]);
		expect(report).toMatchObject({ isFine: true, outcomes: [] });
	});

	it('brings a flow of an earlier version up to this one', async () => {
		const earlier = path.join(home, 'earlier');
		cpSync(options.bundleFolder, earlier, { recursive: true });
		const manifest = path.join(earlier, 'bundle.json');
		const text = readFileSync(manifest, 'utf8');
		writeFileSync(manifest, text.replaceAll(/(lead-qualification\/v)\d+/g, '$11'));
		const flowOf = ({ state }: SeedWorld) => state.workflows.get('AoLeadQualif0001')?.workflow;
		const now = seedWorld();
		await seedIt(now);

		const world = seedWorld();
		rmSync(path.join(home, '.agency-ops'), { recursive: true, force: true });
		await seedIt(world, { bundleFolder: earlier });
		expect(flowOf(world)).not.toEqual(flowOf(now));
		expect(await seedIt(world)).toMatchObject({ isFine: true, manual: [] });
		expect(flowOf(world)).toEqual(flowOf(now));
		expect(writes(await planIt(world))).toEqual([]);
	});

	it('leaves nothing to plan', async () => {
		const world = seedWorld();
		await seedIt(world);

		expect(writes(await planIt(world))).toEqual([]);
	});

	it('asks n8n for no more scopes than it uses', async () => {
		const world = seedWorld();
		await seedIt(world);
		const [key] = world.state.keys.values();

		expect(key?.scopes).not.toContain('tag:create');
		expect(key?.scopes.some((scope) => scope.endsWith(':delete'))).toBe(false);
	});

	it('says what failed and what was not run because of it', async () => {
		const world = seedWorld();
		await seedIt(world);
		world.services.journal = memoryJournal();
		world.state.workflows.clear();
		world.failAtWrite = world.writes.length + 1;
		const { outcomes, webhooks } = await seedIt(world);

		expect(outcomes.map(({ change, result }) => [change.target.kind, result])).toEqual([
			['credential', 'failed'],
			['credential', 'notRun'],
			...bundled().map(() => ['workflow', 'notRun']),
		]);
		expect(outcomes[0]?.error).toMatchObject({ code: 'world/broken' });
		expect(webhooks).toEqual([]);
	});

	it('makes a new key under a label of its own when ours was lost, and keeps the old one', async () => {
		const world = seedWorld();
		await seedIt(world);
		world.heldKey = null;
		const report = await seedIt(world);

		expect(report.isFine).toBe(true);
		expect([...world.state.keys.values()].map(({ label }) => label)).toEqual([
			'Agency Ops',
			'Agency Ops 2',
		]);
	});

	it('binds a credential that a person had made under the same name', async () => {
		const world = seedWorld();
		const byHand = { id: 'hand1', name: 'Agency Ledger', type: 'agencyLedgerApi', updatedAt: '' };
		world.state.credentials.push(byHand);
		const report = await seedIt(world);

		expect(report.isFine).toBe(true);
		expect(world.state.credentials.filter(({ type }) => type === 'agencyLedgerApi')).toHaveLength(
			1,
		);
	});

	it('keeps what was changed on the canvas, and gives way only when told to', async () => {
		const world = seedWorld();
		await seedIt(world);
		const [id, stored] = [...world.state.workflows][0]!;
		stored.workflow = {
			...stored.workflow,
			settings: { ...stored.workflow.settings, timezone: 'x' },
		};
		const count = world.writes.length;

		const kept = await seedIt(world);
		expect(world.writes).toHaveLength(count);
		expect(kept.kept.find(({ target }) => target.key === id)?.because).toMatch(/canvas/);

		expect(kept.overwritten).toEqual([]);

		const { overwritten } = await seedIt(world, { overwrite: true });
		expect(world.state.workflows.get(id)?.workflow.settings).not.toHaveProperty('timezone');
		const [told] = overwritten.map(changeText);
		expect(overwritten).toHaveLength(1);
		expect(told).toContain('the canvas gives way to the bundle');
		expect(told).toContain('timezone');
	});

	it('puts a workflow that it did not write before a person', async () => {
		const world = seedWorld();
		await seedIt(world);
		world.services.journal = memoryJournal();
		const [id, stored] = [...world.state.workflows][0]!;
		stored.workflow = { ...stored.workflow, settings: {} };
		const report = await seedIt(world);

		expect(report.isFine).toBe(false);
		expect(report.manual).toMatchObject([{ target: { key: id } }]);
		expect(stored.workflow.settings).toEqual({});
	});

	it('publishes again what somebody switched off', async () => {
		const world = seedWorld();
		await seedIt(world);
		for (const stored of world.state.workflows.values()) stored.activeVersionId = null;
		const report = await seedIt(world);

		expect(report).toMatchObject({ isFine: true });
		expect(report.outcomes.map(({ change }) => change.because)).toEqual(
			bundled().map(() => 'it is not published'),
		);
	});

	it('publishes nothing whose credentials do not work, and says why', async () => {
		const world = seedWorld();
		const { n8n } = world.services;
		let isBroken = true;
		const testCredential = async () => ({ isFine: !isBroken, message: 'Wrong key.' });
		world.services.n8n = { ...n8n, open: (key) => ({ ...n8n.open(key), testCredential }) };
		const report = await seedIt(world, { pause: async () => undefined });

		expect(report.isFine).toBe(false);
		const failed = report.outcomes.filter(({ result }) => result === 'failed');
		const names = failed.map(({ change }) => change.target.name);
		expect(names).toContain('Lead Qualification');
		expect(failed.map(({ error }) => error?.why)).toEqual(
			names.map(() => expect.stringMatching(/^Its credential ".+" does not work: Wrong key\.$/)),
		);
		const written = [...world.state.workflows.values()].map(({ workflow }) => workflow.name);
		expect(written.filter((name) => names.includes(name))).toEqual([]);

		isBroken = false;
		expect(await seedIt(world)).toMatchObject({ isFine: true });
	});

	it('gives up on a webhook that never answers, and says which', async () => {
		const world = seedWorld();
		world.services.webhooks = () => Promise.resolve('notRegistered');
		const report = await seedIt(world);

		expect(report.isFine).toBe(false);
		expect(report.webhooks.map(({ state }) => state)).toContain('notRegistered');
	});
});

describe('seed, in an n8n without an importer', () => {
	it('writes one by one, the called before the callers, and writes nothing again', async () => {
		const world = seedWorld();
		world.hasImporter = false;
		const lines: string[] = [];
		const { settings, secrets } = context();
		const say = (line: string) => lines.push(line);
		const report = await seed(world.services, settings, secrets, say, options);

		expect(report.isFine).toBe(true);
		expect(lines.join('\n')).toContain('no importer for packages');
		expect([...world.state.workflows.values()].map(({ workflow }) => workflow.name)).toEqual(
			bundled(),
		);
		world.writes.length = 0;
		await seedIt(world);
		expect(world.writes).toEqual([]);
	});

	it('points calls and error workflows to the ids that n8n gave', async () => {
		const world = seedWorld();
		world.hasImporter = false;
		await seedIt(world);
		const text = JSON.stringify([...world.state.workflows.values()]);

		expect(text).not.toMatch(/AoWfFailures0001|AoLeadQualif0001/);
	});
});
