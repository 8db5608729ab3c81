import type { PlaceField, PlaceStatus } from '../../../orchestrator/src/adapters/clickup/places';
import { isListKey } from '../../../orchestrator/src/adapters/clickup/placeNames';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { seededOf } from '../../../orchestrator/src/apply/journal';
import { wantedClickup } from '../../../orchestrator/src/plan/clickupWants';
import { lookAtClickup } from '../../../orchestrator/src/plan/lookAtClickup';
import type { Blueprint, Seeded, Snapshot } from '../../../orchestrator/src/plan/model';
import { placeBases, planClickup } from '../../../orchestrator/src/plan/planClickup';
import type { WorldPlace } from '../apply/pretendedClickup';
import { aPlace, pretendedClickup } from '../apply/pretendedClickup';

const spaces = { projects: 'Projects', test: 'Test' };
const lists = { leads: 'Agency / Sales / Leads', test: 'Test / Tasks' };
const keyField = 'Agency Ops key';
const field: PlaceField = { id: 'f1', name: keyField, type: 'short_text' };
const workspaces = [{ id: 'w1', name: 'Studio' }];

const effectNode = (parameters: object): BundleWorkflow => ({
	id: 'w',
	name: 'Delivery',
	workflow: {
		name: 'Delivery',
		nodes: [{ id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters }],
		connections: {},
		settings: {},
	} as unknown as BundleWorkflow['workflow'],
});

interface World {
	places?: WorldPlace[];
	workspaces?: Array<{ id: string; name: string }>;
	seeded?: Partial<Seeded>;
	config?: Partial<Record<'lists' | 'spaces', Record<string, string>>>;
	flows?: BundleWorkflow[];
}

/** Looks at a pretended ClickUp, which it may not write to, and plans. */
async function look({ places = [], seeded = {}, config = {}, flows = [], ...more }: World) {
	const clickup = wantedClickup({ spaces, lists, keyField, ...config }, flows);
	const state = { places, workspaces: more.workspaces ?? workspaces };
	const services = {
		clickup: pretendedClickup(state, (call) => {
			throw new Error(`A plan has written: ${call}`);
		}),
	};
	const known = { ...seededOf([]), ...seeded };
	const found = {
		clickup: await lookAtClickup(services, clickup, known),
		seeded: known,
	} as Snapshot;
	return { wanted: { clickup } as Blueprint, found };
}

async function plan(world: World): Promise<string[]> {
	const { wanted, found } = await look(world);
	return planClickup(wanted, found).map(
		({ kind, target, because }) => `${kind} ${target.kind} ${target.key}: ${because}`,
	);
}
const notices = async (world: World) =>
	(await plan(world)).filter((line) => !line.startsWith('keep '));

/** Everything that is wanted, as a person would make it. */
const allThere = (more: { fields?: PlaceField[]; statuses?: PlaceStatus[] } = {}): WorldPlace[] => {
	const inside = { fields: [field], ...more };
	return [
		aPlace('space', '101', 'Agency', inside),
		aPlace('space', '102', 'Projects', inside),
		aPlace('space', '103', 'Test', inside),
		aPlace('folder', '201', 'Sales', { parentId: '101' }),
		aPlace('list', '301', 'Leads', { parentId: '201' }),
		aPlace('list', '302', 'Tasks', { parentId: '103' }),
	];
};
const changed = (id: string, more: Partial<WorldPlace>) =>
	allThere().map((place) => (place.id === id ? { ...place, ...more } : place));

const withoutField = 'seed makes the place without it, and ClickUp lets no API make one';

