import fc from 'fast-check';

import { chooseReviewer } from '../../../../../nodes/domain/quality/gates/chooseReviewer';
import type { ReviewWanted } from '../../../../../nodes/domain/quality/gates/chooseReviewer';
import { afterWorkingHours } from '../../../../../nodes/domain/quality/gates/reviewTimes';
import { defaultGateRules } from '../../../../../nodes/domain/quality/gates/rules';
import type { KnownFile } from '../../../../../nodes/domain/quality/gates/schema';
import { hoursOn } from '../../../../../nodes/domain/routing/freeTime';
import type { Person } from '../../../../../nodes/domain/routing/schema';
import { workClock } from '../../../../../nodes/domain/routing/workClock';
import { aKnownFile, aVerdict, sha } from '../../../../support/aFile';
import { aPerson, aRoster } from '../../../../support/aStudio';

const clock = workClock();
/** A Friday, 13:00 in Caracas. */
const friday = new Date('2026-11-27T17:00:00.000Z');

describe('afterWorkingHours', () => {
	const at = (person: Partial<Person>, hours: number, from = friday, holidays: string[] = []) => {
		const calendar = {
			person: aPerson('ana', person),
			holidays: new Set(holidays),
			booked: new Map<string, number>(),
		};
		const moment = afterWorkingHours(calendar, clock, from.getTime(), hours);
		return moment === null ? null : new Date(moment).toISOString();
	};
	it.each([
		{ when: 'the day has them', person: {}, hours: 4, then: '2026-11-27T21:00:00.000Z' },
		{
			when: 'they end with the day',
			person: {},
			hours: 5,
			then: '2026-11-27T22:00:00.000Z',
		},
		{ when: 'the weekend is between', person: {}, hours: 6, then: '2026-11-30T14:00:00.000Z' },
		{
			when: 'Monday is a holiday',
			person: {},
			hours: 6,
			holidays: ['2026-11-30'],
			then: '2026-12-01T14:00:00.000Z',
		},
		{
			when: 'they are away until Wednesday',
			person: { leave: [{ from: '2026-11-28', to: '2026-12-02' }] },
			hours: 6,
			then: '2026-12-03T14:00:00.000Z',
		},
		{
			when: 'it is night there',
			person: { zone: 'Europe/Copenhagen' },
			hours: 1,
			from: new Date('2026-11-27T20:00:00Z'),
			then: '2026-11-30T09:00:00.000Z',
		},
		{ when: 'they never work', person: { workingDays: [] }, hours: 1, then: null },
	])('is $then when $when', ({ person, hours, from, holidays, then }) => {
		expect(at(person, hours, from, holidays)).toBe(then);
	});

	it('is later for more hours, and always within a working day', () => {
		const zones = ['America/Caracas', 'Europe/Copenhagen', 'Asia/Kathmandu'];
		const hours = fc.double({ min: 0.25, max: 60, noNaN: true });
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				hours,
				hours,
				fc.date({ min: new Date('2026-03-01'), max: new Date('2026-12-01'), noInvalidDate: true }),
				(zone, one, other, from) => {
					const person = aPerson('ana', { zone });
					const calendar = { person, holidays: new Set<string>(), booked: new Map() };
					const after = (count: number) =>
						afterWorkingHours(calendar, clock, from.getTime(), count) ?? NaN;
					expect(after(Math.max(one, other))).toBeGreaterThanOrEqual(after(Math.min(one, other)));
					const day = clock.dayAt(zone, after(one) - 1);
					expect(hoursOn(calendar, day, clock)).toBeGreaterThan(0);
					const span = clock.spanOf(zone, day, person.workday.from, person.workday.to);
					expect(after(one)).toBeLessThanOrEqual(span.to);
					expect(after(one)).toBeGreaterThan(span.from);
				},
			),
			{ numRuns: 300, seed: 20261126 },
		);
	});
});

