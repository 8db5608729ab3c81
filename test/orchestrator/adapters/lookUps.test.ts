import { clickupAdapter } from '../../../orchestrator/src/adapters/clickup/clickup';
import { hubspotAdapter } from '../../../orchestrator/src/adapters/hubspot/hubspot';
import { slackAdapter } from '../../../orchestrator/src/adapters/slack/slack';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile, PATIENCE_MS } from './fakeVendor';

const key = 'lead:1/x/y/1';
const since = new Date('2026-11-22T10:00:00Z');

const vendor = fakeVendorOfFile();
const { connections } = vendor;

const ask = {
	slack: async (timeoutMs = PATIENCE_MS) =>
		await slackAdapter({ token: 't', timeoutMs, base: `${vendor.base}/api/` }).findMessage({
			channel: '#sales',
			key,
			since,
		}),
	clickup: async (timeoutMs = PATIENCE_MS) =>
		await clickupAdapter({
			token: 't',
			keyField: 'Key',
			connections,
			timeoutMs,
			base: vendor.base,
		}).findTask({ list: '901', key }),
	hubspot: async (timeoutMs = PATIENCE_MS) =>
		await hubspotAdapter({
			token: 't',
			portalId: '42',
			connections,
			timeoutMs,
			base: vendor.base,
		}).findDeal('agency_ops_key', key),
};

const history = '/conversations.history';
const tasks = 'archived=false';
const archived = 'archived=true';
const search = '/deals/search';

/** Everything a vendor answers on the way to the question itself. */
function introduce(): void {
	vendor.answers = {
		'/conversations.list': {
			body: { ok: true, channels: [{ id: 'C0SALES', name: 'sales', is_member: true }] },
		},
		'/auth.test': { body: { ok: true, url: 'https://agency.slack.com/' } },
		'/list/901/field': { body: { fields: [{ id: 'f1', name: 'Key' }] } },
		[archived]: { body: { tasks: [] } },
	};
}

const message = (event_payload: object, event_type = 'agency_ops_effect') => ({
	ts: '1763805600.000100',
	metadata: { event_type, event_payload },
});
const task = (value: unknown) => ({
	id: '86a',
	url: 'https://app.clickup.com/t/86a',
	custom_fields: [{ id: 'f1', value }],
});
const page = (...messages: object[]) => ({ body: { ok: true, has_more: false, messages } });

interface Row {
	of: keyof typeof ask;
	at: string;
	says: string;
	answer: FakeAnswer;
	means: object;
}

const rows: Row[] = [
	{
		of: 'slack',
		at: history,
		says: 'a message with our key',
		answer: page(message({ key: 'another' }), message({ key })),
		means: {
			result: 'found',
			receipt: {
				channel: 'C0SALES',
				ts: '1763805600.000100',
				url: 'https://agency.slack.com/archives/C0SALES/p1763805600000100',
			},
		},
	},
	{
		of: 'slack',
		at: history,
		says: 'messages of others, and one of another app',
		answer: page({ ts: '1.1' }, message({ key: 'another' }), message({ key }, 'theirs')),
		means: { result: 'absent' },
	},
	{
		of: 'slack',
		at: history,
		says: 'that there is more, and not where',
		answer: { body: { ok: true, has_more: true, messages: [] } },
		means: { result: 'failed' },
	},
	{
		of: 'slack',
		at: history,
		says: 'missing_scope',
		answer: { body: { ok: false, error: 'missing_scope', needed: 'channels:history' } },
		means: { result: 'failed', why: expect.stringContaining('channels:history') },
	},
	{
		of: 'slack',
		at: '/conversations.list',
		says: 'no such channel',
		answer: { body: { ok: true, channels: [] } },
		means: { result: 'failed', why: expect.stringContaining('#sales') },
	},
	{
		of: 'clickup',
		at: tasks,
		says: 'the task with our key',
		answer: { body: { tasks: [task(key)] } },
		means: { result: 'found', receipt: { id: '86a', url: 'https://app.clickup.com/t/86a' } },
	},
	{
		of: 'clickup',
		at: tasks,
		says: 'no task',
		answer: { body: { tasks: [] } },
		means: { result: 'absent' },
	},
	{
		of: 'clickup',
		at: tasks,
		says: 'tasks with other keys, its filter ignored',
		answer: { body: { tasks: [task('another')] } },
		means: { result: 'failed' },
	},
	{
		of: 'clickup',
		at: '/list/901/field',
		says: 'that our field is gone',
		answer: { body: { fields: [] } },
		means: { result: 'failed', why: expect.stringContaining('"Key"') },
	},
	{
		of: 'hubspot',
		at: search,
		says: 'the deal with our key',
		answer: { body: { total: 1, results: [{ id: '7', properties: { agency_ops_key: key } }] } },
		means: {
			result: 'found',
			receipt: { id: '7', url: 'https://app.hubspot.com/contacts/42/record/0-3/7' },
		},
	},
	{
		of: 'hubspot',
		at: search,
		says: 'no deal',
		answer: { body: { total: 0, results: [] } },
		means: { result: 'absent' },
	},
	{
		of: 'hubspot',
		at: search,
		says: 'a deal with another key',
		answer: { body: { total: 1, results: [{ id: '7', properties: { agency_ops_key: 'x' } }] } },
		means: { result: 'failed' },
	},
	...(
		[
			['slack', history],
			['clickup', tasks],
			['hubspot', search],
		] as const
	).flatMap(([of, at]): Row[] => [
		{
			of,
			at,
			says: 'that it is asked too often',
			answer: { status: 429, headers: { 'retry-after': '7' }, body: {} },
			means: { result: 'failed', retryAfterMs: 7_000 },
		},
		{ of, at, says: '500', answer: { status: 500, body: {} }, means: { result: 'failed' } },
		{ of, at, says: 'something else', answer: { body: { ok: true } }, means: { result: 'failed' } },
		{ of, at, says: 'nothing', answer: 'reset', means: { result: 'failed' } },
		{ of, at, says: 'nothing, for too long', answer: 'silence', means: { result: 'failed' } },
	]),
];

describe('a look-up', () => {
	it.each(rows)('of $of says $means.result when told $says', async ({ of, at, answer, means }) => {
		introduce();
		vendor.answers[at] = answer;

		expect(await ask[of](answer === 'silence' ? 300 : PATIENCE_MS)).toMatchObject(means);
	});

	it('of slack reads on until the history ends, from before the first attempt', async () => {
		introduce();
		vendor.answers[history] = {
			body: {
				ok: true,
				has_more: true,
				messages: [message({ key: 'another' })],
				response_metadata: { next_cursor: 'more' },
			},
		};

		expect(await ask.slack()).toMatchObject({ result: 'failed' });
		const pages = vendor.requests.filter(({ path }) => path.endsWith(history));
		expect(pages.length).toBeGreaterThan(1);
		const [first, second] = pages.map(({ body }) => new URLSearchParams(body));
		expect(Number(first?.get('oldest'))).toBeLessThan(since.getTime() / 1_000);
		expect(first?.get('include_all_metadata')).toBe('true');
		expect(second?.get('cursor')).toBe('more');
	});
});
