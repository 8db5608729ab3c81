import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { seeded } from '../../support/arbitraries';
import { aSmallBundle, aSmallSeed, essenceOf } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-rollback-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const withZone =
	(zone: string) =>
	(each: BundleWorkflow): BundleWorkflow =>
		each.id === 'Intake1'
			? { ...each, workflow: { ...each.workflow, settings: { timezone: zone } } }
			: each;
const newer = aSmallBundle('1.1.0', withZone('Europe/Madrid'));

async function upgraded(): Promise<{ world: SeedWorld; before: ReturnType<typeof essenceOf> }> {
	const world = seedWorld();
	await small.seed(world.services);
	const before = structuredClone(essenceOf(world));
	await small.seed(world.services, { bundle: newer });
	world.writes.length = 0;
	return { world, before };
}

describe('a rollback', () => {
	it('puts back what the last apply changed, and is an apply of its own', async () => {
		const { world, before } = await upgraded();
		const report = await small.rollback(world.services);
		expect(report).toMatchObject({ isFine: true, left: [], outcomes: [{ result: 'putBack' }] });
		expect(essenceOf(world)).toEqual(before);

		const [last, undone] = await world.services.journal.list('local', 2);
		expect(last).toMatchObject({ kind: 'rollback', undoes: undone?.id, state: 'done' });
		expect(undone).toMatchObject({ kind: 'seed', state: 'undone' });
	});

	it('does nothing when it is run again', async () => {
		const { world } = await upgraded();
		const { apply } = await small.rollback(world.services);
		world.writes.length = 0;
		const again = await small.rollback(world.services, apply.id);
		expect(again).toMatchObject({ isFine: true, rollback: null, outcomes: [] });
		expect(world.writes).toEqual([]);
	});

	it('lets the same bundle be applied again', async () => {
		const { world } = await upgraded();
		const after = essenceOf(world);
		await small.rollback(world.services);
		const report = await small.seed(world.services, { bundle: newer });
		expect(report.outcomes).toMatchObject([{ result: 'done' }]);
		expect(essenceOf(world)).toEqual(after);
	});

	it('takes away what a first seed made, and says what stays', async () => {
		const world = seedWorld();
		await small.seed(world.services);
		const { left, isFine } = await small.rollback(world.services);

		expect(isFine).toBe(true);
		expect(left.map(({ target }) => target.kind)).toEqual(['apiKey', 'owner']);
		const { hasOwner, keys, channels, ...rest } = essenceOf(world);
		expect({ hasOwner, keys: keys.length }).toEqual({ hasOwner: true, keys: 1 });
		expect(channels.filter(({ isMember }) => isMember)).toEqual([]);
		expect(rest).toMatchObject({
			groups: { contacts: [], deals: [] },
			properties: { contacts: [], deals: [] },
			credentials: [],
			workflows: [],
		});
		expect(await small.seed(world.services)).toMatchObject({ isFine: true });
	});

	it('refuses to overwrite what a person changed since, until it is forced', async () => {
		const { world, before } = await upgraded();
		const stored = world.state.workflows.get('Intake1')!;
		stored.workflow = { ...stored.workflow, settings: { timezone: 'America/Lima' } };
		const report = await small.rollback(world.services);
		expect(report).toMatchObject({
			isFine: false,
			outcomes: [],
			left: [{ target: { key: 'Intake1' }, because: 'somebody has changed it since' }],
		});
		expect(world.writes).toEqual([]);

		expect(await small.rollback(world.services, null, true)).toMatchObject({ isFine: true });
		expect(essenceOf(world)).toEqual(before);
	});

	it('leaves credentials that were there before as they are, and says why', async () => {
		const world = seedWorld();
		const byHand = { id: 'hand1', name: 'Lead Intake Secret', type: 'httpHeaderAuth' };
		world.state.credentials.push({ ...byHand, updatedAt: '' });
		await small.seed(world.services);
		const report = await small.rollback(world.services);
		const stays = report.outcomes.filter(({ result }) => result === 'left');
		expect(stays).toMatchObject([
			{ target: { kind: 'credential' }, error: { code: 'rollback/cannot' } },
		]);
		expect(world.state.credentials.map(({ id }) => id)).toEqual(['hand1']);
	});

	it('publishes what was published, also an earlier version than the draft', async () => {
		for (const activeVersionId of [null, 'v-earlier']) {
			const world = seedWorld();
			await small.seed(world.services);
			const stored = world.state.workflows.get('Intake1')!;
			stored.activeVersionId = activeVersionId;
			const before = structuredClone(essenceOf(world));
			await small.seed(world.services, { bundle: newer, overwrite: true });
			expect(essenceOf(world)).not.toEqual(before);
			await small.rollback(world.services);
			expect(world.state.workflows.get('Intake1')?.activeVersionId).toBe(activeVersionId);
			expect(essenceOf(world)).toEqual(before);
		}
	});

	it('goes back step by step through any number of applies', async () => {
		const zones = fc.uniqueArray(fc.constantFrom('Europe/Madrid', 'Asia/Tokyo', 'UTC', 'x'), {
			minLength: 1,
		});
		await fc.assert(
			fc.asyncProperty(zones, async (all) => {
				const world = seedWorld();
				await small.seed(world.services);
				const seen = [structuredClone(essenceOf(world))];
				for (const [at, zone] of all.entries()) {
					const bundle = aSmallBundle(`1.${at + 1}.0`, withZone(zone));
					await small.seed(world.services, { bundle });
					seen.push(structuredClone(essenceOf(world)));
				}
				for (const wanted of seen.slice(0, -1).reverse()) {
					await small.rollback(world.services);
					expect(essenceOf(world)).toEqual(wanted);
				}
			}),
			{ ...seeded, numRuns: 15 },
		);
	});

	it('says where there is nothing to put back', async () => {
		const { services } = seedWorld();
		await expect(small.rollback(services)).rejects.toMatchObject({ code: 'rollback/none' });
		await expect(small.rollback(services, 'app_x')).rejects.toMatchObject({
			code: 'rollback/none',
		});
	});
});
