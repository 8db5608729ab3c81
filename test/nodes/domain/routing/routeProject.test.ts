import { MendableError } from '../../../../nodes/domain/errors';
import { readBookings, readProject, readRoster } from '../../../../nodes/domain/routing/readInputs';
import { routeProject } from '../../../../nodes/domain/routing/routeProject';
import type { Booking, Person, Project, Roster } from '../../../../nodes/domain/routing/schema';
import { defaultSettings, resolveSettings } from '../../../../nodes/domain/routing/settings';
import type { RoutingSettings } from '../../../../nodes/domain/routing/settings';
import {
	aBooking,
	aPerson,
	aProject,
	aRoster,
	monday,
	someSettings,
} from '../../../support/aStudio';

interface Given {
	people?: Person[];
	bookings?: Booking[];
	project?: Partial<Project>;
	settings?: RoutingSettings;
	now?: Date;
	roster?: Partial<Roster>;
	language?: 'en' | 'es' | 'da';
}

/** Routes a project of three hours of editing among these people. */
function route({ people = [], bookings = [], project, settings, now, roster, language }: Given) {
	return routeProject(
		aProject(project),
		aRoster(people, roster),
		bookings,
		now ?? monday,
		settings ?? someSettings(),
		language,
	);
}

const full = (person: string, days = ['2026-11-23', '2026-11-24', '2026-11-25']) =>
	aBooking(person, { days: days.map((day) => ({ day, hours: 8 })), started: true });
const freelancer = (id: string, minor: number) =>
	aPerson(id, { kind: 'freelancer', rate: { minor, currency: 'USD', per: 'piece' } });

describe('who gets a piece of work', () => {
	const only = (term: string, points = 10) =>
		someSettings({
			weights: Object.fromEntries(
				Object.keys(defaultSettings.weights).map((name) => [name, name === term ? points : 0]),
			),
		});
	const danish: Partial<Project> = {
		type: 'long',
		client: { id: 'nordlys', zone: 'Europe/Copenhagen', language: 'da' },
		value: { minor: 100_000, currency: 'USD' },
	};
	const both = { skills: { edit: 3, write: 3, review: 3 } };

	it.each<{ why: string; term: string; people: Person[] } & Given>([
		{
			why: 'who costs less',
			term: 'cost',
			people: [
				aPerson('dear', { rate: { minor: 2_000, currency: 'USD', per: 'hour' } }),
				aPerson('good'),
			],
		},
		{
			why: 'who has less of their hours taken',
			term: 'fairness',
			people: [aPerson('busy'), aPerson('good')],
			bookings: [aBooking('busy', { days: [{ day: '2026-11-26', hours: 8 }] })],
		},
		{
			why: 'who will be done on the planned day',
			term: 'lateness',
			people: [aPerson('late'), aPerson('good')],
			bookings: [
				aBooking('late', {
					days: [
						{ day: '2026-11-23', hours: 8 },
						{ day: '2026-11-24', hours: 5 },
					],
				}),
			],
		},
		{
			why: 'who is awake when the client is',
			term: 'overlap',
			people: [
				aPerson('far', { ...both, zone: 'America/Lima' }),
				aPerson('good', { ...both, zone: 'Europe/Madrid' }),
				aPerson('other', { ...both, zone: 'America/Lima' }),
			],
			project: danish,
		},
		{
			why: 'who has worked for the client',
			term: 'continuity',
			people: [aPerson('new'), aPerson('good')],
			bookings: [aBooking('good', { days: [{ day: '2026-11-02', hours: 2 }], client: 'tienda' })],
		},
		{
			why: "who speaks the client's language",
			term: 'language',
			people: [
				aPerson('mute', both),
				aPerson('good', { ...both, languages: ['da'] }),
				aPerson('other', both),
			],
			project: danish,
		},
		{
			why: 'who wants to grow in it',
			term: 'growth',
			people: [aPerson('old'), aPerson('good', { growing: ['edit'] })],
		},
		{
			why: 'whose hours the others need least',
			term: 'capacity',
			people: [aPerson('rare', { hoursPerDay: 4 }), aPerson('good')],
		},
	])('is $why', ({ term, ...given }) => {
		const { assignments, reasons } = route({ ...given, settings: only(term) });
		expect(assignments[0].person).toBe('good');
		expect(new Set(reasons.map(({ rule }) => rule)).size).toBeLessThanOrEqual(1);
	});

	it.each([
		['projects', 'lima'],
		['revenue', 'lima'],
	] as const)('is of the hub that lacks %s', (unit, hub) => {
		const bands = [{ hub, unit, min: 0.5, max: 0.8 }];
		const settings = resolveSettings({
			...only('hub'),
			hubs: { bands },
		});
		const people = [aPerson('a'), aPerson('good', { hub, zone: 'America/Lima' })];
		const bookings = [
			aBooking('a', {
				days: [{ day: '2026-11-10', hours: 3 }],
				value: { minor: 9_000, currency: 'USD' },
			}),
		];
		expect(route({ people, bookings, settings }).assignments[0].person).toBe('good');
	});

	it('shows every term of everybody who could, with the difference', () => {
		const { assignments, runnerUp } = route({
			people: [
				aPerson('dear', { rate: { minor: 2_000, currency: 'USD', per: 'hour' } }),
				aPerson('good'),
			],
		});
		const [{ ranked }] = assignments;
		expect(ranked.map(({ person }) => person)).toEqual(['good', 'dear']);
		expect(ranked[1].terms.map(({ term }) => term)).toEqual(Object.keys(defaultSettings.weights));
		expect(ranked[1].behind).toBeCloseTo(4.5);
		expect(runnerUp).toEqual({
			outcome: 'assigned',
			by: '4.5 points (cut: dear)',
			piece: 'cut',
			person: 'dear',
		});
	});
});

