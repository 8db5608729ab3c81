import { checklistFor } from '../../../../../nodes/domain/quality/gates/checklist';
import { riskOf } from '../../../../../nodes/domain/quality/gates/risk';
import {
	defaultGateRules,
	resolveGateRules,
} from '../../../../../nodes/domain/quality/gates/rules';
import type { Depth } from '../../../../../nodes/domain/quality/gates/rules';
import { briefSchema } from '../../../../../nodes/domain/quality/gates/schema';
import type { KnownFile, RiskFacts } from '../../../../../nodes/domain/quality/gates/schema';
import { textsIn } from '../../../../../nodes/domain/quality/gates/words';
import { aKnownFile } from '../../../../support/aFile';

const usd = (major: number) => ({ minor: major * 100, currency: 'USD' });
const safe: RiskFacts = { newClient: false, firstProject: false, value: usd(100) };

describe('resolveGateRules', () => {
	it('keeps the defaults where nothing is changed', () => {
		expect(resolveGateRules(null)).toBe(defaultGateRules);
		expect(resolveGateRules({})).toBe(defaultGateRules);
	});

	it('lays changes over the defaults and names them after their hash', () => {
		const rules = resolveGateRules({ severities: { warning: 'fail' } });
		expect(rules.severities).toMatchObject({ warning: 'fail', error: 'fail' });
		expect(rules.version).toMatch(/^gates\/1\+[0-9a-f]{8}$/);
		expect(resolveGateRules({ version: 'ours/2', unmeasured: 'fail' }).version).toBe('ours/2');
	});

	it.each([
		['an effect that there is not', { severities: { warning: 'shrug' } }, 'severities.warning'],
		['leave for what was not measured', { unmeasured: 'note' }, 'unmeasured'],
		['a field that there is not', { waivers: { forever: true } }, 'waivers.forever'],
		['a senior below the peer', { reviewers: { senior: { level: 2 } } }, 'reviewers.senior.level'],
		['depths in the wrong order', { risk: { depths: { standard: 9 } } }, 'risk.depths.standard'],
		['a currency without a rate', { risk: { value: { from: { currency: 'JPY' } } } }, 'rates.JPY'],
		[
			'two points of one name',
			{ checklist: [...defaultGateRules.checklist, defaultGateRules.checklist[0]] },
			'checklist[10].id',
		],
		['what is no object', 'strict', 'The whole'],
	])('refuses %s by name', (_what, changes, named) => {
		expect(() => resolveGateRules(changes)).toThrow(named);
	});
});

describe('riskOf', () => {
	it.each<{ depth: Depth; when: string; risk?: Partial<RiskFacts>; cycles?: number }>([
		{ depth: 'short', when: 'the work is nothing new' },
		{ depth: 'standard', when: 'the client is new', risk: { newClient: true } },
		{
			depth: 'full',
			when: 'client and project are new',
			risk: { newClient: true, firstProject: true },
		},
		{
			depth: 'short',
			when: 'the price is a cent below $500',
			risk: { value: { ...usd(0), minor: 49_999 } },
		},
		{ depth: 'standard', when: 'the price is $500', risk: { value: usd(500) } },
		{ depth: 'standard', when: 'it was sent back once', cycles: 1 },
		{ depth: 'full', when: 'it was sent back three times', cycles: 3 },
		{ depth: 'standard', when: 'nobody knows the client', risk: { newClient: null } },
		{
			depth: 'full',
			when: 'nobody knows anything',
			risk: { newClient: null, firstProject: null, value: null },
		},
		{
			depth: 'standard',
			when: 'the price is in a currency without a rate',
			risk: { value: { minor: 1, currency: 'XAF' } },
		},
	])('is $depth when $when', ({ depth, risk, cycles = 0 }) => {
		const known: Pick<KnownFile, 'risk' | 'cycles'> = { risk: { ...safe, ...risk }, cycles };
		expect(riskOf(known, defaultGateRules).depth).toBe(depth);
	});

	it('counts no more cycles than the most', () => {
		expect(riskOf(aKnownFile({ cycles: 3 }), defaultGateRules).points).toBe(3);
		expect(riskOf(aKnownFile({ cycles: 30 }), defaultGateRules).points).toBe(3);
	});
});

describe('checklistFor', () => {
	const brief = briefSchema.parse({
		goal: 'Sell shoes',
		tone: 'warm',
		language: 'Spanish',
		mustHave: ['the price', 'the logo'],
		mustNot: ['competitors'],
		callToAction: 'Buy now',
	});
	const points = (gate: 'peer' | 'senior', depth: Depth) =>
		checklistFor(
			gate,
			depth,
			brief,
			{ unmeasured: ['video.flashes'], waived: [] },
			defaultGateRules,
			textsIn.en,
			'en',
		);

	it('is made of what the machine left open, what the brief asks for, and the rules', () => {
		expect(points('peer', 'standard').map(({ from, text }) => `${from}: ${text}`)).toEqual([
			'machine: Look yourself: video.flashes could not be measured',
			'brief: It does what it is for: Sell shoes',
			'brief: The tone is warm',
			'brief: Speech, titles and captions are in Spanish',
			'brief: It has: the price',
			'brief: It has: the logo',
			'brief: It does not have: competitors',
			'brief: It ends in the call to action “Buy now”',
			'rules: Pictures, music and pace fit the creative direction',
			'rules: Everything the brief asks for is there',
			'rules: Cuts, colour and sound are clean from the first frame to the last',
			'rules: Every name, price and word on screen is spelt right',
		]);
	});

	it('is longer the riskier the work, and asks the senior something else', () => {
		const ids = (gate: 'peer' | 'senior', depth: Depth) => points(gate, depth).map(({ id }) => id);
		for (const gate of ['peer', 'senior'] as const) {
			expect(ids(gate, 'standard')).toEqual(expect.arrayContaining(ids(gate, 'short')));
			expect(ids(gate, 'full')).toEqual(expect.arrayContaining(ids(gate, 'standard')));
			expect(ids(gate, 'full').length).toBeGreaterThan(ids(gate, 'short').length);
		}
		expect(ids('senior', 'short')).toContain('opportunity');
		expect(ids('peer', 'full')).toContain('second-look');
	});

	it('has no point twice', () => {
		for (const depth of ['full', 'standard', 'short'] as const) {
			const ids = points('peer', depth).map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
		}
	});
});
