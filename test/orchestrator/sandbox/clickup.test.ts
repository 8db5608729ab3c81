import { sandboxClickUp, sandboxPeople } from '../../../orchestrator/src/sandbox/accounts';
import { ClickUpStandIn } from '../../../orchestrator/src/sandbox/clickup/standIn';
import { callStandIn, noon, type CallOptions } from './callStandIn';

const list = '/api/v2/list/901100000001';
const keyField = sandboxClickUp.keyField.id;

function aWorkspace() {
	const standIn = new ClickUpStandIn('off');
	return {
		standIn,
		call: (method: string, url: string, body?: unknown, options?: CallOptions) =>
			callStandIn(standIn, method, url, body, options),
	};
}

const keyFilter = (value: string) =>
	encodeURIComponent(JSON.stringify([{ field_id: keyField, operator: '=', value }]));

const namesIn = (answer: { body: object }) =>
	(answer.body as { tasks: Array<{ name: string }> }).tasks.map(({ name }) => name).join(' ');

describe('tasks in the ClickUp stand-in', () => {
	it('are created with assignee, due date, priority, tags and our custom field', () => {
		const { call } = aWorkspace();
		const { status, body } = call('POST', `${list}/task`, {
			name: 'Call Ana',
			assignees: [70000001],
			due_date: noon,
			priority: 2,
			tags: ['Hot'],
			custom_fields: [{ id: keyField, value: 'lead:1/task' }],
		});
		expect(status).toBe(200);
		expect(call('GET', `/api/v2/task/${body.id}`).body).toMatchObject({
			name: 'Call Ana',
			assignees: [{ email: 'camila@iamazingcontent.space' }],
			due_date: String(noon),
			priority: { priority: 'high' },
			tags: [{ name: 'hot' }],
			status: { status: 'to do' },
			custom_fields: [{ id: keyField, value: 'lead:1/task' }],
			url: `https://app.clickup.com/t/${body.id}`,
		});
	});

	it('are found by our custom field and only then', () => {
		const { call } = aWorkspace();
		for (const value of ['a', 'b']) {
			call('POST', `${list}/task`, { name: value, custom_fields: [{ id: keyField, value }] });
		}
		expect(namesIn(call('GET', `${list}/task?custom_fields=${keyFilter('b')}`))).toBe('b');
		expect(namesIn(call('GET', `${list}/task?custom_fields=${keyFilter('c')}`))).toBe('');
	});

	it('change and close', () => {
		const { call } = aWorkspace();
		const { body } = call('POST', `${list}/task`, { name: 'T', assignees: [70000001] });
		const changed = call('PUT', `/api/v2/task/${body.id}`, {
			status: 'Complete',
			assignees: { add: [70000002], rem: [70000001] },
		});
		expect(changed.body).toMatchObject({
			date_closed: String(noon),
			assignees: [{ username: 'Freja Lund' }],
		});
		expect(namesIn(call('GET', `${list}/task`))).toBe('');
		expect(namesIn(call('GET', `${list}/task?include_closed=true`))).toBe('T');
	});

	it('come newest first, a hundred on a page', () => {
		const { call } = aWorkspace();
		for (let index = 0; index < 101; index += 1) {
			call('POST', `${list}/task`, { name: String(index) }, { at: noon + index });
		}
		const first = call('GET', `${list}/task?page=0`);
		expect(first.body.last_page).toBe(false);
		expect(namesIn(first)).toMatch(/^100 99 98 /);
		const last = call('GET', `${list}/task?page=1`);
		expect(namesIn(last)).toBe('0');
		expect(last.body.last_page).toBe(true);
	});

	it('take a custom field later and lose it again', () => {
		const { call } = aWorkspace();
		const { body } = call('POST', `${list}/task`, { name: 'T' });
		call('POST', `/api/v2/task/${body.id}/field/${keyField}`, { value: 'k' });
		expect(namesIn(call('GET', `${list}/task?custom_fields=${keyFilter('k')}`))).toBe('T');
		call('DELETE', `/api/v2/task/${body.id}/field/${keyField}`);
		expect(namesIn(call('GET', `${list}/task?custom_fields=${keyFilter('k')}`))).toBe('');
	});

	it('are gone with their subtasks and comments', () => {
		const { call, standIn } = aWorkspace();
		const { body } = call('POST', `${list}/task`, { name: 'T' });
		call('POST', `${list}/task`, { name: 'child', parent: body.id });
		call('POST', `/api/v2/task/${body.id}/comment`, { comment_text: 'x', notify_all: false });
		expect(call('DELETE', `/api/v2/task/${body.id}`).status).toBe(204);
		expect(standIn.state()).toMatchObject({ tasks: [], comments: [] });
	});

	it.each([
		{ what: 'no name', body: { name: ' ' } },
		{ what: 'an unknown status', body: { name: 'T', status: 'nowhere' } },
		{ what: 'an unknown assignee', body: { name: 'T', assignees: [1] } },
		{ what: 'priority 5', body: { name: 'T', priority: 5 } },
		{ what: 'an unknown field', body: { name: 'T', custom_fields: [{ id: 'x', value: 1 }] } },
		{ what: 'a due date in words', body: { name: 'T', due_date: 'tomorrow' } },
	])('are refused with $what, in ClickUp’s shape', ({ body }) => {
		const { call, standIn } = aWorkspace();
		expect(call('POST', `${list}/task`, body)).toMatchObject({
			status: 400,
			body: { err: expect.any(String), ECODE: expect.any(String) },
		});
		expect(standIn.state().tasks).toEqual([]);
	});
});

