import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { DigestSettings } from '../../../orchestrator/src/reservations/digestTimes';
import { digestsDue } from '../../../orchestrator/src/reservations/digestTimes';
import { unassignedIn } from '../../../orchestrator/src/reservations/unassigned';
import { dayHours } from '../../../orchestrator/src/roster/dayHours';
import { digestTeller } from '../../../orchestrator/src/service/reservations/digestTeller';
import { answerReservation } from '../../../orchestrator/src/reservations/change';
import { reserve } from '../../../orchestrator/src/reservations/reserve';
import { listReservations } from '../../../orchestrator/src/ledger/reservations';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aPerson, aRoster, monday } from '../../support/aStudio';
import { aRequest, pushRoster } from './aReservation';

const people = [
	aPerson('ana', { leave: [{ from: '2026-11-26', to: '2026-11-26' }] }),
	aPerson('freja', { hub: 'copenhagen', zone: 'Europe/Copenhagen' }),
	aPerson('lia', { hub: 'lima', zone: 'America/Lima', kind: 'freelancer' }),
];
const hub = (zone: string) => ({ zone, language: 'es' as const });
const settings: DigestSettings = {
	at: '08:30',
	hubs: {
		caracas: hub('America/Caracas'),
		copenhagen: hub('Europe/Copenhagen'),
		lima: hub('America/Lima'),
	},
};
const roster = aRoster(people);
const dueAt = (moment: string, changes: Partial<DigestSettings> = {}) =>
	digestsDue(new Date(moment), { ...settings, ...changes }, roster, dayHours(roster)).map(
		({ hub: name, day }) => `${name} ${day}`,
	);

describe('digestsDue', () => {
	it.each([
		{ moment: '2026-11-23T07:29:59Z', due: [], when: 'it is before the hour everywhere' },
		{ moment: '2026-11-23T07:30:00Z', due: ['copenhagen 2026-11-23'], when: 'Europe begins' },
		{
			moment: '2026-11-23T12:30:00Z',
			due: ['caracas 2026-11-23'],
			when: 'America begins, the morning is over in Europe, and nobody of Lima is our own',
		},
		{ moment: '2026-11-23T11:29:59Z', due: ['copenhagen 2026-11-23'], when: 'it is not late yet' },
		{ moment: '2026-11-23T11:30:00Z', due: [], when: 'it is too late in Europe' },
		{ moment: '2026-11-24T02:00:00Z', due: [], when: 'it is evening in Caracas' },
		{ moment: '2026-11-28T15:00:00Z', due: [], when: 'it is Saturday' },
		{
			moment: '2026-11-26T12:30:00Z',
			due: [],
			when: 'all of Caracas are on leave',
		},
		{ moment: '2026-06-01T06:30:00Z', due: ['copenhagen 2026-06-01'], when: 'it is summer there' },
	])('are $due when $when', ({ moment, due }) => {
		expect(dueAt(moment)).toEqual(due);
	});

	it('count an hour that the clock skips as the one after it', () => {
		const always = aRoster([
			aPerson('freja', {
				hub: 'copenhagen',
				zone: 'Europe/Copenhagen',
				workingDays: [1, 2, 3, 4, 5, 6, 7],
			}),
		]);
		const at = (moment: string) =>
			digestsDue(new Date(moment), { ...settings, at: '02:30' }, always, dayHours(always)).length;
		expect([at('2027-03-28T00:59:00Z'), at('2027-03-28T01:30:00Z')]).toEqual([0, 1]);
	});
});

describe('over the ledger', () => {
	let store: Store;
	let now = monday;
	let woken = 0;
	const teller = () =>
		digestTeller(
			{ store, now: () => now, moment: () => now, wake: () => void (woken += 1) },
			settings,
		);
	const told = async () =>
		await store.query<{ topic: string; subject: string; id: string; repeats: number }>(
			`SELECT topic, subject, external_id AS id, repeats FROM inbox
			WHERE topic = 'capacity.digest-due' ORDER BY received_at, external_id`,
		);

	beforeAll(async () => {
		store = await openLedger(await emptyLedgerPlace());
		await pushRoster(store, people);
	});
	afterAll(async () => await store.close());

	it('each hub is told once a day, by one of several processes and after restarts too', async () => {
		const [one, other] = [teller(), teller()];
		now = new Date('2026-11-23T07:00:00Z');
		expect(await one()).toBe(0);
		now = new Date('2026-11-23T07:30:05Z');
		expect((await Promise.all([one(), other()])).sort()).toEqual([0, 1]);
		now = new Date('2026-11-23T13:00:00Z');
		expect([await other(), await one(), await one()]).toEqual([1, 0, 0]);
		expect(await teller()()).toBe(0);
		now = new Date('2026-11-24T11:00:00Z');
		expect(await teller()()).toBe(1);
		now = new Date('2026-11-24T13:00:00Z');
		expect(await teller()()).toBe(1);

		expect((await told()).map(({ id, subject }) => `${subject} ${id}`)).toEqual([
			'hub:copenhagen capacity-digest/copenhagen/2026-11-23',
			'hub:caracas capacity-digest/caracas/2026-11-23',
			'hub:copenhagen capacity-digest/copenhagen/2026-11-24',
			'hub:caracas capacity-digest/caracas/2026-11-24',
		]);
		expect(woken).toBe(4);
	});

	it('work is missed that somebody declined and nobody took over', async () => {
		const one = (piece: string) => [{ piece, person: 'ana', days: { '2026-11-24': 1 } }];
		const ask = async (piece: string) => {
			const reserved = await reserve(store, aRequest({ pieces: one(piece) }), monday, monday);
			if (reserved.result !== 'reserved') throw new Error(reserved.result);
			return reserved.reservations[0]!.id;
		};
		const say = async (id: string, answer: 'decline' | 'release') =>
			await answerReservation(store, id, { answer, reason: 'x', by: null }, monday, monday);
		await say(await ask('lost'), 'decline');
		await say(await ask('cancelled'), 'release');
		await say(await ask('saved'), 'decline');
		await ask('saved');
		await ask('held');
		const everything = { project: null, person: null, state: null, test: false, since: null };
		const found = await listReservations(store, { ...everything, withReleased: true, limit: 50 });
		expect(unassignedIn(found)).toEqual([
			{
				...{ project: 'p', piece: 'lost', skill: 'edit', hours: 1, because: 'declined' },
				...{ asked: 'ana', dueAt: null },
			},
		]);
	});
});
