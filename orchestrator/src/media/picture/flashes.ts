import type { TimeRange } from '../../../../nodes/domain/quality/measured';
import { joinRanges } from '../ranges';

/**
 * Limits of WCAG 2.2 (three flashes or below threshold) and ITU-R BT.1702-3: a flash is a pair of
 * opposing changes of relative luminance by 10% or more, the darker side below 80%; or a pair of
 * changes to and from saturated red. More than three in a second over a quarter of the picture harm.
 */
const LUMINANCE_CHANGE = 0.1;
const DARK_BELOW = 0.8;
const RED_CHANGE = 20;
const SATURATED_RED = 0.8;
const CHANGES = 7;
const WINDOW_SECONDS = 1;
const AREA = 0.25;

/** Seconds between two stretches of flashing that make them one. */
const GAP_SECONDS = 0.5;

/** Relative luminance of each code value, by the transfer of sRGB. */
const linear = Float64Array.from({ length: 256 }, (_, code) => {
	const value = code / 255;
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Looks at tiny pictures as they come. */
export interface FlashFinder {
	/** One picture in bytes of red, green, blue, and its time in seconds. */
	take(picture: Uint8Array, at: number): void;
	/** Stretches that flash more than three times a second. */
	end(): TimeRange[];
}

/** Finds flashing in pictures of so many cells; each cell is followed on its own. */
export function startFlashFinder(cells: number): FlashFinder {
	const luminance = startChangeFinder(cells);
	const red = startChangeFinder(cells);
	const found: TimeRange[] = [];

	return {
		take(picture, at) {
			for (let cell = 0; cell < cells; cell += 1) {
				const r = linear[picture[3 * cell]];
				const g = linear[picture[3 * cell + 1]];
				const b = linear[picture[3 * cell + 2]];
				const bright = 0.2126 * r + 0.7152 * g + 0.0722 * b;
				const sum = r + g + b;
				const isRed = sum > 0 && r / sum >= SATURATED_RED;
				luminance.take(cell, bright, at, LUMINANCE_CHANGE, DARK_BELOW);
				red.take(cell, isRed ? Math.max(0, r - g - b) * 320 : 0, at, RED_CHANGE, Infinity);
			}
			for (const changes of [luminance, red]) {
				const flashing = changes.flashing(at);
				if (flashing !== null) found.push(flashing);
			}
			if (found.length > 10_000) found.splice(0, found.length, ...joinRanges(found, GAP_SECONDS));
		},
		end: () => joinRanges(found, GAP_SECONDS),
	};
}

interface ChangeFinder {
	take(cell: number, value: number, at: number, change: number, darkBelow: number): void;
	/** First and last change of a quarter of the picture that changed to and fro too often; else null. */
	flashing(at: number): TimeRange | null;
}

/** Follows each cell from one turning point to the next. */
function startChangeFinder(cells: number): ChangeFinder {
	const low = new Float64Array(cells).fill(Infinity);
	const high = new Float64Array(cells).fill(-Infinity);
	/** 1 after a rise, -1 after a fall, 0 before the first change. */
	const direction = new Int8Array(cells);
	/** Times of the last changes of each cell, as a ring. */
	const times = new Float64Array(cells * CHANGES).fill(-Infinity);
	const counts = new Int32Array(cells);

	function note(cell: number, to: 1 | -1, value: number, at: number): void {
		times[cell * CHANGES + (counts[cell] % CHANGES)] = at;
		counts[cell] += 1;
		direction[cell] = to;
		low[cell] = value;
		high[cell] = value;
	}

	return {
		take(cell, value, at, change, darkBelow) {
			if (value < low[cell]) low[cell] = value;
			if (value > high[cell]) high[cell] = value;
			const rises = direction[cell] !== 1 && value - low[cell] >= change && low[cell] < darkBelow;
			const falls = direction[cell] !== -1 && high[cell] - value >= change && value < darkBelow;
			if (rises) note(cell, 1, value, at);
			else if (falls) note(cell, -1, value, at);
		},
		flashing(at) {
			let area = 0;
			let from = at;
			let to = 0;
			for (let cell = 0; cell < cells; cell += 1) {
				// The place that is written next holds the oldest of the last seven changes.
				const place = counts[cell] % CHANGES;
				const oldest = times[cell * CHANGES + place];
				if (at - oldest >= WINDOW_SECONDS) continue;
				area += 1;
				if (oldest < from) from = oldest;
				const latest = times[cell * CHANGES + ((place + CHANGES - 1) % CHANGES)];
				if (latest > to) to = latest;
			}
			return area >= AREA * cells ? { from, to } : null;
		},
	};
}
