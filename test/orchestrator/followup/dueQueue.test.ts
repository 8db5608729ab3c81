import { afterDelivery } from '../../../nodes/domain/followUp/defaultSequences';
import type { ToldEvent } from '../../../nodes/domain/followUp/readEvents';
import { advanceDue } from '../../../orchestrator/src/followup/advanceDue';
import type { Change } from '../../../orchestrator/src/followup/change';
import { changeFollowUps } from '../../../orchestrator/src/followup/change';
import { claimTouch } from '../../../orchestrator/src/followup/claim';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import { messageKeyOf } from '../../../orchestrator/src/followup/messageKey';
import { migrateFollowUp } from '../../../orchestrator/src/followup/migrateFollowUp';
import { recheckTouch } from '../../../orchestrator/src/followup/recheckTouch';
import { tellEvents } from '../../../orchestrator/src/followup/tellEvents';
import { pushDocument } from '../../../orchestrator/src/ledger/dataDocuments';
import type { FollowUpTarget } from '../../../orchestrator/src/ledger/followUps';
import { readFollowUp } from '../../../orchestrator/src/ledger/followUps';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { addSuppression } from '../../../orchestrator/src/ledger/mailSuppressions';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { anEvent } from '../../support/aFollowUp';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(`TRUNCATE feedback_answers, follow_up_touches, follow_up_events, follow_ups, follow_up_definitions,
		follow_up_holds, data_documents, mail_suppressions, inbox_events, inbox, effects CASCADE`);
});

/** Tuesday at 14:00 in Copenhagen; asked on Friday at ten. */
const deliveredAt = '2026-11-17T13:00:00.000Z';
const askedAt = '2026-11-20T09:00:00.000Z';
const at = (text: string) => new Date(text);

function anEnrolment(changes: Record<string, unknown> = {}, client: Record<string, unknown> = {}) {
	return {
		client: {
			id: 'nordlys',
			email: 'mette@nordlys.example',
			zone: 'Europe/Copenhagen',
			country: 'DK',
			language: 'da',
			...client,
		},
		project: 'p-1',
		deliveredAt,
		usage: { projects: 4 },
		consent: [{ basis: 'existing-customer', at: '2026-01-05T09:00:00Z', evidence: 'contract 9' }],
		holdout: false,
		...changes,
	};
}

async function enrolled(
	changes: Record<string, unknown> = {},
	client: Record<string, unknown> = {},
	test = false,
): Promise<string> {
	const asked = { enrolment: anEnrolment(changes, client), test };
	const now = at(deliveredAt);
	return (await enrol(store, asked, now, now)).followUp.id;
}

/** Looks for what is due until nothing is. @returns how much was looked at */
async function look(now: string, limit = 50): Promise<number> {
	let all = 0;
	for (;;) {
		const looked = await advanceDue(store, { limit, now: at(now), moment: at(now) });
		all += looked;
		if (looked < limit) return all;
	}
}

async function tell(target: FollowUpTarget, events: ToldEvent[], now: string) {
	return await store.transaction(
		async (queries) => await tellEvents(queries, target, events, at(now), at(now)),
	);
}

async function claim(followUp: string, step: string, now: string, attempt = 1) {
	return await claimTouch(store, { followUp, step, attempt }, at(now), at(now));
}

async function change(changes: Partial<Change> & Pick<Change, 'word'>, now: string) {
	const given = { target: 'all', reason: 'so', by: 'olivia', until: null, ...changes } as Change;
	return await changeFollowUps(store, given, at(now), at(now));
}

async function told(): Promise<
	Array<{ topic: string; step: string; attempt: number; client: string }>
> {
	return await store.query(
		`SELECT topic, payload->>'step' AS step, (payload->>'attempt')::int AS attempt,
			payload->'client'->>'id' AS client FROM inbox ORDER BY received_at, id`,
	);
}

async function standing(id: string) {
	const found = await readFollowUp(store, id);
	if (found === null) throw new Error('gone');
	return found;
}