describe('a project whose best first choice leads nowhere', () => {
	it('is given to others with whom all of it comes out', () => {
		const paid = (dollars: number) =>
			({ minor: 100 * dollars, currency: 'USD', per: 'piece' }) as const;
		const people = [
			// Cheap, but not before Tuesday; then only the dear editor is there, beyond the budget.
			aPerson('cheap', { skills: { write: 3 }, rate: paid(10) }),
			aPerson('soon', { skills: { write: 3 }, rate: paid(40) }),
			aPerson('dear', { rate: paid(60) }),
			aPerson('today', { rate: paid(10), leave: [{ from: '2026-11-24', to: '2026-12-24' }] }),
		];
		const decision = route({
			people,
			bookings: [aBooking('cheap', { started: true })],
			project: {
				value: { minor: 15_000, currency: 'USD' },
				dueAt: '2026-11-25T22:00:00Z',
				pieces: [
					{
						id: 'script',
						skill: 'write',
						level: 1,
						hours: 4,
						byDay: 1,
						byAnother: false,
						facesClient: false,
					},
					{
						id: 'cut',
						skill: 'edit',
						level: 1,
						hours: 3,
						byDay: 2,
						byAnother: false,
						facesClient: false,
					},
				],
			},
		});
		expect(decision.step).toBe('internal');
		expect(decision.assignments.map(({ person }) => person)).toEqual(['soon', 'today']);
		expect(decision.blocked).toContainEqual({
			piece: 'script',
			person: 'cheap',
			constraint: 'rest',
			text: expect.stringContaining('the work that follows') as string,
		});
	});
});

describe('why not me', () => {
	it.each<{ constraint: string; text: string; person: Person } & Given>([
		{
			constraint: 'skill',
			text: 'does not have the skill edit',
			person: aPerson('me', { skills: { write: 5 } }),
		},
		{
			constraint: 'level',
			text: 'has level 1 in edit, level 2 is needed',
			person: aPerson('me', { skills: { edit: 1 } }),
		},
		{
			constraint: 'kind',
			text: 'is a freelancer, and that was not needed',
			person: freelancer('me', 100),
		},
		{
			constraint: 'deadline',
			text: 'could be done on 2026-11-26 12:22 (America/Caracas) at the earliest, after 2026-11-25 08:00 (America/Caracas)',
			person: aPerson('me'),
			bookings: [full('me')],
		},
		{
			constraint: 'hours',
			text: 'has not 3 h free in the time that is looked ahead',
			person: aPerson('me', { hoursPerDay: 0 }),
		},
		{
			constraint: 'margin',
			text: 'costs $90, which would break the margin floor',
			person: aPerson('me', { rate: { minor: 3_000, currency: 'USD', per: 'hour' } }),
		},
	])('is answered with $constraint', ({ constraint, text, person, bookings }) => {
		const { blocked } = route({ people: [person, aPerson('good')], bookings });
		expect(blocked).toEqual([{ piece: 'cut', person: 'me', constraint, text }]);
	});
});

