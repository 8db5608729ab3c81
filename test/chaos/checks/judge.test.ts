import fc from 'fast-check';
import { actKinds, wantedByTier } from '../acts';
import type { Act, Wanted } from '../acts';
import type { Evidence, Harm, ReportedUnknown } from '../judge';
import { isClean, judge, mostUnknown } from '../judge';
import { lastLine } from '../report';

const tiers = ['hot', 'warm', 'cold', 'disqualified'] as const;

const someLeads = fc
	.array(fc.constantFrom(...tiers), { minLength: 1, maxLength: 40 })
	.map((drawn) =>
		drawn.map(
			(tier, index): Wanted => ({
				marker: `zq${String(index).padStart(8, '0')}`,
				subject: `lead:20261122-${String(index).padStart(12, '0')}`,
				kinds: wantedByTier[tier],
			}),
		),
	);

const actsFor = (leads: readonly Wanted[]): Act[] =>
	leads.flatMap(({ marker, kinds }) => kinds.map((kind) => ({ marker, kind, at: 0 })));

const evidence = (leads: readonly Wanted[], changes: Partial<Evidence> = {}): Evidence => ({
	acknowledged: leads,
	sent: leads,
	acts: actsFor(leads),
	unknown: [],
	harms: [],
	...changes,
});

/** Something stood in the way of everything for a minute. */
const harm: Harm = { kinds: null, from: 0, until: 60_000 };
const unknownOf = (lead: Wanted, changes: Partial<ReportedUnknown> = {}): ReportedUnknown => ({
	key: `${lead.subject}/mail/${lead.marker}@tienda.example/1`,
	kind: 'mail',
	mend: 'Look into the mailbox.',
	from: 10_000,
	until: 50_000,
	...changes,
});
const hot: Wanted = { marker: 'zq00000007', subject: 'lead:20261122-7', kinds: wantedByTier.hot };
const without = (kind: string) => actsFor([hot]).filter((act) => act.kind !== kind);