const answer = (score: number, when: string) => anEvent('feedback', when, { score });

describe('enrolling', () => {
	it('happens once for a client, a sequence and a delivery', async () => {
		const now = at(deliveredAt);
		const asked = { enrolment: anEnrolment(), test: false };
		const first = await enrol(store, asked, now, now);
		expect(first).toMatchObject({
			repeated: false,
			followUp: { state: 'active', step: 'feedback-request' },
		});
		expect(first.followUp.dueAt).toEqual(at(askedAt));

		const later = { enrolment: anEnrolment({ usage: { projects: 9 } }), test: false };
		const again = await enrol(store, later, at('2026-11-19T10:00:00Z'));
		expect(again).toMatchObject({ repeated: true, followUp: { id: first.followUp.id } });
		expect(
			(await enrol(store, { ...asked, enrolment: anEnrolment({ project: 'p-2' }) }, now)).repeated,
		).toBe(false);
		expect((await enrol(store, { ...asked, test: true }, now)).repeated).toBe(false);
	});

	it('happens once however many ask at the same time', async () => {
		const now = at(deliveredAt);
		const all = await Promise.all(
			Array.from(
				{ length: 8 },
				async () => await enrol(store, { enrolment: anEnrolment(), test: false }, now, now),
			),
		);
		expect(new Set(all.map(({ followUp }) => followUp.id)).size).toBe(1);
		expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
	});

	it.each([
		[{}, { email: null }, 'follow-up/no-address'],
		[{ consent: true }, {}, 'follow-up/no-evidence'],
		[{ sequence: 'other' }, {}, 'follow-up/unknown-sequence'],
		[{}, { zone: 'Mars' }, 'follow-up/enrolment'],
	])('is refused with %j %j', async (changes, client, code) => {
		await expect(enrolled(changes, client)).rejects.toMatchObject({ code });
	});

	it('keeps the definition: the same version may not say something else later', async () => {
		const id = await enrolled();
		const push = async (sequence: object, expectedVersion: number) =>
			await pushDocument(store, {
				kind: 'sequences',
				source: '-',
				content: { version: 'sequences/0', caps: [], sequences: [sequence] } as unknown as Json,
				pushedBy: 'olivia',
				reason: 'so',
				expectedVersion,
			});
		const steps = afterDelivery.steps.map((step) =>
			step.id === 'feedback-request' ? { ...step, wait: { days: 5, at: '11:00' } } : step,
		);
		await push({ ...afterDelivery, steps }, 0);
		await expect(enrolled({ project: 'p-2' })).rejects.toMatchObject({
			code: 'follow-up/version-used',
		});

		await push({ ...afterDelivery, steps, version: 2 }, 1);
		const newer = await standing(await enrolled({ project: 'p-2' }));
		expect([newer.version, newer.dueAt]).toEqual([2, at('2026-11-23T10:00:00.000Z')]);
		// Who began under the first goes on by it.
		await look(askedAt);
		expect((await standing(id)).enrolment.progress.touches).toHaveLength(1);
	});

	it('lets a client go on by a newer one when somebody says so', async () => {
		const id = await enrolled();
		const steps = afterDelivery.steps.map((step) =>
			step.id === 'feedback-request' ? { ...step, wait: { days: 5, at: '11:00' } } : step,
		);
		await pushDocument(store, {
			kind: 'sequences',
			source: '-',
			content: {
				version: 'sequences/0',
				caps: [],
				sequences: [afterDelivery, { ...afterDelivery, steps, version: 2 }],
			} as unknown as Json,
			pushedBy: 'olivia',
			reason: 'so',
			expectedVersion: 0,
		});
		const now = at('2026-11-18T09:00:00Z');
		const wish = { id, steps: {}, reason: 'five days are better', by: 'olivia' };
		const moved = await migrateFollowUp(store, { ...wish, version: 2 }, now, now);
		expect(moved).toMatchObject({ version: 2, enrolment: { sequence: { version: 2 } } });
		await look('2026-11-18T09:00:00Z');
		expect((await standing(id)).dueAt).toEqual(at('2026-11-23T10:00:00.000Z'));
		const again = migrateFollowUp(store, { ...wish, version: 3 }, now, now);
		await expect(again).rejects.toMatchObject({ code: 'follow-up/unknown-sequence' });
		expect(await migrateFollowUp(store, { ...wish, id: 'flw_none', version: 1 }, now)).toBeNull();
	});
});