describe('where own people cannot', () => {
	it('a colleague takes over what nobody has started', () => {
		const people = [
			aPerson('senior', { skills: { edit: 5 } }),
			aPerson('junior', { skills: { edit: 1 } }),
		];
		const bookings = [
			aBooking('senior', { id: 'kept', started: true, days: [{ day: '2026-11-24', hours: 8 }] }),
			aBooking('senior', {
				id: 'easy',
				days: [{ day: '2026-11-23', hours: 8 }],
				dueAt: '2026-11-27T22:00:00Z',
			}),
		];
		const decision = route({ people, bookings });
		expect(decision).toMatchObject({
			outcome: 'overflow',
			step: 'redistribution',
			assignments: [{ person: 'senior', days: [{ day: '2026-11-23', hours: 3 }] }],
			moves: [
				{ booking: 'easy', from: 'senior', to: 'junior', days: [{ day: '2026-11-23', hours: 8 }] },
			],
			steps: [
				{
					step: 'internal',
					result: 'failed',
					because: 'Nobody can do "cut" in time: 1 person below the level, 1 person free too late',
				},
				{ step: 'redistribution', result: 'taken' },
			],
		});
	});

	it.each([
		['has begun', { started: true }],
		['nobody else may do', { level: 4 }],
		['says nothing of what it needs', { skill: null }],
		['would be late with the colleague', { dueAt: '2026-11-23T20:00:00Z' }],
	])('work that %s is not moved', (_what, changes) => {
		const people = [
			aPerson('senior', { skills: { edit: 5 } }),
			aPerson('junior', { skills: { edit: 1 } }),
		];
		const bookings = [
			full('senior', ['2026-11-24', '2026-11-25']),
			aBooking('senior', { id: 'x', ...changes }),
		];
		expect(route({ people, bookings })).toMatchObject({
			outcome: 'negotiate',
			moves: [],
			steps: [{}, { step: 'redistribution', result: 'failed' }, {}, {}, {}],
		});
	});

	const [senior, junior, other] = [
		aPerson('senior', { skills: { edit: 5, review: 3 } }),
		aPerson('junior', { skills: { edit: 1, review: 3 } }),
		aPerson('other', { skills: { edit: 1 } }),
	];
	const easy = (id: string, changes: Partial<Booking> = {}) =>
		aBooking('senior', {
			id,
			days: [{ day: '2026-11-23', hours: 4 }],
			dueAt: '2026-11-23T22:00:00Z',
			...changes,
		});
	const kept = full('senior', ['2026-11-24', '2026-11-25']);
	const busy = aBooking('junior', { started: true, days: [{ day: '2026-11-23', hours: 4 }] });

	it('several pieces move where one is not enough, and no more than that', () => {
		const project: Partial<Project> = {
			pieces: [
				{
					id: 'cut',
					skill: 'edit',
					level: 2,
					hours: 7,
					byDay: 1,
					byAnother: false,
					facesClient: false,
				},
			],
		};
		const decision = route({
			people: [senior, junior, other],
			bookings: [easy('one'), easy('two'), kept, busy],
			project,
		});
		expect(decision).toMatchObject({
			step: 'redistribution',
			assignments: [{ person: 'senior', days: [{ day: '2026-11-23', hours: 7 }] }],
			moves: [
				{ booking: 'one', from: 'senior', was: [{ day: '2026-11-23', hours: 4 }] },
				{ booking: 'two', from: 'senior' },
			],
		});
		expect(decision.moves.map(({ to }) => to).sort()).toEqual(['junior', 'other']);
		const small = route({
			people: [senior, junior, other],
			bookings: [easy('one'), easy('two'), kept],
		});
		expect(small.moves).toHaveLength(1);
	});

	it.each([
		[
			'what comes after it in its project would begin before its end',
			{ notBefore: '2026-11-23T19:00:00.000Z' },
		],
		['a colleague has the piece that it must be apart from', { piece: 'qa', skill: 'review' }],
	])('work is not moved where %s', (_why, sibling) => {
		const days = [{ day: '2026-11-23', hours: 8 }];
		const work = easy('easy', { days, notBefore: '2026-11-23T13:00:00.000Z' });
		const another = (changes: Partial<Booking>) => [
			aBooking('junior', { id: 'next', days: [{ day: '2026-11-25', hours: 1 }], ...changes }),
		];
		const asked = (project: string) =>
			route({
				people: [senior, junior],
				bookings: [work, kept, ...another({ ...sibling, project })],
			}).step;
		expect([asked('other'), asked('elsewhere')]).toEqual(['negotiation', 'redistribution']);
	});

	it('an approved freelancer does it within the margin floor', () => {
		const people = [aPerson('own'), freelancer('free', 8_000)];
		expect(route({ people, bookings: [full('own')] })).toMatchObject({
			outcome: 'overflow',
			step: 'freelancers',
			assignments: [
				{ person: 'free', kind: 'freelancer', cost: { minor: 8_000, currency: 'USD' } },
			],
			margin: { share: 0.6, floor: 0.6, override: null },
			flips: [{ then: 'assigned', change: { dueAt: '2026-11-26T16:23:00.000Z' } }],
		});
	});

	it('a freelancer below the floor is skipped, which is said, and a partner asked', () => {
		const partner = aPerson('partner', {
			kind: 'partner',
			rate: { minor: 2_000, currency: 'USD', per: 'hour' },
		});
		const people = [aPerson('own'), freelancer('free', 8_001), partner];
		expect(route({ people, bookings: [full('own')] })).toMatchObject({
			step: 'partners',
			assignments: [{ person: 'partner' }],
			steps: [
				{ step: 'internal', result: 'failed' },
				{ step: 'redistribution', result: 'failed' },
				{
					step: 'freelancers',
					result: 'skipped',
					because: 'It would leave a margin of 60%, below the floor of 60%',
				},
				{ step: 'partners', result: 'taken' },
			],
		});
	});

	it('somebody may allow to go below the floor, which is recorded', () => {
		const belowFloor = { by: 'founder', because: 'first project of a large client' };
		const people = [aPerson('own'), freelancer('free', 15_000)];
		const decision = route({ people, bookings: [full('own')], project: { belowFloor } });
		expect(decision).toMatchObject({
			step: 'freelancers',
			margin: { share: 0.25, override: belowFloor },
		});
		expect(decision.notes).toEqual([
			'founder allowed to go below the margin floor: first project of a large client',
		]);
	});

	it('the client is offered another date and another price, both worked out', () => {
		const people = [aPerson('own'), freelancer('free', 10_000)];
		expect(route({ people, bookings: [full('own')] })).toMatchObject({
			outcome: 'negotiate',
			step: 'negotiation',
			assignments: [],
			bookings: [],
			finishesAt: null,
			negotiation: {
				later: { endsAt: '2026-11-26T16:22:30.000Z', assignments: [{ person: 'own' }] },
				dearer: { price: { minor: 25_000, currency: 'USD' } },
			},
			flips: [{ then: 'assigned', change: { dueAt: '2026-11-26T16:23:00.000Z' } }],
		});
	});

	it.each([
		['there is nobody', []],
		['nobody has the skill', [aPerson('a', { skills: { write: 5 } })]],
		['nobody has hours', [aPerson('a', { workingDays: [] })]],
	])('nothing can be offered when %s', (_when, people) => {
		const decision = route({ people });
		expect(decision).toMatchObject({
			outcome: 'negotiate',
			negotiation: { later: null, dearer: null },
		});
		expect(decision.notes).toContain('Nobody on the roster could do this at any date or price');
	});

	it('a deadline that has passed leads to an offer, not to an error', () => {
		const decision = route({ people: [aPerson('a')], project: { dueAt: '2026-11-20T12:00:00Z' } });
		expect(decision).toMatchObject({ outcome: 'negotiate', negotiation: { dearer: null } });
		expect(decision.negotiation?.later?.endsAt).toBe('2026-11-23T16:22:30.000Z');
	});
});

