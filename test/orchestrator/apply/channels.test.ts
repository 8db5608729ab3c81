import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writes } from '../../../orchestrator/src/plan/planSeed';
import { aSmallSeed } from './aSmallSeed';
import type { SeedWorld } from './seedWorld';
import { seedWorld } from './seedWorld';

let home: string;
let small: ReturnType<typeof aSmallSeed>;

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-channels-'));
	small = aSmallSeed(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** So that links are nobody's to see to. */
const links = ['bookmarks:read', 'bookmarks:write'];

/** A world whose workspace lacks #ops. */
function withoutOps(slackScopes: string[] | null): SeedWorld {
	const world = seedWorld();
	world.state.channels = world.state.channels.filter(({ name }) => name !== 'ops');
	world.state.slackScopes = slackScopes;
	return world;
}

describe('a channel that is missing', () => {
	it('is made once where the app may, with the bot in it', async () => {
		const world = withoutOps([...links, 'channels:manage']);
		expect(await small.seed(world.services)).toMatchObject({ isFine: true, manual: [] });
		expect(world.state.channels.find(({ name }) => name === 'ops')).toMatchObject({
			isMember: true,
		});
		expect(writes(await small.plan(world.services))).toEqual([]);
	});

	it.each([{ scopes: null }, { scopes: [...links, 'channels:join'] }])(
		'is left to a person where the app may $scopes',
		async ({ scopes }) => {
			const world = withoutOps(scopes);
			const { manual, isFine } = await small.seed(world.services);
			expect(isFine).toBe(false);
			expect(manual).toMatchObject([
				{ target: { key: '#ops' }, mend: expect.stringContaining('channels:manage') },
			]);
			expect(world.writes).not.toContain('channel ops');
		},
	);

	it('stays after a rollback, and the other channels are left', async () => {
		const world = withoutOps([...links, 'channels:manage']);
		await small.seed(world.services);
		const { outcomes } = await small.rollback(world.services);
		expect(outcomes.filter(({ result }) => result !== 'putBack')).toMatchObject([
			{ target: { key: '#ops' }, result: 'left', error: { code: 'rollback/cannot' } },
		]);
		const joined = world.state.channels.filter(({ isMember }) => isMember);
		expect(joined.map(({ name }) => name)).toEqual(['ops']);
	});
});

describe('the people of a hub', () => {
	/** Ana is in Slack and not in #hub-lima, which is missing where a test says so. */
	function withAna(slackScopes: string[]): SeedWorld {
		const world = seedWorld();
		Object.assign(world.state, {
			slackScopes,
			slackUsers: [{ id: 'UANA', email: 'ana@example.com' }],
			people: [{ name: 'Ana', email: 'ana@example.com', hub: 'lima' }],
		});
		return world;
	}
	const scopes = [...links, 'channels:manage', 'users:read', 'users:read.email'];

	it.each([{ isMissing: false }, { isMissing: true }])(
		'are brought into its channel once (made first: $isMissing), and out by a rollback',
		async ({ isMissing }) => {
			const world = withAna(scopes);
			const { state } = world;
			if (isMissing) state.channels = state.channels.filter(({ name }) => name !== 'hub-lima');
			expect(await small.seed(world.services)).toMatchObject({ isFine: true, manual: [] });
			expect(state.slackMembers).toEqual({ 'C-hub-lima': ['UANA'] });
			expect(writes(await small.plan(world.services))).toEqual([]);

			await small.rollback(world.services);
			expect(state.slackMembers).toEqual({ 'C-hub-lima': [] });
		},
	);

	it('are not spoken of where the app may not know people', async () => {
		const world = withAna([...links, 'channels:manage']);
		const { changes } = await small.plan(world.services);
		expect(changes.filter(({ target }) => target.kind === 'member')).toEqual([]);
	});
});
