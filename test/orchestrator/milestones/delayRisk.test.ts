import fc from 'fast-check';
import type { PromisedWork } from '../../../orchestrator/src/milestones/delayRisk';
import { dayOf, delayRisk } from '../../../orchestrator/src/milestones/delayRisk';

/** Thursday. */
const now = new Date('2026-11-26T15:00:00Z');
/** The Friday of the week after, at five in the afternoon in Lima. */
const promisedAt = new Date('2026-12-04T22:00:00Z');

const work = (changes: Partial<PromisedWork> = {}): PromisedWork => ({
	promisedAt,
	pieces: [],
	unassigned: [],
	openFiles: [],
	...changes,
});
const piece = (lastDay: string, zone = 'America/Lima') => ({
	piece: 'edit',
	person: 'Ana',
	zone,
	lastDay,
});
const nobody = (hours: number) => ({ piece: 'edit', hours, because: 'declined' as const });
const open = { file: 'film.mp4', gate: 'senior' };
const hours = (count: number) => new Date(promisedAt.getTime() + count * 3_600_000);

describe('a promised date', () => {
	it.each<{ when: string; changes: Partial<PromisedWork>; at?: Date; expected: string | null }>([
		{ when: 'nothing is known', changes: {}, expected: null },
		{ when: 'the last day is the day', changes: { pieces: [piece('2026-12-04')] }, expected: null },
		{
			when: 'the last day is the one after',
			changes: { pieces: [piece('2026-12-05')] },
			expected: '2026-12-05',
		},
		{
			when: 'the last day is the day where somebody is ahead',
			// 22:00 UTC is Saturday morning in Sydney.
			changes: { pieces: [piece('2026-12-05', 'Australia/Sydney')] },
			expected: null,
		},
		{
			when: 'the last of several is late',
			changes: { pieces: [piece('2026-12-08'), piece('2026-12-02'), piece('2026-12-07')] },
			expected: '2026-12-08',
		},
		// Friday, Monday, …: six hours a day.
		{ when: 'nobody has 36 hours of it', changes: { unassigned: [nobody(36)] }, expected: null },
		{
			when: 'nobody has 37 hours of it',
			changes: { unassigned: [nobody(37)] },
			expected: '2026-12-07',
		},
		{
			when: 'a file has gates before it, a day and an hour ahead',
			changes: { openFiles: [open] },
			at: hours(-25),
			expected: null,
		},
		{
			when: 'a file has gates before it on the last day',
			changes: { openFiles: [open] },
			at: hours(-24),
			// The next working day after a Friday.
			expected: '2026-12-07',
		},
		{
			when: 'a file has gates before it days after',
			changes: { openFiles: [open] },
			at: hours(24 * 5),
			expected: '2026-12-10',
		},
		{
			when: 'it is long past',
			changes: { openFiles: [open], pieces: [piece('2026-12-08')] },
			at: hours(24 * 15),
			expected: null,
		},
	])('is put at $expected when $when', ({ changes, at, expected }) => {
		expect(delayRisk(work(changes), at ?? now)?.expectedOn ?? null).toBe(expected);
	});

	it('says everything that is in the way, and nothing that is not', () => {
		const found = delayRisk(
			work({
				pieces: [piece('2026-12-08'), { ...piece('2026-12-03'), piece: 'qa' }],
				unassigned: [nobody(60), { ...nobody(2), piece: 'captions' }],
				openFiles: [open],
			}),
			now,
		);
		expect(found).toEqual({
			expectedOn: '2026-12-10',
			causes: [
				{ kind: 'late', piece: 'edit', person: 'Ana', day: '2026-12-08' },
				{ kind: 'nobody', piece: 'edit', hours: 60, because: 'declined' },
			],
		});
	});

	it('is only ever put later, and never without a cause', () => {
		const day = fc
			.integer({ min: -10, max: 40 })
			.map((days) => dayOf(new Date(now.getTime() + days * 86_400_000), 'utc'));
		const anyWork = fc.record({
			promisedAt: fc
				.integer({ min: -20 * 24, max: 20 * 24 })
				.map((count) => new Date(now.getTime() + count * 3_600_000)),
			pieces: fc.array(
				day.map((lastDay) => piece(lastDay)),
				{ maxLength: 4 },
			),
			unassigned: fc.array(fc.integer({ min: 1, max: 80 }).map(nobody), { maxLength: 3 }),
			openFiles: fc.array(fc.constant(open), { maxLength: 2 }),
		});
		fc.assert(
			fc.property(anyWork, (given) => {
				const found = delayRisk(given, now);
				if (found === null) return;
				expect(found.causes.length).toBeGreaterThan(0);
				expect(found.expectedOn > dayOf(given.promisedAt, 'utc')).toBe(true);
			}),
			{ numRuns: 300, seed: 26 },
		);
	});
});
