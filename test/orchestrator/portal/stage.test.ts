import fc from 'fast-check';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import type { MilestoneFact, StageFacts } from '../../../orchestrator/src/portal/stage';
import { dueOf, stageOf, stages } from '../../../orchestrator/src/portal/stage';

const now = new Date('2026-11-26T10:00:00.000Z');
const day = (number: number) => new Date(Date.UTC(2026, 10, number, 9));
const came = (
	milestone: MilestoneFact['milestone'],
	at: number,
	more: Partial<MilestoneFact> = {},
): MilestoneFact => ({
	milestone,
	at: day(at),
	startsAt: null,
	dueAt: null,
	expectedAt: null,
	...more,
});
const someFacts = (changes: Partial<StageFacts>): StageFacts => ({
	milestones: [],
	hasStarted: false,
	deliveries: [],
	invoices: [],
	...changes,
});
const whole = { kind: 'full' as const, at: day(20) };

describe('stageOf', () => {
	it.each<[string, (typeof stages)[number], Partial<StageFacts>]>([
		['nothing but the deal is known', 'brief-received', {}],
		['the team is told', 'team-assigned', { milestones: [came('team-assigned', 10)] }],
		[
			'work begins this very moment',
			'in-production',
			{ milestones: [came('team-assigned', 10, { startsAt: now })] },
		],
		[
			'work begins a moment later',
			'team-assigned',
			{ milestones: [came('team-assigned', 10, { startsAt: new Date(now.getTime() + 1) })] },
		],
		['somebody has begun', 'in-production', { hasStarted: true }],
		['there is a preview', 'in-review', { milestones: [came('preview-ready', 12)] }],
		[
			'changes were asked for',
			'in-production',
			{ milestones: [came('preview-ready', 12), came('revision-received', 13)] },
		],
		[
			'the changed preview is there',
			'in-review',
			{ milestones: [came('revision-received', 13), came('preview-ready', 14)] },
		],
		['it is approved', 'approved', { milestones: [came('approved', 15)] }],
		['it is delivered', 'delivered', { deliveries: [whole] }],
		[
			'a part is delivered',
			'approved',
			{
				milestones: [came('approved', 15), came('delivered', 16)],
				deliveries: [{ kind: 'partial', at: day(16) }],
			},
		],
		[
			'only the milestone tells of a delivery',
			'delivered',
			{ milestones: [came('delivered', 16)] },
		],
		[
			'changes are asked for afterwards',
			'in-production',
			{ deliveries: [whole], milestones: [came('revision-received', 21)], invoices: ['paid'] },
		],
		['all of it is paid', 'paid', { deliveries: [whole], invoices: ['paid', 'void'] }],
		['something is left to pay', 'delivered', { deliveries: [whole], invoices: ['paid', 'open'] }],
		['nothing was asked for', 'delivered', { deliveries: [whole], invoices: ['void'] }],
		[
			'a deposit is paid',
			'team-assigned',
			{
				milestones: [came('team-assigned', 10)],
				invoices: ['paid'],
			},
		],
	])('when %s: %s', (_when, stage, facts) => {
		expect(stageOf(someFacts(facts), now)).toBe(stage);
	});

	it('knows a stage for whatever happened, and the order in which it is told changes nothing', () => {
		const fact = fc.record({
			milestone: fc.constantFrom(...milestones),
			// No two at one moment: then none of them is the last.
			at: fc.integer({ min: 1, max: 10_000 }),
			startsAt: fc.option(fc.constantFrom(day(1), day(30))),
		});
		const facts = fc.uniqueArray(fact, { selector: ({ at }) => at, maxLength: 8 });
		fc.assert(
			fc.property(facts, fc.boolean(), (told, hasStarted) => {
				const made = told.map(({ milestone, at, startsAt }) =>
					came(milestone, 1, { at: new Date(at * 1_000), startsAt }),
				);
				const stage = stageOf(someFacts({ milestones: made, hasStarted }), now);
				expect(stages).toContain(stage);
				const reversed = someFacts({ milestones: [...made].reverse(), hasStarted });
				expect(stageOf(reversed, now)).toBe(stage);
			}),
			{ numRuns: 200, seed: 20261126 },
		);
	});
});

describe('dueOf', () => {
	it.each<[string, Date | null, MilestoneFact[]]>([
		['nothing was promised', null, [came('brief-received', 1)]],
		['a day was promised', day(30), [came('team-assigned', 1, { dueAt: day(30) })]],
		[
			'a delay was told',
			day(33),
			[
				came('team-assigned', 1, { dueAt: day(30) }),
				came('delay', 9, { dueAt: day(30), expectedAt: day(33) }),
			],
		],
		[
			'an invoice is due at another time',
			day(30),
			[came('team-assigned', 1, { dueAt: day(30) }), came('invoice', 9, { dueAt: day(40) })],
		],
	])('when %s', (_when, due, told) => {
		expect(dueOf(told)).toEqual(due);
	});
});
