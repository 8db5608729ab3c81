import fc from 'fast-check';

import { isErrorReport } from '../../../../nodes/domain/errors';
import { readEnrolment } from '../../../../nodes/domain/followUp/readEnrolment';
import { readEvents } from '../../../../nodes/domain/followUp/readEvents';

const at = '2026-11-20T10:00:00Z';
const one = (event: unknown) => readEvents([event], 'Europe/Copenhagen').events[0];

describe('events of others', () => {
	it.each([
		['replied', 'replied'],
		['email.replied', 'replied'],
		['Meeting Booked', 'meeting_booked'],
		['meetingScheduled', 'meeting_booked'],
		['deal.won', 'deal_created'],
		['new-deal', 'deal_created'],
		['invoice_unpaid', 'invoice_overdue'],
		['invoice.payment_failed', 'invoice_overdue'],
		['unpaid', 'invoice_overdue'],
		['charge.dispute.created', 'dispute'],
		['bounce', 'bounced'],
		['spam_complaint', 'complained'],
		['opt-out', 'unsubscribed'],
		['nps_response', 'feedback'],
		['manual_stop', 'stopped'],
		['pause', 'paused'],
		['negative_score', 'negative_score'],
	])('%s is %s', (type, expected) => {
		expect(one({ type, at })?.type).toBe(expected);
	});

	it.each([
		[{ event: 'replied', timestamp: 1_795_255_200 }],
		[{ kind: 'replied', occurred_at: '2026-11-21T08:40:00+00:00' }],
		[{ topic: 'mail.replied', payload: { at: '2026-11-21T09:40:00+01:00' } }],
		[{ type: 'replied', time: 1_795_250_400_000 }],
	])('reads %j', (event) => {
		expect(one(event)).toMatchObject({
			type: 'replied',
			at: expect.stringMatching(/^2026-11-21T\d\d:\d\d:00\.000Z$/) as string,
		});
	});

	it('takes the list alone or under "events"', () => {
		const events = [{ type: 'replied', at }];
		expect(readEvents({ events }, 'UTC').events).toEqual(readEvents(events, 'UTC').events);
	});

	it('gives the same event without an id the same id', () => {
		const event = { type: 'feedback', score: 9, at };
		expect(one({ ...event })?.id).toBe(one({ ...event })?.id);
		expect(one({ ...event, score: 8 })?.id).not.toBe(one(event)?.id);
		expect(one({ ...event, id: 7 })?.id).toBe('7');
	});

	it.each([
		[{ type: 'feedback', score: 9 }, false],
		[{ type: 'feedback', score: 9, confirmed: true, method: 'GET' }, false],
		[{ type: 'feedback', score: 9, confirmed: false }, true],
		[{ type: 'feedback', score: 9, method: 'GET' }, true],
		[{ type: 'feedback', score: 9, scanner: true }, true],
		[{ type: 'feedback', score: 9, userAgent: 'Mozilla/5.0 (compatible; Proofpoint)' }, true],
		[{ type: 'unsubscribed', method: 'GET' }, true],
		[{ type: 'unsubscribed', method: 'POST' }, false],
		[{ type: 'auto_reply' }, true],
		[{ type: 'replied', autoReply: true }, true],
		[{ type: 'stopped', automated: true }, false],
		[{ type: 'deal_created', bot: true }, false],
	])('tells a machine from a person: %j %s', (event, isAutomatic) => {
		expect(one({ at, ...event })?.isAutomatic).toBe(isAutomatic);
	});

	it.each([
		[{ type: 'feedback', score: '9' }, { score: 9 }],
		[{ type: 'feedback', score: 11 }, { score: null }],
		[{ type: 'feedback', data: { score: 4 } }, { score: 4 }],
		[{ type: 'soft_bounce' }, { type: 'bounced', isSoft: true }],
		[{ type: 'bounced', bounce: 'hard' }, { isSoft: false }],
		[{ type: 'replied', from: 'Ana <Ana@X.example>' }, { from: 'ana@x.example' }],
		[{ type: 'unsubscribed', scope: 'all' }, { scope: 'all' }],
		[{ type: 'no_thanks' }, { type: 'unsubscribed', scope: 'feedback' }],
		[{ type: 'paused', until: '2026-12-01' }, { until: '2026-11-30T23:00:00.000Z' }],
		[
			{ type: 'score', score: -3 },
			{ type: 'score_changed', score: -3 },
		],
	])('reads %j as %j', (event, expected) => {
		expect(one({ at, ...event })).toMatchObject(expected);
	});

	it('takes answers for a machine that came all at once, but for one that was confirmed', () => {
		const answer = (score: number, second: number, more: object = {}) => ({
			type: 'feedback',
			score,
			at: `2026-11-20T10:00:${String(second).padStart(2, '0')}Z`,
			...more,
		});
		const machines = (...list: object[]) =>
			readEvents(list, 'UTC')
				.events.filter(({ isAutomatic }) => isAutomatic)
				.map(({ score }) => score);
		expect(machines(answer(0, 1), answer(1, 2), answer(2, 2), answer(9, 59))).toEqual([0, 1, 2]);
		expect(
			machines(answer(0, 1), answer(1, 2), answer(2, 2), answer(9, 3, { confirmed: true })),
		).toEqual([0, 1, 2]);
		expect(machines(answer(8, 1), answer(9, 4))).toEqual([]);
		expect(machines(answer(9, 1), answer(9, 2), answer(9, 3, { id: 'x' }))).toEqual([]);
	});

	it('leaves out what nobody knows, and says so', () => {
		const { events, notes } = readEvents(
			[
				{ type: 'moon_rose', at },
				{ type: 'replied', at },
			],
			'UTC',
		);
		expect(events).toHaveLength(1);
		expect(notes).toEqual([
			{ field: 'events[0].type', because: '"moon_rose" is no known event; it is ignored.' },
		]);
	});

	it.each<[unknown, string]>([
		['soon', 'events'],
		[{ when: 1 }, 'events'],
		[[3], 'events[0]'],
		[[{ at }], 'events[0].type'],
		[[{ type: 'replied' }], 'events[0].at'],
		[[{ type: 'replied', at: 'yesterday' }], 'events[0].at'],
		[[{ type: 'paused', at, until: 'soon' }], 'events[0].until'],
	])('names the field of %j', (raw, field) => {
		expect(() => readEvents(raw, 'UTC')).toThrow(
			expect.objectContaining({
				code: 'follow-up/events',
				why: expect.stringContaining(`Field "${field}"`) as string,
			}),
		);
	});
});