describe('shares of hubs that contradict each other', () => {
	const noted = (bands: object[]) =>
		route({
			people: [aPerson('a'), aPerson('b', { hub: 'lima' })],
			settings: someSettings({ hubs: { bands } }),
		}).notes;
	const band = (hub: string, unit: string, min: number, max: number) => ({ hub, unit, min, max });

	it.each<[string, object[], string[]]>([
		[
			'are in different units',
			[band('caracas', 'projects', 0.4, 0.5), band('lima', 'revenue', 0.3, 0.4)],
			[
				'The hubs’ shares are in different units (projects, revenue): each is kept to by itself, they do not add up to a whole',
			],
		],
		[
			'ask for more than there is',
			[band('caracas', 'projects', 0.6, 0.7), band('lima', 'projects', 0.5, 0.6)],
			['The least shares of the hubs add up to 110% of projects: they cannot all be kept'],
		],
		[
			'leave something over',
			[band('caracas', 'projects', 0.1, 0.4), band('lima', 'projects', 0.1, 0.3)],
			['The largest shares of the hubs add up to 70% of projects: some work has no hub to go to'],
		],
		['come out even', [band('caracas', 'projects', 0.4, 1)], []],
	])('are shown when they %s', (_when, bands, notes) => {
		expect(noted(bands)).toEqual(notes);
	});

	it('are shown for the shipped settings, which follow the plan', () => {
		const { notes } = route({
			people: [aPerson('a')],
			settings: defaultSettings,
			project: { type: 'quick-edit' },
		});
		expect(notes.join()).toContain('different units');
	});
});

