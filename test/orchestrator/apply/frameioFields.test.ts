import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TRIAL } from '../../../orchestrator/src/apply/steps/frameioFields';
import { loadSettings } from '../../../orchestrator/src/config';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallBundle, aSmallSeed, essenceOf } from './aSmallSeed';
import type { Death } from './killable';
import { Killed, killable } from './killable';
import { aField } from './pretendedFields';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-fields-'));
	const settings = loadSettings({ file: null, home, env: {} });
	settings.frameio.events = [];
	small = aSmallSeed(home, settings, {
		FRAMEIO_CLIENT_ID: 'id',
		FRAMEIO_CLIENT_SECRET: 'secret',
	});
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A field that is not there, with two options; and one that lacks an option. */
const sets = (statusField: string, statusValue: string) => ({
	effect: 'frameIoStatus',
	statusField,
	statusValue,
});
const wishes = [sets('Sign-off', 'Yes'), sets('Sign-off', 'No'), sets('Stage', 'Colour')];

/** The small bundle with steps that set these. */
const bundleWith = (version: string, all: typeof wishes) =>
	aSmallBundle(version, (each) => {
		const [model] = each.workflow.nodes;
		if (each.id !== 'Intake1' || model === undefined) return each;
		const steps = all.map((parameters, at) => ({
			...model,
			id: `field-${at}`,
			name: `Set a field ${at}`,
			type: 'n8n-nodes-agency-ops.agencyEffect',
			typeVersion: 1,
			parameters,
			credentials: {},
		}));
		return { ...each, workflow: { ...each.workflow, nodes: [...each.workflow.nodes, ...steps] } };
	});
const plain = bundleWith('1.0.0', []);
const wishing = bundleWith('1.1.0', wishes);

/** An installation without the fields, and without the workspace of test runs. */
async function aWorld(): Promise<SeedWorld> {
	const world = seedWorld();
	world.state.metadataFields.push(aField('Stage', ['Edit', 'Sound']));
	await small.seed(world.services, { bundle: plain });
	world.state.frameioWorkspaces = [{ id: 'main', name: 'Client Work', projects: 1 }];
	world.writes.length = 0;
	return world;
}

const fieldsOf = ({ state }: SeedWorld) =>
	state.metadataFields.map(({ name, options }) => [name, options?.map((option) => option.name)]);
const status = ['Status', ['Needs Review', 'Changes Requested', 'Approved']];

describe('the fields of Frame.io that flows set', () => {
	it('are made and given what they lack, once, and put back', async () => {
		const world = await aWorld();
		const before = essenceOf(world);
		const [edit] = world.state.metadataFields.find(({ name }) => name === 'Stage')?.options ?? [];

		const { isFine } = await small.seed(world.services, { bundle: wishing });
		expect(isFine).toBe(true);
		expect(fieldsOf(world)).toEqual([
			status,
			['Stage', ['Edit', 'Sound', 'Colour']],
			['Sign-off', ['Yes', 'No']],
		]);
		const stage = world.state.metadataFields.find(({ name }) => name === 'Stage');
		expect(stage?.options?.[0]).toEqual(edit);

		world.writes.length = 0;
		expect(writes(await small.plan(world.services, { bundle: wishing }))).toEqual([]);
		await small.seed(world.services, { bundle: wishing });
		expect(world.writes).toEqual([]);

		expect((await small.rollback(world.services)).isFine).toBe(true);
		expect(essenceOf(world)).toEqual(before);
	});

	it('are left alone where Frame.io would make their options anew', async () => {
		const world = await aWorld();
		world.state.renewsOptions = true;
		const { outcomes } = await small.seed(world.services, { bundle: wishing });
		expect(outcomes.filter(({ result }) => result !== 'done')).toMatchObject([
			{
				change: { target: { kind: 'field', name: 'Stage' } },
				result: 'failed',
				error: { code: 'frameio/renews-options' },
			},
		]);
		expect(fieldsOf(world)).toEqual([
			status,
			['Stage', ['Edit', 'Sound']],
			['Sign-off', ['Yes', 'No']],
		]);
	});

	it('keep an option that somebody adds in between', async () => {
		const world = await aWorld();
		const { frameioFields } = world.services;
		world.services.frameioFields = {
			...frameioFields,
			remove: async (id) => {
				await frameioFields.remove(id);
				const stage = world.state.metadataFields.find(({ name }) => name === 'Stage');
				stage?.options?.push({ id: 'by hand', name: 'Grade', color: '#fbd400' });
			},
		};
		await small.seed(world.services, { bundle: wishing });
		expect(fieldsOf(world)).toContainEqual(['Stage', ['Edit', 'Sound', 'Grade', 'Colour']]);
	});

	it('stay where somebody has changed them since', async () => {
		const world = await aWorld();
		await small.seed(world.services, { bundle: wishing });
		const made = world.state.metadataFields.find(({ name }) => name === 'Sign-off');
		made?.options?.push({ id: 'by hand', name: 'Perhaps', color: null });
		const { left } = await small.rollback(world.services);
		expect(left).toMatchObject([
			{ target: { kind: 'field', key: 'sign-off' }, because: 'somebody has changed it since' },
		]);
		expect(fieldsOf(world)).toContainEqual(['Sign-off', ['Yes', 'No', 'Perhaps']]);
	});
});

