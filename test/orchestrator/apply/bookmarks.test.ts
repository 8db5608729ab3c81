import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallBundle, aSmallSeed } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-bookmarks-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const titles = ({ state }: SeedWorld, channel: string) =>
	(state.slackBookmarks[`C-${channel}`] ?? []).map(({ title }) => title);
const ofBookmarks = (world: SeedWorld) =>
	world.writes.filter((each) => each.startsWith('bookmark'));

describe('the links in the heads of channels', () => {
	it('are made once, with the channel joined before, and taken away by a rollback', async () => {
		const world = seedWorld();
		expect(await small.seed(world.services)).toMatchObject({ isFine: true, manual: [] });
		expect(titles(world, 'ops')).toEqual(['n8n', 'Deals in HubSpot']);
		expect(titles(world, 'sales-hot')).toEqual(['Deals in HubSpot']);
		expect(writes(await small.plan(world.services))).toEqual([]);
		const before = world.writes.length;
		await small.seed(world.services);
		expect(world.writes.length).toBe(before);

		await small.rollback(world.services);
		expect([titles(world, 'ops'), titles(world, 'sales-hot')]).toEqual([[], []]);
	});

	it('keep what a person makes of them, and show it', async () => {
		const world = seedWorld();
		await small.seed(world.services);
		const [first] = world.state.slackBookmarks['C-ops'] ?? [];
		if (first === undefined) throw new Error('there is no bookmark');
		first.link = 'https://example.com/ours';
		const { changes } = await small.plan(world.services);
		expect(changes.find(({ target }) => target.key === '#ops/n8n')).toMatchObject({
			kind: 'keep',
			edits: ['the address it leads to'],
		});
		const { isFine } = await small.seed(world.services);
		expect(isFine).toBe(true);
		expect(first.link).toBe('https://example.com/ours');
	});

	it('that somebody took away are made again', async () => {
		const world = seedWorld();
		await small.seed(world.services);
		world.state.slackBookmarks['C-ops'] = [];
		await small.seed(world.services);
		expect(titles(world, 'ops')).toEqual(['n8n', 'Deals in HubSpot']);
	});

	it('to a form stay while n8n shows it, whatever bundle comes next', async () => {
		const plain = aSmallBundle('1.1.0');
		const [model] = plain.workflows;
		if (model === undefined) throw new Error('there is no workflow');
		const node = {
			...{ id: 'f', name: 'Form', type: 'n8n-nodes-base.formTrigger', typeVersion: 2.6 },
			...{ position: [0, 0] as [number, number], webhookId: 'w', parameters: { path: 'start' } },
		};
		const form = { id: 'Form1', name: 'A form', workflow: { ...model.workflow, name: 'A form' } };
		Object.assign(form.workflow, { nodes: [node], connections: {} });
		const withForm = { ...plain, workflows: [...plain.workflows, form] };

		const world = seedWorld();
		await small.seed(world.services, { bundle: withForm });
		expect(titles(world, 'sales')).toContain('Form: start');
		const stale = async () =>
			(await small.plan(world.services, { bundle: plain })).changes.find(
				({ target }) => target.key === '#sales/Form: start',
			);
		expect(await stale()).toMatchObject({
			kind: 'keep',
			because: '"A form", which is not in this bundle, has this form',
		});

		const there = world.state.workflows.get('Form1');
		if (there === undefined) throw new Error('the form is not there');
		there.activeVersionId = null;
		expect(await stale()).toMatchObject({ kind: 'update', takesAway: true });
		await small.seed(world.services, { bundle: plain });
		expect(titles(world, 'sales')).not.toContain('Form: start');
		expect(writes(await small.plan(world.services, { bundle: plain }))).toEqual([]);
		await small.rollback(world.services);
		expect(titles(world, 'sales')).toContain('Form: start');
	});

	it('take no list of all channels each, which Slack gives twenty times a minute', async () => {
		const world = seedWorld();
		await small.seed(world.services);
		const list = jest.spyOn(world.services.slack, 'listChannels');
		await small.seed(world.services);
		const ofNothing = list.mock.calls.length;
		list.mockClear();
		world.state.slackBookmarks = {};
		await small.seed(world.services);
		expect(titles(world, 'ops')).toEqual(['n8n', 'Deals in HubSpot']);
		expect(list).toHaveBeenCalledTimes(ofNothing);
	});

	it('are made once where the answer to one was lost', async () => {
		const world = seedWorld();
		const { add } = world.services.slack.bookmarks;
		let isLost = false;
		world.services.slack.bookmarks.add = async (channel, bookmark) => {
			const made = await add(channel, bookmark);
			if (isLost) return made;
			isLost = true;
			throw new MendableError('slack/failed', 'No answer.', 'The line broke.', 'Try again.');
		};
		await small.seed(world.services);
		await small.seed(world.services);
		expect(titles(world, 'ops')).toEqual(['n8n', 'Deals in HubSpot']);
		expect(new Set(ofBookmarks(world)).size).toBe(ofBookmarks(world).length);
		expect(writes(await small.plan(world.services))).toEqual([]);
	});

	it('are left to a person where the app may not make any, and nothing else is held up', async () => {
		const world = seedWorld();
		world.state.slackScopes = ['channels:join'];
		const { manual, outcomes } = await small.seed(world.services);
		expect(manual).toMatchObject([{ target: { kind: 'bookmark', key: 'bookmarks' } }]);
		expect(outcomes.every(({ result }) => result === 'done')).toBe(true);
		expect(ofBookmarks(world)).toEqual([]);
	});
});