describe('what is due', () => {
	it('is told to the inbox once, when its time has come, and not before', async () => {
		const id = await enrolled();
		expect(await look('2026-11-20T08:59:59Z')).toBe(0);
		expect(await look(askedAt)).toBe(1);
		expect(await look(askedAt)).toBe(0);
		expect(await told()).toEqual([
			{ topic: 'follow-up.due', step: 'feedback-request', attempt: 1, client: 'nordlys' },
		]);
		expect(await standing(id)).toMatchObject({
			step: 'feedback-answer',
			dueAt: at('2026-12-11T09:00:00.000Z'),
		});
	});

	it('is told once however many look at the same time', async () => {
		const ids: string[] = [];
		for (let number = 0; number < 12; number++) {
			ids.push(await enrolled({}, { id: `client-${number}`, email: `a@c${number}.example` }));
		}
		const now = at(askedAt);
		const looks = await Promise.all(
			Array.from(
				{ length: 6 },
				async () => await advanceDue(store, { limit: 5, now, moment: now }),
			),
		);
		const first = looks.reduce((sum, each) => sum + each, 0);
		expect(first + (await look(askedAt))).toBe(12);
		expect((await told()).map(({ client }) => client).sort()).toEqual(
			ids.map((_, number) => `client-${number}`).sort(),
		);
	});

	it('goes through to the offer and ends', async () => {
		const id = await enrolled();
		await look(askedAt);
		await tell(
			{ client: 'nordlys', test: false },
			[answer(9, '2026-11-20T10:00:00Z')],
			'2026-11-20T10:00:05Z',
		);
		await look('2026-11-20T10:00:10Z');
		await look('2026-11-23T09:00:00Z');
		await look('2026-11-30T09:00:00Z');
		expect((await told()).map(({ step }) => step)).toEqual([
			'feedback-request',
			'review-request',
			'upsell-offer',
		]);
		const [{ offer } = { offer: null }] = await store.query<{ offer: unknown }>(
			`SELECT payload->'offer' AS offer FROM inbox WHERE payload->>'step' = 'upsell-offer'`,
		);
		expect(offer).toMatchObject({ id: 'content-subscription', price: { per: 'month' } });
		await look('2026-12-14T09:00:00Z');
		expect(await standing(id)).toMatchObject({
			state: 'exited',
			exitReason: 'completed',
			dueAt: null,
		});
	});

	it('gives a client who is not content to a person at once, and once', async () => {
		const id = await enrolled();
		await look(askedAt);
		const bad = answer(2, '2026-11-20T10:00:00Z');
		await tell({ id }, [bad], '2026-11-20T10:00:05Z');
		await tell({ id }, [bad], '2026-11-20T10:01:05Z');
		expect((await told()).map(({ topic, step }) => [topic, step])).toEqual([
			['follow-up.due', 'feedback-request'],
			['follow-up.task', 'client-success'],
		]);
		expect(await standing(id)).toMatchObject({ state: 'exited', exitReason: 'detractor' });
	});

	it('counts messages of all sequences of a client, however they meet', async () => {
		for (const project of ['p-1', 'p-2', 'p-3', 'p-4']) await enrolled({ project });
		const now = at(askedAt);
		await Promise.all(
			Array.from(
				{ length: 4 },
				async () => await advanceDue(store, { limit: 1, now, moment: now }),
			),
		);
		await look(askedAt);
		// Two in a week.
		expect(await told()).toHaveLength(2);
		await look('2026-11-27T09:00:00Z');
		expect(await told()).toHaveLength(4);
	});

	it('leaves one that cannot go on for an hour, and the others go on', async () => {
		const broken = await enrolled();
		await enrolled({}, { id: 'other', email: 'a@other.example' });
		await store.query(
			`UPDATE follow_ups SET enrolment = jsonb_set(enrolment, '{client,zone}', '"Mars/Olympus"') WHERE id = $1`,
			[broken],
		);
		const problems: string[] = [];
		const now = at(askedAt);
		await advanceDue(store, { limit: 50, now, moment: now, onProblem: (id) => problems.push(id) });
		expect(problems).toEqual([broken]);
		expect((await told()).map(({ client }) => client)).toEqual(['other']);
		expect((await standing(broken)).dueAt).toEqual(at('2026-11-20T10:00:00.000Z'));
	});
});

