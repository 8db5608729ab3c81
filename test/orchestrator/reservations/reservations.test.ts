import fc from 'fast-check';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import {
	answerReservation,
	moveReservation,
	releaseUnanswered,
} from '../../../orchestrator/src/reservations/change';
import { reserve } from '../../../orchestrator/src/reservations/reserve';
import { daysInSeconds } from '../../../orchestrator/src/reservations/room';
import type { ReservationState } from '../../../orchestrator/src/ledger/reservations';
import { readReservation } from '../../../orchestrator/src/ledger/reservations';
import { bookingOf } from '../../../orchestrator/src/reservations/view';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aPerson, monday } from '../../support/aStudio';
import type { WrittenPiece } from './aReservation';
import { aRequest, everythingOf, pushRoster, takenBy } from './aReservation';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, [
		aPerson('ana', { hoursPerDay: 8 }),
		aPerson('bo', { hoursPerDay: 4, leave: [{ from: '2026-11-25', to: '2026-11-25' }] }),
		aPerson('freja', { holidays: 'DK', zone: 'Europe/Copenhagen' }),
	]);
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(
		'TRUNCATE reservation_events, reservations, reservation_requests, reservation_people',
	);
	await store.query(`DELETE FROM inbox_events`);
	await store.query(`DELETE FROM inbox`);
});

const ask = async (changes: Parameters<typeof aRequest>[0]) =>
	await reserve(store, aRequest(changes), monday, monday);

/** Reserves and answers the only reservation that came of it. */
async function held(changes: Parameters<typeof aRequest>[0] = {}) {
	const reserved = await ask(changes);
	if (reserved.result !== 'reserved') throw new Error(JSON.stringify(reserved));
	return reserved.reservations[0]!;
}

const say = async (id: string, answer: 'accept' | 'decline' | 'start' | 'release', reason = 'so') =>
	await answerReservation(store, id, { answer, reason, by: 'ana' }, monday, monday);

async function eventsOf(): Promise<Array<{ topic: string; payload: Record<string, unknown> }>> {
	return await store.query('SELECT topic, payload FROM inbox ORDER BY id');
}

describe('reserving', () => {
	it('holds hours, and gives the same answer to the same call', async () => {
		const request = aRequest({ hours: 5 });
		const first = await reserve(store, request, monday, monday);
		const again = await reserve(
			store,
			{ ...request, pieces: aRequest({ hours: 5, key: request.key }).pieces },
			monday,
			monday,
		);
		expect(first).toMatchObject({ result: 'reserved', repeated: false });
		expect(again).toMatchObject({ result: 'reserved', repeated: true });
		expect((again as typeof first & { reservations: unknown }).reservations).toEqual(
			(first as typeof first & { reservations: unknown }).reservations,
		);
		expect(await takenBy(store)).toEqual({ 'ana 2026-11-24': 5 });
	});

	it('refuses a key that stands for other work', async () => {
		const key = 'project:p/reservation/edit/1';
		await held({ key, hours: 5 });
		expect(await ask({ key, hours: 4 })).toEqual({ result: 'otherContent' });
	});

	it('names person, day, wanted and free hours, and holds nothing of the request', async () => {
		await held({ hours: 5 });
		const pieces = [
			{ piece: 'edit', person: 'ana', days: { '2026-11-24': 4 } },
			{ piece: 'qa', person: 'bo', days: { '2026-11-24': 1 } },
		];
		expect(await ask({ pieces })).toEqual({
			result: 'taken',
			conflicts: [{ person: 'ana', day: '2026-11-24', wanted: 4, free: 3 }],
		});
		expect(await takenBy(store)).toEqual({ 'ana 2026-11-24': 5 });
		// The same key may be used for a plan that fits.
		expect(await ask({ hours: 3 })).toMatchObject({ result: 'reserved' });
	});

	it.each([
		{ when: 'on leave', person: 'bo', day: '2026-11-25' },
		{ when: 'on a Saturday', person: 'ana', day: '2026-11-28' },
		{ when: 'on a holiday of the country', person: 'freja', day: '2026-12-25' },
	])('gives no hours $when', async ({ person, day }) => {
		expect(await ask({ pieces: [{ piece: 'edit', person, days: { [day]: 1 } }] })).toEqual({
			result: 'taken',
			conflicts: [{ person, day, wanted: 1, free: 0 }],
		});
	});

	it('adds up pieces of one request, and takes a day that is just full', async () => {
		const pieces = (hours: number) => [
			{ piece: 'a', person: 'ana', days: { '2026-11-24': 4 } },
			{ piece: 'b', person: 'ana', days: { '2026-11-24': hours } },
		];
		expect(await ask({ pieces: pieces(4.01) })).toMatchObject({ result: 'taken' });
		expect(await ask({ pieces: pieces(4) })).toMatchObject({ result: 'reserved' });
	});

	it('finds that thirds of a day fill it', async () => {
		const third = (piece: string) => ({ piece, person: 'ana', days: { '2026-11-24': 8 / 3 } });
		const pieces = ['a', 'b', 'c'].map(third);
		expect(await ask({ pieces })).toMatchObject({ result: 'reserved' });
		expect(await ask({ hours: 0.1 })).toMatchObject({ result: 'taken' });
	});

	it('asks to route again when the roster has changed', async () => {
		expect(await ask({ roster: 'roster/0' })).toEqual({
			result: 'otherRoster',
			roster: 'roster/1',
		});
	});

	it('knows nobody who is not in the roster', async () => {
		const pieces = [{ piece: 'a', person: 'zoe', days: { '2026-11-24': 1 } }];
		expect(await ask({ pieces })).toEqual({ result: 'unknownPeople', people: ['zoe'] });
	});

	it('keeps the hours of test runs apart', async () => {
		await held({ hours: 8 });
		const test = await held({ hours: 8, test: true });
		expect(test.test).toBe(true);
		expect(await ask({ hours: 1, test: true })).toMatchObject({ result: 'taken' });
	});

	it('gives bookings as the routing core takes them', async () => {
		await held({ hours: 5, client: 'nordlys' });
		const [one] = await everythingOf(store);
		expect(bookingOf(one!)).toMatchObject({
			person: 'ana',
			days: [{ day: '2026-11-24', hours: 5 }],
			started: false,
			skill: 'edit',
			client: 'nordlys',
			value: { minor: 20_000, currency: 'USD' },
		});
	});
});

