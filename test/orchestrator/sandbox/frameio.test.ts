import { sandboxFrameio, sandboxHosts } from '../../../orchestrator/src/sandbox/accounts';
import { accountPath, anAccount, grant, projectsPath } from './aFrameioAccount';
import { callStandIn, noon } from './callStandIn';

const { account, workspaces, clientId, clientSecret } = sandboxFrameio;
const projects = projectsPath;

interface Listed {
	data: Array<{ name: string }>;
	links: { next: string | null };
}
const namesIn = (answer: { body: object }) =>
	(answer.body as Listed).data.map(({ name }) => name).join(' ');

describe('projects in the Frame.io stand-in', () => {
	it('are made with a root folder, and read again', () => {
		const { call } = anAccount();
		const made = call('POST', projects, { data: { name: 'Nordlys' } });
		const { id, root_folder_id: root } = made.body.data as Record<string, string>;

		expect(made).toMatchObject({
			status: 201,
			body: { data: { view_url: `https://next.frame.io/project/${id}`, status: 'active' } },
		});
		expect(call('GET', `${accountPath}/projects/${id}`).body).toMatchObject({
			data: { name: 'Nordlys', description: null, workspace_id: workspaces[0].id },
		});
		expect(call('GET', `${accountPath}/folders/${root}`).body).toMatchObject({
			data: { type: 'folder', project_id: id, parent_id: null },
		});
	});

	it('may have the same name, and stay in their workspace', () => {
		const { call } = anAccount();
		call('POST', projects, { data: { name: 'A' } });
		call('POST', projects, { data: { name: 'A' } });

		expect(namesIn(call('GET', projects))).toBe('A A');
		const other = `${accountPath}/workspaces/${workspaces[1].id}/projects`;
		expect(namesIn(call('GET', other))).toBe('');
	});

	it('come a page at a time, in the order that is asked for, by links that lead on', () => {
		const { call } = anAccount();
		for (const [index, name] of ['B', 'C', 'A', 'D', 'E'].entries()) {
			call('POST', projects, { data: { name } }, { at: noon + index });
		}
		expect(namesIn(call('GET', `${projects}?sort=name_desc`))).toBe('E D C B A');

		const seen: string[] = [];
		let next: string | null = `${projects}?sort=created_at_desc&page_size=2`;
		while (next !== null) {
			const page = call('GET', next);
			seen.push(namesIn(page));
			next = (page.body as unknown as Listed).links.next;
			if (seen.length === 1) call('POST', projects, { data: { name: 'New' } }, { at: noon + 9 });
		}
		expect(seen).toEqual(['E D', 'A C', 'B']);
	});

	it('have folders in them', () => {
		const { call } = anAccount();
		const { root_folder_id: root } = call('POST', projects, { data: { name: 'A' } }).body
			.data as Record<string, string>;
		const made = call('POST', `${accountPath}/folders/${root}/folders`, { data: { name: 'Cuts' } });

		expect(made).toMatchObject({ status: 201, body: { data: { parent_id: root } } });
		expect(namesIn(call('GET', `${accountPath}/folders/${root}/children`))).toBe('Cuts');
	});

	it.each([
		{ wrong: 'no data', body: { name: 'A' } },
		{ wrong: 'no name', body: { data: {} } },
		{ wrong: 'an empty name', body: { data: { name: '' } } },
		{ wrong: 'a name of 256', body: { data: { name: 'x'.repeat(256) } } },
	])('are refused with $wrong, and the place of the mistake', ({ body }) => {
		const { call, standIn } = anAccount();
		expect(call('POST', projects, body)).toMatchObject({
			status: 422,
			body: { errors: [{ detail: expect.any(String), source: { pointer: expect.any(String) } }] },
		});
		expect(standIn.state().projects).toEqual([]);
	});
});

