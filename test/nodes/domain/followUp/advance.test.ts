import { advance, takeEvent } from '../../../../nodes/domain/followUp/advance';
import { defaultCaps } from '../../../../nodes/domain/followUp/caps';
import type { FollowUpContext } from '../../../../nodes/domain/followUp/context';
import { afterDelivery } from '../../../../nodes/domain/followUp/defaultSequences';
import type { Enrolment } from '../../../../nodes/domain/followUp/enrolment';
import type { EventType } from '../../../../nodes/domain/followUp/events';
import type { ToldEvent } from '../../../../nodes/domain/followUp/readEvents';
import { simulate } from '../../../../nodes/domain/followUp/simulate';
import type { Simulation } from '../../../../nodes/domain/followUp/simulate';
import { aContext, anEnrolment, anEvent } from '../../../support/aFollowUp';

/** Asked on Friday 20 November at ten in Copenhagen, three days after the delivery. */
const askedAt = '2026-11-20T09:00:00.000Z';
const answered = (score: number, at = '2026-11-20T10:00:00Z') => anEvent('feedback', at, { score });

function play(
	events: ToldEvent[],
	enrolment: Enrolment = anEnrolment(),
	changes: Partial<FollowUpContext> = {},
	until = '2027-03-01T00:00:00Z',
): Simulation {
	return simulate(enrolment, events, new Date(until), aContext(changes));
}

const sent = ({ touches }: Simulation) => touches.map(({ step }) => step);
const left = ({ skipped }: Simulation) => skipped.map(({ step, rule }) => `${step}: ${rule}`);

describe('after a delivery', () => {
	it('asks after three days at ten, and ends when nobody answers for three weeks', () => {
		const found = play([]);
		expect(found.touches).toEqual([
			{
				step: 'feedback-request',
				at: askedAt,
				channel: 'email',
				purpose: 'transactional',
				template: 'feedback-request',
				language: 'da',
				offer: null,
			},
		]);
		expect(found.exit).toEqual({
			at: '2026-12-11T09:00:00.000Z',
			reason: 'no-answer',
			isGoal: false,
			event: null,
		});
	});

	it.each([0, 6])(
		'gives a client who answers %i to a person at once, and offers nothing',
		(score) => {
			const found = play([answered(score)]);
			expect(sent(found)).toEqual(['feedback-request']);
			expect(found.tasks).toEqual([
				{ step: 'client-success', at: '2026-11-20T10:00:00.000Z', template: 'client-success' },
			]);
			expect(left(found)).toEqual(['review-request: cancelled', 'upsell-offer: cancelled']);
			expect(found.exit).toMatchObject({ at: '2026-11-20T10:00:00.000Z', reason: 'detractor' });
		},
	);

	it.each([7, 8])('asks a client who answers %i one more question', (score) => {
		const found = play([answered(score)]);
		expect(sent(found)).toEqual(['feedback-request', 'what-was-missing']);
		expect(found.touches[1]?.at).toBe('2026-11-23T09:00:00.000Z');
		expect(found.exit?.reason).toBe('completed');
	});

	it.each([9, 10])('asks a client who answers %i for a review, and offers what fits', (score) => {
		const found = play([answered(score)]);
		expect(found.touches.map(({ step, at, offer }) => [step, at, offer])).toEqual([
			['feedback-request', askedAt, null],
			['review-request', '2026-11-23T09:00:00.000Z', null],
			['upsell-offer', '2026-11-30T09:00:00.000Z', 'content-subscription'],
		]);
		// Two weeks in which a reply still counts.
		expect(found.exit).toMatchObject({ at: '2026-12-14T09:00:00.000Z', reason: 'completed' });
		expect(found.explanation.map(({ rule }) => rule)).toEqual(
			expect.arrayContaining(['answer', 'send', 'consent', 'offer', 'exit']),
		);
	});

	it('does not ask a client who has said already how it was', () => {
		const found = play([answered(9, '2026-11-18T09:00:00Z')]);
		expect(left(found)).toEqual(['feedback-request: answered']);
		expect(sent(found)).toEqual(['review-request', 'upsell-offer']);
	});

	it('does not ask a client who said no thanks to questions, and still waits for an answer', () => {
		const found = play([anEvent('unsubscribed', '2026-11-18T09:00:00Z', { scope: 'feedback' })]);
		expect(left(found)).toEqual(['feedback-request: no-thanks']);
		expect(found.exit?.reason).toBe('no-answer');
	});

	it('follows a client who changes their mind', () => {
		const better = play([answered(8), answered(9, '2026-11-24T10:00:00Z')]);
		expect(sent(better)).toEqual([
			'feedback-request',
			'what-was-missing',
			'review-request',
			'upsell-offer',
		]);
		const worse = play([answered(10), answered(3, '2026-11-24T10:00:00Z')]);
		expect(sent(worse)).toEqual(['feedback-request', 'review-request']);
		expect(worse.tasks).toHaveLength(1);
		expect(worse.exit?.reason).toBe('detractor');
	});

	it.each([
		[{ projects: 3, edits: 9, assets: 20, social: 1 }, 'content-subscription'],
		[{ projects: 2, edits: 5, assets: 20, social: 1 }, 'express-pack'],
		[{ projects: 1, edits: 4, assets: 10, social: 1 }, 'brand-library'],
		[{ projects: 1, edits: 0, assets: 9, social: 1 }, 'social-management'],
		[{ projects: 1, edits: null, assets: null, social: 0 }, null],
	])('offers by use %j: %s', (usage, offer) => {
		const found = play([answered(10)], anEnrolment({ usage: { ...usage, has: [] } }));
		expect(found.touches.find(({ step }) => step === 'upsell-offer')?.offer ?? null).toBe(offer);
		if (offer === null) expect(left(found)).toEqual(['upsell-offer: no-offer']);
	});

	it('does not offer what the client has', () => {
		const usage = { projects: 9, edits: 9, assets: 0, social: 0, has: ['subscription'] };
		const found = play([answered(10)], anEnrolment({ usage }));
		expect(found.touches.at(-1)?.offer).toBe('express-pack');
	});
});