describe('answers', () => {
	it('accepts once, starts, and tells the flow once', async () => {
		const { id } = await held();
		expect(await say(id, 'accept')).toMatchObject({
			result: 'changed',
			reservation: { state: 'accepted', holdUntil: null },
		});
		expect(await say(id, 'accept')).toMatchObject({ result: 'same' });
		expect(await say(id, 'start')).toMatchObject({ reservation: { state: 'started' } });
		expect(await say(id, 'accept')).toMatchObject({ result: 'same' });
		expect(await eventsOf()).toEqual([
			{
				topic: 'assignment.accepted',
				payload: expect.objectContaining({
					answer: 'accepted',
					project: { id: 'p' },
					person: {
						id: 'ana',
						name: 'ana',
						email: null,
						hub: 'caracas',
						zone: 'America/Caracas',
						language: 'es',
					},
					context: { deal: '7' },
				}),
			},
		]);
	});

	describe('of a whole team', () => {
		/** Two pieces of a project that a deal stands behind. */
		async function asked() {
			const pieces: WrittenPiece[] = [
				{ piece: 'edit', person: 'ana', days: { '2026-11-25': 2 } },
				{ piece: 'sound', person: 'bo', days: { '2026-11-24': 1 } },
			];
			const request = { ...aRequest({ pieces }), context: { deal: { id: '7' } } };
			const reserved = await reserve(store, request, monday, monday);
			if (reserved.result !== 'reserved') throw new Error(JSON.stringify(reserved));
			return reserved.reservations.map(({ id }) => id) as [string, string];
		}
		const milestones = async () =>
			(await eventsOf()).filter(({ topic }) => topic === 'milestone.reached');

		it('tell the client once, when everybody has said yes', async () => {
			const [edit, sound] = await asked();
			await say(edit, 'accept');
			expect(await milestones()).toEqual([]);
			await say(sound, 'accept');
			await say(sound, 'accept');
			expect(await milestones()).toEqual([
				{
					topic: 'milestone.reached',
					payload: {
						milestone: 'team-assigned',
						occurrence: 1,
						deal: { id: '7' },
						details: { people: ['ana', 'bo'], startsAt: '2026-11-24T12:00:00Z' },
					},
				},
			]);
		});

		it('count those alone who are still asked', async () => {
			const [edit, sound] = await asked();
			await say(sound, 'decline');
			await say(edit, 'accept');
			expect(await milestones()).toMatchObject([{ payload: { details: { people: ['ana'] } } }]);
		});

		it('tell the client also when two say yes at once', async () => {
			const [edit, sound] = await asked();
			await Promise.all([say(edit, 'accept'), say(sound, 'accept')]);
			expect(await milestones()).toHaveLength(1);
		});
	});

	it('frees the hours of who declines, and keeps the reason', async () => {
		const { id } = await held({ hours: 8 });
		const declined = await say(id, 'decline', 'at a shoot');
		expect(declined).toMatchObject({
			reservation: { state: 'released', releasedAs: 'declined', reason: 'at a shoot' },
		});
		expect(await say(id, 'decline')).toMatchObject({ result: 'same' });
		expect(await ask({ hours: 8 })).toMatchObject({ result: 'reserved' });
		expect(await eventsOf()).toMatchObject([
			{ topic: 'assignment.declined', payload: { reason: 'at a shoot' } },
		]);
	});

	it.each([
		{ first: ['decline'], then: 'accept' },
		{ first: ['release'], then: 'accept' },
		{ first: ['accept', 'start'], then: 'decline' },
		{ first: [], then: 'start' },
		{ first: ['release'], then: 'decline' },
	] as const)('does not $then after $first', async ({ first, then }) => {
		const { id } = await held();
		for (const word of first) await say(id, word);
		expect(await say(id, then)).toMatchObject({
			result: 'refused',
			error: { code: 'reservation/cannot-change' },
		});
	});

	it('takes back what nobody accepts in time, once, and tells the flow', async () => {
		const late = new Date('2026-11-23T13:00:00Z');
		const { id } = await held({ holdUntil: late });
		await held({ hours: 1, holdUntil: null });
		const before = new Date(late.getTime() - 1);
		expect(await releaseUnanswered(store, 50, before, before)).toBe(0);
		expect(await releaseUnanswered(store, 50, late, late)).toBe(1);
		expect(await releaseUnanswered(store, 50, late, late)).toBe(0);
		expect(await readReservation(store, id)).toMatchObject({ releasedAs: 'unanswered' });
		expect(await eventsOf()).toMatchObject([{ topic: 'assignment.unanswered' }]);
	});

	it('counts holding time from the moment of the request', async () => {
		expect(await held({ holdHours: 4 })).toMatchObject({
			holdUntil: new Date('2026-11-23T16:00:00Z'),
		});
	});
});

