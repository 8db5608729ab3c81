import fc from 'fast-check';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import {
	giveTurnBack,
	keepLaneQuiet,
	quietForMs,
	takeTurn,
} from '../../../orchestrator/src/ledger/turnstile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;
let lanes = 0;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

const START = Date.parse('2026-11-26T09:00:00Z');
/** A destination nobody used before. */
const aLane = () => `slackChannel:#${(lanes += 1)}`;
const at = (ms: number) => new Date(START + ms);

describe('a turnstile', () => {
	it('lets the pace through and says how long the next has to wait', async () => {
		const lane = aLane();
		const pace = { calls: 2, windowMs: 1_000 };
		const ask = async (ms: number) => await takeTurn(store, lane, pace, at(ms));

		expect(await ask(0)).toMatchObject({ turn: expect.any(String) });
		expect(await ask(400)).toMatchObject({ turn: expect.any(String) });
		expect(await ask(500)).toEqual({ turn: null, inMs: 500 });
		expect(await ask(999)).toEqual({ turn: null, inMs: 1 });
		expect(await ask(1_000)).toMatchObject({ turn: expect.any(String) });
		expect(await ask(1_000)).toEqual({ turn: null, inMs: 400 });
	});

	it('keeps destinations apart', async () => {
		const pace = { calls: 1, windowMs: 1_000 };
		expect(await takeTurn(store, aLane(), pace, at(0))).not.toMatchObject({ turn: null });
		expect(await takeTurn(store, aLane(), pace, at(0))).not.toMatchObject({ turn: null });
	});

	it('does not wait for a clock that was set back', async () => {
		const lane = aLane();
		const pace = { calls: 1, windowMs: 1_000 };
		await takeTurn(store, lane, pace, at(3_600_000));
		expect(await takeTurn(store, lane, pace, at(0))).not.toMatchObject({ turn: null });
	});

	it('keeps the longest quiet that was asked for, also before the first call', async () => {
		const lane = aLane();
		await keepLaneQuiet(store, lane, 30_000, at(0));
		await keepLaneQuiet(store, lane, 5_000, at(0));

		const pace = { calls: 5, windowMs: 1_000 };
		expect(await takeTurn(store, lane, pace, at(10_000))).toEqual({ turn: null, inMs: 20_000 });
		expect(await quietForMs(store, lane, at(10_000))).toBe(20_000);
		expect(await takeTurn(store, lane, pace, at(30_000))).not.toMatchObject({ turn: null });
		expect(await quietForMs(store, lane, at(30_001))).toBeLessThanOrEqual(0);
	});
});

describe('laws of a turnstile', () => {
	const step = fc.record({
		afterMs: fc.nat(400),
		isUnused: fc.boolean(),
		quietMs: fc.option(fc.nat(1_500), { freq: 8 }),
	});

	it('holds the pace in every window, obeys quiet, refuses nobody who could go, and says when', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.integer({ min: 1, max: 1_500 }),
				fc.array(step, { maxLength: 30 }),
				async (calls, windowMs, steps) => {
					const lane = aLane();
					const used: number[] = [];
					let now = 0;
					let quietUntil = 0;
					for (const { afterMs, isUnused, quietMs } of steps) {
						now += afterMs;
						if (quietMs !== null) {
							await keepLaneQuiet(store, lane, quietMs, at(now));
							quietUntil = Math.max(quietUntil, now + quietMs);
						}
						const oldest = used[used.length - calls] ?? Number.NEGATIVE_INFINITY;
						const freeAt = Math.max(oldest + windowMs, quietUntil);

						const answer = await takeTurn(store, lane, { calls, windowMs }, at(now));

						expect(answer.turn === null).toBe(freeAt > now);
						if (answer.turn === null) expect(answer.inMs).toBeCloseTo(freeAt - now, 1);
						else if (isUnused) await giveTurnBack(store, lane, answer.turn);
						else used.push(now);
					}
				},
			),
			{ numRuns: 60, seed: 20_261_126 },
		);
	});
});