describe('what ends a sequence', () => {
	const at = '2026-11-24T12:00:00Z';
	it.each<[EventType, Partial<ToldEvent>, string]>([
		['replied', {}, 'replied'],
		['replied', { from: 'mette@nordlys.example' }, 'replied'],
		['replied', { from: 'jens@nordlys.example' }, 'replied'],
		['replied', { from: 'jens@mail.nordlys.example' }, 'replied'],
		['meeting_booked', {}, 'meeting_booked'],
		['deal_created', {}, 'deal_created'],
		['invoice_overdue', {}, 'invoice_overdue'],
		['dispute', {}, 'dispute'],
		['bounced', {}, 'bounced'],
		['complained', {}, 'complained'],
		['unsubscribed', { scope: 'all' }, 'unsubscribed'],
		['unsubscribed', { scope: 'marketing' }, 'unsubscribed'],
		['negative_score', {}, 'negative_score'],
		['score_changed', { score: -5 }, 'negative_score'],
		['stopped', {}, 'stopped'],
	])('%s %j', (type, changes, reason) => {
		const found = play([answered(9), anEvent(type, at, changes)]);
		expect(found.exit).toMatchObject({ at: '2026-11-24T12:00:00.000Z', reason });
		expect(sent(found)).toEqual(['feedback-request', 'review-request']);
		expect(found.exit?.isGoal).toBe(reason === 'deal_created');
	});

	it.each<[EventType, Partial<ToldEvent>, string]>([
		['replied', { from: 'somebody@elsewhere.example' }, 'event/stranger'],
		['replied', { isAutomatic: true }, 'event/automatic'],
		['bounced', { isSoft: true }, 'event/soft-bounce'],
		['score_changed', { score: 4 }, 'event/engagement'],
		['unsubscribed', { isAutomatic: true }, 'event/automatic'],
		['opened', {}, 'event/engagement'],
		['clicked', { score: 2 }, 'event/engagement'],
		['delivered', {}, 'event/again'],
		['invoice_paid', {}, ''],
	])('is not %s %j', (type, changes, rule) => {
		const found = play([answered(9), anEvent(type, at, changes)]);
		expect(found.exit?.reason).toBe('completed');
		expect(sent(found)).toHaveLength(3);
		if (rule !== '') expect(found.explanation.map((each) => each.rule)).toContain(rule);
	});

	it('knows no colleagues at a free mail service', () => {
		const enrolment = anEnrolment({ client: { email: 'mette@gmail.com' } });
		const reply = (from: string) =>
			play([anEvent('replied', at, { from })], enrolment).exit?.reason;
		expect(reply('jens@gmail.com')).toBe('no-answer');
		expect(reply('mette@gmail.com')).toBe('replied');
	});

	it('leaves the rest to be told when only offers are unwanted', () => {
		const found = play([anEvent('unsubscribed', '2026-11-18T09:00:00Z'), answered(8)]);
		expect(sent(found)).toEqual(['feedback-request', 'what-was-missing']);
		expect(found.exit?.reason).toBe('completed');
		const happy = play([anEvent('unsubscribed', '2026-11-18T09:00:00Z'), answered(9)]);
		expect(sent(happy)).toEqual(['feedback-request']);
		expect(left(happy)).toEqual(['review-request: opted-out', 'upsell-offer: opted-out']);
		expect(happy.exit).toMatchObject({ reason: 'unsubscribed', at: '2026-11-20T10:00:00.000Z' });
	});

	it('goes on with offers once the client agrees to them again', () => {
		const found = play([
			anEvent('unsubscribed', '2026-11-18T09:00:00Z'),
			anEvent('consented', '2026-11-19T09:00:00Z', { basis: 'consent', evidence: 'form' }),
			answered(9),
		]);
		expect(sent(found)).toHaveLength(3);
	});

	it('goes by the definition: an end that it does not name is none, but for firm ones', () => {
		const sequence = { ...afterDelivery, exits: [] };
		const reasonFor = (type: EventType) =>
			play([anEvent(type, '2026-11-18T09:00:00Z')], anEnrolment(), { sequence }).exit?.reason;
		expect(reasonFor('replied')).toBe('no-answer');
		expect(reasonFor('invoice_overdue')).toBe('no-answer');
		expect(reasonFor('complained')).toBe('complained');
		expect(reasonFor('stopped')).toBe('stopped');
	});
});

