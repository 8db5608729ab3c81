import type { ProjectPlaces } from '../../../orchestrator/src/adapters/clickup/projectPlaces';
import {
	clickupProjectPlaces,
	markOf,
} from '../../../orchestrator/src/adapters/clickup/projectPlaces';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

/** A busy machine answers within it; only those that stay silent take all of it. */
const PATIENCE_MS = 2_000;

const key = 'project:7/clickup-list/work/1';
const folder = { space: 'Projects', name: 'Nordlys (a1b2c3)' };
const list = { folder: '77', name: 'Work', description: 'Three films', key, onlyIn: null };

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let places: ProjectPlaces;

beforeEach(() => {
	vendor.answers = {
		'/team': { body: { teams: [{ id: '9' }] } },
		'/team/9/space?archived=false': {
			body: {
				spaces: [
					{ id: '501', name: 'Projects' },
					{ id: '502', name: 'Test' },
				],
			},
		},
		'/space/501/folder': { body: { id: '77', name: folder.name } },
		'/space/501/folder?archived=false': { body: { folders: [{ id: '77', name: folder.name }] } },
		'/space/501/folder?archived=true': { body: { folders: [] } },
		'/folder/77': { body: { id: '77', name: folder.name, space: { id: '501' } } },
		'/folder/77/list': { body: { id: '88', name: 'Work' } },
		'/folder/77/list?archived=false': { body: { lists: [aList({ content: markOf(key) })] } },
		'/folder/77/list?archived=true': { body: { lists: [] } },
		'/list/88': { body: { ...aList(), space: { id: '501' } } },
	};
	places = clickupProjectPlaces({
		token: 'pk_secret',
		connections,
		timeoutMs: PATIENCE_MS,
		base: vendor.base,
	});
});

function aList(more: { id?: string; name?: string; content?: string | null } = {}) {
	return { id: '88', name: 'Work', ...more };
}

const posts = () => vendor.requests.filter(({ method }) => method === 'POST');

describe('a list that is named by its place', () => {
	const inSpace = { '/space/501/list?archived=false': { body: { lists: [aList()] } } };

	it('is looked up by the names that lead to it, once', async () => {
		Object.assign(vendor.answers, inSpace, {
			'/space/501/folder?archived=false': { body: { folders: [{ id: '77', name: 'Sales' }] } },
			'/folder/77/list?archived=false': { body: { lists: [aList({ id: '89', name: 'Leads' })] } },
		});
		expect(await places.listNumber('Projects / Work')).toEqual({ id: '88' });
		expect(await places.listNumber('Projects / Sales / Leads')).toEqual({ id: '89' });
		const calls = vendor.requests.length;
		expect(await places.listNumber('Projects / Sales / Leads')).toEqual({ id: '89' });
		expect(await places.listNumber('901100000001')).toEqual({ id: '901100000001' });
		expect(vendor.requests).toHaveLength(calls);
	});

	it('is the one that seed remembers, as is its space, whatever they are called', async () => {
		const known: Record<string, string> = { 'list/Agency / Leads': '42', 'space/House': '501' };
		const remembering = clickupProjectPlaces({
			token: 'pk_secret',
			connections,
			timeoutMs: PATIENCE_MS,
			base: vendor.base,
			remembered: (kind, of) => Promise.resolve(known[`${kind}/${of}`] ?? null),
		});
		expect(await remembering.listNumber('Agency / Leads')).toEqual({ id: '42' });
		expect(await remembering.whyNotIn('House')).toBeNull();
	});

	it.each([
		{ when: 'there is none', lists: [], why: 'The token sees no list "Projects / Work".' },
		{
			when: 'there are two',
			lists: [aList(), aList({ id: '99' })],
			why: 'The token sees 2 places of one name on the way to "Projects / Work".',
		},
	])('says so when $when', async ({ lists, why }) => {
		vendor.answers['/space/501/list?archived=false'] = { body: { lists } };
		expect(await places.listNumber('Projects / Work')).toMatchObject({
			result: 'refused',
			error: { code: 'clickup/list-missing', why },
		});
	});
});

