import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { milestoneEvent } from '../../../orchestrator/src/inbox/milestoneEvent';
import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { listDrafts } from '../../../orchestrator/src/ledger/milestoneDrafts';
import { keepFile, lockLineage } from '../../../orchestrator/src/ledger/qualityFiles';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { DraftAnswer } from '../../../orchestrator/src/milestones/answerDraft';
import { answerDraft } from '../../../orchestrator/src/milestones/answerDraft';
import { findDelays } from '../../../orchestrator/src/milestones/findDelays';
import type { GivenDraft } from '../../../orchestrator/src/milestones/keepDraft';
import { keepDraft } from '../../../orchestrator/src/milestones/keepDraft';
import { answerReservation, moveReservation } from '../../../orchestrator/src/reservations/change';
import { reserve } from '../../../orchestrator/src/reservations/reserve';
import { daysInSeconds } from '../../../orchestrator/src/reservations/room';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aPerson } from '../../support/aStudio';
import { aRequest, pushRoster } from '../reservations/aReservation';

/** Monday, 09:00 in Caracas. */
const monday = new Date('2026-11-23T13:00:00Z');
const later = (hours: number) => new Date(monday.getTime() + hours * 3_600_000);
/** Wednesday evening. */
const dueAt = new Date('2026-11-25T22:00:00Z');

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, [aPerson('ana', { hoursPerDay: 8 }), aPerson('bo', { hoursPerDay: 8 })]);
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(
		`TRUNCATE reservation_events, reservations, reservation_requests, reservation_people,
			milestone_drafts, inbox_events, inbox CASCADE`,
	);
});

const given = (changes: Partial<GivenDraft> = {}): GivenDraft => ({
	deal: '77',
	milestone: 'delay',
	occurrence: 1,
	test: false,
	mail: { to: 'ana@cafe.pe', language: 'es', subject: 'Nueva fecha', words: 'Tarda más.' },
	details: { dueAt: '2026-12-01T22:00:00Z', expectedAt: '2026-12-04T12:00:00Z' },
	event: { holidays: ['2026-12-08'] },
	...changes,
});
const keep = async (changes: Partial<GivenDraft> = {}, at = monday) =>
	await keepDraft(store, given(changes), at, at);
const say = async (id: string, changes: Partial<DraftAnswer> = {}, at = monday) =>
	await answerDraft(
		store,
		id,
		{ answer: 'send', by: 'Olivia', words: null, expectedOn: null, ...changes },
		at,
		at,
	);

interface Told {
	externalId: string;
	test: boolean;
	payload: Record<string, unknown>;
}
const told = async (): Promise<Told[]> =>
	await store.query(
		`SELECT external_id AS "externalId", test, payload FROM inbox ORDER BY external_id`,
	);
const states = async (test = false) =>
	(await listDrafts(store, { deal: null, state: null, test, limit: 50 }))
		.map(({ occurrence, state }) => `${occurrence} ${state}`)
		.sort();

