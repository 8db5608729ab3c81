import fc from 'fast-check';

import { hoursOn } from '../../../../nodes/domain/routing/freeTime';
import { MOST_MOVES } from '../../../../nodes/domain/routing/redistribute';
import { routeProject } from '../../../../nodes/domain/routing/routeProject';
import type { RoutingDecision } from '../../../../nodes/domain/routing/routeProject';
import { kinds, steps } from '../../../../nodes/domain/routing/schema';
import { workClock } from '../../../../nodes/domain/routing/workClock';
import type { Case } from '../../../support/aStudio';
import { aPerson, cases, someSettings } from '../../../support/aStudio';

const settings = someSettings();
const runs = { numRuns: 200, seed: 20261126 };

const route = ({ project, roster, bookings, now }: Case): RoutingDecision =>
	routeProject(project, roster, bookings, now, settings);

/** A law over every plan that a decision proposes, offers included. */
function everyPlan(check: (decision: RoutingDecision, one: Case) => void) {
	fc.assert(
		fc.property(cases(), (one) => {
			check(route(one), one);
		}),
		runs,
	);
}

describe('a routing', () => {
	it('never gives anybody more hours than a day of theirs has', () => {
		const clock = workClock();
		everyPlan(({ bookings: given, moves }, { roster, bookings }) => {
			const moved = new Set(moves.map(({ booking }) => booking));
			const kept = bookings.filter(({ id }) => !moved.has(id));
			const taken = moves.map(({ to, days }) => ({ person: to, days }));
			for (const person of roster.people) {
				const holidays = new Set(person.holidays === null ? [] : roster.holidays[person.holidays]);
				const calendar = { person, holidays, booked: new Map<string, number>() };
				const own = (
					list: ReadonlyArray<{ person: string; days: Array<{ day: string; hours: number }> }>,
				) => list.filter((each) => each.person === person.id).flatMap(({ days }) => days);
				const added = [...own(given), ...own(taken)];
				for (const { day } of added) {
					const hours = (parts: typeof added) =>
						parts.reduce((sum, part) => (part.day === day ? sum + part.hours : sum), 0);
					const load = hours(added) + hours(own(kept));
					expect(load).toBeLessThanOrEqual(hoursOn(calendar, day, clock) + 1e-9);
				}
			}
		});
	});

	it('gives each piece all its hours, to somebody with the skill at its level, one after the other', () => {
		everyPlan(({ assignments }, { roster, now }) => {
			let before = now.toISOString();
			for (const { person: id, skill, level, hours, days, startsAt, endsAt } of assignments) {
				const person = roster.people.find((each) => each.id === id);
				expect(person?.skills[skill]).toBeGreaterThanOrEqual(level);
				expect(days.reduce((sum, part) => sum + part.hours, 0)).toBeCloseTo(hours, 9);
				expect(startsAt >= before).toBe(true);
				expect(endsAt > startsAt).toBe(true);
				before = endsAt;
			}
		});
	});

	it('lets somebody look at the work who has no other part in it', () => {
		everyPlan(({ assignments }, { project }) => {
			if (project.type !== 'long' || assignments.length === 0) return;
			const [script, cut, qa] = assignments.map(({ person }) => person);
			expect([script, cut]).not.toContain(qa);
		});
	});

	it('moves only work that nobody has started, to somebody who can do it before it is due', () => {
		let moves = 0;
		everyPlan((decision, { roster, bookings }) => {
			const ids = decision.moves.map(({ booking }) => booking);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.length).toBeLessThanOrEqual(MOST_MOVES);
			for (const move of decision.moves) {
				moves += 1;
				const booking = bookings.find(({ id }) => id === move.booking);
				const taker = roster.people.find(({ id }) => id === move.to);
				expect(booking).toMatchObject({ started: false, person: move.from });
				expect(taker?.kind).toBe('internal');
				expect(taker?.skills[booking?.skill ?? '']).toBeGreaterThanOrEqual(booking?.level ?? 9);
				if (typeof booking?.dueAt === 'string')
					expect(Date.parse(move.endsAt)).toBeLessThanOrEqual(Date.parse(booking.dueAt));
			}
		});
		expect(moves).toBeGreaterThan(3);
	});

	it('meets every way of ending in these laws', () => {
		const met = new Map<string, number>();
		everyPlan(({ step }) => met.set(step, (met.get(step) ?? 0) + 1));
		for (const step of steps) expect(met.get(step) ?? 0).toBeGreaterThan(3);
	});

	it('keeps the deadline', () => {
		everyPlan(({ finishesAt, dueAt }) => {
			if (finishesAt !== null) expect(finishesAt <= dueAt).toBe(true);
		});
	});

	it('is never below the margin floor without leave, and records the leave', () => {
		everyPlan(({ margin, assignments }) => {
			if (assignments.length === 0 || margin.share === null) return;
			expect(margin.override).toBeNull();
			expect(margin.share).toBeGreaterThanOrEqual(margin.floor - 1e-4);
		});
		const belowFloor = { by: 'founder', because: 'a foot in the door' };
		fc.assert(
			fc.property(cases(), (one) => {
				const decision = route({ ...one, project: { ...one.project, belowFloor } });
				expect(decision.margin.override).toEqual(belowFloor);
				expect(decision.notes.join()).toContain('founder');
				// Leave to go below takes nothing away.
				expect(steps.indexOf(decision.step)).toBeLessThanOrEqual(steps.indexOf(route(one).step));
			}),
			runs,
		);
	});

	it('asks own people, freelancers and partners in that order', () => {
		everyPlan(({ step, assignments }) => {
			const latest = Math.max(0, ...assignments.map(({ kind }) => kinds.indexOf(kind)));
			const allowed = {
				internal: 0,
				redistribution: 0,
				freelancers: 1,
				partners: 2,
				negotiation: 0,
			};
			expect(latest).toBe(allowed[step]);
		});
	});

	it('does not depend on the order of people and bookings', () => {
		fc.assert(
			fc.property(cases(), (one) => {
				const turned = {
					...one,
					roster: { ...one.roster, people: [...one.roster.people].reverse() },
					bookings: [...one.bookings].reverse(),
				};
				const decision = route(one);
				const other = { ...route(turned), inputHash: decision.inputHash };
				expect(other).toEqual(decision);
			}),
			runs,
		);
	});

	it('takes no later step, and makes no later or dearer offer, when there is one person more', () => {
		fc.assert(
			fc.property(cases(), cases(), (one, other) => {
				const [more] = other.roster.people;
				fc.pre(more !== undefined);
				const joined = { ...more, id: 'new', holidays: null, since: null };
				const roster = { ...one.roster, people: [...one.roster.people, joined] };
				const [before, after] = [route(one), route({ ...one, roster })];
				expect(steps.indexOf(after.step)).toBeLessThanOrEqual(steps.indexOf(before.step));
				if (after.step !== 'negotiation') return;
				const offers = [before.negotiation, after.negotiation].map((offer) => ({
					endsAt: offer?.later?.endsAt ?? '9999',
					price: offer?.dearer?.price.minor ?? Infinity,
				}));
				expect(offers[1].endsAt <= offers[0].endsAt).toBe(true);
				expect(offers[1].price).toBeLessThanOrEqual(offers[0].price);
			}),
			runs,
		);
	});

	it('says of everybody, for every piece it looked at, why not them or where they stand', () => {
		everyPlan(({ assignments, blocked }, { roster }) => {
			for (const { piece, ranked } of assignments) {
				const told = [
					...ranked.map(({ person }) => person),
					...blocked.filter((each) => each.piece === piece).map(({ person }) => person),
				];
				expect(new Set(told)).toEqual(new Set(roster.people.map(({ id }) => id)));
			}
			if (assignments.length === 0)
				expect(new Set(blocked.map(({ person }) => person)).size).toBe(roster.people.length);
		});
	});

	it('adds up: the terms give each total, the reasons those of the chosen', () => {
		everyPlan(({ assignments, reasons }) => {
			const hundredths = (values: number[]) =>
				Math.round(100 * values.reduce((sum, value) => sum + value, 0));
			for (const { ranked } of assignments) {
				for (const { total, terms } of ranked)
					expect(hundredths(terms.map(({ points }) => points))).toBe(hundredths([total]));
			}
			const chosen = assignments.map(({ ranked }) => ranked[0].total);
			expect(hundredths(reasons.map(({ contribution }) => contribution))).toBe(hundredths(chosen));
		});
	});

	it('comes out as its flips say', () => {
		everyPlan(({ flips, step }, one) => {
			for (const { then, change } of flips) {
				const project = { ...one.project };
				if ('price' in change) project.value = change.price;
				else if (then === 'assigned') project.dueAt = change.dueAt;
				else project.dueAt = new Date(Date.parse(change.dueAt) - 1).toISOString();
				const after = route({ ...one, project });
				if (then === 'assigned') expect(after.outcome).toBe('assigned');
				else expect(after.outcome).not.toBe('assigned');
				expect(step).not.toBe(after.step);
			}
		});
	});

	it('replays to the same answer', () => {
		everyPlan((decision, one) => {
			const stored = JSON.parse(JSON.stringify(one)) as Case;
			expect(route({ ...stored, now: new Date(stored.now) })).toEqual(decision);
		});
	});
});

describe('ties', () => {
	it('between people who are alike do not go to the same one', () => {
		const people = ['a', 'b', 'c', 'd'].map((id) => aPerson(id));
		const chosen = Array.from({ length: 200 }, (_, index) => {
			const [one] = fc.sample(cases(), { numRuns: 1, seed: 1 });
			const roster = { ...one.roster, people };
			const project = {
				...one.project,
				id: `project-${index}`,
				type: 'short',
				dueAt: null,
				value: null,
			};
			const now = new Date('2026-11-23T12:00:00Z');
			return route({ project, roster, bookings: [], now }).assignments[0].person;
		});
		for (const { id } of people) {
			const count = chosen.filter((each) => each === id).length;
			expect(count).toBeGreaterThan(25);
			expect(count).toBeLessThan(75);
		}
	});
});