describe('a folder', () => {
	it('is made in the space of that name, which is looked up once', async () => {
		const made = await places.createFolder(folder);
		await places.createFolder(folder);

		expect(made).toEqual({
			result: 'done',
			receipt: { id: '77', name: folder.name, url: 'https://app.clickup.com/9/v/f/77/501' },
		});
		expect(vendor.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /team',
			'GET /team/9/space?archived=false',
			'POST /space/501/folder',
			'POST /space/501/folder',
		]);
		expect(JSON.parse(posts()[0]?.body ?? '')).toEqual({ name: folder.name });
	});

	it('is not made where nobody knows the space, and is once there is one', async () => {
		expect(await places.createFolder({ ...folder, space: 'Films' })).toMatchObject({
			result: 'refused',
			error: { code: 'clickup/space-missing', mend: expect.stringContaining('Films') },
		});
		expect(posts()).toEqual([]);

		vendor.answers['/team/9/space?archived=false'] = {
			body: { spaces: [{ id: '501', name: 'Films' }] },
		};
		expect(await places.createFolder({ ...folder, space: 'Films' })).toMatchObject({
			result: 'done',
		});
	});

	it('is not made where two spaces have the name, unless the number says which', async () => {
		vendor.answers['/team/9/space?archived=false'] = {
			body: {
				spaces: [
					{ id: '501', name: 'Projects' },
					{ id: '502', name: 'Projects' },
				],
			},
		};

		expect(await places.createFolder(folder)).toMatchObject({
			result: 'refused',
			error: { code: 'clickup/space-missing', why: expect.stringContaining('2 spaces') },
		});
		expect(await places.createFolder({ ...folder, space: '501' })).toMatchObject({
			result: 'done',
		});
	});

	it('is not made once the time for it is over', async () => {
		const late = { ...folder, mayStillSend: () => false };

		expect(await places.createFolder(late)).toMatchObject({ result: 'notSent' });
		expect(posts()).toEqual([]);
	});
});

describe('a list', () => {
	it('carries the key below its description', async () => {
		expect(await places.createList(list)).toEqual({
			result: 'done',
			receipt: { id: '88', name: 'Work', url: 'https://app.clickup.com/9/v/li/88' },
		});
		expect(JSON.parse(posts()[0]?.body ?? '')).toEqual({
			name: 'Work',
			content: `Three films\n\nAgency Ops key: ${key}`,
		});
	});

	it('of a test run is made in the test space only', async () => {
		expect(await places.createList({ ...list, onlyIn: 'Test' })).toMatchObject({
			result: 'refused',
			error: { code: 'clickup/outside-test-space' },
		});
		expect(posts()).toEqual([]);
		vendor.answers['/folder/77'] = { body: { id: '77', name: 'x', space: { id: '502' } } };
		const another = clickupProjectPlaces({
			token: 't',
			connections,
			timeoutMs: PATIENCE_MS,
			base: vendor.base,
		});
		expect(await another.createList({ ...list, onlyIn: 'Test' })).toMatchObject({ result: 'done' });
	});

	it('is told from one outside of a space', async () => {
		expect(await places.outsideOf('Projects', '88')).toBeNull();
		expect(await places.outsideOf('Test', '88')).toMatchObject({ result: 'refused' });
		expect(await places.outsideOf('Test', '99')).toMatchObject({ result: 'refused', status: 404 });
	});
});

describe.each([
	{
		of: 'createFolder',
		at: '/space/501/folder',
		act: async () => await places.createFolder(folder),
	},
	{ of: 'createList', at: '/folder/77/list', act: async () => await places.createList(list) },
])('$of', ({ at, act }) => {
	it.each<{ says: string; answer: FakeAnswer; result: string; more?: object }>([
		{
			says: 'that the name is taken',
			answer: { status: 400, body: { err: 'Folder name taken', ECODE: 'CAT_014' } },
			result: 'refused',
			more: { error: { code: 'clickup/cat-014', mend: expect.stringContaining('Rename') } },
		},
		{
			says: '401',
			answer: { status: 401, body: { err: 'Token invalid', ECODE: 'OAUTH_025' } },
			result: 'refused',
		},
		{
			says: '429 with Retry-After',
			answer: { status: 429, headers: { 'retry-after': '5' }, body: { err: 'slow' } },
			result: 'rateLimited',
			more: { retryAfterMs: 5_000 },
		},
		{ says: '200 without an id', answer: { body: {} }, result: 'unknown' },
		{ says: '500', answer: { status: 500, body: {} }, result: 'unknown' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'unknown' },
		{ says: 'nothing, for too long', answer: 'silence', result: 'unknown' },
	])('is $result when ClickUp says $says', async ({ answer, result, more = {} }) => {
		vendor.answers[at] = answer;

		const outcome = await act();

		expect(outcome).toMatchObject({ result, ...more });
		expect(posts()).toHaveLength(1);
		expect(JSON.stringify(outcome)).not.toContain('pk_secret');
	});

	it.each<{ says: string; answer: FakeAnswer; result: string }>([
		{ says: '500', answer: { status: 500, body: {} }, result: 'notSent' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'notSent' },
		{ says: 'something else', answer: { body: [] }, result: 'notSent' },
		{ says: '429', answer: { status: 429, body: {} }, result: 'rateLimited' },
	])('is $result when ClickUp says $says to a look-up before', async ({ answer, result }) => {
		vendor.answers['/team'] = answer;

		expect(await act()).toMatchObject({ result });
		expect(posts()).toEqual([]);
	});
});

