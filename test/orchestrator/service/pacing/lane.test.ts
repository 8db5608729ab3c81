import fc from 'fast-check';
import type { Turn } from '../../../../orchestrator/src/service/pacing/lane';
import { Lane } from '../../../../orchestrator/src/service/pacing/lane';
import { openPacer } from '../../../../orchestrator/src/service/pacing/pacer';
import { publishedPaces, unpaced } from '../../../../orchestrator/src/service/pacing/paces';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

interface Seen {
	place: number;
	turn: Turn | null;
	cameAt: number;
	endedAt: number;
}

/** A lane with a record of what became of those who came. */
function watched(lane: Lane) {
	const seen: Seen[] = [];
	let places = 0;
	return {
		seen,
		come: (withinMs: number, onTurn: (turn: Turn) => void = () => undefined) => {
			places += 1;
			const place = places;
			const cameAt = performance.now();
			const ended = (turn: Turn | null) => {
				seen.push({ place, turn, cameAt, endedAt: performance.now() });
				if (turn !== null) onTurn(turn);
			};
			const now = lane.takeNow();
			if (now !== null) ended(now);
			else void lane.next(place, withinMs).then(ended);
		},
		begun: () => seen.filter(({ turn }) => turn !== null).map(({ endedAt }) => endedAt),
	};
}

describe('a lane', () => {
	it('lets as many begin at once as its pace allows, the others as the window moves on', async () => {
		const start = performance.now();
		const { come, begun } = watched(new Lane({ calls: 3, windowMs: 3_000 }));
		for (let call = 0; call < 7; call += 1) come(60_000);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(begun().map((at) => at - start)).toEqual([0, 0, 0, 3_000, 3_000, 3_000, 6_000]);
	});

	it('is quiet for everybody after one refusal, and goes on in the order of arrival', async () => {
		const start = performance.now();
		const lane = new Lane({ calls: 2, windowMs: 1_000 });
		const { come, begun, seen } = watched(lane);
		for (let call = 0; call < 4; call += 1) come(60_000);
		lane.keepQuiet(30_000);
		lane.keepQuiet(5_000);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(begun().map((at) => at - start)).toEqual([0, 0, 30_000, 30_000]);
		expect(seen.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
	});

	it('takes one that was refused back to its old place', async () => {
		const lane = new Lane({ calls: 1, windowMs: 1_000 });
		const served: number[] = [];
		for (const place of [1, 3, 4, 2]) {
			void lane.next(place, 60_000).then(() => served.push(place));
		}
		await jest.advanceTimersByTimeAsync(60_000);
		expect(served).toEqual([1, 2, 3, 4]);
	});

	it('sends one away when its time is over, and the next moves up', async () => {
		const lane = new Lane({ calls: 1, windowMs: 10_000 });
		const { come, seen } = watched(lane);
		for (const withinMs of [0, 1_000, 60_000]) come(withinMs);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(seen.map(({ place, turn }) => [place, turn !== null])).toEqual([
			[1, true],
			[2, false],
			[3, true],
		]);
	});

	it('does not let one wait that could not be served in its time', async () => {
		const lane = new Lane(unpaced);
		lane.keepQuiet(10_000);
		expect(await lane.next(1, 9_999)).toBeNull();
		expect(jest.getTimerCount()).toBe(0);
	});

	it('keeps no timer when nobody waits any more', async () => {
		const lane = new Lane({ calls: 1, windowMs: 3_600_000 });
		const { come, seen } = watched(lane);
		for (const withinMs of [0, 10]) come(withinMs);
		await jest.advanceTimersByTimeAsync(10);
		expect(seen).toHaveLength(2);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('gives a turn that was not used to the next', async () => {
		const lane = new Lane({ calls: 1, windowMs: 10_000 });
		const { come, begun } = watched(lane);
		come(1_000, (turn) => setTimeout(() => turn.giveBack(), 10));
		come(1_000);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(begun()).toHaveLength(2);
	});

	it('obeys a quiet of weeks without spinning', async () => {
		const start = performance.now();
		const lane = new Lane(unpaced);
		lane.keepQuiet(3_000_000_000);
		const { come, begun } = watched(lane);
		come(2_000_000_000);
		await jest.advanceTimersByTimeAsync(1);
		expect(begun()).toEqual([]);
		expect(performance.now() - start).toBe(1);
	});

	it('sends everybody away when it is closed', async () => {
		const stopping = new AbortController();
		const pacer = openPacer(publishedPaces, stopping.signal);
		const lane = pacer.lane({ pace: 'slackChannel', name: '#sales' });
		while (lane.takeNow() !== null);
		const waiting = lane.next(pacer.place(), 60_000);
		stopping.abort();
		expect(await waiting).toBeNull();
		expect(await lane.next(pacer.place(), 60_000)).toBeNull();
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('a pacer', () => {
	it('counts one destination’s calls together, and no two destinations’', () => {
		const pacer = openPacer(publishedPaces, new AbortController().signal);
		const lane = (name: string) => pacer.lane({ pace: 'slackChannel', name });
		while (lane('#sales').takeNow() !== null);
		expect(lane('#sales').takeNow()).toBeNull();
		expect(lane('#ops').takeNow()).not.toBeNull();
	});
});

describe('laws of a lane', () => {
	const arrival = fc.record({
		afterMs: fc.nat(400),
		withinMs: fc.nat(5_000),
		quietMs: fc.option(fc.nat(3_000), { freq: 6 }),
		isUnused: fc.boolean(),
	});

	it('holds the pace in every window, the order, the quiet and the time of everybody', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 1, max: 2_000 }),
				fc.array(arrival, { maxLength: 60 }),
				async (calls, windowMs, arrivals) => {
					const lane = new Lane({ calls, windowMs });
					const { come, seen } = watched(lane);
					const quiets: Array<{ from: number; until: number }> = [];
					const unused = new Set<Turn>();
					for (const { afterMs, withinMs, quietMs, isUnused } of arrivals) {
						await jest.advanceTimersByTimeAsync(afterMs);
						const from = performance.now();
						if (quietMs !== null) {
							lane.keepQuiet(quietMs);
							quiets.push({ from, until: from + quietMs });
						}
						come(withinMs, (turn) => {
							if (!isUnused) return;
							unused.add(turn);
							turn.giveBack();
						});
					}
					await jest.advanceTimersByTimeAsync(5_000);

					expect(seen).toHaveLength(arrivals.length);
					expect(jest.getTimerCount()).toBe(0);
					const served = seen.filter(({ turn }) => turn !== null);
					const places = served.map(({ place }) => place);
					expect(places).toEqual([...places].sort((a, b) => a - b));
					for (const { place, cameAt, endedAt } of seen) {
						expect(endedAt - cameAt).toBeLessThanOrEqual(arrivals[place - 1]?.withinMs ?? 0);
					}
					for (const { endedAt } of served) {
						expect(quiets.some(({ from, until }) => from < endedAt && endedAt < until)).toBe(false);
					}
					const used = served
						.filter(({ turn }) => turn === null || !unused.has(turn))
						.map(({ endedAt }) => endedAt);
					used.forEach((at, index) => {
						const soonest = (used[index - calls] ?? Number.NEGATIVE_INFINITY) + windowMs;
						expect(at).toBeGreaterThanOrEqual(soonest);
					});
				},
			),
			{ numRuns: 200, seed: 20_261_122 },
		);
	});
});
