import { startFlashFinder } from '../../../../orchestrator/src/media/picture/flashes';

const CELLS = 100;

/** Pictures at 25 a second whose first `area` cells are lit by `lit`, the others grey. */
function found(seconds: number, area: number, lit: (frame: number) => [number, number, number]) {
	const finder = startFlashFinder(CELLS);
	for (let frame = 0; frame < seconds * 25; frame += 1) {
		const picture = new Uint8Array(CELLS * 3).fill(120);
		for (let cell = 0; cell < area; cell += 1) picture.set(lit(frame), 3 * cell);
		finder.take(picture, frame / 25);
	}
	return finder.end();
}

/** Changes between two colours every so many frames. */
const between =
	(frames: number, one: [number, number, number], other: [number, number, number]) =>
	(frame: number) => (Math.floor(frame / frames) % 2 === 0 ? one : other);

const black: [number, number, number] = [0, 0, 0];
const white: [number, number, number] = [255, 255, 255];

describe('flashes', () => {
	it.each([
		{
			what: 'four and more a second over the whole picture',
			area: 100,
			lit: between(3, white, black),
			is: true,
		},
		{
			what: 'four and more a second over a quarter',
			area: 25,
			lit: between(3, white, black),
			is: true,
		},
		{ what: 'fewer than three a second', area: 100, lit: between(5, white, black), is: false },
		{ what: 'a smaller part of the picture', area: 24, lit: between(2, white, black), is: false },
		{
			what: 'changes too small to matter',
			area: 100,
			lit: between(2, [120, 120, 120], [135, 135, 135]),
			is: false,
		},
		{
			what: 'saturated red that is not bright',
			area: 100,
			lit: between(3, [120, 0, 0], black),
			is: true,
		},
		{ what: 'a still picture', area: 100, lit: between(1e6, white, black), is: false },
		{ what: 'one cut', area: 100, lit: between(40, white, black), is: false },
	])('of $what: $is', ({ area, lit, is }) => {
		expect(found(3, area, lit).length > 0).toBe(is);
	});

	it('are told from the first change to the last, once', () => {
		const lit = (frame: number) =>
			frame >= 25 && frame < 75 ? between(2, white, black)(frame) : black;
		const [range, ...others] = found(5, 100, lit);
		expect(others).toEqual([]);
		expect(range.from).toBeCloseTo(1.04, 1);
		expect(range.to).toBeCloseTo(3, 1);
	});
});