describe('what happens', () => {
	it.each([
		['mette@nordlys.example', 'replied'],
		['jens@nordlys.example', 'replied'],
		['somebody@other.example', null],
	])('reaches enrolments by the address of %s: %s', async (from, exit) => {
		const id = await enrolled();
		const domains = [from.slice(from.indexOf('@') + 1)];
		await tell(
			{ addresses: [from], domains },
			[anEvent('replied', '2026-11-18T09:00:00Z', { from })],
			'2026-11-18T09:00:01Z',
		);
		expect((await standing(id)).exitReason).toBe(exit);
		await look(askedAt);
		expect(await told()).toHaveLength(exit === null ? 1 : 0);
	});

	it('is never known before it is told, whatever the clock of who tells it', async () => {
		const id = await enrolled();
		await tell({ id }, [anEvent('paused', '2027-01-01T09:00:00Z')], '2026-11-18T09:00:00Z');
		expect((await standing(id)).enrolment.progress.clock).toBe('2026-11-18T09:00:00.000Z');
		expect((await standing(id)).state).toBe('paused');
	});

	it('keeps a message that went out by other hands as sent', async () => {
		const id = await enrolled();
		await tell(
			{ id },
			[anEvent('sent', '2026-11-18T09:00:00Z', { step: 'feedback-request' })],
			'2026-11-18T09:00:01Z',
		);
		await look(askedAt);
		expect((await told()).map(({ step }) => step)).toEqual([]);
		expect((await standing(id)).step).toBe('feedback-answer');
	});
});

describe('enrolling again', () => {
	it('after an end begins nothing for the same deal, and anew for the next', async () => {
		const id = await enrolled();
		await tell({ id }, [anEvent('replied', '2026-11-18T09:00:00Z')], '2026-11-18T09:00:00Z');
		expect(await enrolled()).toBe(id);
		expect(await standing(id)).toMatchObject({ state: 'exited', exitReason: 'replied' });
		await look('2026-12-31T09:00:00Z');
		expect(await told()).toEqual([]);
		expect(await enrolled({ project: 'p-2' })).not.toBe(id);
	});
});