describe('the places in ClickUp', () => {
	it('are made in their order where there is nothing yet, and the field is left to a person', async () => {
		expect(await plan({})).toEqual([
			'create space Projects: there is none',
			'create space Test: there is none',
			'create space Agency: there is none',
			'create folder Agency / Sales: there is none',
			'create list Agency / Sales / Leads: there is none',
			'create list Test / Tasks: there is none',
			// The list in the space Test has what that space has.
			...['Projects', 'Test', 'Agency / Sales / Leads'].map(
				(key) => `manual customField ${key}/${keyField}: ${withoutField}`,
			),
		]);
	});

	it('are left as they are where all is there', async () => {
		expect(await notices({ places: allThere() })).toEqual([]);
	});

	it('are made where only their space is there, whose field they will have', async () => {
		const places = allThere().filter(({ kind }) => kind === 'space');
		expect(await notices({ places })).toEqual([
			'create folder Agency / Sales: there is none',
			'create list Agency / Sales / Leads: there is none',
			'create list Test / Tasks: there is none',
		]);
	});

	it.each<{ when: string; world: World; says: string[] }>([
		{
			when: 'two spaces have that name',
			world: { places: [...allThere(), aPlace('space', '109', 'Agency')] },
			says: ['manual space Agency: there are 2 of that name: 101, 109'],
		},
		{
			when: 'two lists have that name',
			world: { places: [...allThere(), aPlace('list', '309', 'Leads', { parentId: '201' })] },
			says: ['manual list Agency / Sales / Leads: there are 2 of that name: 301, 309'],
		},
		{
			when: 'of two of a name one is remembered',
			world: {
				places: [...allThere(), aPlace('list', '309', 'Leads', { parentId: '201' })],
				seeded: { lists: { 'Agency / Sales / Leads': { id: '301', name: 'Leads' } } },
			},
			says: [],
		},
		{
			when: 'a folder is archived',
			world: { places: changed('201', { isArchived: true }) },
			says: ['manual folder Agency / Sales: it is archived'],
		},
		{
			when: 'a list that is remembered was moved',
			world: {
				places: changed('301', { parentId: '102' }),
				seeded: { lists: { 'Agency / Sales / Leads': { id: '301', name: 'Leads' } } },
			},
			says: [],
		},
		{
			when: 'a list that is remembered was deleted',
			world: {
				places: allThere().filter(({ id }) => id !== '301'),
				seeded: { lists: { 'Agency / Sales / Leads': { id: '301', name: 'Leads' } } },
			},
			says: ['create list Agency / Sales / Leads: there is none'],
		},
		{
			when: 'a list is named by a number that nobody has',
			world: {
				places: allThere(),
				config: { lists: { leads: '999', test: 'Test / Tasks' } },
			},
			says: ['manual list 999: the token sees no such list'],
		},
		{
			when: 'a list lacks our field',
			world: { places: allThere({ fields: [] }) },
			says: ['Projects', 'Test', 'Agency / Sales / Leads'].map(
				(key) =>
					`manual customField ${key}/${keyField}: there is no such field, and ClickUp lets no API make one`,
			),
		},
		{
			when: 'our field is no text',
			world: { places: changed('102', { fields: [{ ...field, type: 'number' }] }) },
			says: [`manual customField Projects/${keyField}: it is of type number, a text is needed`],
		},
		{
			when: 'nobody says which workspace is meant',
			world: { workspaces: [...workspaces, { id: 'w2', name: 'Other' }] },
			says: ['Projects', 'Test', 'Agency'].map((key) => `manual space ${key}: Two are seen.`),
		},
		{
			when: 'a flow names a list that the configuration does not',
			world: {
				places: allThere(),
				flows: [effectNode({ effect: 'clickUpTask', taskList: 'briefs' })],
			},
			says: [
				'manual list clickup.lists.briefs: Delivery makes things in it, and clickup.lists has no such name',
			],
		},
	])('say so when $when', async ({ world, says }) => {
		expect(await notices(world)).toEqual(says);
	});

	it('are told apart where a folder and a list are called the same', async () => {
		const same = { leads: 'Agency / Sales', test: 'Agency / Sales / Leads' };
		const twice = ['301', '309'].map((id) => aPlace('list', id, 'Sales', { parentId: '101' }));
		const lines = await notices({
			places: [aPlace('space', '101', 'Agency', { fields: [field] }), ...twice],
			config: { lists: same, spaces: {} },
		});
		expect(lines).toEqual([
			'create folder Agency / Sales: there is none',
			'manual list Agency / Sales: there are 2 of that name: 301, 309',
			'create list Agency / Sales / Leads: there is none',
		]);
	});

	it('may be spaces whose names look like places', async () => {
		const config = { lists: {}, spaces: { projects: 'Film / Photo' } };
		const places = [aPlace('space', '101', 'Film / Photo', { fields: [field] })];
		expect(await notices({ config, places })).toEqual([]);
		expect(await notices({ config })).toEqual([
			'create space Film / Photo: there is none',
			`manual customField Film / Photo/${keyField}: ${withoutField}`,
		]);
	});

	it('are told to be renamed, and stay what they are', async () => {
		const seeded = { spaces: { Agency: { id: '101', name: 'Agency' } } };
		const world = { places: changed('101', { name: 'House' }), seeded };
		const lines = await plan(world);
		expect(lines).toContain('keep space Agency: it is there, called "House" by now');
		expect(lines).toContain('keep list Agency / Sales / Leads: it is there');
		const { wanted, found } = await look(world);
		const edited = planClickup(wanted, found).filter((change) => 'edits' in change);
		expect(edited).toMatchObject([{ target: { key: 'Agency' }, edits: ['its name'] }]);
	});

	it('are remembered by their numbers once they were found by their names', async () => {
		const { wanted, found } = await look({
			places: allThere(),
			seeded: { spaces: { Agency: { id: '101', name: 'Agency' } } },
		});
		expect(placeBases(wanted, found).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
			'space Projects',
			'space Test',
			'folder Agency / Sales',
			'list Agency / Sales / Leads',
			'list Test / Tasks',
		]);
	});
});