describe('moving', () => {
	const move = async (id: string, changes: Record<string, unknown>) =>
		await moveReservation(
			store,
			id,
			{
				person: null,
				days: daysInSeconds([{ day: '2026-11-26', hours: 5 }]),
				revision: null,
				roster: 'roster/1',
				holdUntil: null,
				holdHours: null,
				reason: null,
				...changes,
			},
			monday,
			monday,
		);

	it('takes the new days and frees the old ones, and may overlap itself', async () => {
		const { id } = await held({ hours: 8 });
		const days = daysInSeconds([
			{ day: '2026-11-24', hours: 4 },
			{ day: '2026-11-26', hours: 4 },
		]);
		expect(await move(id, { days })).toMatchObject({
			result: 'changed',
			reservation: { revision: 2, state: 'held' },
		});
		expect(await takenBy(store)).toEqual({ 'ana 2026-11-24': 4, 'ana 2026-11-26': 4 });
		expect(await move(id, { days })).toMatchObject({
			result: 'same',
			reservation: { revision: 2 },
		});
	});

	it('moves nothing where there is no room', async () => {
		const { id } = await held({ hours: 5 });
		await held({ pieces: [{ piece: 'x', person: 'ana', days: { '2026-11-26': 4 } }] });
		expect(await move(id, {})).toEqual({
			result: 'taken',
			conflicts: [{ person: 'ana', day: '2026-11-26', wanted: 5, free: 4 }],
		});
		expect(await readReservation(store, id)).toMatchObject({ revision: 1 });
	});

	it('asks another person, and leaves started work with who has it', async () => {
		const { id } = await held({ hours: 3 });
		await say(id, 'accept');
		const days = daysInSeconds([{ day: '2026-11-26', hours: 3 }]);
		expect(await move(id, { person: 'bo', days, holdHours: 2 })).toMatchObject({
			reservation: { person: 'bo', state: 'held', holdUntil: new Date('2026-11-23T14:00:00Z') },
		});
		await say(id, 'accept');
		await say(id, 'start');
		expect(await move(id, { person: 'ana', days })).toMatchObject({
			result: 'refused',
			error: { code: 'reservation/started' },
		});
		// Each offer is told of by itself.
		expect((await eventsOf()).map(({ topic }) => topic)).toEqual([
			'assignment.accepted',
			'assignment.accepted',
		]);
	});

	it('refuses a caller who knew an older revision', async () => {
		const { id } = await held({ hours: 3 });
		await move(id, {});
		expect(
			await move(id, { revision: 1, days: daysInSeconds([{ day: '2026-11-27', hours: 3 }]) }),
		).toMatchObject({ result: 'refused', error: { code: 'reservation/moved-meanwhile' } });
	});
});

/** What a small model knows of a reservation. */
interface Modelled {
	id: string;
	person: string;
	days: Record<string, number>;
	state: ReservationState;
	until: number | null;
}

