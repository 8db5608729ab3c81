import fc from 'fast-check';
import { hoursOn } from '../../../nodes/domain/routing/freeTime';
import type { Booking, Person } from '../../../nodes/domain/routing/schema';
import { workClock } from '../../../nodes/domain/routing/workClock';
import type { Replan } from '../../../orchestrator/src/routing/replan';
import { replan } from '../../../orchestrator/src/routing/replan';
import type { ReplanAsk } from '../../../orchestrator/src/routing/replanProblem';
import { tellReplan } from '../../../orchestrator/src/routing/tellReplan';
import { aBooking, aPerson, aRoster, monday } from '../../support/aStudio';

const [mon, tue, wed] = ['2026-11-23', '2026-11-24', '2026-11-25'];
const dueAt = '2026-11-27T22:00:00.000Z';

const plan = async (
	people: Person[],
	bookings: Booking[],
	ask: Partial<ReplanAsk> = {},
): Promise<Replan> => {
	const usual = { away: 'ana', from: null, until: null, withOthers: false };
	const found = await replan({ roster: aRoster(people), bookings }, { ...usual, ...ask }, monday);
	if (found === null) throw new Error('nobody is away');
	return found;
};
const work = (id: string, person: string, day: string, hours = 4, changes: Partial<Booking> = {}) =>
	aBooking(person, { id, days: [{ day, hours }], dueAt, ...changes });
const full = (person: string, days: string[]) =>
	days.map((day) => work(`${person}-${day}`, person, day, 8, { started: true }));

describe('replan', () => {
	it('gives the work of who is away to a colleague, and touches nothing else', async () => {
		const bookings = [
			work('a', 'ana', tue),
			work('b', 'bo', tue),
			work('later', 'ana', '2026-11-30', 4, { dueAt: '2026-12-02T22:00:00.000Z' }),
		];
		const found = await plan([aPerson('ana'), aPerson('bo')], bookings, { until: '2026-11-27' });
		expect(found).toMatchObject({ hit: 1, unplaced: [], rosterVersion: 'roster/1' });
		expect(found.moves).toMatchObject([
			{
				reservation: 'a',
				from: 'ana',
				to: 'bo',
				because: 'ana is away.',
				was: [{ day: tue, hours: 4 }],
			},
		]);
	});

	it('lets them do it later themselves, rather than change hands', async () => {
		const found = await plan([aPerson('ana'), aPerson('bo')], [work('a', 'ana', tue)], {
			until: tue,
		});
		expect(found.moves).toMatchObject([{ from: 'ana', to: 'ana', days: [{ day: wed, hours: 4 }] }]);
	});

	it('moves the work of others only where that makes room', async () => {
		const people = [
			aPerson('ana', { skills: { motion: 3 } }),
			aPerson('bo', { skills: { motion: 3, edit: 3 } }),
			aPerson('cy', { skills: { edit: 3 } }),
		];
		const motion = { skill: 'motion', dueAt: '2026-11-24T22:00:00.000Z' };
		const bookings = [
			work('a', 'ana', tue, 8, motion),
			...full('bo', [mon]),
			work('b', 'bo', tue, 8, { dueAt: '2026-11-24T22:00:00.000Z' }),
		];
		const found = await plan(people, bookings);
		expect(found.moves.map(({ reservation, from, to }) => [reservation, from, to]).sort()).toEqual([
			['a', 'ana', 'bo'],
			['b', 'bo', 'cy'],
		]);
		expect(found.moves.find(({ reservation }) => reservation === 'b')?.because).toContain('room');
	});

	it.each([
		['has begun', { started: true }, /has begun/],
		['nobody else can do', { level: 5 }, /Nobody else has edit at level 5/],
		['does not say what it needs', { skill: null }, /which skill/],
		['is due before anybody is free', { dueAt: '2026-11-24T14:00:00.000Z' }, /has 4 h free/],
	])('leaves what %s, and says why', async (_what, changes, because) => {
		const people = [aPerson('ana', { skills: { edit: 5 } }), aPerson('bo')];
		const found = await plan(people, [work('a', 'ana', tue, 4, changes), ...full('bo', [mon])]);
		expect(found.moves).toEqual([]);
		expect(found.unplaced).toMatchObject([
			{ reservation: 'a', because: expect.stringMatching(because) as string },
		]);
	});

	it('asks freelancers only where it may', async () => {
		const rate = { minor: 9_000, currency: 'USD', per: 'piece' as const };
		const people = [aPerson('ana'), aPerson('free', { kind: 'freelancer', rate })];
		expect((await plan(people, [work('a', 'ana', tue)])).unplaced).toHaveLength(1);
		const found = await plan(people, [work('a', 'ana', tue)], { withOthers: true });
		expect(found.moves).toMatchObject([{ to: 'free' }]);
	});

	it('gives a review to nobody who has another piece of the project', async () => {
		const skills = { edit: 3, review: 3 };
		const people = ['ana', 'bo', 'cy'].map((id) => aPerson(id, { skills }));
		const at = (id: string, person: string, piece: string, skill: string) =>
			work(id, person, wed, 2, { project: 'p', piece, skill });
		const bookings = [at('e', 'bo', 'edit', 'edit'), at('q', 'ana', 'qa', 'review')];
		const found = await plan(people, bookings);
		expect(found.moves).toMatchObject([{ reservation: 'q', to: 'cy' }]);
	});

	it('says what follows begins too early, where nobody could be sooner', async () => {
		const at = (id: string, notBefore: string, day: string, person: string) =>
			work(id, person, day, 4, { project: 'p', piece: id, notBefore });
		const bookings = [
			at('cut', '2026-11-24T13:00:00.000Z', tue, 'ana'),
			at('mix', '2026-11-24T17:30:00.000Z', wed, 'cy'),
			...full('bo', [mon, tue]),
			...full('cy', [mon, tue]),
		];
		const found = await plan(
			['ana', 'bo', 'cy'].map((id) => aPerson(id)),
			bookings,
		);
		expect(found.moves).toMatchObject(
			[{ reservation: 'cut', because: /look at that too/ }].map((each) => ({
				...each,
				because: expect.stringMatching(each.because) as string,
			})),
		);
	});

	it('moves at most nine pieces where somebody with seven is away', async () => {
		const people = Array.from({ length: 12 }, (_, index) => aPerson(`p${index}`));
		const days = [mon, tue, wed, '2026-11-26', '2026-11-27'];
		const bookings = people.flatMap(({ id }, index) =>
			Array.from({ length: 7 }, (_, at) =>
				work(`${id}-${at}`, id, days[(at + index) % 5] ?? mon, at < 5 ? 3 : 1, {
					dueAt: '2026-12-01T22:00:00.000Z',
				}),
			),
		);
		const found = await plan(people, bookings, { away: 'p3', from: tue });
		expect(found.unplaced).toEqual([]);
		expect(found.hit).toBeGreaterThanOrEqual(5);
		expect(found.moves.length).toBeLessThanOrEqual(9);
	});

	it('knows nobody who is not in the roster', async () => {
		const inputs = { roster: aRoster([]), bookings: [] };
		const ask = { away: 'ana', from: null, until: null, withOthers: false };
		expect(await replan(inputs, ask, monday)).toBeNull();
	});

	it('is told as a difference', async () => {
		const people = [aPerson('ana', { name: 'Ana Ruiz' }), aPerson('bo')];
		const bookings = [work('a', 'ana', tue), work('b', 'ana', wed, 4, { started: true })];
		expect(tellReplan(await plan(people, bookings), 'utc')).toEqual([
			'Ana Ruiz is away from 2026-11-23 on and has 2 pieces of work then: 1 would change hands, 0 would get other days, 1 could not be placed.',
			'',
			'work of other   Ana Ruiz is away.',
			'  - ana: Tue 24 Nov 4 h',
			'  + bo: Mon 23 Nov 4 h, done Mon 23 Nov 17:30 UTC',
			'',
			'Could not be placed:',
			'  ! work of other: It has begun: agree on it with them, or release it and reserve what is left.',
		]);
	});
});

