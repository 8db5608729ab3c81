import type { FrameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter, noFrameio } from '../../../orchestrator/src/adapters/frameio/frameio';
import { fakeVendorOfFile } from './fakeVendor';

const file = '/v4/accounts/acc/files/f1';
const values = '/v4/accounts/acc/projects/p1/metadata/values';

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let frameio: FrameioAdapter;

const field = (id: string, name: string, type: string, more: object) => ({
	field_definition_id: id,
	field_definition_name: name,
	field_type: type,
	mutable: true,
	...more,
});
const options = [
	{ id: 'o1', display_name: 'Needs Review' },
	{ id: 'o2', display_name: 'Approved' },
];

beforeEach(() => {
	vendor.answers = {
		'/ims/token/v3': { body: { access_token: 'tok', expires_in: 86_399 } },
		[`${file}/metadata?show_null=true`]: {
			body: {
				data: {
					metadata: [
						field('d1', 'Status', 'select', { field_options: options, value: [options[0]] }),
						field('d2', 'Rating', 'rating', { value: 4 }),
						field('d3', 'Notes', 'long_text', { value: null }),
					],
				},
			},
		},
		[file]: { body: { data: { id: 'f1', project_id: 'p1' } } },
		[values]: { status: 204, body: '' },
		'/v4/accounts/acc/projects/p1': { body: { data: { workspace_id: 'w2' } } },
		'/v4/accounts?page_size=100': {
			body: { data: [{ id: 'acc', display_name: 'A' }], links: { next: null } },
		},
		'/v4/accounts/acc/workspaces?page_size=100': {
			body: {
				data: [
					{ id: 'w1', name: 'Client Work' },
					{ id: 'w2', name: 'Test' },
				],
				links: { next: null },
			},
		},
	};
	frameio = frameioAdapter({
		credentials: { clientId: 'id', clientSecret: 'secret', scopes: 'frame.s2s.all' },
		account: null,
		workspace: null,
		testWorkspace: 'Test',
		connections,
		timeoutMs: 2_000,
		bases: { api: vendor.base, ims: vendor.base },
	});
});

const set = async (name: string, value: string) =>
	await frameio.setValue({
		accountId: 'acc',
		fileId: 'f1',
		field: name,
		value,
		mayStillSend: () => true,
	});
const sent = () =>
	vendor.requests
		.filter(({ method }) => method === 'PATCH')
		.map(({ body }) => (JSON.parse(body) as { data: unknown }).data);

describe('setValue', () => {
	it.each([
		{ field: 'status', value: 'APPROVED', id: 'd1', to: ['o2'], name: 'Approved' },
		{ field: 'd1', value: 'o2', id: 'd1', to: ['o2'], name: 'Approved' },
		{ field: 'Status', value: '', id: 'd1', to: [], name: null },
		{ field: 'Rating', value: '5', id: 'd2', to: 5, name: '5' },
		{ field: 'Notes', value: 'Too dark', id: 'd3', to: 'Too dark', name: 'Too dark' },
	])('writes $field "$value"', async ({ field: asked, value, id, to, name }) => {
		expect(await set(asked, value)).toMatchObject({
			result: 'done',
			receipt: { fileId: 'f1', value: name, changed: true },
		});
		expect(sent()).toEqual([
			{ file_ids: ['f1'], values: [{ field_definition_id: id, value: to }] },
		]);
	});

	it.each([
		{ field: 'Status', value: 'needs review' },
		{ field: 'Rating', value: '4' },
		{ field: 'Notes', value: '' },
	])('writes nothing where $field is "$value" already', async ({ field: asked, value }) => {
		expect(await set(asked, value)).toMatchObject({ receipt: { changed: false } });
		expect(sent()).toEqual([]);
	});

	it.each([
		{ field: 'Status', value: 'Aproved', said: 'Needs Review, Approved' },
		{ field: 'Stats', value: 'Approved', said: 'Status, Rating, Notes' },
	])('says what there is instead of $field "$value"', async ({ field: asked, value, said }) => {
		expect(await set(asked, value)).toMatchObject({
			result: 'refused',
			error: { code: 'frameio/field-unclear', why: expect.stringContaining(said) as string },
		});
		expect(sent()).toEqual([]);
	});

	it.each([
		{
			when: 'the file is gone',
			path: `${file}/metadata?show_null=true`,
			status: 404,
			result: 'refused',
		},
		{
			when: 'it cannot be read now',
			path: `${file}/metadata?show_null=true`,
			status: 500,
			result: 'notSent',
		},
		{ when: 'the change is refused', path: values, status: 422, result: 'refused' },
		{ when: 'the change gets no answer', path: values, status: 502, result: 'unknown' },
	])('is $result when $when', async ({ path, status, result }) => {
		vendor.answers[path] = { status, body: { errors: [{ detail: 'x' }] } };
		expect(await set('Status', 'Approved')).toMatchObject({ result });
	});
});

describe('isForTests', () => {
	it.each([
		{ place: { fileId: 'f1' }, accountId: 'acc', isForTests: true },
		{ place: { projectId: 'p1' }, accountId: null, isForTests: true },
		{ place: { fileId: 'f1' }, accountId: 'other', isForTests: false },
	])('is $isForTests for $place of $accountId', async ({ place, accountId, isForTests }) => {
		expect(await frameio.isForTests({ accountId, ...place } as never)).toBe(isForTests);
	});

	it('is false for what is in another workspace', async () => {
		vendor.answers['/v4/accounts/acc/projects/p1'] = { body: { data: { workspace_id: 'w1' } } };
		expect(await frameio.isForTests({ accountId: 'acc', fileId: 'f1' })).toBe(false);
	});
});

describe('without credentials', () => {
	it('everything is refused with the variables to set', async () => {
		const none = noFrameio(['ID', 'SECRET']);
		const wanted = { accountId: null, fileId: 'f1', field: 'Status', value: 'x' };
		expect(await none.setValue({ ...wanted, mayStillSend: () => true })).toMatchObject({
			error: {
				code: 'frameio/not-set-up',
				why: expect.stringContaining('ID and SECRET') as string,
			},
		});
	});
});

it.each([
	{ field: 'status', value: 'needs review', held: { isSame: true, value: 'Needs Review' } },
	{ field: 'd1', value: 'Approved', held: { isSame: false, value: 'Needs Review' } },
	{ field: 'Status', value: 'No such option', held: { isSame: false, value: 'Needs Review' } },
	{ field: 'Rating', value: '4', held: { isSame: true, value: '4' } },
	{ field: 'Notes', value: '', held: { isSame: true, value: null } },
	{ field: 'No such field', value: '', held: null },
])('holds "$value" against $field and writes nothing', async ({ held, ...wanted }) => {
	expect(await frameio.heldAgainst({ accountId: 'acc', fileId: 'f1', ...wanted })).toEqual(held);
	expect(vendor.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
});

it('holds nothing against a file that is gone', async () => {
	vendor.answers[`${file}/metadata?show_null=true`] = { status: 404, body: { errors: [] } };
	const wanted = { accountId: 'acc', fileId: 'f1', field: 'Status', value: 'Approved' };
	expect(await frameio.heldAgainst(wanted)).toBeNull();
});
