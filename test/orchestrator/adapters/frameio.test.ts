import type { FrameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter, noFrameio } from '../../../orchestrator/src/adapters/frameio/frameio';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

/** A busy machine answers within it; only those that stay silent take all of it. */
const PATIENCE_MS = 2_000;

const project = { name: 'Explainer · Nordlys (a1b2c3)', test: false };
const inW1 = '/v4/accounts/acc/workspaces/w1/projects';
const listing = `${inW1}?sort=created_at_desc&page_size=100`;
const none = { next: null };
const oneProject = (more: object = {}) => ({
	id: 'p1',
	name: project.name,
	root_folder_id: 'f1',
	view_url: 'https://next.frame.io/project/p1',
	...more,
});
const receipt = {
	id: 'p1',
	name: project.name,
	rootFolderId: 'f1',
	url: 'https://next.frame.io/project/p1',
};

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let frameio: FrameioAdapter;

beforeEach(() => {
	vendor.answers = {
		'/ims/token/v3': { body: { access_token: 'tok', expires_in: 86_399 } },
		'/v4/accounts?page_size=100': {
			body: { data: [{ id: 'acc', display_name: 'Agency' }], links: none },
		},
		'/v4/accounts/acc/workspaces?page_size=100': workspaces('Client Work', 'Test'),
		[inW1]: { status: 201, body: { data: oneProject() } },
		[listing]: { body: { data: [oneProject()], links: none } },
		'/workspaces/w2/projects': { status: 201, body: { data: oneProject() } },
	};
	frameio = adapter();
});

function workspaces(...names: string[]): FakeAnswer {
	return {
		body: { data: names.map((name, index) => ({ id: `w${index + 1}`, name })), links: none },
	};
}

function adapter(more: { account?: string; workspace?: string } = {}): FrameioAdapter {
	return frameioAdapter({
		credentials: { clientId: 'id', clientSecret: 'very-secret', scopes: 'openid,frame.s2s.all' },
		account: null,
		workspace: null,
		testWorkspace: 'Test',
		...more,
		connections,
		timeoutMs: PATIENCE_MS,
		bases: { api: vendor.base, ims: vendor.base },
	});
}

const calls = (method: string, end: string) =>
	vendor.requests.filter((request) => request.method === method && request.path.endsWith(end));

describe('createProject', () => {
	it('signs in and finds the workspace once for many projects', async () => {
		const made = await Promise.all([1, 2, 3].map(async () => await frameio.createProject(project)));

		expect(made[0]).toEqual({ result: 'done', receipt });
		expect(calls('POST', '/ims/token/v3')).toHaveLength(1);
		expect(calls('GET', '/v4/accounts?page_size=100')).toHaveLength(1);
		const posts = calls('POST', inW1);
		expect(posts).toHaveLength(3);
		expect(posts[0]?.headers.authorization).toBe('Bearer tok');
		expect(JSON.parse(posts[0]?.body ?? '')).toEqual({ data: { name: project.name } });
	});

	it('of a test run goes to the test workspace', async () => {
		await frameio.createProject({ ...project, test: true });

		expect(calls('POST', '/workspaces/w2/projects')).toHaveLength(1);
	});

	it.each([
		{ when: 'there is another workspace', names: ['A', 'B', 'Test'], code: 'workspace-unclear' },
		{ when: 'there is only the one for tests', names: ['Test'], code: 'workspace-unclear' },
	])('is refused with what to set when $when', async ({ names, code }) => {
		vendor.answers['/v4/accounts/acc/workspaces?page_size=100'] = workspaces(...names);

		expect(await frameio.createProject(project)).toMatchObject({
			result: 'refused',
			error: { code: `frameio/${code}`, mend: expect.stringContaining('frameio.workspace') },
		});
		expect(calls('POST', inW1)).toEqual([]);
	});

	it('takes a workspace by name or id, and the account likewise', async () => {
		vendor.answers['/v4/accounts?page_size=100'] = {
			body: {
				data: [
					{ id: 'other', display_name: 'Other' },
					{ id: 'acc', display_name: 'Agency' },
				],
				links: none,
			},
		};
		vendor.answers['/v4/accounts/acc/workspaces?page_size=100'] = workspaces('A', 'B', 'Test');

		expect(await adapter().createProject(project)).toMatchObject({
			error: { code: 'frameio/account-unclear' },
		});
		const named = adapter({ account: 'Agency', workspace: 'A' });
		expect(await named.createProject(project)).toMatchObject({ result: 'done' });
		const byId = adapter({ account: 'acc', workspace: 'w1' });
		expect(await byId.createProject(project)).toMatchObject({ result: 'done' });
	});

	it('fetches one new token after a 401, for all callers, and tries once more each', async () => {
		await frameio.createProject(project);
		vendor.answers[inW1] = { status: 401, body: { errors: [{ detail: 'Invalid token' }] } };

		const outcomes = await Promise.all(
			[1, 2, 3].map(async () => await frameio.createProject(project)),
		);

		expect(outcomes).toMatchObject(
			Array(3).fill({ result: 'refused', status: 401, error: { code: 'frameio/status-401' } }),
		);
		expect(calls('POST', inW1)).toHaveLength(1 + 2 * 3);
		// A caller whose second try fails too throws its token away: at most one for each of them.
		expect(calls('POST', '/ims/token/v3').length).toBeLessThanOrEqual(1 + 3);
	});

	it('is not sent once the time for it is over, the second try neither', async () => {
		expect(await frameio.createProject({ ...project, mayStillSend: () => false })).toMatchObject({
			result: 'notSent',
		});
		expect(calls('POST', inW1)).toEqual([]);

		vendor.answers[inW1] = { status: 401, body: {} };
		let asked = 0;
		const once = { ...project, mayStillSend: () => (asked += 1) === 1 };
		expect(await frameio.createProject(once)).toMatchObject({ result: 'notSent' });
		expect(calls('POST', inW1)).toHaveLength(1);
	});

	it.each<{ says: string; answer: FakeAnswer; result: string; more?: object }>([
		{
			says: 'that the name is wrong',
			answer: {
				status: 422,
				body: { errors: [{ detail: 'too long', source: { pointer: '/data/name' } }] },
			},
			result: 'refused',
			more: { error: { why: 'Frame.io answered 422: too long (/data/name)' } },
		},
		{
			says: 'that we may not',
			answer: { status: 403, body: { errors: [{ detail: 'Forbidden' }] } },
			result: 'refused',
			more: { error: { mend: expect.stringContaining('member') } },
		},
		{
			says: '429 with a window',
			answer: { status: 429, headers: { 'x-ratelimit-window': '60000' }, body: {} },
			result: 'rateLimited',
			more: { retryAfterMs: 60_000 },
		},
		{
			says: '429 with Retry-After',
			answer: {
				status: 429,
				headers: { 'x-ratelimit-window': '60000', 'retry-after': '2' },
				body: {},
			},
			result: 'rateLimited',
			more: { retryAfterMs: 2_000 },
		},
		{ says: '201 without a project', answer: { status: 201, body: {} }, result: 'unknown' },
		{ says: '500', answer: { status: 500, body: {} }, result: 'unknown' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'unknown' },
		{ says: 'nothing, for too long', answer: 'silence', result: 'unknown' },
	])('is $result when Frame.io says $says', async ({ answer, result, more = {} }) => {
		vendor.answers[inW1] = answer;

		const outcome = await frameio.createProject(project);

		expect(outcome).toMatchObject({ result, ...more });
		expect(calls('POST', inW1)).toHaveLength(1);
		expect(JSON.stringify(outcome)).not.toContain('very-secret');
	});

	it.each(['/ims/token/v3', '/v4/accounts?page_size=100'])(
		'does nothing when %s cannot be asked',
		async (at) => {
			const outcomes = [];
			for (const answer of ['reset', { status: 500, body: {} }, { body: [] }] as FakeAnswer[]) {
				vendor.answers[at] = answer;
				outcomes.push(await adapter().createProject(project));
			}

			expect(outcomes).toMatchObject(Array(3).fill({ result: 'notSent' }));
			expect(calls('POST', inW1)).toEqual([]);
		},
	);

	it('says what to check when Adobe refuses the credentials', async () => {
		vendor.answers['/ims/token/v3'] = {
			status: 401,
			body: { error: 'invalid_client', error_description: 'wrong' },
		};

		const outcome = await frameio.createProject(project);

		expect(outcome).toMatchObject({
			result: 'refused',
			error: { code: 'adobe/invalid-client', mend: expect.stringContaining('client secret') },
		});
		expect(JSON.stringify(outcome)).not.toContain('very-secret');
	});
});

