import fc from 'fast-check';

import { defaultCaps } from '../../nodes/domain/followUp/caps';
import type { FollowUpContext } from '../../nodes/domain/followUp/context';
import { defaultConsentRules } from '../../nodes/domain/followUp/defaultConsent';
import { defaultOffers } from '../../nodes/domain/followUp/defaultOffers';
import { afterDelivery } from '../../nodes/domain/followUp/defaultSequences';
import type { Enrolment, Recipient } from '../../nodes/domain/followUp/enrolment';
import { beginning } from '../../nodes/domain/followUp/enrolment';
import type { EventType } from '../../nodes/domain/followUp/events';
import type { ToldEvent } from '../../nodes/domain/followUp/readEvents';

/** Mette of Nordlys, who is a client already. */
export function aClient(changes: Partial<Recipient> = {}): Recipient {
	return {
		id: 'nordlys',
		name: 'Mette Holm',
		email: 'mette@nordlys.example',
		contacts: [],
		zone: 'Europe/Copenhagen',
		country: 'DK',
		language: 'da',
		...changes,
	};
}

/** What an enrolment may be given in place of the usual. */
export type EnrolmentChanges = Partial<Omit<Enrolment, 'client'>> & { client?: Partial<Recipient> };

/** Delivered on Tuesday 17 November 2026 at 14:00 in Copenhagen; may get offers, and uses a lot. */
export function anEnrolment({ client, ...changes }: EnrolmentChanges = {}): Enrolment {
	const anchorAt = changes.anchorAt ?? '2026-11-17T13:00:00.000Z';
	const enrolledAt = changes.enrolledAt ?? anchorAt;
	return {
		id: 'enrolment-1',
		sequence: { id: afterDelivery.id, version: afterDelivery.version },
		client: aClient(client),
		occurrence: 'project-1',
		anchorAt,
		enrolledAt,
		usage: { projects: 4, edits: 0, assets: 0, social: 0, has: [] },
		consents: [{ basis: 'consent', at: '2026-01-05T09:00:00.000Z', evidence: 'form, box 2' }],
		holdout: false,
		quietHours: null,
		progress: { ...beginning(anchorAt, enrolledAt), step: afterDelivery.steps[0].id },
		...changes,
	};
}

/** The shipped rules, without holidays and other sequences. */
export function aContext(changes: Partial<FollowUpContext> = {}): FollowUpContext {
	return {
		sequence: afterDelivery,
		holidays: new Set(),
		consent: defaultConsentRules,
		offers: defaultOffers,
		caps: defaultCaps,
		others: [],
		language: 'en',
		...changes,
	};
}

/** An event that says nothing but its type and its time. */
export function anEvent(type: EventType, at: string, changes: Partial<ToldEvent> = {}): ToldEvent {
	const moment = new Date(at).toISOString();
	return {
		id: `${type}@${moment}`,
		type,
		at: moment,
		from: null,
		score: null,
		isAutomatic: false,
		scope: 'marketing',
		reference: null,
		step: null,
		until: null,
		isSoft: false,
		basis: null,
		evidence: null,
		knownAt: moment,
		...changes,
	};
}