describe('the statuses that flows set', () => {
	const flows = [effectNode({ effect: 'clickUpStatus', workStatus: 'Delivered' })];
	const delivered = [
		{ status: 'to do', type: 'open' },
		{ status: 'delivered', type: 'closed' },
	];

	it('are there where tasks of deals are', async () => {
		const lines = await plan({ places: allThere({ statuses: delivered }), flows });
		expect(lines.filter((line) => line.includes(' status '))).toEqual([
			'keep status Projects/Delivered: it is there',
			'keep status Test/Delivered: it is there',
		]);
	});

	it('are added by a person where they are missing, and where the space is new', async () => {
		const places = allThere().filter(({ id }) => id !== '103' && id !== '302');
		const lines = await notices({ places, flows });
		expect(lines.filter((line) => line.includes(' status '))).toEqual([
			'manual status Projects/Delivered: Delivery sets it, and there are only to do, complete',
			"manual status Test/Delivered: Delivery sets it, and seed makes the place with ClickUp's own statuses",
		]);
	});

	it('are left out where an expression gives them, or none is named', async () => {
		const others = ['', '={{ $json.status }}'].map((workStatus) =>
			effectNode({ effect: 'clickUpStatus', workStatus }),
		);
		expect(await notices({ places: allThere(), flows: others })).toEqual([]);
	});

	it('need one that closes a task wherever tasks are', async () => {
		const open = [{ status: 'to do', type: 'open' }];
		expect(await notices({ places: changed('301', { statuses: open }) })).toEqual([
			'manual status Agency / Sales / Leads/closed: no status there closes a task',
		]);
	});
});

it.each([
	{ key: '901100000001', is: true },
	{ key: 'Test / Tasks', is: true },
	{ key: 'Agency / Sales / Leads', is: true },
	{ key: 'Leads', is: false },
	{ key: 'Agency /  / Leads', is: false },
	{ key: 'A / B / C / D', is: false },
])('takes "$key" as a list: $is', ({ key, is }) => {
	expect(isListKey(key)).toBe(is);
});