describe('findProject', () => {
	it('reads on to the last page', async () => {
		const second = `${inW1}?after=x`;
		vendor.answers[listing] = {
			body: { data: [oneProject({ id: 'p0', name: 'Another' })], links: { next: second } },
		};
		vendor.answers[second] = { body: { data: [oneProject()], links: none } };

		expect(await frameio.findProject(project)).toEqual({ result: 'found', receipt });
	});

	it.each<{ when: string; answer: FakeAnswer; means: object }>([
		{
			when: 'others have longer names',
			answer: { body: { data: [oneProject({ name: `${project.name} 2` })], links: none } },
			means: { result: 'absent' },
		},
		{
			when: 'two have the name',
			answer: { body: { data: [oneProject(), oneProject({ id: 'p2' })], links: none } },
			means: { result: 'failed', why: expect.stringContaining('p1, p2') },
		},
		{
			when: 'one was moved onto the next page and comes twice',
			answer: { body: { data: [oneProject(), oneProject()], links: none } },
			means: { result: 'found' },
		},
		{
			when: 'the next page is somewhere else',
			answer: { body: { data: [], links: { next: 'https://elsewhere.test/v4/x' } } },
			means: { result: 'failed' },
		},
		{
			when: 'the pages never end',
			answer: { body: { data: [], links: { next: listing } } },
			means: { result: 'failed' },
		},
		{
			when: 'it is asked too often',
			answer: { status: 429, headers: { 'retry-after': '7' }, body: {} },
			means: { result: 'failed', retryAfterMs: 7_000 },
		},
		{ when: 'it says 500', answer: { status: 500, body: {} }, means: { result: 'failed' } },
		{ when: 'it says something else', answer: { body: {} }, means: { result: 'failed' } },
		{ when: 'the connection is cut', answer: 'reset', means: { result: 'failed' } },
		{ when: 'nobody answers', answer: 'silence', means: { result: 'failed' } },
	])('says $means.result when $when', async ({ answer, means }) => {
		vendor.answers[listing] = answer;

		expect(await frameio.findProject(project)).toMatchObject(means);
	});
});

describe('without credentials', () => {
	it('a project is refused with the variables to set', async () => {
		expect(await noFrameio(['A_ID', 'A_SECRET']).createProject(project)).toMatchObject({
			result: 'refused',
			error: { code: 'frameio/not-set-up', why: expect.stringContaining('A_ID and A_SECRET') },
		});
	});
});