describe('an enrolment of others', () => {
	const least = { client: { id: 'c', zone: 'America/Lima' }, deliveredAt: at };
	it('needs a zone and a moment, no more', () => {
		const { enrolment, sequence, notes } = readEnrolment(least);
		expect(enrolment).toMatchObject({
			client: { id: 'c', zone: 'America/Lima', country: null, language: 'en' },
			anchorAt: '2026-11-20T10:00:00.000Z',
			enrolledAt: '2026-11-20T10:00:00.000Z',
			consents: [],
		});
		expect(sequence).toEqual({ id: 'after-delivery', version: null });
		expect(notes).toEqual([{ field: 'client.language', because: 'None was given: English.' }]);
	});

	it('takes the zone of a country that has one, and reads names of countries', () => {
		const { client } = readEnrolment({
			country: 'Perú',
			locale: 'es-PE',
			deliveredAt: at,
			clientId: 7,
		}).enrolment;
		expect(client).toMatchObject({ id: '7', zone: 'America/Lima', country: 'PE', language: 'es' });
	});

	it('takes a day alone as that day where the client is', () => {
		expect(readEnrolment({ ...least, deliveredAt: '2026-11-20' }).enrolment.anchorAt).toBe(
			'2026-11-20T05:00:00.000Z',
		);
	});

	it.each([
		[true, ['consent'], null],
		[false, [], 'refused'],
		[{ marketing: true }, ['consent'], null],
		[{ marketing: false }, [], 'refused'],
		[{ marketing: { granted: true, at, evidence: 'form' } }, ['consent'], null],
		[{ marketing: { granted: false } }, [], 'refused'],
		[{ transactional: true }, [], null],
		[
			[{ purpose: 'marketing', basis: 'existing-customer', evidence: 'contract' }],
			['existing-customer'],
			null,
		],
		[[{ purpose: 'newsletter', basis: 'consent' }], [], null],
		[{ basis: 'soft_opt_in' }, ['existing-customer'], null],
		[{ basis: 'because' }, [], null],
		['maybe', [], null],
	])('reads consent %j', (consent, grounds, refused) => {
		const { consents, progress } = readEnrolment({ ...least, consent }).enrolment;
		expect(consents.map(({ basis }) => basis)).toEqual(grounds);
		expect(progress.facts.optOut.marketing === null).toBe(refused === null);
	});

	it('reads quiet hours, caps, usage, days off and other messages under other names', () => {
		const reading = readEnrolment({
			...least,
			quietHours: { start: '21:00', end: 8 },
			frequencyCap: { max: 1, perDays: 3 },
			usage: { repeatProjects: '4', edits: -1, socialMedia: true },
			holidays: ['2026-11-23', { date: '2026-12-24' }],
			recentTouches: ['2026-11-19T10:00:00Z', { sentAt: at, sequence: 'welcome', priority: 9 }],
			sequence: 'after-delivery/1',
		});
		expect(reading).toMatchObject({
			enrolment: {
				quietHours: { from: '21:00', to: '08:00', days: [6, 7] },
				usage: { projects: 4, edits: null, social: 1 },
			},
			caps: [{ most: 1, days: 3 }],
			holidays: ['2026-11-23', '2026-12-24'],
			others: [{ sequence: 'other' }, { sequence: 'welcome', priority: 9 }],
			sequence: { id: 'after-delivery', version: 1 },
		});
	});

	it.each<[unknown, string]>([
		[{ deliveredAt: at }, 'Field "zone"'],
		[
			{ ...least, client: { zone: 'Mars/Olympus' } },
			'Field "client.zone": expected a time zone such as America/Caracas, got "Mars/Olympus"',
		],
		[{ client: { country: 'US' }, deliveredAt: at }, 'Field "client.zone"'],
		[{ client: { zone: 'UTC' } }, 'Field "deliveredAt"'],
		[{ ...least, deliveredAt: 'soon' }, 'Field "deliveredAt"'],
		[{ ...least, quietHours: { from: 'late' } }, 'Field "quietHours.from"'],
		[{ ...least, caps: [{ most: 0, days: 1 }] }, 'Field "caps[0]"'],
		[{ ...least, holidays: ['Christmas'] }, 'Field "holidays[0]"'],
		[{ ...least, progress: { step: 3 } }, 'Field "progress.step"'],
		['Ana', 'The whole'],
		[null, 'The whole'],
	])('names the field of %j', (raw, why) => {
		expect(() => readEnrolment(raw)).toThrow(
			expect.objectContaining({
				code: 'follow-up/enrolment',
				why: expect.stringContaining(why) as string,
			}),
		);
	});
});

describe('whatever is given', () => {
	it('is read, or refused in words', () => {
		const loose = fc.object({
			key: fc.oneof(
				fc.constantFrom(
					'type',
					'at',
					'client',
					'zone',
					'country',
					'consent',
					'score',
					'events',
					'deliveredAt',
					'usage',
					'quietHours',
					'language',
					'caps',
					'until',
					'progress',
				),
				fc.string(),
			),
			values: [
				fc.string(),
				fc.integer(),
				fc.boolean(),
				fc.constant(null),
				fc.constantFrom('replied', 'DK', 'UTC', at, '2026-11-20'),
			],
			maxDepth: 3,
		});
		fc.assert(
			fc.property(fc.oneof(loose, fc.array(loose)), (raw) => {
				for (const readIt of [() => readEvents(raw, 'UTC'), () => readEnrolment(raw)]) {
					try {
						readIt();
					} catch (error) {
						expect(isErrorReport(error)).toBe(true);
					}
				}
			}),
			{ numRuns: 1_000, seed: 20261126 },
		);
	});
});
