import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { JsonObject, NormalWorkflow } from '../../../orchestrator/src/bundle/normalise';
import { fingerprint } from '../../../orchestrator/src/bundle/normalise';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import type { Plan } from '../../../orchestrator/src/plan/model';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { changeText } from '../../../orchestrator/src/commands/planText';
import { findInstalled } from '../../../orchestrator/src/apply/seeded';
import { seeded } from '../../support/arbitraries';
import { aSmallBundle, aSmallSeed } from './aSmallSeed';
import { memoryJournal } from './memoryJournal';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-merging-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Changes the parameters of the first node of Lead Intake. */
const parameters = (workflow: NormalWorkflow, change: JsonObject): NormalWorkflow => ({
	...workflow,
	nodes: workflow.nodes.map((node, at) =>
		at === 0 ? { ...node, parameters: { ...node.parameters, ...change } } : node,
	),
});
const bundleWith = (version: string, change: (workflow: NormalWorkflow) => NormalWorkflow) =>
	aSmallBundle(version, (each: BundleWorkflow) =>
		each.id === 'Intake1' ? { ...each, workflow: change(each.workflow) } : each,
	);
const newer = bundleWith('1.1.0', (workflow) => parameters(workflow, { httpMethod: 'PUT' }));

/** What a person does on the canvas, saved and published. */
function edit(world: SeedWorld, change: (workflow: NormalWorkflow) => NormalWorkflow): void {
	const stored = world.state.workflows.get('Intake1')!;
	stored.workflow = change(stored.workflow);
	stored.versionId = 'edited';
	stored.activeVersionId = 'edited';
}

async function aSeededWorld(): Promise<SeedWorld> {
	const world = seedWorld();
	await small.seed(world.services);
	world.writes.length = 0;
	return world;
}
const intake = (world: SeedWorld) => world.state.workflows.get('Intake1')!;
const ofIntake = ({ changes }: Plan) => changes.find(({ target }) => target.key === 'Intake1');