describe('a claim', () => {
	it('lets a message be sent, and says so again to whoever asks again', async () => {
		const id = await enrolled();
		await look(askedAt);
		expect(await claim(id, 'feedback-request', askedAt)).toMatchObject({
			result: 'send',
			repeated: false,
		});
		expect(await claim(id, 'feedback-request', askedAt)).toMatchObject({
			result: 'send',
			repeated: true,
		});
		expect(await claim(id, 'review-request', askedAt)).toEqual({ result: 'missing' });
		expect(await claim('flw_none', 'feedback-request', askedAt)).toEqual({ result: 'missing' });
	});

	/** What a flow has come to by the time it breaks off. */
	const effect = async (id: string, state: 'planned' | 'done' | 'failed') =>
		await store.query(
			`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt)
			VALUES ($1, 'mail', 'x', false, 'x', '{}', $2, gen_random_uuid(), 1,
				CASE WHEN $2 = 'done' THEN '{}'::jsonb END)`,
			[messageKeyOf(id, 'feedback-request'), state],
		);
	const reply = async (id: string) =>
		await tell({ id }, [anEvent('replied', '2026-11-20T11:00:00Z')], '2026-11-20T11:00:00Z');

	it.each([[null], ['failed' as const]])(
		'withholds what a flow that broke off never sent (%s), once the client has written back',
		async (state) => {
			const id = await enrolled();
			await look(askedAt);
			await claim(id, 'feedback-request', askedAt);
			if (state !== null) await effect(id, state);
			await reply(id);
			expect(await claim(id, 'feedback-request', '2026-11-20T12:00:00Z')).toMatchObject({
				result: 'withheld',
				rule: 'exited',
			});
			expect((await standing(id)).enrolment.progress.touches).toEqual([]);
		},
	);

	it.each([['planned' as const], ['done' as const]])(
		'says send again where the mail is on its way (%s): its effect sends it once',
		async (state) => {
			const id = await enrolled();
			await look(askedAt);
			await claim(id, 'feedback-request', askedAt);
			await effect(id, state);
			await reply(id);
			expect(await claim(id, 'feedback-request', '2026-11-20T12:00:00Z')).toMatchObject({
				result: 'send',
				repeated: true,
			});
		},
	);

	it('of a flow that comes back in the night lets the message come due again in the morning', async () => {
		const id = await enrolled();
		await look(askedAt);
		await claim(id, 'feedback-request', askedAt);
		expect(await claim(id, 'feedback-request', '2026-11-20T23:00:00Z')).toMatchObject({
			result: 'later',
			rule: 'quiet',
		});
		await look('2026-11-23T09:00:00Z');
		const [, again] = await told();
		expect(again).toMatchObject({ step: 'feedback-request', attempt: 2 });
		expect(await claim(id, 'feedback-request', '2026-11-23T09:00:01Z', 2)).toMatchObject({
			result: 'send',
			repeated: false,
		});
	});

	const recheck = async (id: string, now: string, other: string | null = null) =>
		await recheckTouch(store, { id, step: 'feedback-request', other }, at(now), at(now));

	it('is looked at once more as the mail goes out: whoever answered meanwhile gets none', async () => {
		const id = await enrolled();
		await look(askedAt);
		await claim(id, 'feedback-request', askedAt);
		await effect(id, 'planned');
		expect(await recheck(id, '2026-11-20T10:00:00Z')).toBeNull();
		await reply(id);

		const objection = { is: 'final', because: 'It ended: replied.' };
		expect(await recheck(id, '2026-11-20T12:00:00Z')).toEqual(objection);
		expect(await recheck(id, '2026-11-20T12:00:01Z')).toEqual(objection);
		expect(await claim(id, 'feedback-request', '2026-11-20T12:00:02Z')).toMatchObject({
			result: 'withheld',
		});
		expect((await standing(id)).enrolment.progress.touches).toEqual([]);
	});

	it('lets what waited for a mail server wait for the morning, and for whoever holds everything', async () => {
		const id = await enrolled();
		await look(askedAt);
		await claim(id, 'feedback-request', askedAt);
		expect(await recheck(id, '2026-11-20T23:00:00Z')).toMatchObject({ is: 'forNow' });
		await change({ word: 'pause' }, '2026-11-23T08:59:00Z');
		expect(await recheck(id, '2026-11-23T09:00:00Z')).toMatchObject({ is: 'forNow' });
		await change({ word: 'resume' }, '2026-11-23T09:01:00Z');
		expect(await recheck(id, '2026-11-23T09:02:00Z')).toBeNull();
		expect(await recheck(id, '2026-11-23T09:03:00Z', 'The deal is lost.')).toEqual({
			is: 'final',
			because: 'The deal is lost.',
		});
	});

	it('of what belongs to the order is not held up by a refusal of offers', async () => {
		const id = await enrolled();
		await look(askedAt);
		const entry = { address: 'mette@nordlys.example', note: null, evidence: null } as const;
		const refusal = { id: 'sup_1', scope: 'marketing', reason: 'unsubscribed', ...entry } as const;
		await addSuppression(store, refusal);
		expect(await claim(id, 'feedback-request', askedAt)).toMatchObject({ result: 'send' });
	});

	it.each<[string, (id: string) => Promise<unknown>, string]>([
		[
			'a reply',
			async (id) =>
				await tell({ id }, [anEvent('replied', '2026-11-20T09:00:10Z')], '2026-11-20T09:00:10Z'),
			'exited',
		],
		[
			'a stop',
			async (id) => await change({ word: 'stop', target: { id } }, '2026-11-20T09:00:10Z'),
			'exited',
		],
		[
			'a mailbox that is gone',
			async () => {
				await addSuppression(store, {
					id: 'sup_1',
					address: 'mette@nordlys.example',
					scope: 'all',
					reason: 'bounced',
					note: null,
					evidence: null,
				});
			},
			'suppressed',
		],
	])('withholds a message for good after %s', async (_, happen, rule) => {
		const id = await enrolled();
		await look(askedAt);
		await happen(id);
		expect(await claim(id, 'feedback-request', '2026-11-20T09:00:20Z')).toMatchObject({
			result: 'withheld',
			rule,
		});
		expect(await claim(id, 'feedback-request', '2026-11-20T09:00:30Z')).toMatchObject({
			result: 'withheld',
		});
		expect((await standing(id)).enrolment.progress.touches).toEqual([]);
		await look('2026-12-24T09:00:00Z');
		expect(await told()).toHaveLength(1);
	});

	it.each<
		[string, (id: string) => Promise<unknown>, (id: string) => Promise<unknown>, string, string]
	>([
		[
			'a pause',
			async (id) => await change({ word: 'pause', target: { id } }, '2026-11-20T09:00:10Z'),
			async (id) => await change({ word: 'resume', target: { id } }, '2026-11-24T10:00:00Z'),
			'paused',
			'2026-11-24T10:00:00Z',
		],
		[
			'a hold of everything',
			async () => await change({ word: 'pause' }, '2026-11-20T09:00:10Z'),
			async () => await change({ word: 'resume' }, '2026-11-24T10:00:00Z'),
			'held',
			'2026-11-24T10:00:00Z',
		],
	])('lets a message come due again after %s', async (_, stop, go, rule, when) => {
		const id = await enrolled();
		await look(askedAt);
		await stop(id);
		expect(await claim(id, 'feedback-request', '2026-11-20T09:00:20Z')).toMatchObject({
			result: 'later',
			rule,
		});
		await look('2026-11-23T09:00:00Z');
		expect(await told()).toHaveLength(1);
		await go(id);
		await look(when);
		expect((await told()).map(({ attempt }) => attempt)).toEqual([1, 2]);
		expect(await claim(id, 'feedback-request', when)).toMatchObject({
			result: 'withheld',
			rule: 'superseded',
		});
		expect(await claim(id, 'feedback-request', when, 2)).toMatchObject({ result: 'send' });
	});

	it('waits for the morning when it comes in the night', async () => {
		const id = await enrolled();
		await look(askedAt);
		const night = '2026-11-20T22:00:00Z';
		expect(await claim(id, 'feedback-request', night)).toMatchObject({
			result: 'later',
			rule: 'quiet',
		});
		await look(night);
		expect((await standing(id)).dueAt).toEqual(at('2026-11-23T09:00:00.000Z'));
		await look('2026-11-23T09:00:00Z');
		expect(await claim(id, 'feedback-request', '2026-11-23T09:00:05Z', 2)).toMatchObject({
			result: 'send',
		});
	});

	it('asks the rules of the day for consent', async () => {
		const id = await enrolled();
		await look(askedAt);
		await tell({ id }, [answer(9, '2026-11-20T10:00:00Z')], '2026-11-20T10:00:00Z');
		await look('2026-11-23T09:00:00Z');
		const rules = { accepts: ['consent'], source: 'a new law' };
		await pushDocument(store, {
			kind: 'consent',
			source: '-',
			content: { version: 'consent/0', countries: {}, otherwise: rules },
			pushedBy: 'olivia',
			reason: 'so',
			expectedVersion: 0,
		});
		expect(await claim(id, 'review-request', '2026-11-23T09:00:05Z')).toMatchObject({
			result: 'withheld',
			rule: 'consent',
		});
		expect((await standing(id)).enrolment.progress.skipped).toMatchObject([
			{ rule: 'claim/consent' },
		]);
	});

	it('minds the list of those who get no offers, and sends what belongs to the order', async () => {
		const id = await enrolled();
		await addSuppression(store, {
			id: 'sup_1',
			address: 'mette@nordlys.example',
			scope: 'marketing',
			reason: 'unsubscribed',
			note: null,
			evidence: null,
		});
		await look(askedAt);
		expect(await claim(id, 'feedback-request', askedAt)).toMatchObject({ result: 'send' });
		await tell({ id }, [answer(9, '2026-11-20T10:00:00Z')], '2026-11-20T10:00:00Z');
		await look('2026-11-23T09:00:00Z');
		expect(await claim(id, 'review-request', '2026-11-23T09:00:05Z')).toMatchObject({
			result: 'withheld',
			rule: 'suppressed',
		});
	});
});