describe('work that keeps coming', () => {
	/** Routes so many short projects, an hour and a half apart, and counts who got them. */
	function week(people: Person[], count: number, before: Booking[] = []): Map<string, number> {
		const bookings = [...before];
		const counts = new Map(people.map(({ id }) => [id, 0]));
		for (let index = 0; index < count; index++) {
			const now = new Date(monday.getTime() + index * 5_400_000);
			const project = aProject({
				id: `p${index}`,
				client: { id: `client-${index}`, zone: null, language: null },
				dueAt: new Date(now.getTime() + 7 * 86_400_000).toISOString(),
			});
			const decision = routeProject(project, aRoster(people), bookings, now, someSettings());
			bookings.push(...decision.bookings);
			for (const { person } of decision.assignments)
				counts.set(person, (counts.get(person) ?? 0) + 1);
		}
		return counts;
	}

	it('is spread over people who are alike', () => {
		const counts = week(
			['a', 'b', 'c', 'd'].map((id) => aPerson(id)),
			40,
		);
		for (const count of counts.values()) {
			expect(count).toBeGreaterThanOrEqual(8);
			expect(count).toBeLessThanOrEqual(12);
		}
	});

	it.each([
		['new', { since: '2026-11-23' }],
		['back from four weeks of leave', { leave: [{ from: '2026-10-26', to: '2026-11-22' }] }],
	])('does not flood somebody who is %s', (_who, changes) => {
		const old = ['a', 'b', 'c'].map((id) => aPerson(id));
		const worked = old.flatMap(({ id }) =>
			Array.from({ length: 10 }, (_, index) =>
				aBooking(id, {
					id: `${id}${index}`,
					days: [{ day: `2026-11-${String(9 + index).padStart(2, '0')}`, hours: 6 }],
				}),
			),
		);
		const counts = week([...old, aPerson('d', changes)], 20, worked);
		const share = (counts.get('d') ?? 0) / 20;
		expect(share).toBeGreaterThan(0.15);
		expect(share).toBeLessThan(0.5);
	});
});