describe('a newer bundle over an edited canvas', () => {
	it('keeps the edits, takes what is new, and says so', async () => {
		const world = await aSeededWorld();
		edit(world, (workflow) => ({
			...parameters(workflow, { path: 'our-leads' }),
			settings: { ...workflow.settings, timezone: 'Europe/Copenhagen' },
		}));
		const plan = await small.plan(world.services, { bundle: newer });
		expect(ofIntake(plan)).toMatchObject({
			kind: 'update',
			because: 'the bundle has a newer text; keeps 2 edits of the canvas',
			edits: ['"When a lead is posted": parameters.path', "the workflow's settings.timezone"],
		});

		const report = await small.seed(world.services, { bundle: newer });
		expect(report).toMatchObject({ manual: [], outcomes: [{ result: 'done' }] });
		expect(intake(world).workflow.nodes[0]?.parameters).toMatchObject({
			path: 'our-leads',
			httpMethod: 'PUT',
		});
		expect(intake(world).workflow.settings).toMatchObject({ timezone: 'Europe/Copenhagen' });
		expect(intake(world).activeVersionId).toBe(intake(world).versionId);

		const next = await small.plan(world.services, { bundle: newer });
		expect(writes(next)).toEqual([]);
		expect(ofIntake(next)).toMatchObject({ kind: 'keep', edits: expect.any(Array) as string[] });
	});

	it('keeps what a person bound, and binds what is new', async () => {
		const world = await aSeededWorld();
		edit(world, (workflow) => ({
			...workflow,
			nodes: workflow.nodes.map((node) => ({
				...node,
				...(node.credentials === undefined
					? {}
					: { credentials: { httpHeaderAuth: { id: 'theirs', name: 'Another Secret' } } }),
			})),
		}));
		const written: unknown[] = [];
		const { n8n } = world.services;
		const services = {
			...world.services,
			n8n: {
				...n8n,
				open: (key: string) => {
					const api = n8n.open(key);
					return {
						...api,
						replaceWorkflow: async (...given: Parameters<typeof api.replaceWorkflow>) => {
							written.push(given[1].nodes[0]);
							await api.replaceWorkflow(...given);
						},
					};
				},
			},
		};
		await small.seed(services, { bundle: newer });
		expect(written).toMatchObject([
			{ credentials: { httpHeaderAuth: { id: 'theirs', name: 'Another Secret' } } },
		]);
	});

	it('puts a conflict before a person with three values, and writes nothing there', async () => {
		const world = await aSeededWorld();
		edit(world, (workflow) => parameters(workflow, { httpMethod: 'PATCH' }));
		const before = structuredClone(intake(world));

		const report = await small.seed(world.services, { bundle: newer });
		expect(report.isFine).toBe(false);
		expect(intake(world)).toEqual(before);
		const [manual] = report.manual;
		expect(manual).toMatchObject({
			conflicts: [
				{
					node: 'When a lead is posted',
					path: 'parameters.httpMethod',
					base: 'POST',
					mine: 'PATCH',
					theirs: 'PUT',
				},
			],
		});
		const text = manual === undefined ? '' : changeText(manual);
		for (const word of ['"POST"', '"PATCH"', '"PUT"', '--theirs NODE'])
			expect(text).toContain(word);
	});

	it.each([
		{ answer: 'theirs', options: { answers: ['When a lead is posted=theirs'] }, method: 'PUT' },
		{ answer: 'mine', options: { answers: ['When a lead is posted=mine'] }, method: 'PATCH' },
		{ answer: 'the rule', options: { prefer: 'theirs' as const }, method: 'PUT' },
	])('is settled by $answer, once', async ({ options, method }) => {
		const world = await aSeededWorld();
		edit(world, (workflow) => parameters(workflow, { httpMethod: 'PATCH' }));
		const report = await small.seed(world.services, { bundle: newer, ...options });
		expect(report.manual).toEqual([]);
		expect(intake(world).workflow.nodes[0]?.parameters).toMatchObject({ httpMethod: method });

		const next = await small.plan(world.services, { bundle: newer });
		expect(next.changes.filter(({ kind }) => kind !== 'keep')).toEqual([]);
	});

	it('names an answer that nothing was asked about', async () => {
		const world = await aSeededWorld();
		const answers = ['When a led is posted=mine'];
		const plan = await small.plan(world.services, { bundle: newer, answers });
		expect(plan.unusedAnswers).toEqual(answers);
	});

	it('waits for edits that nobody has published', async () => {
		const world = await aSeededWorld();
		edit(world, (workflow) => parameters(workflow, { path: 'half-done' }));
		intake(world).activeVersionId = 'an earlier one';
		const plan = await small.plan(world.services, { bundle: newer });
		expect(ofIntake(plan)).toMatchObject({
			kind: 'manual',
			because: expect.stringContaining('nobody has published') as string,
		});
	});

	it('does not go back to an older bundle by itself', async () => {
		const world = await aSeededWorld();
		await small.seed(world.services, { bundle: newer });
		const plan = await small.plan(world.services);
		expect(writes(plan)).toEqual([]);
		expect(ofIntake(plan)?.because).toContain('agency-ops 1.1.0');
		const told = await small.plan(world.services, { overwrite: true });
		expect(writes(told)).toHaveLength(1);
	});

	it('takes nothing back, however often an older clone is seeded for something else', async () => {
		const world = await aSeededWorld();
		await small.seed(world.services, { bundle: newer });
		const applied = fingerprint(intake(world).workflow);
		for (const at of [1, 2]) {
			world.state.credentials.length = 0;
			const report = await small.seed(world.services);
			expect({ at, isApplied: report.apply !== null }).toEqual({ at, isApplied: true });
			expect(fingerprint(intake(world).workflow)).toBe(applied);
		}
		expect(await findInstalled(world.services.journal, 'local')).toBe('agency-ops 1.1.0');
	});

	it('says where an older bundle is held against a newer one, and what was edited since', async () => {
		const world = await aSeededWorld();
		expect(await small.plan(world.services)).not.toHaveProperty('notes');
		await small.seed(world.services, { bundle: newer });
		const note = expect.stringContaining('agency-ops 1.1.0 was applied last') as string;

		const untouched = await small.plan(world.services);
		expect(untouched.notes).toEqual([note]);
		expect(ofIntake(untouched)).not.toHaveProperty('edits');

		edit(world, (workflow) => parameters(workflow, { httpMethod: 'PUT', path: 'our-leads' }));
		const edited = await small.plan(world.services);
		expect(ofIntake(edited)).toMatchObject({
			kind: 'keep',
			edits: ['"When a lead is posted": parameters.path'],
		});
	});

	it('shows no secret of a conflict', async () => {
		const world = await aSeededWorld();
		edit(world, (workflow) => parameters(workflow, { apiKey: 'their-very-own-key-1' }));
		const other = bundleWith('1.1.0', (workflow) =>
			parameters(workflow, { apiKey: 'their-very-own-key-2' }),
		);
		const plan = await small.plan(world.services, { bundle: other });
		expect(ofIntake(plan)).toMatchObject({ kind: 'manual' });
		expect(JSON.stringify(plan)).not.toContain('their-very-own-key');
	});

	it('leaves nothing to plan, whatever was edited', async () => {
		const aValue = fc.constantFrom<JsonObject>(
			{},
			{ path: 'a' },
			{ path: 'b', note: { deep: [1, 2] } },
			{ httpMethod: 'GET' },
			{ authentication: 'none' },
		);
		await fc.assert(
			fc.asyncProperty(aValue, aValue, fc.boolean(), async (mine, theirs, prefersMine) => {
				const world = await aSeededWorld();
				edit(world, (workflow) => parameters(workflow, mine));
				const bundle = bundleWith('1.1.0', (workflow) => parameters(workflow, theirs));
				const options = { bundle, prefer: prefersMine ? ('mine' as const) : ('theirs' as const) };
				await small.seed(world.services, options);
				expect(writes(await small.plan(world.services, options))).toEqual([]);
				world.writes.length = 0;
				await small.seed(world.services, options);
				expect(world.writes).toEqual([]);
			}),
			{ ...seeded, numRuns: 20 },
		);
	});
});