describe('the Frame.io stand-in', () => {
	it('shows the way from the account to the workspaces', () => {
		const { call } = anAccount();
		expect(call('GET', '/v4/me').body).toMatchObject({ data: { name: 'Service Account User' } });
		expect(call('GET', '/v4/accounts').body).toMatchObject({ data: [{ id: account.id }] });
		expect(namesIn(call('GET', `${accountPath}/workspaces`))).toBe('Client Work Test');
	});

	it.each([
		{ status: 401, when: 'there is no token', headers: { authorization: '' } },
		{ status: 401, when: 'the token is another', headers: { authorization: 'Bearer x' } },
		{ status: 401, when: 'the token has ended', at: noon + 86_400_000 },
		{ status: 404, when: 'the account is another', url: '/v4/accounts/none/workspaces' },
		{ status: 404, when: 'the project is not there', url: `${accountPath}/projects/none` },
		{ status: 422, when: 'the page is too large', url: `${projects}?page_size=101` },
		{ status: 422, when: 'the cursor is none of ours', url: `${projects}?after=x` },
	])('answers $status when $when, in Frame.io’s shape', ({ status, url, headers, at }) => {
		const { call } = anAccount();
		const options = { ...(headers ? { headers } : {}), ...(at ? { at } : {}) };
		expect(call('GET', url ?? projects, undefined, options)).toMatchObject({
			status,
			body: { errors: [{ detail: expect.any(String) }] },
			headers: { 'x-ratelimit-window': '60000' },
		});
	});

	it('takes ten projects a minute and a hundred reads, each operation for itself', () => {
		const { call } = anAccount('published');
		const create = (at: number) => call('POST', projects, { data: { name: 'A' } }, { at });
		expect(create(noon).headers).toEqual({
			'x-ratelimit-limit': '10',
			'x-ratelimit-remaining': '9',
			'x-ratelimit-window': '60000',
		});
		for (let count = 1; count < 10; count += 1) create(noon);
		expect(create(noon).status).toBe(429);
		expect(call('GET', projects).headers).toMatchObject({ 'x-ratelimit-remaining': '99' });
		expect(create(noon + 60_000).status).toBe(201);
	});

	it('words ordered faults as Frame.io does', () => {
		const { standIn } = anAccount();
		const request = {} as Parameters<typeof standIn.refuse>[1];
		expect(standIn.refuse('429', request, 3)).toMatchObject({
			status: 429,
			headers: { 'retry-after': '3', 'x-ratelimit-remaining': '0' },
		});
		expect(standIn.refuse('500', request, 1)).toMatchObject({ status: 500 });
	});
});

describe('Adobe’s sign-in', () => {
	it('gives a token of its own at each asking, all good for a day', () => {
		const { signIn, store } = anAccount();
		const { body } = signIn(grant, { at: noon + 1 });

		expect(body).toMatchObject({ token_type: 'bearer', expires_in: 86_399 });
		expect(store.state.tokens).toHaveLength(2);
		signIn(grant, { at: noon + 2 * 86_400_000 });
		expect(store.state.tokens).toHaveLength(1);
	});

	it.each([
		{ status: 400, error: 'unsupported_grant_type', change: { grant_type: 'password' } },
		{ status: 401, error: 'invalid_client', change: { client_secret: 'x' } },
		{ status: 400, error: 'invalid_scope', change: { scope: 'openid' } },
	])('answers $status $error', ({ status, error, change }) => {
		const { signIn } = anAccount();
		expect(signIn({ ...grant, ...change })).toMatchObject({ status, body: { error } });
	});

	it('lets a person in by a code that is good once, and by refresh tokens that replace each other', () => {
		const { ims, signIn, call } = anAccount();
		const query = 'redirect_uri=http%3A%2F%2Fn8n.test%2Fcallback&state=s1&response_type=code';
		const { headers } = callStandIn(ims, 'GET', `/ims/authorize/v2?${query}`);
		const { searchParams } = new URL(headers?.location ?? '');
		const byCode = {
			grant_type: 'authorization_code',
			code: searchParams.get('code'),
			client_id: clientId,
			client_secret: clientSecret,
		};
		const first = signIn(byCode).body;
		const refresh = { ...byCode, grant_type: 'refresh_token' };
		const second = signIn({ ...refresh, refresh_token: first.refresh_token }).body;

		expect(searchParams.get('state')).toBe('s1');
		expect(signIn(byCode)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
		expect(signIn({ ...refresh, refresh_token: first.refresh_token }).status).toBe(400);
		const me = call('GET', '/v4/me', undefined, {
			headers: { authorization: `Bearer ${String(second.access_token)}` },
		});
		expect(me.status).toBe(200);
	});

	it('takes the client by HTTP Basic too', () => {
		const { signIn } = anAccount();
		const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
		const { grant_type, scope } = grant;
		expect(signIn({ grant_type, scope }, { headers: { authorization } }).status).toBe(200);
	});

	it('stands at an address of its own', () => {
		expect(sandboxHosts.ims).toBe('ims-na1.adobelogin.com');
	});
});
