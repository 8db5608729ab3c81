import type { FallenBlow } from '../movement';
import { movementsOf, percentile, timesTaken } from '../movement';

const blow = (at: number, liftedAt: number): FallenBlow => ({
	words: 'kill -9 n8n',
	target: 'n8n',
	at,
	liftedAt,
	readyAt: liftedAt + 1_000,
});

describe('how long leads took', () => {
	it('is counted from the word to their senders to the last thing that was done', () => {
		const acts = [
			{ marker: 'a', at: 4_000 },
			{ marker: 'a', at: 2_000 },
			{ marker: 'b', at: 900 },
			{ marker: 'b', at: null },
			{ marker: 'd', at: 1 },
		];
		const told = new Map([
			['a', 1_000],
			['b', 1_000],
			['c', 1_000],
		]);
		expect(timesTaken(told, acts)).toEqual([3_000, 0]);
	});
});

describe('how long the work stood still', () => {
	it('counts from the blow and from its lifting to the next lead that was begun', () => {
		const [movement] = movementsOf([blow(1_000, 3_000)], [9_000, 500, 2_900, 4_500]);
		expect(movement).toMatchObject({ stoodMs: 3_500, recoveredMs: 1_500, sinceReadyMs: 500 });
	});

	it('counts nothing once the part was ready where the work went on before', () => {
		const [movement] = movementsOf([blow(1_000, 3_000)], [3_100]);
		expect(movement).toMatchObject({ recoveredMs: 100, sinceReadyMs: 0 });
	});

	it('says so when nothing was begun afterwards', () => {
		const [movement] = movementsOf([blow(1_000, 3_000)], [2_000, 3_000]);
		expect(movement).toMatchObject({ stoodMs: null, recoveredMs: null, sinceReadyMs: null });
	});

	it.each([
		{ figures: [], share: 0.5, is: null },
		{ figures: [7], share: 0.99, is: 7 },
		{ figures: [3, 1, 2, 4], share: 0.5, is: 2 },
		{ figures: [3, 1, 2, 4], share: 0.99, is: 4 },
	])('takes $is as the percentile $share of $figures', ({ figures, share, is }) => {
		expect(percentile(figures, share)).toBe(is);
	});
});
