import type { ClickupAdapter, NewTask } from '../../../orchestrator/src/adapters/clickup/clickup';
import { clickupAdapter } from '../../../orchestrator/src/adapters/clickup/clickup';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile, PATIENCE_MS, patienceWith } from './fakeVendor';

const task: NewTask = {
	list: '901100000001',
	name: 'Call Ana',
	description: '**Ana**',
	dueAt: new Date('2026-11-23T10:00:00Z'),
	priority: 2,
	assigneeEmail: 'Camila@agency.test',
	tags: ['lead'],
	key: 'lead:1/x/y/1',
};

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let clickup: ClickupAdapter;

beforeEach(() => {
	vendor.answers = {
		'/list/901100000001/field': { body: { fields: [{ id: 'f1', name: 'Agency Ops key' }] } },
		'/team': { body: { teams: [{ members: [{ user: { id: 7, email: 'camila@agency.test' } }] }] } },
		'/list/901100000001/task': { body: { id: '86a', url: 'https://app.clickup.com/t/86a' } },
	};
	clickup = adapterWith(PATIENCE_MS);
});

const adapterWith = (timeoutMs: number) =>
	clickupAdapter({
		token: 'pk_secret',
		keyField: 'Agency Ops key',
		connections,
		timeoutMs,
		base: vendor.base,
	});

function posts() {
	return vendor.requests.filter(({ method }) => method === 'POST');
}

describe('createTask', () => {
	it('puts the key into our custom field, and the people and the field are asked for once', async () => {
		const first = await clickup.createTask(task);
		await clickup.createTask(task);

		expect(first).toEqual({
			result: 'done',
			receipt: { id: '86a', url: 'https://app.clickup.com/t/86a' },
		});
		expect(vendor.requests).toHaveLength(4);
		expect(posts()[0]?.headers.authorization).toBe('pk_secret');
		expect(JSON.parse(posts()[0]?.body ?? '')).toEqual({
			name: 'Call Ana',
			markdown_content: '**Ana**',
			assignees: [7],
			tags: ['lead'],
			priority: 2,
			due_date: 1_795_428_000_000,
			due_date_time: true,
			custom_fields: [{ id: 'f1', value: 'lead:1/x/y/1' }],
		});
	});

	it('leaves out an assignee whom ClickUp does not know, and what is not given', async () => {
		const bare = { ...task, assigneeEmail: 'nobody@agency.test', dueAt: null, priority: null };
		await clickup.createTask({ ...bare, tags: [] });

		expect(Object.keys(JSON.parse(posts()[0]?.body ?? '') as object)).toEqual([
			'name',
			'markdown_content',
			'custom_fields',
		]);
	});

	it('says how to add the field when the list has none, and finds it once it is there', async () => {
		vendor.answers['/list/901100000001/field'] = { body: { fields: [] } };
		expect(await clickup.createTask(task)).toMatchObject({
			result: 'refused',
			error: { code: 'clickup/key-field-missing', mend: expect.stringContaining('Agency Ops key') },
		});
		expect(posts()).toEqual([]);

		vendor.answers['/list/901100000001/field'] = {
			body: { fields: [{ id: 'f2', name: 'Agency Ops key' }] },
		};
		expect(await clickup.createTask(task)).toMatchObject({ result: 'done' });
	});

	it.each<{ answer: FakeAnswer; result: string; more?: object; says: string }>([
		{
			says: '400 with its code',
			answer: { status: 400, body: { err: 'Priority invalid', ECODE: 'INPUT_003' } },
			result: 'refused',
			more: { status: 400, error: { code: 'clickup/input-003' } },
		},
		{
			says: '401',
			answer: { status: 401, body: { err: 'Token invalid', ECODE: 'OAUTH_025' } },
			result: 'refused',
			more: { error: { mend: expect.stringContaining('token') } },
		},
		{
			says: '429 with Retry-After',
			answer: { status: 429, headers: { 'retry-after': '5' }, body: { err: 'Rate limit reached' } },
			result: 'rateLimited',
			more: { retryAfterMs: 5_000 },
		},
		{ says: '200 without an id', answer: { body: {} }, result: 'unknown' },
		{ says: '500', answer: { status: 500, body: { err: 'oops' } }, result: 'unknown' },
		{
			says: '302',
			answer: { status: 302, headers: { location: '/' }, body: '' },
			result: 'unknown',
		},
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'unknown' },
		{ says: 'nothing, for too long', answer: 'silence', result: 'unknown' },
	])('is $result when ClickUp says $says', async ({ answer, result, more = {} }) => {
		vendor.answers['/list/901100000001/task'] = answer;

		const outcome = await adapterWith(patienceWith(answer)).createTask(task);

		expect(outcome).toMatchObject({ result, ...more });
		expect(posts()).toHaveLength(1);
		expect(JSON.stringify(outcome)).not.toContain('pk_secret');
	});

	it.each<{ answer: FakeAnswer; result: string; says: string }>([
		{ says: '500', answer: { status: 500, body: {} }, result: 'notSent' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'notSent' },
		{ says: 'something else', answer: { body: [] }, result: 'notSent' },
		{ says: '429', answer: { status: 429, body: {} }, result: 'rateLimited' },
		{ says: '401', answer: { status: 401, body: {} }, result: 'refused' },
	])('is $result when ClickUp says $says to a look-up before', async ({ answer, result }) => {
		vendor.answers['/team'] = answer;

		expect(await clickup.createTask(task)).toMatchObject({ result });
		expect(posts()).toEqual([]);
	});
});
