import type { IDataObject } from 'n8n-workflow';

import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { defaultSettings } from '../../../nodes/domain/routing/settings';
import { ProjectRouting } from '../../../nodes/ProjectRouting/ProjectRouting.node';
import { aBooking, aPerson, aProject, aRoster, monday } from '../../support/aStudio';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';

const node = new ProjectRouting();

const edit = { id: 'cut', skill: 'edit', hours: 3, byDay: 1 };
const project = (id = 'p1', changes: object = {}) =>
	({
		...aProject({ id }),
		pieces: [edit],
		dueAt: '2026-11-23T22:00:00Z',
		...changes,
	}) as IDataObject;
const roster = (...people: Array<ReturnType<typeof aPerson>>) =>
	aRoster(people) as unknown as IDataObject;
const bookings = (...list: Array<ReturnType<typeof aBooking>>) => list as unknown as IDataObject[];

const free = { project: project('free'), roster: roster(aPerson('ana')) };
const busy: IDataObject = {
	project: project('busy'),
	roster: roster(
		aPerson('ana'),
		aPerson('free', { kind: 'freelancer', rate: { minor: 5_000, currency: 'USD', per: 'piece' } }),
	),
	bookings: bookings(aBooking('ana', { started: true })),
};
const hopeless = { project: project('hopeless'), roster: roster() };

beforeEach(() => jest.useFakeTimers({ now: monday, doNotFake: ['nextTick'] }));
afterEach(() => jest.useRealTimers());

const run = (given: FakeRun) => runNode(node, given);

/** The JSON of the only item that a run gave, wherever it came out. */
async function only(given: FakeRun): Promise<IDataObject> {
	const items = (await run(given)).flat();
	expect(items).toHaveLength(1);
	return items[0].json;
}