describe('an operator', () => {
	it('pauses, resumes and stops a client, and the history says who did it and why', async () => {
		const [first, second] = [await enrolled(), await enrolled({ project: 'p-2' })];
		const other = await enrolled({}, { id: 'other', email: 'a@other.example' });
		const target = { client: 'nordlys', test: false };
		expect(
			await change(
				{ word: 'pause', target, until: at('2026-12-01T09:00:00Z') },
				'2026-11-18T09:00:00Z',
			),
		).toEqual({ told: 2, isHeld: null });
		await look('2026-11-18T09:00:01Z');
		expect(await standing(first)).toMatchObject({ state: 'paused' });
		expect(await standing(other)).toMatchObject({ state: 'active' });

		await change({ word: 'resume', target }, '2026-11-19T09:00:00Z');
		await look('2026-11-19T09:00:01Z');
		expect(await standing(second)).toMatchObject({ state: 'active', dueAt: at(askedAt) });

		expect(await change({ word: 'stop', target }, '2026-11-19T10:00:00Z')).toMatchObject({
			told: 2,
		});
		expect(await standing(first)).toMatchObject({ state: 'exited', exitReason: 'stopped' });
		const facts = await store.query(
			`SELECT type, detail->>'by' AS by, detail->>'reason' AS reason FROM follow_up_events WHERE follow_up = $1 ORDER BY id`,
			[first],
		);
		expect(facts).toEqual(
			['paused', 'resumed', 'stopped'].map((type) => ({ type, by: 'olivia', reason: 'so' })),
		);
	});

	it('holds everything at once, and stops everything for good', async () => {
		const id = await enrolled();
		expect(await change({ word: 'pause' }, '2026-11-18T09:00:00Z')).toEqual({
			told: 0,
			isHeld: true,
		});
		expect(await look(askedAt)).toBe(0);
		expect(await standing(id)).toMatchObject({ state: 'active' });
		await change({ word: 'resume' }, '2026-11-20T10:00:00Z');
		expect(await look('2026-11-20T10:00:00Z')).toBe(1);
		await enrolled({ project: 'p-2' });
		expect(await change({ word: 'stop' }, '2026-11-20T11:00:00Z')).toEqual({
			told: 2,
			isHeld: null,
		});
		expect(await look('2027-01-01T09:00:00Z')).toBe(0);
	});
});