describe('a draft', () => {
	it('is kept once, and sent once, with who said so', async () => {
		const draft = await keep();
		expect(await keep()).toEqual(draft);
		expect(await told()).toEqual([]);

		expect((await say(draft.id)).result).toBe('sent');
		expect((await say(draft.id)).result).toBe('same');
		expect((await say(draft.id, { answer: 'refuse' })).result).toBe('over');
		expect(await told()).toMatchObject([
			{
				externalId: 'milestone/77/delay/1/approved',
				test: false,
				payload: {
					milestone: 'delay',
					occurrence: 1,
					deal: { id: '77' },
					details: { dueAt: '2026-12-01T22:00:00Z', expectedAt: '2026-12-04T12:00:00.000Z' },
					holidays: ['2026-12-08'],
					approvedBy: 'Olivia',
					words: null,
					draft: { id: draft.id },
				},
			},
		]);
	});

	it('is sent once, however many say so at the same moment', async () => {
		const draft = await keep();
		const answers = await Promise.all(['a', 'b', 'c', 'd'].map((by) => say(draft.id, { by })));
		expect(answers.map(({ result }) => result).sort()).toEqual(['same', 'same', 'same', 'sent']);
		expect(await told()).toHaveLength(1);
	});

	it('is sent in somebody’s own words, for the day they chose', async () => {
		const { id } = await keep();
		await say(id, { words: 'La música tarda.', expectedOn: '2026-12-07' });
		expect((await told())[0]?.payload).toMatchObject({
			words: 'La música tarda.',
			details: { expectedAt: '2026-12-07T12:00:00.000Z' },
		});
	});

	it('that is left is not sent, now or later', async () => {
		const { id } = await keep();
		expect((await say(id, { answer: 'refuse' })).result).toBe('refused');
		expect((await say(id)).result).toBe('over');
		expect(await keep()).toMatchObject({ id, state: 'refused' });
		expect(await told()).toEqual([]);
	});

	it('cannot be sent once it has expired, to the second', async () => {
		const { id } = await keep();
		expect((await say(id, {}, later(72))).result).toBe('expired');
		expect((await say(id, {}, later(73))).result).toBe('over');
		expect(await told()).toEqual([]);
		const next = await keep({ occurrence: 2 });
		expect((await say(next.id, {}, new Date(later(72).getTime() - 1_000))).result).toBe('sent');
	});

	it('cannot be sent once there is a newer one', async () => {
		const first = await keep();
		const second = await keep({ occurrence: 2 });
		expect((await say(first.id)).result).toBe('over');
		expect((await say(second.id)).result).toBe('sent');
		expect(await states()).toEqual(['1 superseded', '2 sent']);
		// Told late.
		expect((await keep({ occurrence: 1 })).state).toBe('superseded');
	});

	it('that comes after a newer one is asked nobody about', async () => {
		const newest = await keep({ occurrence: 3 });
		expect((await keep({ occurrence: 2 })).state).toBe('superseded');
		expect((await say(newest.id)).result).toBe('sent');
	});

	it('of another deal, milestone or a trial is another', async () => {
		await keep();
		await keep({ deal: '78' });
		await keep({ test: true });
		expect(await states()).toEqual(['1 asked', '1 asked']);
		expect(await states(true)).toEqual(['1 asked']);
	});

	it('of a trial begins anew once it is decided; a sample has no client to send it to', async () => {
		const trial = { test: true, deal: 'sample' };
		const first = await keep(trial);
		expect((await say(first.id)).result).toBe('tried');
		expect(await keep(trial)).toMatchObject({ state: 'asked', occurrence: 2 });
		expect(await told()).toEqual([]);
		const real = await keep({ test: true });
		expect((await say(real.id)).result).toBe('sent');
		expect(await told()).toMatchObject([
			{ externalId: 'milestone/test/77/delay/1/approved', test: true },
		]);
	});

	it('is missing where nobody knows it', async () => {
		expect(await say('dft_nobody')).toEqual({ result: 'missing' });
	});
});

/** Work of deal 77 that was promised for Wednesday evening. */
async function work(days: Record<string, number>, person = 'ana', piece = 'edit') {
	const request = aRequest({ pieces: [{ piece, person, days }] });
	const reserved = await reserve(
		store,
		{
			...request,
			context: { deal: { id: '77', name: 'Café' } },
			pieces: request.pieces.map((each) => ({ ...each, dueAt })),
		},
		monday,
		monday,
	);
	if (reserved.result !== 'reserved') throw new Error(JSON.stringify(reserved));
	return reserved.reservations[0]!;
}
async function moveTo(id: string, days: Record<string, number>) {
	const moved = await moveReservation(
		store,
		id,
		{
			person: null,
			days: daysInSeconds(Object.entries(days).map(([day, of]) => ({ day, hours: of }))),
			revision: null,
			roster: 'roster/1',
			holdUntil: null,
			holdHours: null,
			reason: 'ill',
		},
		monday,
		monday,
	);
	expect(moved.result).toBe('changed');
}
const look = async (at = monday) => await findDelays(store, at, at);
const delays = async () =>
	(await told()).filter(({ payload }) => payload.milestone === 'delay' && !payload.approvedBy);

