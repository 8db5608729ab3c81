import fc from 'fast-check';
import { leaseMs } from '../../../orchestrator/src/service/effects/attempt';
import { defaultPatience } from '../../../orchestrator/src/service/settings';
import { parseFault } from '../../../orchestrator/src/sandbox/faults';
import type { Blow } from '../storm';
import { drawStorm } from '../storm';

const someStorm = fc.record({
	seed: fc.nat({ max: 2 ** 31 - 1 }),
	leads: fc.integer({ min: 10, max: 3_000 }),
	mode: fc.constantFrom('single' as const, 'queue' as const),
});
const blowsOf = (options: Parameters<typeof drawStorm>[0]) =>
	drawStorm(options).map(({ blow }) => blow);
const isFrozenPastLease = (blow: Blow) =>
	blow.kind === 'freeze' && blow.part.startsWith('service') && blow.ms > leaseMs(defaultPatience);

describe('a storm', () => {
	it('follows from its seed alone', () => {
		fc.assert(
			fc.property(someStorm, (options) => {
				expect(drawStorm({ ...options })).toEqual(drawStorm(options));
			}),
		);
	});

	it('differs from one seed to the next', () => {
		const storms = Array.from({ length: 20 }, (_, seed) =>
			JSON.stringify(drawStorm({ seed, leads: 100, mode: 'single' })),
		);
		expect(new Set(storms).size).toBe(20);
	});

	it('falls in order, while leads are being sent', () => {
		fc.assert(
			fc.property(someStorm, (options) => {
				const moments = drawStorm(options).map(({ afterLeads }) => afterLeads);
				expect(moments).toEqual([...moments].sort((a, b) => a - b));
				expect(moments[0]).toBeGreaterThanOrEqual(0);
				expect(moments.at(-1)).toBeLessThanOrEqual(options.leads);
			}),
		);
	});

	it('always kills the service and freezes one past its lease, however small it is', () => {
		fc.assert(
			fc.property(someStorm, (options) => {
				const blows = blowsOf(options);
				expect(blows.some(isFrozenPastLease)).toBe(true);
				expect(blows.some((blow) => blow.kind === 'kill' && blow.part.startsWith('service'))).toBe(
					true,
				);
			}),
		);
	});

	it('holds every kind of blow and every kind of fault when it is large', () => {
		const blows = blowsOf({ seed: 4, leads: 2_000, mode: 'single' });
		expect(new Set(blows.map(({ kind }) => kind))).toEqual(
			new Set(['kill', 'restart', 'freeze', 'cut', 'fault']),
		);
		const cut = blows.flatMap((blow) => (blow.kind === 'cut' ? blow.link : []));
		expect(new Set(cut)).toEqual(new Set(['vendors', 'mail', 'trigger', 'ledger']));
		const faults = blows.flatMap((blow) => (blow.kind === 'fault' ? blow.rule : []));
		expect(new Set(faults.map(({ kind }) => kind)).size).toBe(5);
		expect(new Set(faults.map(({ host }) => host)).size).toBe(4);
		expect(faults.some(({ kind, afterWork }) => kind === 'timeout' && afterWork)).toBe(true);
	});

	it('orders nothing that the stand-ins refuse to do, and no mail that is refused for good', () => {
		fc.assert(
			fc.property(someStorm, (options) => {
				for (const blow of blowsOf(options)) {
					if (blow.kind !== 'fault') continue;
					expect(parseFault(blow.rule)).toEqual(blow.rule);
					expect(blow.rule.host === 'smtp' && blow.rule.kind === '500').toBe(false);
				}
			}),
			{ numRuns: 20 },
		);
	});
});
