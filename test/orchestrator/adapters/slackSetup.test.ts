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
