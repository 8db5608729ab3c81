import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import { listProposals, readProposal } from '../../../orchestrator/src/ledger/moveProposals';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Reservation } from '../../../orchestrator/src/ledger/reservations';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { answerReservation } from '../../../orchestrator/src/reservations/change';
import type { MoveAnswer } from '../../../orchestrator/src/reservations/decideMoves';
import { decideMoves } from '../../../orchestrator/src/reservations/decideMoves';
import type { WantedProposal } from '../../../orchestrator/src/reservations/proposeMoves';
import { proposeMoves } from '../../../orchestrator/src/reservations/proposeMoves';
import { reserve } from '../../../orchestrator/src/reservations/reserve';
import { daysInSeconds } from '../../../orchestrator/src/reservations/room';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aPerson, monday } from '../../support/aStudio';
import type { WrittenPiece } from './aReservation';
import { aRequest, everythingOf, pushRoster, takenBy } from './aReservation';

const [tuesday, wednesday] = ['2026-11-24', '2026-11-25'];
let store: Store;

const hold = async (...pieces: WrittenPiece[]): Promise<Reservation[]> => {
	const reserved = await reserve(store, aRequest({ pieces }), monday, monday);
	if (reserved.result !== 'reserved') throw new Error(reserved.result);
	return reserved.reservations;
};
const work = (piece: string, person: string, days: Record<string, number>) => {
	return { piece, person, days };
};

/** A move of a reservation to somebody, on its days unless others are named. */
const toward = ({ id, person, days }: Reservation, to: string, other?: Record<string, number>) => ({
	reservation: id,
	from: person,
	to,
	was: days,
	days:
		other === undefined
			? days
			: daysInSeconds(Object.entries(other).map(([day, hours]) => ({ day, hours }))),
	startsAt: '2026-11-24T14:00:00.000Z',
	endsAt: '2026-11-24T17:00:00.000Z',
	because: null,
});

const propose = async (
	moves: WantedProposal['moves'],
	changes: Partial<WantedProposal> = {},
): Promise<ReturnType<typeof proposeMoves>> => {
	const usual = { unplaced: [], test: false, project: null, event: null, reason: 'ana is ill' };
	const more = { roster: 'roster/1', holdHours: 8, isAsked: true };
	return await proposeMoves(store, { moves, ...usual, ...more, ...changes }, monday, monday);
};
const proposed = async (...given: Parameters<typeof propose>) => {
	const made = await propose(...given);
	if (made.result !== 'proposed') throw new Error(made.because);
	return made.proposal;
};
const decide = async (id: string, answer: MoveAnswer['answer'] = 'approve') =>
	await decideMoves(store, id, { answer, by: 'olivia', reason: null }, monday, monday);
const told = async () =>
	await store.query<{ topic: string; subject: string; payload: Record<string, unknown> }>(
		'SELECT topic, subject, payload FROM inbox ORDER BY received_at, id',
	);
const topics = async () => (await told()).map(({ topic }) => topic).sort();

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, [
		aPerson('ana', { name: 'Ana Ruiz', email: 'ana@agency.example' }),
		aPerson('bo', { name: 'Bo Lund', hub: 'copenhagen', languages: ['da', 'en'] }),
		aPerson('cy'),
	]);
});
beforeEach(async () => {
	await store.run(
		'TRUNCATE move_proposals, reservation_events, reservations, reservation_requests, inbox_events, inbox',
	);
});
afterAll(async () => await store.close());

describe('a proposal', () => {
	it('moves nothing, and lets somebody be asked once however often it is made', async () => {
		const [edit] = await hold(work('edit', 'ana', { [tuesday]: 3 }));
		const one = await propose([toward(edit!, 'bo')]);
		const again = await propose([toward(edit!, 'bo')]);

		expect(one).toMatchObject({
			result: 'proposed',
			repeated: false,
			proposal: {
				state: 'proposed',
				hub: 'caracas',
				moves: [{ piece: 'edit', fromName: 'Ana Ruiz', toName: 'Bo Lund', revision: 1 }],
			},
		});
		expect(again).toMatchObject({
			repeated: true,
			proposal: { id: expect.stringMatching(/^mov_/) },
		});
		expect(await takenBy(store)).toEqual({ [`ana ${tuesday}`]: 3 });
		expect(await topics()).toEqual(['moves.proposed']);
	});

	it('takes the place of an earlier one for the same project', async () => {
		const [edit] = await hold(work('edit', 'ana', { [tuesday]: 3 }));
		const first = await proposed([toward(edit!, 'bo')], { project: 'q' });
		await proposed([toward(edit!, 'cy')], { project: 'q' });
		const other = await proposed([toward(edit!, 'cy')], { project: 'r' });
		expect(await readProposal(store, first.id)).toMatchObject({ state: 'stale', decidedBy: null });
		expect((await listProposals(store, { state: 'proposed', test: false, limit: 9 })).length).toBe(
			2,
		);
		expect(other.state).toBe('proposed');
	});

	it.each([
		['somebody else has the work', { from: 'cy' }],
		['it has other days', { was: daysInSeconds([{ day: wednesday, hours: 3 }]) }],
		['it is gone', { reservation: 'res_none' }],
	])('is not made where %s by now', async (_why, changes) => {
		const [edit] = await hold(work('edit', 'ana', { [tuesday]: 3 }));
		expect(await propose([{ ...toward(edit!, 'bo'), ...changes }])).toMatchObject({
			result: 'stale',
		});
		expect(await propose([toward(edit!, 'bo')], { roster: 'roster/0' })).toMatchObject({
			because: 'The roster is roster/1 by now.',
		});
	});
});

