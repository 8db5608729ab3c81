import fc from 'fast-check';

import { advance } from '../../../../nodes/domain/followUp/advance';
import { enrolmentSchema } from '../../../../nodes/domain/followUp/enrolment';
import type { EventType } from '../../../../nodes/domain/followUp/events';
import { simulate } from '../../../../nodes/domain/followUp/simulate';
import type { Simulation } from '../../../../nodes/domain/followUp/simulate';
import type { FollowUpCase } from '../../../support/aFollowUp';
import { followUpCases } from '../../../support/aFollowUp';

const runs = { numRuns: 500, seed: 20261126 };

const play = ({ enrolment, events, context, until }: FollowUpCase): Simulation =>
	simulate(enrolment, events, until, context);

/** A law over every stream of events. */
function everyStream(
	check: (found: Simulation, one: FollowUpCase) => void,
	types?: readonly EventType[],
): void {
	fc.assert(
		fc.property(followUpCases(types), (one) => {
			check(play(one), one);
		}),
		runs,
	);
}

const shownOf = ({ touches, skipped, tasks, exit }: Simulation) => ({
	touches,
	skipped: skipped.map(({ step, at, rule }) => ({ step, at, rule })),
	tasks,
	exit: exit === null ? null : { at: exit.at, reason: exit.reason },
});

/** When the client must have been left alone, by a reading of the events of its own. */
function stoppedAt({ enrolment, events }: FollowUpCase): string | null {
	const begun = (at: string) => at >= enrolment.enrolledAt;
	const own = ['mette@nordlys.example', 'jens@nordlys.example', null];
	const ends = events.filter((event) => {
		switch (event.type) {
			case 'replied':
				return begun(event.at) && !event.isAutomatic && own.includes(event.from);
			case 'meeting_booked':
			case 'deal_created':
			case 'negative_score':
			case 'stopped':
				return begun(event.at);
			case 'bounced':
				return !event.isSoft;
			case 'unsubscribed':
				return event.scope === 'all';
			case 'complained':
				return true;
			case 'invoice_overdue':
				// Paid by when it was told.
				return !events.some(
					({ type, at, knownAt }) =>
						type === 'invoice_paid' && at >= event.at && knownAt <= event.knownAt,
				);
			case 'dispute':
				return true;
			default:
				return false;
		}
	});
	// An invoice may be paid between being told and the beginning.
	const firm = ends.filter(({ type, knownAt }) => type !== 'invoice_overdue' || begun(knownAt));
	return firm.map(({ knownAt }) => knownAt).sort()[0] ?? null;
}

/** Formats by zone: to make one takes longer than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
	});
	formats.set(zone, format);
	return format;
}

/** What the wall shows, by another library than the core's. */
function wall(moment: string, zone: string): { day: string; hour: number; weekday: number } {
	const parts = formatOf(zone).formatToParts(new Date(moment));
	const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
	const day = `${part('year')}-${part('month')}-${part('day')}`;
	return { day, hour: Number(part('hour')), weekday: new Date(`${day}T00:00:00Z`).getUTCDay() };
}

