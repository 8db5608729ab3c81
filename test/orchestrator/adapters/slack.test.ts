import type { SlackAdapter } from '../../../orchestrator/src/adapters/slack/slack';
import { slackAdapter } from '../../../orchestrator/src/adapters/slack/slack';
import type { FakeAnswer, FakeVendor } from './fakeVendor';
import { PATIENCE_MS, patienceWith, startFakeVendor } from './fakeVendor';

const message = {
	channel: '#sales',
	text: 'hi',
	blocks: [{ type: 'divider' }],
	key: 'lead:1/x/y/1',
};

let vendor: FakeVendor;
let slack: SlackAdapter;

beforeAll(async () => {
	vendor = await startFakeVendor();
});
afterAll(async () => {
	await vendor.stop();
});
beforeEach(() => {
	vendor.requests.length = 0;
	vendor.answers = {
		'/chat.postMessage': { body: { ok: true, channel: 'C0SALES', ts: '1700000000.000100' } },
		'/auth.test': { body: { ok: true, url: 'https://agency.slack.com/' } },
		'/users.lookupByEmail': { body: { ok: true, user: { id: 'U0CAMILA' } } },
	};
	slack = adapterWith(PATIENCE_MS);
});

const adapterWith = (timeoutMs: number) =>
	slackAdapter({ token: 'xoxb-secret', timeoutMs, base: `${vendor.base}/api/` });

function asked(method: string) {
	return vendor.requests.filter(({ path }) => path.endsWith(method));
}

describe('postMessage', () => {
	it('sends the key as metadata and gives a link a person can open', async () => {
		expect(await slack.postMessage(message)).toEqual({
			result: 'done',
			receipt: {
				channel: 'C0SALES',
				ts: '1700000000.000100',
				url: 'https://agency.slack.com/archives/C0SALES/p1700000000000100',
			},
		});
		const form = new URLSearchParams(asked('chat.postMessage')[0]?.body);
		expect(form.get('channel')).toBe('#sales');
		expect(JSON.parse(form.get('metadata') ?? '')).toEqual({
			event_type: 'agency_ops_effect',
			event_payload: { key: 'lead:1/x/y/1' },
		});
		expect(JSON.parse(form.get('blocks') ?? '')).toEqual(message.blocks);
	});

	it('asks for the workspace once, and does without the link when Slack will not say', async () => {
		await slack.postMessage(message);
		await slack.postMessage(message);
		expect(asked('auth.test')).toHaveLength(1);

		vendor.answers['/auth.test'] = { body: { ok: false, error: 'invalid_auth' } };
		const other = slackAdapter({ token: 't', timeoutMs: PATIENCE_MS, base: `${vendor.base}/api/` });
		expect(await other.postMessage(message)).toMatchObject({
			result: 'done',
			receipt: { url: null },
		});
	});

	it.each<{ answer: FakeAnswer; result: string; more?: object; says: string }>([
		{
			says: 'ok: false with 200',
			answer: { body: { ok: false, error: 'channel_not_found' } },
			result: 'refused',
			more: {
				status: 200,
				error: { code: 'slack/channel-not-found', mend: expect.stringContaining('#sales') },
			},
		},
		{
			says: 'invalid_blocks with its messages',
			answer: {
				body: {
					ok: false,
					error: 'invalid_blocks',
					response_metadata: { messages: ['[ERROR] too long'] },
				},
			},
			result: 'refused',
			more: { error: { why: expect.stringContaining('too long') } },
		},
		{
			says: 'ok: true without ts',
			answer: { body: { ok: true, channel: 'C1' } },
			result: 'unknown',
		},
		{
			says: 'an error of its own after which the message may stand',
			answer: { body: { ok: false, error: 'internal_error' } },
			result: 'unknown',
		},
		{
			says: '429 with Retry-After',
			answer: { status: 429, headers: { 'retry-after': '7' }, body: 'slow' },
			result: 'rateLimited',
			more: { retryAfterMs: 7_000 },
		},
		{
			says: '429 without Retry-After',
			answer: { status: 429, body: 'slow' },
			result: 'rateLimited',
			more: { retryAfterMs: 1_000 },
		},
		{
			says: 'ratelimited with 200',
			answer: { headers: { 'retry-after': '4' }, body: { ok: false, error: 'ratelimited' } },
			result: 'rateLimited',
			more: { retryAfterMs: 4_000 },
		},
		{ says: '500', answer: { status: 500, body: 'oops' }, result: 'unknown' },
		{ says: '200 in HTML', answer: { body: '<html>login</html>' }, result: 'unknown' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'unknown' },
		{ says: 'nothing, for too long', answer: 'silence', result: 'unknown' },
	])('is $result when Slack says $says', async ({ answer, result, more = {} }) => {
		vendor.answers['/chat.postMessage'] = answer;

		const outcome = await adapterWith(patienceWith(answer)).postMessage(message);

		expect(outcome).toMatchObject({ result, ...more });
		expect(asked('chat.postMessage')).toHaveLength(1);
		expect(JSON.stringify(outcome)).not.toContain('xoxb-secret');
	});

	it('is not sent where nobody listens', async () => {
		const gone = await startFakeVendor();
		await gone.stop();
		const nobody = slackAdapter({ token: 't', timeoutMs: PATIENCE_MS, base: `${gone.base}/api/` });

		expect(await nobody.postMessage(message)).toMatchObject({ result: 'notSent' });
	});
});

describe('findUser', () => {
	it('looks a person up once', async () => {
		expect(await slack.findUser('camila@agency.test')).toBe('U0CAMILA');
		expect(await slack.findUser('camila@agency.test')).toBe('U0CAMILA');
		expect(asked('users.lookupByEmail')).toHaveLength(1);
	});

	it.each<{ says: string; answer: FakeAnswer }>([
		{ says: 'there is none', answer: { body: { ok: false, error: 'users_not_found' } } },
		{ says: '500', answer: { status: 500, body: '' } },
		{ says: 'nothing', answer: 'reset' },
	])('is null when Slack says $says', async ({ answer }) => {
		vendor.answers['/users.lookupByEmail'] = answer;

		expect(await slack.findUser('nobody@agency.test')).toBeNull();
	});
});
