import type { SlackSetup } from '../../../orchestrator/src/adapters/slack/channels';
import { slackSetup } from '../../../orchestrator/src/adapters/slack/channels';
import type { FakeVendor } from './fakeVendor';
import { startFakeVendor } from './fakeVendor';

let vendor: FakeVendor;
let slack: SlackSetup;

beforeAll(async () => {
	vendor = await startFakeVendor();
	const access = { token: 'the-token', tokenEnv: 'SLACK_BOT_TOKEN', timeoutMs: 3_000 };
	slack = slackSetup({ ...access, base: `${vendor.base}/api/` });
});
afterAll(async () => await vendor.stop());
beforeEach(() => {
	vendor.requests.length = 0;
	vendor.answers = {};
});

describe('making a channel', () => {
	it('asks Slack for one of that name', async () => {
		vendor.answers['/conversations.create'] = { body: { ok: true, channel: { id: 'C1' } } };
		await slack.create('hub-lima');
		expect(vendor.requests.map(({ body }) => new URLSearchParams(body).get('name'))).toEqual([
			'hub-lima',
		]);
	});

	it.each([
		{ error: 'name_taken', code: 'slack/name-taken', mend: 'Invite the bot in #hub-lima' },
		{ error: 'missing_scope', code: 'slack/refused', mend: 'SLACK_BOT_TOKEN' },
		{ error: 'restricted_action', code: 'slack/failed', mend: 'status page' },
	])('tells $code where Slack says $error', async ({ error, code, mend }) => {
		vendor.answers['/conversations.create'] = { body: { ok: false, error } };
		const thrown: unknown = await slack.create('hub-lima').catch((each) => each);
		expect(thrown).toMatchObject({ code, mend: expect.stringContaining(mend) });
	});
});

describe('people and channels', () => {
	it('are read page by page, without bots, people who left and people without an address', async () => {
		const ana = { id: 'U1', profile: { email: 'Ana@Example.com' } };
		vendor.answers['/users.list'] = {
			body: {
				ok: true,
				members: [
					ana,
					{ ...ana, id: 'U2', deleted: true },
					{ ...ana, id: 'U3', is_bot: true },
					{ id: 'U4', profile: {} },
				],
				response_metadata: { next_cursor: '' },
			},
		};
		expect(await slack.listUsers()).toEqual([{ id: 'U1', email: 'ana@example.com' }]);
	});

	it('follow the cursor to the end', async () => {
		const page = (members: string[], next_cursor: string) => {
			return { body: { ok: true, members, response_metadata: { next_cursor } } };
		};
		vendor.answers['/conversations.members'] = page(['U1'], 'more');
		const reading = slack.listMembers('C1');
		while (vendor.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
		vendor.answers['/conversations.members'] = page(['U2'], '');
		expect(new Set(await reading)).toEqual(new Set(['U1', 'U2']));
		expect(new URLSearchParams(vendor.requests.at(-1)?.body).get('cursor')).toBe('more');
	});

	it('bring somebody in, and take them out', async () => {
		vendor.answers['/conversations.invite'] = { body: { ok: true } };
		vendor.answers['/conversations.kick'] = { body: { ok: true } };
		await slack.invite('C1', 'U1');
		await slack.remove('C1', 'U1');
		const sent = vendor.requests.map(({ path, body }) => [
			path.split('/').at(-1),
			...new URLSearchParams(body).values(),
		]);
		expect(sent).toEqual([
			expect.arrayContaining(['conversations.invite', 'C1', 'U1']),
			expect.arrayContaining(['conversations.kick', 'C1', 'U1']),
		]);
	});
});
