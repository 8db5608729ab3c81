import fc from 'fast-check';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { readRequest } from '../../../orchestrator/src/ledger/reservations';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { answerReservation, moveReservation } from '../../../orchestrator/src/reservations/change';
import { decideMoves } from '../../../orchestrator/src/reservations/decideMoves';
import { proposeMoves } from '../../../orchestrator/src/reservations/proposeMoves';
import { reserve } from '../../../orchestrator/src/reservations/reserve';
import { daysInSeconds } from '../../../orchestrator/src/reservations/room';
import { openTurns } from '../../../orchestrator/src/service/reservations/turns';
import { emptyDatabase } from '../../support/ledgerPlace';
import { aPerson, monday } from '../../support/aStudio';
import { aRequest, everythingOf, pushRoster, takenBy } from './aReservation';

const people = ['ana', 'bo', 'cy', 'dee', 'eli'];
const days = ['2026-11-24', '2026-11-25', '2026-11-26'];

/** Two processes over one server; the embedded database has but one, whose calls all come at once. */
let stores: Store[];

beforeAll(async () => {
	const place = await emptyDatabase();
	stores = [await openLedger(place)];
	if (place !== null) stores.push(await openLedger(place));
	await pushRoster(
		stores[0]!,
		people.map((id) => aPerson(id)),
	);
});
afterAll(async () => {
	for (const store of stores) await store.close();
});

const work = fc.record({
	person: fc.constantFrom(...people),
	days: fc
		.dictionary(fc.constantFrom(...days), fc.constantFrom(1, 2, 3.5), { minKeys: 1 })
		.map((plain) => ({ ...plain })),
});

/** The same 200 plans in each run: up to three pieces each, people and days in any order. */
const plans = fc.sample(fc.array(work, { minLength: 1, maxLength: 3 }), {
	seed: 23,
	numRuns: 200,
});

async function reserveAll(round: string) {
	const replicas = stores.map((store) => ({ store, turns: openTurns() }));
	return await Promise.all(
		plans.map(async (plan, index) => {
			const { store, turns } = replicas[index % replicas.length]!;
			const pieces = plan.map((each, place) => ({ piece: `w${place}`, ...each }));
			const request = aRequest({ key: `${round}/${index}`, pieces });
			const reserved = await turns(async () => await reserve(store, request, monday, monday));
			return { request, reserved };
		}),
	);
}

async function mostOfADay(): Promise<number> {
	const most = Math.max(...Object.values(await takenBy(stores[0]!)));
	expect(most).toBeLessThanOrEqual(8);
	return most;
}

describe('200 requests at one moment', () => {
	it('are each held or told the conflict, all of a request or none, and nobody is overbooked', async () => {
		const answers = await reserveAll('first');

		const results = answers.map(({ reserved }) => reserved.result);
		expect(new Set(results)).toEqual(new Set(['reserved', 'taken']));
		for (const { request, reserved } of answers) {
			const kept = await readRequest(stores[0]!, request.key);
			expect(kept).toHaveLength(reserved.result === 'reserved' ? request.pieces.length : 0);
			if (reserved.result !== 'taken') continue;
			expect(reserved.conflicts.length).toBeGreaterThan(0);
			for (const { wanted, free } of reserved.conflicts) expect(wanted).toBeGreaterThan(free);
		}
		expect(await mostOfADay()).toBeGreaterThan(7);
	});

	it('keep to it while others move, decline and release at the same moment', async () => {
		const before = await Promise.all(
			plans.slice(0, 60).map(async (_, index) => await readRequest(stores[0]!, `first/${index}`)),
		);
		const held = before.flat();
		expect(held.length).toBeGreaterThan(5);
		const changes = held.map(async ({ id }, index) => {
			const store = stores[index % stores.length]!;
			if (index % 3 === 0) {
				const given = { answer: 'release' as const, reason: 'off', by: null };
				return await answerReservation(store, id, given, monday, monday);
			}
			const days = daysInSeconds([{ day: '2026-11-27', hours: 3 }]);
			const more = { notBefore: null, dueAt: null, revision: null, reason: null };
			const hold = { holdUntil: null, holdHours: null };
			const person = people[index % people.length]!;
			const move = { person, days, roster: 'roster/1', ...more, ...hold };
			return await moveReservation(store, id, move, monday, monday);
		});
		const [changed, reserved] = await Promise.all([Promise.all(changes), reserveAll('second')]);

		expect(changed.map(({ result }) => result)).not.toContain('missing');
		expect(reserved.some(({ reserved: { result } }) => result === 'reserved')).toBe(true);
		await mostOfADay();
	});

	it('keep to it while proposals of moves are said yes to at the same moment', async () => {
		await stores[0]!.run(
			'TRUNCATE move_proposals, reservation_events, reservations, reservation_requests',
		);
		await reserveAll('before');
		const held = (await everythingOf(stores[0]!)).slice(0, 60);
		expect(held.length).toBeGreaterThan(10);
		const ids: string[] = [];
		for (const [index, { id, person, days: was }] of held.entries()) {
			const to = people[(people.indexOf(person) + 1 + (index % 4)) % people.length]!;
			const move = { reservation: id, from: person, to, was, startsAt: null, endsAt: null };
			const bigger = daysInSeconds([{ day: '2026-11-27', hours: 3 }]);
			const moves = [{ ...move, days: index % 2 === 0 ? was : bigger, because: null }];
			const facts = { project: null, event: null, roster: 'roster/1', holdHours: 8 };
			const more = { test: false, unplaced: [], reason: 'busy', isAsked: false };
			const proposed = await proposeMoves(stores[0]!, { moves, ...facts, ...more }, monday, monday);
			if (proposed.result !== 'proposed') throw new Error(proposed.because);
			ids.push(proposed.proposal.id);
		}
		const said = [...ids, ...ids].map(async (id, index) => {
			const store = stores[index % stores.length]!;
			const given = { answer: 'approve' as const, by: 'olivia', reason: null };
			return (await decideMoves(store, id, given, monday, monday)).result;
		});
		const [results] = await Promise.all([Promise.all(said), reserveAll('during')]);
		const first = results.filter((result) => result === 'applied' || result === 'stale');
		expect(first).toHaveLength(ids.length);
		expect(first).toContain('applied');
		await mostOfADay();
	});

	it('of one key make one reservation', async () => {
		const answers = await Promise.all(
			Array.from({ length: 40 }, async (_, index) => {
				const pieces = [{ piece: 'w', person: 'ana', days: { '2026-11-30': 8 } }];
				const request = aRequest({ key: 'same/key', pieces });
				return await reserve(stores[index % stores.length]!, request, monday, monday);
			}),
		);
		expect(answers.filter(({ result }) => result !== 'reserved')).toEqual([]);
		const ids = answers.flatMap((each) =>
			each.result === 'reserved' ? each.reservations.map(({ id }) => id) : [],
		);
		expect(new Set(ids).size).toBe(1);
		const first = answers.filter((each) => each.result === 'reserved' && !each.repeated);
		expect(first).toHaveLength(1);
	});
});