describe('chooseReviewer', () => {
	const { peer, senior } = defaultGateRules.reviewers;
	const reviewer = (id: string, review: number, changes: Partial<Person> = {}) =>
		aPerson(id, { skills: { review }, ...changes });
	const choose = (
		people: Person[],
		{
			known = {},
			open = {},
			...wanted
		}: Partial<ReviewWanted> & { known?: Partial<KnownFile>; open?: Record<string, number> } = {},
	) => {
		const gate = wanted.gate ?? 'peer';
		return chooseReviewer(
			{
				gate,
				sha256: sha('a'),
				wanted: gate === 'peer' ? peer : senior,
				seniorWanted: senior,
				hours: 2,
				...wanted,
			},
			{
				roster: aRoster(people),
				known: aKnownFile(known),
				open: new Map(Object.entries(open)),
				now: friday,
			},
		);
	};
	const first = (...given: Parameters<typeof choose>) => choose(...given).ranked[0]?.person.id;

	it.each([
		{
			who: 'ana',
			when: 'bo has a review open already',
			people: [reviewer('ana', 3), reviewer('bo', 3), reviewer('cy', 4)],
			more: { open: { bo: 2, cy: 1 } },
		},
		{
			who: 'bo',
			when: 'ana works where it is night',
			people: [
				reviewer('ana', 3, { zone: 'Asia/Kathmandu' }),
				reviewer('bo', 3),
				reviewer('cy', 4, { zone: 'Asia/Kathmandu' }),
			],
			more: {},
		},
		{
			who: 'ana',
			when: 'bo is no own person',
			people: [
				reviewer('ana', 3, { zone: 'Asia/Kathmandu' }),
				reviewer('bo', 3, { kind: 'freelancer' }),
				reviewer('cy', 4, { kind: 'partner' }),
			],
			more: {},
		},
		{
			who: 'ana',
			when: 'bo is the only one left for the senior gate',
			people: [reviewer('ana', 3, { zone: 'Asia/Kathmandu' }), reviewer('bo', 4)],
			more: {},
		},
		{
			who: 'bo',
			when: 'bo is the only one, senior or not',
			people: [reviewer('ana', 2), reviewer('bo', 4)],
			more: {},
		},
		{
			who: 'bo',
			when: 'ana was the peer',
			people: [reviewer('ana', 5), reviewer('bo', 4)],
			more: {
				gate: 'senior' as const,
				known: { verdicts: [aVerdict({ gate: 'peer', by: 'ana' })] },
			},
		},
	])('takes $who when $when', ({ who, people, more }) => {
		expect(first(people, more)).toBe(who);
	});

	it('says why not the others', () => {
		const people = [
			reviewer('luis', 5),
			reviewer('ana', 2),
			reviewer('bo', 3),
			reviewer('cy', 4),
			reviewer('dee', 3, { workingDays: [] }),
		];
		expect(choose(people).barred).toEqual([
			{ person: 'ana', because: 'level' },
			{ person: 'dee', because: 'away' },
			{ person: 'luis', because: 'author' },
			{ person: 'cy', because: 'needed-as-senior' },
		]);
	});

	it('draws ties anew for each content', () => {
		const people = [reviewer('ana', 4), reviewer('bo', 4), reviewer('cy', 4)];
		const drawn = ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) =>
			first(people, { sha256: sha(digit) }),
		);
		expect(new Set(drawn).size).toBeGreaterThan(1);
	});

	it('never takes an author or somebody twice, whatever the roster and its order', () => {
		const ids = ['ana', 'bo', 'cy', 'dee'];
		const people = fc.tuple(
			...ids.map((id) => fc.integer({ min: 1, max: 5 }).map((level) => reviewer(id, level))),
		);
		fc.assert(
			fc.property(people, fc.subarray(ids), fc.constantFrom(...ids), (roster, authors, before) => {
				const verdicts = [aVerdict({ gate: 'peer', by: before })];
				const more = { gate: 'senior' as const, known: { authors, verdicts } };
				const { ranked } = choose(roster, more);
				for (const { person } of ranked) {
					expect([...authors, before]).not.toContain(person.id);
					expect(person.skills.review).toBeGreaterThanOrEqual(senior.level);
				}
				expect(first([...roster].reverse(), more)).toBe(ranked[0]?.person.id);
			}),
			{ numRuns: 200, seed: 20261126 },
		);
	});
});