describe('findFolder', () => {
	const none = { body: { folders: [] } };
	const ours = { body: { folders: [{ id: '77', name: folder.name }] } };
	const receipt = { id: '77', name: folder.name, url: 'https://app.clickup.com/9/v/f/77/501' };

	it.each<{ when: string; live: FakeAnswer; archived: FakeAnswer; means: object }>([
		{ when: 'it is there', live: ours, archived: none, means: { result: 'found', receipt } },
		{ when: 'it is archived', live: none, archived: ours, means: { result: 'found', receipt } },
		{ when: 'nothing is there', live: none, archived: none, means: { result: 'absent' } },
		{
			when: 'others have longer names',
			live: { body: { folders: [{ id: '1', name: `${folder.name} copy` }] } },
			archived: none,
			means: { result: 'absent' },
		},
		{
			when: 'two have the name',
			live: ours,
			archived: { body: { folders: [{ id: '78', name: folder.name }] } },
			means: { result: 'failed', why: expect.stringContaining('77, 78') },
		},
		{
			when: 'the archived ones cannot be seen',
			live: none,
			archived: { status: 500, body: {} },
			means: { result: 'failed' },
		},
		{ when: 'nobody answers', live: 'silence', archived: none, means: { result: 'failed' } },
		{
			when: 'it is asked too often',
			live: { status: 429, headers: { 'retry-after': '7' }, body: {} },
			archived: none,
			means: { result: 'failed', retryAfterMs: 7_000 },
		},
	])('says $means.result when $when', async ({ live, archived, means }) => {
		vendor.answers['/space/501/folder?archived=false'] = live;
		vendor.answers['/space/501/folder?archived=true'] = archived;

		expect(await places.findFolder(folder)).toMatchObject(means);
	});
});

describe('findList', () => {
	const none = { body: { lists: [] } };
	const with_ = (...lists: object[]): FakeAnswer => ({ body: { lists } });
	const found = {
		result: 'found',
		receipt: { id: '88', url: 'https://app.clickup.com/9/v/li/88' },
	};

	it.each<{ when: string; live: FakeAnswer; archived?: FakeAnswer; means: object }>([
		{ when: 'its key is there', live: with_(aList({ content: markOf(key) })), means: found },
		{
			when: 'somebody renamed it and wrote around the key',
			live: with_(aList({ name: 'Films', content: `Hello\r\n ${markOf(key)} \nWorld` })),
			means: found,
		},
		{
			when: 'the listing leaves descriptions out, and the list itself has it',
			live: with_(aList()),
			means: found,
		},
		{
			when: 'it is archived',
			live: none,
			archived: with_(aList({ content: markOf(key) })),
			means: found,
		},
		{
			when: 'only lists of other keys are there',
			live: with_(aList({ content: markOf(`${key}0`) }), aList({ content: null })),
			means: { result: 'absent' },
		},
		{
			when: 'two have the key',
			live: with_(aList({ content: markOf(key) }), aList({ id: '89', content: markOf(key) })),
			means: { result: 'failed', why: expect.stringContaining('88, 89') },
		},
		{ when: 'the folder is gone', live: { status: 404, body: {} }, means: { result: 'failed' } },
		{ when: 'ClickUp says something else', live: { body: [] }, means: { result: 'failed' } },
		{ when: 'the connection is cut', live: 'reset', means: { result: 'failed' } },
	])('says $means.result when $when', async ({ live, archived = none, means }) => {
		vendor.answers['/list/88'] = {
			body: { ...aList({ content: markOf(key) }), space: { id: '501' } },
		};
		vendor.answers['/folder/77/list?archived=false'] = live;
		vendor.answers['/folder/77/list?archived=true'] = archived;

		expect(await places.findList({ folder: '77', key })).toMatchObject(means);
	});
});