describe('a yes', () => {
	it('moves everything at once, also where two full people change places', async () => {
		const [edit, cut] = await hold(
			work('edit', 'ana', { [tuesday]: 8 }),
			work('cut', 'bo', { [tuesday]: 8 }),
		);
		await answerReservation(
			store,
			edit!.id,
			{ answer: 'accept', reason: null, by: null },
			monday,
			monday,
		);
		const { id } = await proposed([toward(edit!, 'bo'), toward(cut!, 'ana')]);

		expect(await decide(id)).toMatchObject({
			result: 'applied',
			proposal: { decidedBy: 'olivia' },
		});
		const held = await everythingOf(store);
		expect(
			held.map(({ piece, person, state, revision }) => [piece, person, state, revision]),
		).toEqual([
			['edit', 'bo', 'held', 2],
			['cut', 'ana', 'held', 2],
		]);
		expect(held[0]?.holdUntil).toEqual(new Date(monday.getTime() + 8 * 3_600_000));
		expect(await decide(id)).toMatchObject({ result: 'same' });
		expect(await decide(id, 'refuse')).toMatchObject({
			result: 'decided',
			error: { code: 'moves/decided' },
		});
		const moved = (await told()).filter(({ topic }) => topic === 'assignment.moved');
		expect(moved.map(({ subject }) => subject)).toEqual(['project:p', 'project:p']);
		expect(moved.map(({ payload }) => payload)).toContainEqual(
			expect.objectContaining({
				piece: 'edit',
				from: expect.objectContaining({ id: 'ana', email: 'ana@agency.example' }),
				person: expect.objectContaining({ id: 'bo', hub: 'copenhagen', language: 'da' }),
				reason: 'ana is ill',
				reservation: expect.objectContaining({ revision: 2 }),
			}),
		);
	});

	it('leaves the yes of whoever keeps their work on other days', async () => {
		const [edit] = await hold(work('edit', 'ana', { [tuesday]: 3 }));
		await answerReservation(
			store,
			edit!.id,
			{ answer: 'accept', reason: null, by: null },
			monday,
			monday,
		);
		const { id } = await proposed([toward(edit!, 'ana', { [wednesday]: 3 })]);
		expect(await decide(id)).toMatchObject({ result: 'applied' });
		expect(await everythingOf(store)).toMatchObject([{ person: 'ana', state: 'accepted' }]);
		expect(await topics()).toContain('assignment.replanned');
	});

	it.each<[string, (edit: Reservation) => Promise<unknown>, RegExp]>([
		[
			'somebody has begun one of them',
			async ({ id }) => {
				for (const answer of ['accept', 'start'] as const) {
					await answerReservation(store, id, { answer, reason: null, by: null }, monday, monday);
				}
			},
			/has started/,
		],
		[
			'somebody gave one back',
			async ({ id }) =>
				await answerReservation(
					store,
					id,
					{ answer: 'decline', reason: 'x', by: null },
					monday,
					monday,
				),
			/is released/,
		],
		[
			'the hours were taken',
			async () => await hold(work('other', 'bo', { [tuesday]: 6 })),
			/bo has only 2 h free/,
		],
	])('moves nothing where %s, and says so', async (_what, change, because) => {
		const [edit, cut] = await hold(
			work('edit', 'ana', { [tuesday]: 3 }),
			work('cut', 'ana', { [wednesday]: 3 }),
		);
		const { id } = await proposed([toward(edit!, 'bo'), toward(cut!, 'cy')]);
		await change(edit!);
		const before = await takenBy(store);
		expect(await decide(id)).toMatchObject({
			result: 'stale',
			proposal: { state: 'stale', because: expect.stringMatching(because) },
		});
		expect(await takenBy(store)).toEqual(before);
		expect(await topics()).not.toContain('assignment.moved');
	});

	it('is one of two that are said at the same moment', async () => {
		const [edit, cut] = await hold(
			work('edit', 'ana', { [tuesday]: 5 }),
			work('cut', 'cy', { [tuesday]: 5 }),
		);
		const one = await proposed([toward(edit!, 'bo')]);
		const other = await proposed([toward(cut!, 'bo')]);
		const results = await Promise.all([decide(one.id), decide(other.id), decide(one.id)]);
		expect(
			results.map(({ result }) => result).filter((result) => result === 'applied'),
		).toHaveLength(1);
		expect((await takenBy(store))[`bo ${tuesday}`]).toBe(5);
	});
});

describe('the event whose flow asked', () => {
	const asked = { id: 'evt_1', source: 'hubspot', externalId: '7', topic: 'deal.won' };
	const event = { ...asked, subject: 'deal:7', test: false, payload: { deal: { id: '7' } } };

	it.each([
		['approve', 'applied'],
		['refuse', 'refused'],
	] as const)('is handed over again after %s, with what was decided', async (answer, state) => {
		await recordEvents(store, [event], monday);
		const [edit] = await hold(work('edit', 'ana', { [tuesday]: 3 }));
		const { id } = await proposed([toward(edit!, 'bo')], { project: '7', event: 'evt_1' });
		await decide(id, answer);
		await decide(id, answer);
		const again = (await told()).filter(({ topic }) => topic === 'deal.won');
		expect(again).toHaveLength(2);
		expect(again).toContainEqual({
			topic: 'deal.won',
			subject: 'deal:7',
			payload: { deal: { id: '7' }, moves: { proposal: id, state } },
		});
		expect(await topics()).toContain('moves.decided');
	});
});