describe('events before the enrolment', () => {
	const before = '2026-11-10T09:00:00Z';
	it.each<EventType>([
		'replied',
		'meeting_booked',
		'deal_created',
		'negative_score',
		'stopped',
		'paused',
		'feedback',
	])('%s is of another time', (type) => {
		const found = play([anEvent(type, before, { score: 2 })]);
		expect(sent(found)).toEqual(['feedback-request']);
		expect(found.explanation.map(({ rule }) => rule)).toContain('event/before-enrolment');
	});

	it.each<EventType>(['invoice_overdue', 'dispute', 'bounced', 'complained'])(
		'%s still holds: nothing is sent',
		(type) => {
			const found = play([anEvent(type, before)]);
			expect(found.touches).toEqual([]);
			expect(found.exit).toMatchObject({ reason: type, at: '2026-11-17T13:00:00.000Z' });
		},
	);

	it('an invoice that was paid in time holds no more, another one does', () => {
		const unpaid = anEvent('invoice_overdue', before, { reference: 'in-1' });
		const paid = (reference: string) =>
			anEvent('invoice_paid', '2026-11-12T09:00:00Z', { reference });
		expect(sent(play([unpaid, paid('in-1')]))).toEqual(['feedback-request']);
		expect(play([unpaid, paid('in-2')]).exit?.reason).toBe('invoice_overdue');
	});

	it('a client who was enrolled days later is asked at the next good time, and not twice', () => {
		const found = play([], anEnrolment({ enrolledAt: '2026-11-24T19:00:00.000Z' }));
		expect(found.touches.map(({ at }) => at)).toEqual(['2026-11-25T09:00:00.000Z']);
	});
});

describe('a pause', () => {
	const paused = anEvent('paused', '2026-11-18T09:00:00Z');
	it('holds everything until it is resumed', () => {
		const found = play([paused], anEnrolment(), {}, '2026-12-24T00:00:00Z');
		expect(found).toMatchObject({ touches: [], exit: null, nextDue: null });
		const resumed = play([paused, anEvent('resumed', '2026-12-24T20:00:00Z')]);
		expect(resumed.touches.map(({ at }) => at)).toEqual(['2026-12-25T09:00:00.000Z']);
	});

	it('ends by itself where it has an end', () => {
		const until = '2026-11-25T13:00:00.000Z';
		const found = play([anEvent('paused', '2026-11-18T09:00:00Z', { until })]);
		expect(found.touches.map(({ at }) => at)).toEqual([until]);
	});

	it('does not come back when it is told after its end', () => {
		const late = { ...paused, knownAt: '2026-11-19T13:00:00.000Z' };
		const found = play([late, anEvent('resumed', '2026-11-19T09:00:00Z')]);
		expect(sent(found)).toEqual(['feedback-request']);
	});

	it('does not hold back what a person has to do', () => {
		const found = play([paused, answered(2)], anEnrolment(), {}, '2026-12-24T00:00:00Z');
		expect(found.tasks).toHaveLength(1);
		expect(found.exit?.reason).toBe('detractor');
	});
});