describe('Project Routing', () => {
	it('sends each project out by who can do it, linked to its item', async () => {
		const outputs = await run({ items: [hopeless, busy, free] });
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[{ item: 1 }],
			[{ item: 0 }],
		]);
		expect(outputs.map(([{ json }]) => (json.decision as IDataObject).outcome)).toEqual([
			'assigned',
			'overflow',
			'negotiate',
		]);
		expect(node.description.outputNames).toEqual(['Assigned', 'Overflow', 'Negotiate']);
	});

	it('puts the project, the decision and the mode in the place of the item', async () => {
		const json = await only({ items: [free] });
		expect(Object.keys(json)).toEqual(['project', 'decision', 'test']);
		expect(json).toMatchObject({ test: false, decision: { assignments: [{ person: 'ana' }] } });
	});

	it('does not give two projects of a run the same hours', async () => {
		const items = ['one', 'two', 'three'].map((id) => ({ ...free, project: project(id) }));
		const outputs = await run({ items });
		expect(outputs.map((list) => list.length)).toEqual([2, 0, 1]);
		const days = outputs[0].map(
			({ json }) => (json.decision as { bookings: Array<{ days: object[] }> }).bookings[0].days,
		);
		expect(days).toEqual([[{ day: '2026-11-23', hours: 3 }], [{ day: '2026-11-23', hours: 3 }]]);
	});

	it('counts hours once that an item knows of already', async () => {
		const [[first]] = await run({ items: [free] });
		const known = (first.json.decision as IDataObject).bookings as IDataObject[];
		const again = { ...free, project: project('next'), bookings: known };
		const outputs = await run({ items: [free, again] });
		expect(outputs.map((list) => list.length)).toEqual([2, 0, 0]);
	});

	it('reads its parameters once, however many items come', async () => {
		const { context, reads } = fakeContext({ items: [free, free, free] });
		await node.execute.call(context);
		expect(reads.length).toBe(new Set(reads).size);
	});

	it.each([
		['a person runs the flow on the canvas', { items: [free], mode: 'manual' as const }],
		['the item is one', { items: [{ ...free, test: true }] }],
	])('says that it is a test when %s', async (_when, given) => {
		expect(await only(given)).toMatchObject({ test: true });
	});

	describe('made of something else in the item', () => {
		const people = roster(
			aPerson('ana', { skills: { 'video-editing': 3, review: 3 } }),
			aPerson('luis', { skills: { 'video-editing': 3, review: 3 } }),
		);
		const deal = {
			id: '42',
			name: 'Nordlys: quick edit',
			amount: { minor: 90_000, currency: 'USD' },
		};

		it('takes a won deal for the project, and keeps the rest where it is told to', async () => {
			const item = { deal, contact: null, receipts: { list: { id: '9' } }, roster: people };
			const parameters = { projectSource: 'deal', options: { keepFields: true } };
			const json = await only({ items: [item], parameters });
			expect(Object.keys(json).sort()).toEqual(
				['contact', 'deal', 'decision', 'project', 'receipts', 'test'].sort(),
			);
			expect(json).toMatchObject({
				project: { id: '42', type: 'quick-edit' },
				decision: { assignments: [{ piece: 'edit', round: 1 }, { piece: 'qa' }] },
				receipts: { list: { id: '9' } },
			});
		});

		it('routes a lost assignment past whoever said no, beside what others have', async () => {
			const [first] = await Promise.all([
				only({ items: [{ deal, roster: people }], parameters: { projectSource: 'deal' } }),
			]);
			const decision = first.decision as {
				assignments: Array<{ piece: string; person: string }>;
				bookings: Array<{ piece: string }>;
			};
			const [edit, qa] = decision.assignments;
			const item = {
				piece: 'edit',
				person: { id: edit.person },
				reason: 'Away then',
				reservation: { notBefore: null },
				context: { project: first.project, decision: first.decision },
				roster: roster(
					aPerson('ana', { skills: { 'video-editing': 3, review: 3 } }),
					aPerson('luis', { skills: { 'video-editing': 3, review: 3 } }),
					aPerson('eva', { skills: { 'video-editing': 1 } }),
				),
				bookings: decision.bookings.filter(({ piece }) => piece === 'qa'),
			} as unknown as IDataObject;
			const json = await only({ items: [item], parameters: { projectSource: 'assignment' } });
			// Who has the review must not do the edit, and who declined is not asked again.
			expect(json.decision).toMatchObject({
				round: 2,
				assignments: [{ piece: 'edit', person: 'eva', round: 2 }],
				blocked: expect.arrayContaining([
					expect.objectContaining({ person: edit.person, text: 'said no: Away then' }),
					expect.objectContaining({ person: qa.person, constraint: 'another' }),
				]),
			});
		});

		it.each([
			{ projectSource: 'deal', says: 'deal' },
			{ projectSource: 'assignment', says: 'assignment' },
		])('says what is missing for $projectSource', async ({ projectSource, says }) => {
			const given = { items: [{ roster: people }], parameters: { projectSource } };
			await expect(run(given)).rejects.toThrow(says);
		});
	});

	it('keeps which event of the inbox the project came from', async () => {
		const item = itemOf({
			id: 'evt_1',
			source: 'deals',
			topic: 'project.won',
			attempt: 1,
			receivedAt: monday.toISOString(),
			retry: false,
			test: false,
			payload: free,
		}) as IDataObject;
		expect((await only({ items: [item] })).inbox).toEqual(item.inbox);
	});

	it('takes roster and bookings from the node, and the whole item as the project', async () => {
		const json = await only({
			items: [project()],
			parameters: {
				projectField: '',
				rosterSource: 'json',
				rosterJson: JSON.stringify(busy.roster),
				bookingsSource: 'json',
				bookingsJson: JSON.stringify(busy.bookings),
			},
		});
		expect(json.decision).toMatchObject({ step: 'freelancers' });
	});

	it('takes roster and bookings from other paths', async () => {
		const { roster: people, bookings: hours, project: work } = busy;
		const json = await only({
			items: [{ studio: [{ people, hours, work }] }],
			parameters: {
				projectField: 'studio[0].work',
				rosterField: 'studio[0].people',
				bookingsField: 'studio[0].hours',
			},
		});
		expect(json.decision).toMatchObject({ step: 'freelancers' });
	});

	it('decides as of the moment that the item gives', async () => {
		const options = { momentField: 'at' };
		const json = await only({
			items: [{ ...free, at: '2026-11-23T15:00:00Z' }],
			parameters: { options },
		});
		expect(json.decision).toMatchObject({ decidedAt: '2026-11-23T15:00:00.000Z' });
	});

	it.each([
		['es', 'cuesta 30 USD'],
		['client', 'cuesta 30 USD'],
		['en', 'costs $30'],
	])('explains in %s', async (language, text) => {
		const options = { language };
		const json = await only({ items: [free], parameters: { options } });
		expect(JSON.stringify(json.decision)).toContain(text);
	});

	describe('settings', () => {
		it('are the shipped ones unless changed', async () => {
			const { decision } = await only({ items: [free] });
			expect(decision).toMatchObject({
				versions: { rules: defaultSettings.version },
				margin: { floor: 0.6 },
			});
		});

		it('take the floor, weights and shares from the fields', async () => {
			const json = await only({
				items: [busy],
				parameters: {
					settingsSource: 'fields',
					settings: { marginFloorPercent: 80 },
					weights: { weight: [{ term: 'cost', points: 0 }] },
					bands: {
						band: [
							{ hub: 'caracas', unit: 'projects', minPercent: 60, maxPercent: 80 },
							{ hub: 'lima', unit: 'projects', minPercent: 50, maxPercent: 80 },
						],
					},
				},
			});
			expect(json.decision).toMatchObject({
				outcome: 'negotiate',
				margin: { floor: 0.8 },
				notes: [expect.stringContaining('110%')],
			});
			expect(JSON.stringify(json.decision)).not.toContain(
				'"term":"cost","value":-0.15,"points":-4.5',
			);
		});

		it('take any part as JSON', async () => {
			const settingsJson = '{"version":"ours/2","marginFloor":0.9}';
			const json = await only({
				items: [busy],
				parameters: { settingsSource: 'json', settingsJson },
			});
			expect(json.decision).toMatchObject({ outcome: 'negotiate', versions: { rules: 'ours/2' } });
		});

		it.each([
			[
				'a wrong field of the JSON',
				{ settingsSource: 'json', settingsJson: '{"marginFloor":"60%"}' },
				'Field "marginFloor": expected a number, got "60%".',
			],
			['a text that is no JSON', { settingsSource: 'json', settingsJson: '{x}' }, 'Check quotes'],
			[
				'a share the wrong way round',
				{
					settingsSource: 'fields',
					bands: { band: [{ hub: 'lima', unit: 'revenue', minPercent: 60, maxPercent: 20 }] },
				},
				'Field "hubs.bands[0].min"',
			],
			['a roster that is no JSON', { rosterSource: 'json', rosterJson: '[' }, 'Check quotes'],
			[
				'a roster of nobody known',
				{ rosterSource: 'json', rosterJson: '{"people":[{}]}' },
				'people[0].id',
			],
		])('are refused for %s, by the name of the field', async (_what, parameters, part) => {
			await expect(run({ items: [free], parameters })).rejects.toMatchObject({
				name: 'NodeOperationError',
				description: expect.stringContaining(part) as string,
				context: { itemIndex: 0 },
			});
		});
	});

	it.each([
		[
			'without a roster',
			{ project: project() },
			'There is no roster in this item.',
			'the item has project',
		],
		[
			'without a project',
			{ roster: roster() },
			'There is no project in this item.',
			'the item has roster',
		],
		[
			'with a project that cannot be used',
			{ ...free, project: { id: 'x' } },
			'The project cannot be used.',
			'Field "type"',
		],
		[
			'of a type that is not known',
			{ ...free, project: project('x', { pieces: null, type: 'opera' }) },
			'The project cannot be broken into pieces of work.',
			'quick-edit',
		],
	])('stops at an item %s and says which', async (_what, item, message, description) => {
		await expect(run({ items: [free, item as IDataObject] })).rejects.toMatchObject({
			message,
			description: expect.stringContaining(description) as string,
			context: { itemIndex: 1 },
		});
	});

	it('lets an item that cannot be decided leave by Negotiate when it continues on failure', async () => {
		const outputs = await run({ items: [free, { other: 1 }], continueOnFail: true });
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 1]);
		expect(outputs[2][0]).toMatchObject({
			json: { error: { code: 'routing/not-found' } },
			pairedItem: { item: 1 },
		});
	});
});