describe('the workspace of test runs in Frame.io', () => {
	const names = ({ state }: SeedWorld) => state.frameioWorkspaces.map(({ name }) => name);

	it('is made where it is missing, and taken away while it is empty', async () => {
		const world = await aWorld();
		await small.seed(world.services, { bundle: wishing });
		expect(names(world)).toEqual(['Client Work', 'Test']);
		await small.rollback(world.services);
		expect(names(world)).toEqual(['Client Work']);
	});

	it('stays with the projects that are in it', async () => {
		const world = await aWorld();
		await small.seed(world.services, { bundle: wishing });
		for (const each of world.state.frameioWorkspaces) each.projects = 1;
		const { outcomes } = await small.rollback(world.services);
		expect(outcomes).toContainEqual(
			expect.objectContaining({
				result: 'left',
				error: expect.objectContaining({ what: 'The workspace Test stays in Frame.io.' }) as object,
			}),
		);
		expect(names(world)).toEqual(['Client Work', 'Test']);
	});
});

describe('a seed of fields that is killed at any call', () => {
	const run = async (world: SeedWorld, death: Death | null, isBack = false) => {
		const { services, calls } = killable(world.services, death);
		const work = isBack ? small.rollback(services) : small.seed(services, { bundle: wishing });
		await work.catch((error: unknown) => {
			if (!(error instanceof Killed)) throw error;
		});
		return calls();
	};

	it('is finished by the next, or put back, and leaves no trial', async () => {
		const whole = await aWorld();
		const before = JSON.stringify(essenceOf(whole));
		const calls = await run(whole, null);
		const wanted = JSON.stringify(essenceOf(whole));
		expect(calls).toBeGreaterThan(20);
		for (let call = 1; call <= calls; call += 1) {
			const world = await aWorld();
			await run(world, { call, when: 'after' });
			const { isFine } = await small.seed(world.services, { bundle: wishing });
			const isSame = JSON.stringify(essenceOf(world)) === wanted;
			world.writes.length = 0;
			await small.seed(world.services, { bundle: wishing });
			const again = world.writes;
			const hasTrial = world.state.metadataFields.some(({ name }) => name === TRIAL);
			expect({ call, isFine, isSame, again, hasTrial }).toEqual({
				...{ call, isFine: true, isSame: true, again: [], hasTrial: false },
			});
			await small.rollback(world.services);
			expect({ call, isBack: JSON.stringify(essenceOf(world)) === before }).toEqual({
				...{ call, isBack: true },
			});
		}
	});

	it('is put back by the next where the rollback is killed', async () => {
		const first = await aWorld();
		const before = JSON.stringify(essenceOf(first));
		await run(first, null);
		const calls = await run(first, null, true);
		for (let call = 1; call <= calls; call += 1) {
			const world = await aWorld();
			await run(world, null);
			const [apply] = await world.services.journal.list('local', 1);
			await run(world, { call, when: 'after' }, true);
			const { isFine } = await small.rollback(world.services, apply?.id);
			const isBack = JSON.stringify(essenceOf(world)) === before;
			expect({ call, isFine, isBack }).toEqual({ call, isFine: true, isBack: true });
		}
	});
});
