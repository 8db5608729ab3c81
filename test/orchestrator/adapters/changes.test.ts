import { clickupAdapter } from '../../../orchestrator/src/adapters/clickup/clickup';
import { hubspotAdapter } from '../../../orchestrator/src/adapters/hubspot/hubspot';
import { slackAdapter } from '../../../orchestrator/src/adapters/slack/slack';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

const TIMEOUT_MS = 2_000;
const vendor = fakeVendorOfFile();
const { connections } = vendor;

const slack = (send?: typeof fetch) =>
	slackAdapter({
		token: 't',
		timeoutMs: TIMEOUT_MS,
		base: `${vendor.base}/api/`,
		...(send === undefined ? {} : { fetch: send }),
	});
const hubspot = () =>
	hubspotAdapter({
		token: 't',
		portalId: '1',
		connections,
		timeoutMs: TIMEOUT_MS,
		base: vendor.base,
	});
const clickup = () =>
	clickupAdapter({
		token: 't',
		keyField: 'k',
		connections,
		timeoutMs: TIMEOUT_MS,
		base: vendor.base,
	});

const fine = (body: unknown): FakeAnswer => ({ body });

describe('Slack', () => {
	const change = { channel: 'C0SALES', ts: '1.2', text: 'x', blocks: null };

	it.each<{ says: string; answer: FakeAnswer; outcome: object }>([
		{
			says: 'that it is done',
			answer: fine({ ok: true, channel: 'C0SALES', ts: '1.2' }),
			outcome: { result: 'done', receipt: { channel: 'C0SALES', ts: '1.2', note: null } },
		},
		{
			says: 'that somebody deleted the message',
			answer: fine({ ok: false, error: 'message_not_found' }),
			outcome: {
				result: 'done',
				receipt: { note: expect.stringContaining('no longer') as string },
			},
		},
		{
			says: 'that it is not ours to change',
			answer: fine({ ok: false, error: 'cant_update_message' }),
			outcome: { result: 'refused' },
		},
		{ says: 'ok without the message', answer: fine({ ok: true }), outcome: { result: 'unknown' } },
		{ says: 'nothing', answer: 'reset', outcome: { result: 'unknown' } },
	])(
		'changes a message, and takes it for what it is when told $says',
		async ({ answer, outcome }) => {
			vendor.answers = { '/chat.update': answer };
			expect(await slack().updateMessage(change)).toMatchObject(outcome);
			const form = new URLSearchParams(vendor.requests[0]?.body);
			expect(form.get('blocks')).toBe('[]');
		},
	);

	it('knows a person once, and asks again after it could not be asked', async () => {
		const profile = { email: 'Camila@Agency.test', real_name: 'Camila Rojas' };
		const user = { id: 'U0CAMILA01', name: 'camila', profile };
		const adapter = slack();
		vendor.answers = { '/users.info': 'reset' };
		expect(await adapter.findPerson(user.id)).toMatchObject({ result: 'notSent' });
		vendor.answers = { '/users.info': fine({ ok: true, user }) };
		const known = { id: user.id, email: 'camila@agency.test', name: 'Camila Rojas' };
		const asked = [await adapter.findPerson(user.id), await adapter.findPerson(user.id)];
		expect(asked).toEqual(Array(2).fill({ result: 'done', receipt: known }));
		expect(vendor.requests).toHaveLength(2);
	});

	it('opens a form by the press it belongs to', async () => {
		vendor.answers = { '/views.open': fine({ ok: true, view: { id: 'V1' } }) };
		expect(await slack().openView('1.2.a', { type: 'modal' })).toMatchObject({ result: 'done' });
		vendor.answers = { '/views.open': fine({ ok: false, error: 'expired_trigger_id' }) };
		expect(await slack().openView('1.2.a', { type: 'modal' })).toMatchObject({
			result: 'refused',
			error: { code: 'slack/expired-trigger-id' },
		});
	});

	it.each([
		'http://127.0.0.1:1/x',
		'https://hooks.slack.com.evil.test/x',
		'file:///etc/passwd',
		'x',
	])('tells a person by an address of Slack only, not by %s', async (url) => {
		const called: unknown[] = [];
		const send: typeof fetch = async (...input) => {
			called.push(input);
			return await Promise.resolve(new Response('ok'));
		};
		expect(await slack(send).tellPrivately(url, 'For you')).toMatchObject({ result: 'notSent' });
		expect(called).toEqual([]);
		const own = 'https://hooks.slack.com/actions/T/1/a';
		expect(await slack(send).tellPrivately(own, 'For you')).toMatchObject({ result: 'done' });
		expect(called).toHaveLength(1);
	});

	it('puts something in the place of a message by the address of the press, and by no other', async () => {
		const bodies: unknown[] = [];
		const send: typeof fetch = async (_url, init) => {
			bodies.push(JSON.parse(String(init?.body)));
			return await Promise.resolve(new Response('ok'));
		};
		const message = { text: 'Sent', blocks: [{ type: 'divider' }] };
		const elsewhere = await slack(send).replaceMessage('https://evil.example/x', message);
		expect(elsewhere).toMatchObject({ result: 'notSent' });
		const own = 'https://hooks.slack.com/actions/T/1/a';
		expect(await slack(send).replaceMessage(own, message)).toMatchObject({ result: 'done' });
		expect(bodies).toEqual([{ replace_original: true, ...message }]);
	});
});