describe('the judge of a run', () => {
	it('finds nothing where every lead has what it must have, in any order', () => {
		fc.assert(
			fc.property(someLeads, fc.infiniteStream(fc.nat()), (leads, keys) => {
				const acts = actsFor(leads)
					.map((act) => ({ act, key: keys.next().value }))
					.sort((a, b) => a.key - b.key)
					.map(({ act }) => act);
				const verdict = judge(evidence(leads, { acts }));
				expect(verdict).toMatchObject({ lost: [], doubled: [], unknown: [], falselyUnknown: [] });
				expect(isClean(verdict)).toBe(true);
				expect(verdict.wanted).toBe(acts.length);
			}),
		);
	});

	it('finds every loss and every double that is planted, and counts no other', () => {
		fc.assert(
			fc.property(someLeads, fc.infiniteStream(fc.nat({ max: 3 })), (leads, copies) => {
				let [lost, doubled] = [0, 0];
				const acts = actsFor(leads).flatMap((act) => {
					const count: number = copies.next().value;
					if (count === 0) lost += 1;
					doubled += Math.max(0, count - 1);
					return Array.from({ length: count }, () => act);
				});
				const verdict = judge(evidence(leads, { acts }));
				expect(verdict.lost).toHaveLength(lost);
				expect(verdict.doubled).toHaveLength(doubled);
				expect(isClean(verdict)).toBe(lost + doubled === 0);
				expect(lastLine(verdict)).toBe(
					`acknowledged ${leads.length}, lost ${lost}, doubled ${doubled}, unknown 0`,
				);
			}),
		);
	});

	it('does not miss what nobody acknowledged, but counts its doubles', () => {
		const once = judge(evidence([hot], { acknowledged: [], acts: without('mail') }));
		expect(once).toMatchObject({ acknowledged: 0, wanted: 0, lost: [], doubled: [] });
		const twice = evidence([hot], {
			acknowledged: [],
			acts: [...without('mail'), ...actsFor([hot])],
		});
		expect(judge(twice).doubled).toHaveLength(4);
	});

	it('counts an act about a lead that must have none as one too many', () => {
		const spam: Wanted = { ...hot, kinds: wantedByTier.disqualified };
		const acts: Act[] = [...actsFor([spam]), { marker: hot.marker, kind: 'mail', at: 0 }];
		expect(judge(evidence([spam], { acts })).doubled).toEqual([
			'mail of zq00000007: 1 instead of 0',
		]);
	});

	it('accepts a mail as unknown that is named, whether it went out or not', () => {
		for (const acts of [without('mail'), actsFor([hot])]) {
			const verdict = judge(evidence([hot], { acts, unknown: [unknownOf(hot)], harms: [harm] }));
			expect(verdict).toMatchObject({ lost: [], doubled: [], falselyUnknown: [] });
			expect(verdict.unknown).toEqual([
				`lead:20261122-7/mail/${hot.marker}@tienda.example/1: Look into the mailbox.`,
			]);
			expect(isClean(verdict)).toBe(true);
		}
	});

	it('does not let an unknown mail be there twice', () => {
		const acts = [...actsFor([hot]), { marker: hot.marker, kind: 'mail' as const, at: 0 }];
		const verdict = judge(evidence([hot], { acts, unknown: [unknownOf(hot)], harms: [harm] }));
		expect(verdict.doubled).toHaveLength(1);
		expect(isClean(verdict)).toBe(false);
	});

	it.each(actKinds.filter((kind) => kind !== 'mail' && kind !== 'record'))(
		'lets no %s be excused by calling it unknown',
		(kind) => {
			const unknown = [unknownOf(hot, { kind, key: `${hot.subject}/${kind}/there/1` })];
			const verdict = judge(evidence([hot], { acts: without(kind), unknown, harms: [harm] }));
			expect(verdict.lost).toHaveLength(1);
			expect(verdict.falselyUnknown).toHaveLength(1);
		},
	);

	it.each([
		{
			when: 'it belongs to no lead that was sent',
			change: { key: 'lead:other/mail/x@y.example/1' },
		},
		{ when: 'nobody says what to do about it', change: { mend: null } },
		{ when: 'the words about what to do are empty', change: { mend: ' ' } },
		{ when: 'nothing stood in its way at that time', change: { from: 200_000, until: 210_000 } },
		{ when: 'it ended before anything stood in its way', change: { from: -9_000, until: -1 } },
	])('calls a mail falsely unknown when $when', ({ change }) => {
		const unknown = [unknownOf(hot, change)];
		const verdict = judge(evidence([hot], { unknown, harms: [harm] }));
		expect(verdict.falselyUnknown).toHaveLength(1);
		expect(verdict.unknown).toEqual([]);
		expect(isClean(verdict)).toBe(false);
	});

	it('calls a mail falsely unknown when only other services were in trouble', () => {
		const harms: Harm[] = [{ ...harm, kinds: ['slack.message'] }];
		const verdict = judge(evidence([hot], { unknown: [unknownOf(hot)], harms }));
		expect(verdict.falselyUnknown).toHaveLength(1);
	});

	it.each([
		{ leads: 20, unknown: 1, clean: true },
		{ leads: 20, unknown: 2, clean: false },
		{ leads: 100, unknown: 5, clean: true },
		{ leads: 100, unknown: 6, clean: false },
	])(
		'is clean: $clean, with $unknown unknown mails of $leads leads',
		({ leads, unknown, clean }) => {
			const all = Array.from({ length: leads }, (_, index) => ({
				...hot,
				marker: `zq${String(index).padStart(8, '0')}`,
				subject: `lead:20261122-${index}`,
			}));
			const verdict = judge(
				evidence(all, {
					unknown: all.slice(0, unknown).map((lead) => unknownOf(lead)),
					harms: [harm],
				}),
			);
			expect(mostUnknown(verdict)).toBe(leads / 20);
			expect(isClean(verdict)).toBe(clean);
		},
	);
});