describe('clocks and calendars', () => {
	const alone = (
		changes: Partial<Person>,
		project: Partial<Project>,
		now: string,
		roster?: Partial<Roster>,
	) =>
		route({ people: [aPerson('a', changes)], project, now: new Date(now), roster }).assignments[0]
			?.days;
	const later = { dueAt: '2029-01-01T00:00:00Z', startAt: null };

	it.each<[string, Partial<Person>, string, string]>([
		['the day itself', {}, '2026-11-23T12:00:00Z', '2026-11-23'],
		['Monday after a weekend', {}, '2026-11-28T12:00:00Z', '2026-11-30'],
		['the 29th of February', {}, '2028-02-29T12:00:00Z', '2028-02-29'],
		['the 1st of March in another year', {}, '2027-03-01T12:00:00Z', '2027-03-01'],
		[
			'after a leave',
			{ leave: [{ from: '2026-11-23', to: '2026-11-25' }] },
			'2026-11-23T12:00:00Z',
			'2026-11-26',
		],
		['after a holiday', { holidays: 'VE' }, '2026-11-23T12:00:00Z', '2026-11-24'],
		['from the first day on', { since: '2026-12-01' }, '2026-11-23T12:00:00Z', '2026-12-01'],
		['on the only working day', { workingDays: [6] }, '2026-11-23T12:00:00Z', '2026-11-28'],
		[
			'tomorrow, which it already is there',
			{ zone: 'Pacific/Auckland' },
			'2026-11-23T12:00:00Z',
			'2026-11-24',
		],
	])('give work %s', (_when, changes, now, day) => {
		const days = alone(changes, later, now, { holidays: { VE: ['2026-11-23'] } });
		expect(days?.[0].day).toBe(day);
	});

	it.each([
		['before the clock changes', '2026-10-23T07:00:00Z', '2026-10-23T10:22:30.000Z'],
		['after it', '2026-10-26T08:00:00Z', '2026-10-26T11:22:30.000Z'],
		['on a Sunday when it does', '2026-10-25T08:00:00Z', '2026-10-25T11:22:30.000Z'],
	])('keep nine o’clock nine o’clock %s', (_when, now, endsAt) => {
		const person = aPerson('a', { zone: 'Europe/Copenhagen', workingDays: [1, 2, 3, 4, 5, 6, 7] });
		expect(route({ people: [person], project: later, now: new Date(now) }).finishesAt).toBe(endsAt);
	});

	it('give only what is left of a day that has half gone by', () => {
		expect(alone({}, later, '2026-11-23T19:45:00Z')).toEqual([
			{ day: '2026-11-23', hours: 2 },
			{ day: '2026-11-24', hours: 1 },
		]);
	});
});

describe('texts', () => {
	it.each([
		['en', 'cut → good: costs $30'],
		['es', 'cut → good: cuesta 30 USD'],
		['da', 'cut → good: koster 30 USD'],
	] as const)('are in %s', (language, text) => {
		const { reasons } = route({ people: [aPerson('good')], language });
		expect(reasons[0].text).toBe(text);
	});
});

describe('what cannot be used', () => {
	const person = { id: 'a', zone: 'America/Lima', rate: null };

	it.each<[string, () => unknown, string]>([
		[
			'a zone that is none',
			() => readRoster({ people: [{ ...person, zone: 'Mars' }] }, defaultSettings),
			'people[0].zone',
		],
		[
			'a person twice',
			() => readRoster({ people: [person, person] }, defaultSettings),
			'people[1].id',
		],
		[
			'a freelancer without a rate',
			() => readRoster({ people: [{ ...person, kind: 'freelancer' }] }, defaultSettings),
			'people[0].rate',
		],
		[
			'holidays that are no list',
			() => readRoster({ people: [{ ...person, holidays: 'VE' }] }, defaultSettings),
			'people[0].holidays',
		],
		[
			'a currency without a rate',
			() =>
				readRoster(
					{ people: [{ ...person, rate: { minor: 1, currency: 'XYZ' } }] },
					defaultSettings,
				),
			'people[0].rate.currency',
		],
		['a booking twice', () => readBookings([aBooking('a'), aBooking('a')]), '[1].id'],
		[
			'a project without a client',
			() => readProject({ id: 'x', type: 'short', value: null }),
			'client',
		],
		[
			'a band the wrong way round',
			() => someSettings({ hubs: { bands: [{ hub: 'x', unit: 'projects', min: 1, max: 0 }] } }),
			'hubs.bands[0].min',
		],
		['a weight below 0', () => someSettings({ weights: { cost: -1 } }), 'weights.cost'],
		['a term that is none', () => someSettings({ weights: { mood: 1 } }), 'weights.mood'],
	])('is refused for %s, by the name of the field', (_what, act, field) => {
		expect(act).toThrow(MendableError);
		expect(act).toThrow(`"${field}"`);
	});

	it('is refused for a type of work that the settings do not have', () => {
		expect(() => route({ project: { type: 'opera' } })).toThrow(
			expect.objectContaining({
				code: 'routing/unknown-type',
				why: expect.stringContaining('short, long') as string,
			}),
		);
	});

	it('is refused for a price in a currency without a rate', () => {
		expect(() => route({ project: { value: { minor: 1, currency: 'XYZ' } } })).toThrow(
			expect.objectContaining({ code: 'routing/no-rate' }),
		);
	});
});