describe('what was published as going wrong elsewhere', () => {
	it('an event that is delivered twice counts once', () => {
		const twice = play([answered(9), answered(9)]);
		expect(twice.touches).toEqual(play([answered(9)]).touches);
		expect(twice.explanation.map(({ rule }) => rule)).toContain('event/duplicate');
	});

	it('a client who is delivered to again does not begin again', () => {
		const found = play([anEvent('delivered', '2026-11-21T09:00:00Z'), answered(9)]);
		expect(sent(found)).toHaveLength(new Set(sent(found)).size);
	});

	it('a process that dies between deciding and sending decides the same again', () => {
		const context = aContext();
		const now = new Date('2026-11-20T09:00:30Z');
		const kept = anEnrolment();
		const first = advance(kept, null, now, context);
		const again = advance(kept, null, now, context);
		expect(again).toEqual(first);
		expect(first.touches).toHaveLength(1);
		// And what was kept before it died is not sent a second time.
		expect(advance(first.enrolment, null, now, context).touches).toEqual([]);
	});

	it('a message that went out by other hands is not sent again', () => {
		const found = play([
			anEvent('sent', '2026-11-19T09:00:00Z', { step: 'feedback-request' }),
			anEvent('sent', '2026-11-19T10:00:00Z', { step: 'nothing-of-ours' }),
		]);
		expect(found.touches.map(({ at }) => at)).toEqual(['2026-11-19T09:00:00.000Z']);
		expect(found.explanation.map(({ rule }) => rule)).toContain('event/unknown-step');
	});

	it('a machine that opens every link gives no answer', () => {
		const clicks = Array.from({ length: 11 }, (_, score) =>
			anEvent('feedback', '2026-11-20T09:00:02Z', {
				id: `click-${score}`,
				score,
				isAutomatic: true,
			}),
		);
		const found = play([...clicks, answered(9)]);
		expect(found.tasks).toEqual([]);
		expect(sent(found)).toEqual(['feedback-request', 'review-request', 'upsell-offer']);
	});

	it('an answer that is none changes nothing', () => {
		const found = play([anEvent('feedback', '2026-11-20T10:00:00Z', { score: null })]);
		expect(found.exit?.reason).toBe('no-answer');
	});

	it('a reply at the very moment of a message is first', () => {
		expect(play([anEvent('replied', askedAt)]).touches).toEqual([]);
	});

	it('a reply that is told late ends it when it is told', () => {
		const late = anEvent('replied', '2026-11-18T09:00:00Z', {
			knownAt: '2026-11-23T20:00:00.000Z',
		});
		const found = play([late, answered(9)]);
		expect(found.exit).toMatchObject({ at: '2026-11-23T20:00:00.000Z', reason: 'replied' });
		expect(sent(found)).toEqual(['feedback-request', 'review-request']);
	});

	it('what is told after the end is kept and changes nothing', () => {
		const found = play([anEvent('replied', '2026-11-18T09:00:00Z'), answered(9)]);
		expect(found.exit?.reason).toBe('replied');
		expect(found.explanation.map(({ rule }) => rule)).toContain('event/after-exit');
	});

	it('a service that was down for a weekend sends on Monday morning, one that was down for a month leaves it', () => {
		const at = (now: string) => advance(anEnrolment(), null, new Date(now), aContext());
		expect(at('2026-11-21T15:00:00Z')).toMatchObject({
			touches: [],
			nextDue: { at: '2026-11-23T08:00:00.000Z', step: 'feedback-request' },
		});
		expect(at('2026-11-23T08:00:00Z').touches).toHaveLength(1);
		expect(at('2026-12-28T10:00:00Z').skipped).toMatchObject([{ rule: 'stale' }]);
	});

	it('a clock that goes back is not followed', () => {
		const late = advance(anEnrolment(), null, new Date('2026-11-20T09:00:00Z'), aContext());
		const back = advance(late.enrolment, null, new Date('2026-11-01T09:00:00Z'), aContext());
		expect(back.enrolment.progress.clock).toBe('2026-11-20T09:00:00.000Z');
	});

	it('another version than its own is refused', () => {
		const context = aContext({ sequence: { ...afterDelivery, version: 2 } });
		expect(() => advance(anEnrolment(), null, new Date(askedAt), context)).toThrow(
			expect.objectContaining({ code: 'follow-up/other-sequence' }),
		);
	});
});