describe('HubSpot', () => {
	it.each([
		{ results: [{ id: '41', email: 'Camila@Agency.test' }], owner: '41' },
		{ results: [{ id: '42', email: 'other@agency.test' }], owner: null },
		{ results: [], owner: null },
	])('finds the owner $owner by their address', async ({ results, owner }) => {
		vendor.answers = { 'limit=1': fine({ results }) };
		const found = await hubspot().findOwner('camila@agency.test');
		expect(found).toEqual({ result: 'done', receipt: owner });
	});

	it.each<{ answer: FakeAnswer; outcome: object }>([
		{
			answer: fine({ id: '202' }),
			outcome: { result: 'done', receipt: { id: '202', note: null } },
		},
		{
			answer: { status: 404, body: { message: 'gone', category: 'OBJECT_NOT_FOUND' } },
			outcome: {
				result: 'done',
				receipt: { note: expect.stringContaining('no longer') as string },
			},
		},
		{
			answer: { status: 400, body: { message: 'no such stage', category: 'VALIDATION_ERROR' } },
			outcome: { result: 'refused' },
		},
		{ answer: { status: 503, body: {} }, outcome: { result: 'unknown' } },
	])('writes to a record: $outcome.result', async ({ answer, outcome }) => {
		vendor.answers = { '/objects/deals/202': answer };
		const properties = { hubspot_owner_id: '' };
		const changed = await hubspot().updateRecord({ object: 'deal', id: '202', properties });
		expect(changed).toMatchObject(outcome);
		expect(JSON.parse(vendor.requests[0]?.body ?? '')).toEqual({ properties });
	});
});

describe('ClickUp', () => {
	const members = [{ user: { id: 7, email: 'camila@agency.test' } }];
	const places = { '/team': fine({ teams: [{ members }] }) };

	it.each([
		{ change: 'add' as const, assignees: { add: [7], rem: [] } },
		{ change: 'remove' as const, assignees: { add: [], rem: [7] } },
	])('changes who is on a task: $change', async ({ change, assignees }) => {
		vendor.answers = { ...places, '/task/86a': fine({ id: '86a' }) };
		const outcome = await clickup().assignTask({ id: '86a', email: 'camila@agency.test', change });
		expect(outcome).toEqual({ result: 'done', receipt: { id: '86a', note: null } });
		expect(JSON.parse(vendor.requests.at(-1)?.body ?? '')).toEqual({ assignees });
	});

	it('says who is no member, and changes nothing', async () => {
		vendor.answers = places;
		const outcome = await clickup().assignTask({ id: '86a', email: 'x@y.test', change: 'add' });
		expect(outcome).toMatchObject({
			receipt: { note: expect.stringContaining('x@y.test') as string },
		});
		expect(vendor.requests).toHaveLength(1);
	});

	it.each<{ what: string; answers: Record<string, FakeAnswer>; outcome: object }>([
		{
			what: 'by the status that its list closes tasks with',
			answers: {
				'/task/86a': fine({ list: { id: '9' } }),
				'/list/9': fine({
					statuses: [
						{ status: 'new', type: 'open' },
						{ status: 'over', type: 'closed' },
					],
				}),
			},
			outcome: { result: 'done', receipt: { note: null } },
		},
		{
			what: 'not where the list has no such status',
			answers: {
				'/task/86a': fine({ list: { id: '9' } }),
				'/list/9': fine({ statuses: [{ status: 'new', type: 'open' }] }),
			},
			outcome: {
				result: 'done',
				receipt: { note: expect.stringContaining('no status') as string },
			},
		},
		{
			what: 'not where somebody deleted it',
			answers: { '/task/86a': { status: 404, body: { err: 'gone', ECODE: 'ITEM_013' } } },
			outcome: {
				result: 'done',
				receipt: { note: expect.stringContaining('no longer') as string },
			},
		},
		{
			what: 'later, when it cannot be asked',
			answers: { '/task/86a': 'reset' },
			outcome: { result: 'notSent' },
		},
	])('closes a task $what', async ({ answers, outcome }) => {
		vendor.answers = answers;
		expect(await clickup().closeTask('86a')).toMatchObject(outcome);
	});

	it.each([
		{ status: 'Delivered', receipt: { id: '86a', note: null }, calls: 3 },
		{
			status: 'sent',
			receipt: { id: '86a', note: 'Its list has no status "sent", only new, delivered.' },
			calls: 2,
		},
	])('sets a task to $status where its list has that', async ({ status, receipt, calls }) => {
		vendor.answers = {
			'/task/86a': fine({ list: { id: '9' } }),
			'/list/9': fine({
				statuses: [
					{ status: 'new', type: 'open' },
					{ status: 'delivered', type: 'custom' },
				],
			}),
		};
		const before = vendor.requests.length;
		const outcome = await clickup().setTaskStatus({ id: '86a', status });
		expect(outcome).toEqual({ result: 'done', receipt });
		expect(vendor.requests.slice(before)).toHaveLength(calls);
	});
});