/** A client, what happens to them, and the days off they have. */
export interface FollowUpCase {
	enrolment: Enrolment;
	events: ToldEvent[];
	context: FollowUpContext;
	until: Date;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;
const start = Date.parse('2026-02-15T00:00:00Z');

const places: ReadonlyArray<[string, string | null, Recipient['language']]> = [
	['Europe/Copenhagen', 'DK', 'da'],
	['America/Lima', 'PE', 'es'],
	['America/Caracas', 'VE', 'es'],
	['America/New_York', 'US', 'en'],
	['Europe/Madrid', 'ES', 'es'],
	['Australia/Lord_Howe', null, 'en'],
];

const someTypes: readonly EventType[] = [
	'replied',
	'meeting_booked',
	'deal_created',
	'invoice_overdue',
	'invoice_paid',
	'dispute',
	'bounced',
	'complained',
	'unsubscribed',
	'unsubscribed',
	'negative_score',
	'stopped',
	'feedback',
	'feedback',
	'feedback',
	'feedback',
	'feedback',
	'feedback',
	'consented',
	'paused',
	'resumed',
	'opened',
	'clicked',
	'delivered',
];

function events(anchor: number, types: readonly EventType[]): fc.Arbitrary<ToldEvent[]> {
	const one = fc
		.record({
			type: fc.constantFrom(...types),
			// From before the delivery, by the minute and often exactly on the hour.
			after: fc.oneof(
				fc.integer({ min: -3 * 24 * 60, max: 45 * 24 * 60 }),
				fc.integer({ min: 0, max: 60 * 24 }).map((hours) => hours * 60),
			),
			late: fc.option(fc.integer({ min: 0, max: 3 * 24 * 60 }), { freq: 3, nil: 0 }),
			score: fc.oneof(fc.integer({ min: 0, max: 10 }), {
				arbitrary: fc.constantFrom(9, 10),
				weight: 3,
			}),
			from: fc.constantFrom(
				null,
				'mette@nordlys.example',
				'jens@nordlys.example',
				'x@other.example',
			),
			scope: fc.constantFrom(
				'marketing' as const,
				'marketing' as const,
				'feedback' as const,
				'all' as const,
			),
			isAutomatic: fc.boolean(),
			isSoft: fc.boolean(),
			pauseDays: fc.option(fc.integer({ min: 1, max: 10 })),
		})
		.map(({ type, after, late, from, score, pauseDays, ...rest }) => {
			const at = anchor + after * minuteMs;
			return anEvent(type, new Date(at).toISOString(), {
				...rest,
				isAutomatic: rest.isAutomatic && (type === 'replied' || type === 'feedback'),
				from: type === 'replied' ? from : null,
				score: type === 'feedback' ? score : null,
				until: pauseDays === null ? null : new Date(at + pauseDays * dayMs).toISOString(),
				basis: 'consent',
				knownAt: new Date(at + (late ?? 0) * minuteMs).toISOString(),
			});
		});
	return fc
		.array(one, { maxLength: 8 })
		.map((list) => list.map((each, index) => ({ ...each, id: `e-${index}` })));
}

/** Clients anywhere, in any week of a year, with any stream of events. */
export function followUpCases(types: readonly EventType[] = someTypes): fc.Arbitrary<FollowUpCase> {
	return fc
		.record({
			place: fc.constantFrom(...places),
			delivered: fc.integer({ min: 0, max: 365 * 24 * 60 }),
			enrolledLater: fc.option(fc.integer({ min: 0, max: 5 * 24 * 60 }), { freq: 4, nil: 0 }),
			holidays: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
			others: fc.array(
				fc.record({
					after: fc.integer({ min: -10, max: 40 }),
					priority: fc.integer({ min: 0, max: 100 }),
				}),
				{ maxLength: 3 },
			),
			grounds: fc.constantFrom([], ['consent' as const], ['existing-customer' as const]),
			projects: fc.integer({ min: 0, max: 5 }),
		})
		.chain(({ place: [zone, country, language], delivered, enrolledLater, ...rest }) => {
			const anchor = start + delivered * minuteMs;
			const anchorAt = new Date(anchor).toISOString();
			const enrolledAt = new Date(anchor + (enrolledLater ?? 0) * minuteMs).toISOString();
			const enrolment = anEnrolment({
				client: { zone, country, language },
				anchorAt,
				enrolledAt,
				usage: { projects: rest.projects, edits: 0, assets: 0, social: 0, has: [] },
				consents: rest.grounds.map((basis) => ({
					basis,
					at: '2026-01-05T09:00:00.000Z',
					evidence: 'x',
				})),
			});
			const context = aContext({
				holidays: new Set(
					rest.holidays.map((days) => new Date(anchor + days * dayMs).toISOString().slice(0, 10)),
				),
				others: rest.others.map(({ after, priority }, index) => ({
					at: new Date(anchor + after * dayMs).toISOString(),
					sequence: `other-${index}`,
					priority,
					isPlanned: null,
				})),
			});
			return events(anchor, types).map((list) => ({
				enrolment,
				context,
				events: list,
				until: new Date(anchor + 70 * dayMs),
			}));
		});
}
