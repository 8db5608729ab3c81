import type { OverlayMeasured } from '../../../../nodes/domain/quality/brandMeasured';
import type { Frame } from './frame';
import { lumaOf } from './frame';

/** Two frames of one shot, a short while apart. */
export interface FramePair {
	before: Frame;
	after: Frame;
}

/** Parts of the height and width at the edges that titles keep clear of. */
export interface SafeMargins {
	top: number;
	bottom: number;
	left: number;
	right: number;
}

/** Brightness from which a step between neighbours is an edge of a title, of 255. */
const EDGE = 48;

/** Brightness by which a pixel may change and still stand still. */
const STILL = 10;

/** Mean change of brightness from which the picture moves; below it, all edges stand still. */
const MOVED = 6;

/** Still edges below this share of the picture are noise, not a title. */
const LEAST_SHARE = 0.002;

/**
 * Finds what stands still while the picture around it moves, and how much of it lies outside the safe
 * area.
 *
 * @param bars parts of the height and width that are black bars: their edges are no titles
 * @returns null when in no pair anything moved: titles cannot be told from the picture then
 */
export function overlayOf(
	pairs: readonly FramePair[],
	margins: SafeMargins,
	bars: SafeMargins = { top: 0, bottom: 0, left: 0, right: 0 },
): OverlayMeasured | null {
	const isBar = (x: number, y: number) => sideOf(x, y, widened(bars)) !== null;
	const moving = pairs.filter(({ before, after }) => meanChange(before, after) >= MOVED);
	if (moving.length === 0) return null;
	const moments = moving.flatMap((pair) => {
		const { width, height } = pair.before;
		const edges = stillEdges(pair).filter(
			({ x, y }) => !isBar((x + 0.5) / width, (y + 0.5) / height),
		);
		if (edges.length < LEAST_SHARE * width * height) return [];
		const outside = { top: 0, bottom: 0, left: 0, right: 0 };
		for (const { x, y } of edges) {
			const side = sideOf((x + 0.5) / width, (y + 0.5) / height, margins);
			if (side !== null) outside[side] += 1 / edges.length;
		}
		return [{ at: pair.before.at, outside }];
	});
	return { moments };
}

/** How far the edge of a bar reaches into the small picture, as a part of it. */
const BAR_EDGE = 0.015;

function widened(bars: SafeMargins): SafeMargins {
	const wide = (share: number) => (share > 0 ? share + BAR_EDGE : 0);
	const { top, bottom, left, right } = bars;
	return { top: wide(top), bottom: wide(bottom), left: wide(left), right: wide(right) };
}

function meanChange(before: Frame, after: Frame): number {
	const [one, other] = [lumaOf(before), lumaOf(after)];
	let sum = 0;
	for (let pixel = 0; pixel < one.length; pixel += 1) {
		sum += Math.abs((one[pixel] ?? 0) - (other[pixel] ?? 0));
	}
	return sum / one.length;
}

/** Pixels that stand still at a step of brightness which is there in both frames: the outline of a title. */
function stillEdges({ before, after }: FramePair): Array<{ x: number; y: number }> {
	const { width, height } = before;
	const [one, other] = [lumaOf(before), lumaOf(after)];
	const at = (luma: Float64Array, x: number, y: number) => luma[y * width + x] ?? 0;
	const step = (luma: Float64Array, x: number, y: number) => {
		const here = at(luma, x, y);
		return Math.max(
			Math.abs(at(luma, x - 1, y) - here),
			Math.abs(at(luma, x + 1, y) - here),
			Math.abs(at(luma, x, y - 1) - here),
			Math.abs(at(luma, x, y + 1) - here),
		);
	};
	const edges: Array<{ x: number; y: number }> = [];
	for (let y = 1; y < height - 1; y += 1) {
		for (let x = 1; x < width - 1; x += 1) {
			if (Math.abs(at(one, x, y) - at(other, x, y)) > STILL) continue;
			// What is beside a title moves: the step may change, and has to be there each time.
			if (step(one, x, y) >= EDGE && step(other, x, y) >= EDGE) edges.push({ x, y });
		}
	}
	return edges;
}

function sideOf(x: number, y: number, margins: SafeMargins): keyof SafeMargins | null {
	const inside = {
		top: margins.top - y,
		bottom: y - (1 - margins.bottom),
		left: margins.left - x,
		right: x - (1 - margins.right),
	};
	const beyond = (Object.entries(inside) as Array<[keyof SafeMargins, number]>).filter(
		([, by]) => by > 0,
	);
	return beyond.sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