describe('the ClickUp stand-in', () => {
	it('shows the way from the workspace down to the list and its people', () => {
		const { call } = aWorkspace();
		const { teamId, spaceId, folderId } = sandboxClickUp;
		expect(call('GET', '/api/v2/team').body).toMatchObject({ teams: [{ id: teamId }] });
		expect(call('GET', `/api/v2/team/${teamId}/space`).body).toMatchObject({
			spaces: [{ id: spaceId }, { name: 'Projects' }, { name: 'Test' }],
		});
		expect(call('GET', `/api/v2/space/${spaceId}/folder`).body).toMatchObject({
			folders: [{ id: folderId, lists: [{ name: 'Leads' }, { name: 'Test' }] }],
		});
		expect(call('GET', `${list}/field`).body).toMatchObject({
			fields: [{ name: 'Agency Ops key', type: 'short_text' }],
		});
		expect(call('GET', `${list}/member`).body.members).toHaveLength(sandboxPeople.length);
	});

	it('makes folders and lists, each name once in its place', () => {
		const { call, standIn } = aWorkspace();
		const [, projects] = sandboxClickUp.spaces;
		const inSpace = `/api/v2/space/${projects.id}/folder`;
		const folder = call('POST', inSpace, { name: ' Nordlys ' });
		expect(folder).toMatchObject({ status: 200, body: { name: 'Nordlys', task_count: '0' } });
		expect(call('POST', inSpace, { name: 'Nordlys' })).toMatchObject({
			status: 400,
			body: { ECODE: 'CAT_014' },
		});
		const inFolder = `/api/v2/folder/${String(folder.body.id)}/list`;
		const made = call('POST', inFolder, { name: 'Work', content: 'Three films' });
		expect(call('POST', inFolder, { name: 'Work' })).toMatchObject({
			body: { ECODE: 'SUBCAT_016' },
		});
		expect(call('GET', inFolder).body).toMatchObject({
			lists: [{ id: made.body.id, content: 'Three films', space: { name: 'Projects' } }],
		});
		expect(call('GET', `${inFolder}?archived=true`).body).toEqual({ lists: [] });
		const task = call('POST', `/api/v2/list/${String(made.body.id)}/task`, {
			name: 'T',
			start_date: noon,
			time_estimate: 7_200_000,
		});
		expect(task.body).toMatchObject({
			start_date: String(noon),
			time_estimate: 7_200_000,
			folder: { name: 'Nordlys' },
			space: { id: projects.id },
		});
		expect(call('GET', `/api/v2/space/${sandboxClickUp.spaceId}/folder`).body).toMatchObject({
			folders: [{ name: 'Sales' }],
		});

		standIn.restore(
			JSON.parse(JSON.stringify(standIn.state())) as ReturnType<typeof standIn.state>,
		);
		expect(call('GET', inSpace).body).toMatchObject({ folders: [{ lists: [{ name: 'Work' }] }] });
	});

	it('goes on from a state of a version that had no folders', () => {
		const { call, standIn } = aWorkspace();
		const { lists, ...state } = standIn.state();
		const before = lists.map((one) => ({ ...one, content: undefined }));
		const saved = JSON.stringify({ ...state, lists: before, folders: undefined });
		standIn.restore(JSON.parse(saved) as ReturnType<typeof standIn.state>);
		expect(call('GET', list).body).toMatchObject({ content: '', folder: { name: 'Sales' } });
	});

	it.each([
		{ status: 401, code: 'OAUTH_017', when: 'there is no token', url: list, token: '' },
		{ status: 401, code: 'OAUTH_025', when: 'the token is wrong', url: list, token: 'pk_other' },
		{ status: 404, code: 'ITEM_013', when: 'the task is not there', url: '/api/v2/task/none' },
		{ status: 404, code: 'ITEM_015', when: 'the list is not there', url: '/api/v2/list/1' },
		{ status: 401, code: 'OAUTH_023', when: 'the team is another', url: '/api/v2/team/1/space' },
	])('answers $status $code when $when', ({ status, code, url, token }) => {
		const { call } = aWorkspace();
		const headers: Record<string, string> = token === undefined ? {} : { authorization: token };
		expect(call('GET', url, undefined, { headers })).toMatchObject({
			status,
			body: { ECODE: code },
		});
	});

	it('keeps webhooks', () => {
		const { call } = aWorkspace();
		const url = `/api/v2/team/${sandboxClickUp.teamId}/webhook`;
		const made = call('POST', url, { endpoint: 'https://ops.example/in', events: ['taskCreated'] });
		expect(call('GET', url).body).toMatchObject({ webhooks: [{ id: made.body.id }] });
		call('DELETE', `/api/v2/webhook/${made.body.id}`);
		expect(call('GET', url).body.webhooks).toEqual([]);
	});

	it('counts down a hundred calls a minute, then refuses until the reset it names', () => {
		const standIn = new ClickUpStandIn('published');
		const userAt = (at: number) => callStandIn(standIn, 'GET', '/api/v2/user', undefined, { at });
		const first = userAt(noon);
		expect(first.headers).toMatchObject({
			'x-ratelimit-limit': '100',
			'x-ratelimit-remaining': '99',
			'x-ratelimit-reset': String((noon + 60_000) / 1000),
		});
		for (let count = 1; count < 100; count += 1) userAt(noon);
		expect(userAt(noon)).toMatchObject({ status: 429, body: { ECODE: 'APP_002' } });
		expect(userAt(noon + 60_000).status).toBe(200);
	});
});