describe('a promised date', () => {
	it('that can be kept is nothing to speak of', async () => {
		await work({ '2026-11-25': 3 });
		expect(await look()).toBe(0);
		expect(await delays()).toEqual([]);
	});

	it('at risk since work was moved is told once, with the day that is expected', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		expect([await look(), await look(), await look(later(30))]).toEqual([1, 0, 0]);
		expect(await delays()).toMatchObject([
			{
				externalId: 'milestone/77/delay/1',
				payload: {
					occurrence: 1,
					deal: { id: '77' },
					details: { dueAt: dueAt.toISOString(), expectedAt: '2026-11-27T12:00:00.000Z' },
				},
			},
		]);
		const [draft] = await listDrafts(store, { deal: '77', state: null, test: false, limit: 9 });
		expect(draft).toMatchObject({
			state: 'found',
			causes: [{ kind: 'late', piece: 'edit', person: 'ana', day: '2026-11-27' }],
		});
	});

	it('is told by one of several services that look at once', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		const found = await Promise.all([look(), look(), look()]);
		expect(found.reduce((sum, each) => sum + each, 0)).toBe(1);
		expect(await delays()).toHaveLength(1);
	});

	it('is told again when another day is expected, and the older mail can be sent no more', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await look();
		const asked = await keep({ details: { ...((await delays())[0]?.payload.details as object) } });
		expect(asked).toMatchObject({ state: 'asked', isFound: true });
		await moveTo(id, { '2026-11-30': 3 });
		expect(await look()).toBe(1);
		expect((await say(asked.id)).result).toBe('over');
		expect(await states()).toEqual(['1 superseded', '2 found']);
	});

	it('is taken back where it can be kept after all', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await look();
		const asked = await keep();
		await moveTo(id, { '2026-11-24': 3 });
		expect(await look()).toBe(1);
		expect((await say(asked.id)).result).toBe('over');
		expect(await look()).toBe(0);
		// The same day again is news again.
		await moveTo(id, { '2026-11-27': 3 });
		expect(await look()).toBe(1);
		expect(await states()).toEqual(['1 superseded', '2 found']);
	});

	it('is a new one once the client was told: only what lies behind it is a delay', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await look();
		const details = (await delays())[0]?.payload.details as GivenDraft['details'];
		const asked = await keep({ details });
		await say(asked.id, { expectedOn: '2026-11-30' });
		expect(await look()).toBe(0);
		await moveTo(id, { '2026-11-30': 3 });
		expect(await look()).toBe(0);
		await moveTo(id, { '2026-12-01': 3 });
		expect(await look()).toBe(1);
		expect((await delays()).at(-1)?.payload).toMatchObject({
			occurrence: 2,
			details: { dueAt: '2026-11-30T12:00:00.000Z', expectedAt: '2026-12-01T12:00:00.000Z' },
		});
	});

	it('is not told twice of what somebody left, but asked again of what nobody answered', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await look();
		const details = (await delays())[0]?.payload.details as GivenDraft['details'];
		await keep({ details });
		expect(await look(later(71))).toBe(0);
		expect(await look(later(73))).toBe(1);
		expect(await states()).toEqual(['1 superseded', '2 found']);
		const second = await keep({ details, occurrence: 2 }, later(73));
		await say(second.id, { answer: 'refuse' }, later(74));
		expect(await look(later(75))).toBe(0);
	});

	it('is at risk where a piece was declined and nobody has it', async () => {
		const { id } = await work({ '2026-11-24': 8, '2026-11-25': 8 });
		await answerReservation(store, id, { answer: 'decline', reason: 'ill', by: 'ana' }, monday);
		// 16 hours are three days from Tuesday on.
		expect(await look()).toBe(1);
		expect((await delays())[0]?.payload.details).toMatchObject({
			expectedAt: '2026-11-26T12:00:00.000Z',
		});
		await work({ '2026-11-24': 8, '2026-11-25': 8 }, 'bo');
		expect(await look()).toBe(1);
		expect(await states()).toEqual(['1 superseded']);
	});

	it('is at risk where a file has gates before it the day before', async () => {
		await work({ '2026-11-24': 3 });
		await lockLineage(store, 'file:f1', false);
		const file = { fileId: 'f1', name: 'film.mp4', accountId: null, projectId: null };
		const seen = { lineage: 'file:f1', subject: 'file:f1', test: false, file, project: 'p' };
		const rest = { authors: [], facts: {}, mediaCheck: null, context: {}, sha256: 'a'.repeat(64) };
		await keepFile(store, { ...seen, ...rest }, monday);
		const dayBefore = new Date(dueAt.getTime() - 24 * 3_600_000);
		expect(await look(new Date(dayBefore.getTime() - 60_000))).toBe(0);
		expect(await look(dayBefore)).toBe(1);
		const [draft] = await listDrafts(store, { deal: '77', state: null, test: false, limit: 9 });
		expect(draft).toMatchObject({
			causes: [{ kind: 'gates', file: 'film.mp4', gate: 'machine' }],
			details: { expectedAt: '2026-11-26T12:00:00.000Z' },
		});
		await store.run('TRUNCATE quality_files CASCADE');
	});

	it('is counted on from what people told the inbox themselves', async () => {
		const event = milestoneEvent({ milestone: 'delay', deal: '77', occurrence: 4, test: false });
		await recordEvents(store, [{ ...event, id: eventId(monday) }], monday);
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await look();
		expect((await delays()).at(-1)?.payload.occurrence).toBe(5);
	});

	it('of what the client has is over', async () => {
		const { id } = await work({ '2026-11-25': 3 });
		await moveTo(id, { '2026-11-27': 3 });
		await store.run(
			`INSERT INTO deliveries (id, fingerprint, test, deal, client, recipient, project, version, kind,
				state, manifest, plan, facts, link_days, expires_at, created_at, updated_at, stored_at)
			VALUES ('dlv_1', 'f', false, '77', '5', '{}', 'p', 1, 'full', 'stored', '{}', '{}', '{}', 30,
				now(), now(), now(), now())`,
		);
		expect(await look()).toBe(0);
		await store.run('DELETE FROM deliveries');
	});
});