describe('a thing that changes while it is applied', () => {
	it('is left alone, and the next run goes by what is there', async () => {
		const world = await aSeededWorld();
		const { list } = world.services.frameioHooks;
		const { n8n } = world.services;
		let looks = 0;
		const services = {
			...world.services,
			frameioHooks: { ...world.services.frameioHooks, list },
			n8n: {
				...n8n,
				open: (key: string) => {
					const api = n8n.open(key);
					return {
						...api,
						listWorkflows: async () => {
							const found = await api.listWorkflows();
							looks += 1;
							// Between the plan and the write.
							if (looks === 1) edit(world, (workflow) => parameters(workflow, { path: 'late' }));
							return found;
						},
					};
				},
			},
		};
		const report = await small.seed(services, { bundle: newer });
		expect(report.outcomes).toMatchObject([
			{ result: 'notRun', error: { code: 'apply/changed-meanwhile' } },
		]);
		expect(world.writes).toEqual([]);
		expect(await small.seed(services, { bundle: newer })).toMatchObject({
			outcomes: [{ result: 'done' }],
		});
		expect(intake(world).workflow.nodes[0]?.parameters).toMatchObject({
			path: 'late',
			httpMethod: 'PUT',
		});
	});
});

describe('what an earlier version remembered in its file', () => {
	it('is taken over once, and canvas edits since are still told apart', async () => {
		const world = await aSeededWorld();
		const bases = await world.services.journal.bases('local');
		const credentials = bases.filter(({ kind }) => kind === 'credential');
		const file = {
			credentials: Object.fromEntries(credentials.map(({ key, value }) => [key, value])),
			workflows: Object.fromEntries(
				aSmallBundle().workflows.map(({ id, workflow }) => [
					id,
					{ localId: id, fingerprint: fingerprint(workflow) },
				]),
			),
		};
		writeFileSync(path.join(home, 'seeded.json'), JSON.stringify(file));
		world.services.journal = memoryJournal();
		expect(writes(await small.plan(world.services))).toEqual([]);
		await small.seed(world.services);
		expect(world.writes).toEqual([]);
		rmSync(path.join(home, 'seeded.json'));

		edit(world, (workflow) => parameters(workflow, { path: 'ours' }));
		const plan = await small.plan(world.services, { bundle: newer });
		expect(ofIntake(plan)).toMatchObject({ kind: 'update' });
	});
});