describe('any order of calls', () => {
	const days = ['2026-11-24', '2026-11-25', '2026-11-26'];
	const work = fc.record({
		person: fc.constantFrom('ana', 'bo'),
		days: fc
			.dictionary(fc.constantFrom(...days), fc.constantFrom(1, 2.5, 4), { minKeys: 1 })
			.map((plain) => ({ ...plain })),
	});
	const step = fc.oneof(
		fc.record({
			do: fc.constant('reserve' as const),
			pieces: fc.array(work, { minLength: 1, maxLength: 2 }),
			hold: fc.option(fc.integer({ min: 1, max: 5 })),
		}),
		fc.record({
			do: fc.constantFrom(
				'accept' as const,
				'decline' as const,
				'start' as const,
				'release' as const,
			),
			which: fc.nat(20),
		}),
		fc.record({ do: fc.constant('move' as const), which: fc.nat(20), to: work }),
		fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 3 }) }),
	);

	it('leaves what a small model of it has, and nobody beyond their hours', async () => {
		const gives: Record<string, Record<string, number>> = {
			ana: { '2026-11-24': 8, '2026-11-25': 8, '2026-11-26': 8 },
			bo: { '2026-11-24': 4, '2026-11-25': 0, '2026-11-26': 4 },
		};
		let run = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
				await store.run('TRUNCATE reservation_events, reservations, reservation_requests');
				run += 1;
				let now = monday.getTime();
				const model: Modelled[] = [];
				const used = (without: string | null) => {
					const sums = new Map<string, number>();
					for (const each of model) {
						if (each.state === 'released' || each.id === without) continue;
						for (const [day, hours] of Object.entries(each.days)) {
							const name = `${each.person} ${day}`;
							sums.set(name, (sums.get(name) ?? 0) + hours);
						}
					}
					return sums;
				};
				const fits = (
					wanted: Array<{ person: string; days: Record<string, number> }>,
					without: string | null,
				) => {
					const sums = used(without);
					for (const { person, days: of } of wanted) {
						for (const [day, hours] of Object.entries(of)) {
							const name = `${person} ${day}`;
							sums.set(name, (sums.get(name) ?? 0) + hours);
						}
					}
					return wanted.every(({ person, days: of }) =>
						Object.keys(of).every(
							(day) => (sums.get(`${person} ${day}`) ?? 0) <= gives[person]![day]!,
						),
					);
				};
				for (const [place, each] of steps.entries()) {
					const at = new Date(now);
					if (each.do === 'wait') {
						now += each.hours * 3_600_000;
						const later = new Date(now);
						await releaseUnanswered(store, 50, later, later);
						for (const one of model) {
							if (one.state === 'held' && one.until !== null && one.until <= now)
								one.state = 'released';
						}
					} else if (each.do === 'reserve') {
						const pieces = each.pieces.map((piece, index) => ({ piece: `w${index}`, ...piece }));
						const request = aRequest({ key: `p/${run}/${place}`, pieces, holdHours: each.hold });
						const reserved = await reserve(store, request, at, at);
						expect(reserved.result).toBe(fits(each.pieces, null) ? 'reserved' : 'taken');
						if (reserved.result !== 'reserved') continue;
						for (const [index, { id }] of reserved.reservations.entries()) {
							const { person, days: of } = each.pieces[index]!;
							const until = each.hold === null ? null : now + each.hold * 3_600_000;
							model.push({ id, person, days: of, state: 'held', until });
						}
					} else if (model.length > 0) {
						const one = model[each.which % model.length]!;
						if (each.do === 'move') {
							const { person, days: of } = each.to;
							const wanted = daysInSeconds(
								Object.entries(of).map(([day, hours]) => ({ day, hours })),
							);
							const move = {
								person,
								days: wanted,
								revision: null,
								roster: 'roster/1',
								holdUntil: null,
								holdHours: null,
								reason: null,
							};
							const moved = await moveReservation(store, one.id, move, at, at);
							const isOther = person !== one.person;
							if (one.state === 'released' || (one.state === 'started' && isOther)) {
								expect(moved.result).toBe('refused');
							} else if (moved.result !== 'same') {
								expect(moved.result).toBe(fits([each.to], one.id) ? 'changed' : 'taken');
								if (moved.result !== 'changed') continue;
								Object.assign(
									one,
									{ person, days: of },
									isOther ? { state: 'held', until: null } : {},
								);
							}
						} else {
							const result = await answerReservation(
								store,
								one.id,
								{ answer: each.do, reason: 'x', by: null },
								at,
								at,
							);
							if (result.result !== 'changed') continue;
							const next = {
								accept: 'accepted',
								decline: 'released',
								start: 'started',
								release: 'released',
							} as const;
							one.state = next[each.do];
						}
					}
				}
				const sums = Object.fromEntries([...used(null)].filter(([, hours]) => hours > 0));
				expect(await takenBy(store)).toEqual(sums);
				for (const one of model) {
					expect(await readReservation(store, one.id)).toMatchObject({ state: one.state });
				}
			}),
			{ seed: 11, numRuns: 25 },
		);
		// Hundreds of transactions: on a busy machine with a server each of them travels.
	});
});