it('never gives anybody more of a day than it has, nor moves what has begun', async () => {
	const clock = workClock();
	const piece = fc.record({
		person: fc.constantFrom('ana', 'bo', 'cy'),
		day: fc.constantFrom(mon, tue, wed),
		hours: fc.constantFrom(1, 3, 5),
		started: fc.constantFrom(true, false, false),
		skill: fc.constantFrom('edit', 'review'),
	});
	let moved = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(piece, { minLength: 2, maxLength: 9 }), async (pieces) => {
			const people = [
				aPerson('ana', { skills: { edit: 3, review: 3 } }),
				aPerson('bo', { skills: { edit: 3 } }),
				aPerson('cy', { skills: { review: 3, edit: 2 }, hoursPerDay: 5 }),
			];
			const bookings = pieces.map(({ day, hours, ...rest }, index) =>
				work(`b${index}`, rest.person, day, hours, { ...rest, project: `p${index % 3}` }),
			);
			const { moves, unplaced } = await plan(people, bookings, { until: tue });
			moved += moves.length;
			const of = new Map(moves.map((move) => [move.reservation, move]));
			const after = bookings.map((booking) => ({
				...booking,
				...of.get(booking.id),
				person: of.get(booking.id)?.to ?? booking.person,
			}));
			const load = (list: Booking[], id: string, day: string) =>
				list
					.filter(({ person }) => person === id)
					.flatMap(({ days }) => days)
					.reduce((sum, part) => (part.day === day ? sum + part.hours : sum), 0);
			for (const person of people) {
				for (const day of new Set(after.flatMap(({ days }) => days.map((part) => part.day)))) {
					const calendar = { person, holidays: new Set<string>(), booked: new Map() };
					const most = Math.max(hoursOn(calendar, day, clock), load(bookings, person.id, day));
					expect(load(after, person.id, day)).toBeLessThanOrEqual(most + 1e-9);
				}
			}
			for (const { reservation, to } of moves) {
				const booking = bookings.find(({ id }) => id === reservation);
				const taker = people.find(({ id }) => id === to);
				expect(booking?.started).toBe(false);
				expect(taker?.skills[booking?.skill ?? '']).toBeGreaterThanOrEqual(booking?.level ?? 9);
			}
			const away = after.filter(
				({ id, person, days }) =>
					person === 'ana' &&
					days.some(({ day }) => day <= tue) &&
					!unplaced.some(({ reservation }) => reservation === id),
			);
			expect(away).toEqual([]);
		}),
		{ numRuns: 40, seed: 20261126 },
	);
	expect(moved).toBeGreaterThan(20);
});