describe('caps, holdout and consent', () => {
	it('waits for the week to pass where other sequences have written twice', () => {
		const others = ['2026-11-18T09:00:00.000Z', '2026-11-19T12:00:00.000Z'].map((at) => ({
			at,
			sequence: 'welcome',
			priority: 1,
			isPlanned: null,
		}));
		const found = play([], anEnrolment(), { others });
		expect(found.touches.map(({ at }) => at)).toEqual(['2026-11-25T09:00:00.000Z']);
		expect(found.explanation.map(({ rule }) => rule)).toContain('cap');
	});

	it('lets a sequence of higher priority go first, and none of a lower', () => {
		const planned = (priority: number) =>
			['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'].map((at) => ({
				at,
				sequence: 'renewal',
				priority,
				isPlanned: null,
			}));
		expect(play([], anEnrolment(), { others: planned(80) }).touches[0]?.at).toBe(
			'2026-11-27T10:00:00.000Z',
		);
		expect(play([], anEnrolment(), { others: planned(20) }).touches[0]?.at).toBe(askedAt);
	});

	it('takes what others are about to send for what it is, also at that very moment', () => {
		const others = (priority: number) =>
			[1, 2].map(() => ({ at: askedAt, sequence: 'renewal', priority, isPlanned: true }));
		expect(play([], anEnrolment(), { others: others(80) }).touches[0]?.at).not.toBe(askedAt);
		expect(play([], anEnrolment(), { others: others(20) }).touches[0]?.at).toBe(askedAt);
	});

	it('leaves out what would come too late', () => {
		const others = Array.from({ length: 8 }, (_, day) => ({
			at: new Date(Date.parse(askedAt) + (day - 1) * 3 * 86_400_000).toISOString(),
			sequence: 'busy',
			priority: 90,
			isPlanned: null,
		}));
		const found = play([], anEnrolment(), { others, caps: [{ most: 1, days: 7 }] });
		expect(left(found)).toEqual(['feedback-request: cap']);
	});

	it('holds offers back from the share that is measured against', () => {
		const found = play([answered(9)], anEnrolment({ holdout: true }));
		expect(left(found)).toEqual(['review-request: holdout', 'upsell-offer: holdout']);
		expect(sent(found)).toEqual(['feedback-request']);
	});

	it('says in the words of the language asked for why it left something out', () => {
		const because = (language: 'en' | 'es' | 'da') =>
			play([answered(9)], anEnrolment({ consents: [], client: { country: 'PE' } }), { language })
				.skipped[0]?.because;
		expect(because('en')).toMatch(/^no consent: for PE offers need consent \(Peru: Law 32323/);
		expect(because('es')).toMatch(/^sin consentimiento: para PE/);
		expect(because('da')).toMatch(/^intet samtykke/);
		expect(defaultCaps.length).toBeGreaterThan(0);
	});
});

describe('events that are only told', () => {
	it('send nothing, but end what they end and lead on from when they became known', () => {
		const at = '2026-11-24T10:00:00Z';
		const told = (event: ToldEvent) =>
			takeEvent(anEnrolment(), event, new Date(at), aContext()).enrolment;
		expect(told(anEvent('opened', at)).progress).toMatchObject({
			touches: [],
			step: 'feedback-request',
		});
		expect(told(anEvent('replied', at)).progress.exit?.reason).toBe('replied');
		const later = advance(
			told(answered(9, at)),
			null,
			new Date('2026-11-26T12:00:00Z'),
			aContext(),
		);
		expect(later.touches.map(({ step }) => step)).toEqual(['review-request']);
	});
});