describe('whatever happens', () => {
	it('sends nothing after what ends it, nor after its own end', () => {
		let stopped = 0;
		everyStream((found, one) => {
			const stop = stoppedAt(one);
			if (stop !== null) {
				stopped += 1;
				expect(found.touches.filter(({ at }) => at >= stop)).toEqual([]);
				expect(found.exit).not.toBeNull();
			}
			const end = found.exit?.at ?? '9999';
			expect(found.touches.filter(({ at }) => at > end)).toEqual([]);
		});
		expect(stopped).toBeGreaterThan(50);
	});

	it('sends nothing twice, and time only goes forward', () => {
		everyStream(({ touches, skipped, tasks, explanation }) => {
			const steps = [...touches, ...skipped, ...tasks].map(({ step }) => step);
			expect(new Set(steps).size).toBe(steps.length);
			for (const list of [touches, skipped, explanation]) {
				const times = list.map(({ at }) => at);
				expect(times).toEqual([...times].sort());
			}
		});
	});

	it('sends nothing in quiet hours, on quiet days or on holidays of the recipient', () => {
		let sent = 0;
		everyStream(({ touches }, { enrolment, context }) => {
			for (const { at } of touches) {
				const { day, hour, weekday } = wall(at, enrolment.client.zone);
				expect(hour).toBeGreaterThanOrEqual(9);
				expect(hour).toBeLessThan(18);
				expect([0, 6]).not.toContain(weekday);
				expect(context.holidays.has(day)).toBe(false);
				sent += 1;
			}
		});
		expect(sent).toBeGreaterThan(100);
	});

	it('never sends more than the caps allow, with what went out before', () => {
		everyStream(({ touches }, { context }) => {
			const own = touches.map(({ at }) => Date.parse(at));
			for (const { most, days } of context.caps) {
				for (const end of own) {
					const counted = [...own, ...context.others.map(({ at }) => Date.parse(at))].filter(
						(at) => at > end - days * 86_400_000 && at <= end,
					);
					// Others may have broken it by themselves; ours never adds to that.
					expect(counted.length).toBeLessThanOrEqual(most);
				}
			}
		});
	});

	it('never sends an offer without a ground that suffices in the country', () => {
		let offers = 0;
		everyStream(
			({ touches }, { enrolment, events }) => {
				const { country } = enrolment.client;
				for (const { at } of touches.filter(({ purpose }) => purpose === 'marketing')) {
					offers += 1;
					const known = events.filter(({ knownAt }) => knownAt <= at);
					const refused = known
						.filter(
							({ type, isAutomatic, scope }) =>
								type === 'unsubscribed' && !isAutomatic && scope !== 'feedback',
						)
						.map((each) => each.at)
						.sort()
						.at(-1);
					const agreed = [
						...enrolment.consents.filter(({ basis }) => basis === 'consent').map((each) => each.at),
						...known.filter(({ type }) => type === 'consented').map((each) => each.at),
					].some((each) => refused === undefined || each > refused);
					const isCustomer =
						['DK', 'ES', 'US'].includes(country ?? '') &&
						enrolment.consents.some(({ basis }) => basis === 'existing-customer');
					expect(agreed || (refused === undefined && (isCustomer || country === 'US'))).toBe(true);
				}
			},
			['feedback', 'unsubscribed', 'consented'],
		);
		expect(offers).toBeGreaterThan(20);
	});

	it('sends what belongs to the order as if offers had never been refused', () => {
		const types = [
			'unsubscribed',
			'unsubscribed',
			'opened',
			'clicked',
			'paused',
			'resumed',
			'consented',
		] as const;
		let refused = 0;
		fc.assert(
			fc.property(
				followUpCases(types),
				fc.option(fc.integer({ min: 0, max: 10 })),
				fc.integer({ min: 0, max: 14 }),
				(one, score, days) => {
					const at = new Date(Date.parse(one.enrolment.anchorAt) + days * 86_400_000).toISOString();
					const [first] = one.events;
					const answer =
						score === null || first === undefined
							? []
							: [
									{
										...first,
										id: 'answer',
										type: 'feedback' as const,
										score,
										isAutomatic: false,
										at,
										knownAt: at,
									},
								];
					const events = [...one.events.filter(({ scope }) => scope === 'marketing'), ...answer];
					// Caps count offers too, so that without them something else could be earlier.
					const context = { ...one.context, caps: [] };
					const due = (list: typeof events) =>
						play({ ...one, context, events: list }).touches.filter(
							({ purpose }) => purpose === 'transactional',
						);
					const without = events.filter(({ type }) => type !== 'unsubscribed');
					if (without.length < events.length) refused += 1;
					expect(due(events)).toEqual(due(without));
				},
			),
			runs,
		);
		expect(refused).toBeGreaterThan(40);
	});

	it('answers the same again, in whatever order events stand and however often they are told', () => {
		fc.assert(
			fc.property(followUpCases(), fc.infiniteStream(fc.nat()), (one, chance) => {
				const expected = shownOf(play(one));
				expect(shownOf(play(one))).toEqual(expected);
				const shuffled = [...one.events, ...one.events]
					.map((event) => ({ event, place: chance.next().value ?? 0 }))
					.sort((a, b) => a.place - b.place)
					.map(({ event }) => event);
				expect(shownOf(play({ ...one, events: shuffled }))).toEqual(expected);
			}),
			runs,
		);
	});

	it('goes on from what was kept as if nothing had come between', () => {
		fc.assert(
			fc.property(followUpCases(), fc.integer({ min: 0, max: 70 * 24 }), (one, hours) => {
				const middle = new Date(Date.parse(one.enrolment.anchorAt) + hours * 3_600_000);
				const first = play({ ...one, until: middle });
				const kept = enrolmentSchema.parse(JSON.parse(JSON.stringify(first.enrolment)));
				expect(kept).toEqual(first.enrolment);
				const rest = one.events.filter(({ knownAt }) => knownAt > middle.toISOString());
				expect(shownOf(play({ ...one, enrolment: kept, events: rest }))).toEqual(
					shownOf(play(one)),
				);
			}),
			runs,
		);
	});

	it('keeps every law when it is looked at now and then only', () => {
		fc.assert(
			fc.property(followUpCases(), fc.integer({ min: 60, max: 3_000 }), (one, minutes) => {
				const stop = stoppedAt(one);
				const events = [...one.events].sort((a, b) => (a.knownAt < b.knownAt ? -1 : 1));
				let current = one.enrolment;
				let moment = Date.parse(one.enrolment.anchorAt) - 4 * 86_400_000;
				for (; moment < one.until.getTime(); moment += minutes * 60_000) {
					const now = new Date(moment);
					while (events[0] !== undefined && events[0].knownAt <= now.toISOString()) {
						const event = events.shift() ?? null;
						const before = current;
						const done = advance(current, event, now, one.context);
						current = done.enrolment;
						expect(before).not.toBe(current);
						expect(current.progress.touches.length - before.progress.touches.length).toBe(
							done.touches.length,
						);
					}
					current = advance(current, null, now, one.context).enrolment;
				}
				const { touches, exit, clock } = current.progress;
				expect(new Set(touches.map(({ step }) => step)).size).toBe(touches.length);
				expect(touches.map(({ at }) => at)).toEqual(touches.map(({ at }) => at).sort());
				for (const { at } of touches) {
					const { day, hour, weekday } = wall(at, one.enrolment.client.zone);
					expect(hour >= 9 && hour < 18 && ![0, 6].includes(weekday)).toBe(true);
					expect(one.context.holidays.has(day)).toBe(false);
					expect(at <= (exit?.at ?? clock)).toBe(true);
					// The look at which the event was taken in comes at most one interval after it.
					if (stop !== null)
						expect(Date.parse(at)).toBeLessThan(Date.parse(stop) + minutes * 60_000);
				}
			}),
			{ ...runs, numRuns: 100 },
		);
	});
});
