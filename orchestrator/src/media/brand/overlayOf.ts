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
 * area. Lines through the whole width or height are bars of a letterbox, no titles.
 *
 * @returns null when in no pair anything moved: titles cannot be told from the picture then
 */
export function overlayOf(
	pairs: readonly FramePair[],
	margins: SafeMargins,
): OverlayMeasured | null {
	const moving = pairs.filter(({ before, after }) => meanChange(before, after) >= MOVED);
	if (moving.length === 0) return null;
	const moments = moving.flatMap((pair) => {
		const edges = stillEdges(pair);
		const { width, height } = pair.before;
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

function meanChange(before: Frame, after: Frame): number {
	const [one, other] = [lumaOf(before), lumaOf(after)];
	let sum = 0;
	for (let pixel = 0; pixel < one.length; pixel += 1) {
		sum += Math.abs((one[pixel] ?? 0) - (other[pixel] ?? 0));
	}
	return sum / one.length;
}

function stillEdges({ before, after }: FramePair): Array<{ x: number; y: number }> {
	const { width, height } = before;
	const [one, other] = [lumaOf(before), lumaOf(after)];
	const at = (luma: Float64Array, x: number, y: number) => luma[y * width + x] ?? 0;
	const isStill = (x: number, y: number) => Math.abs(at(one, x, y) - at(other, x, y)) <= STILL;
	const edges: Array<{ x: number; y: number }> = [];
	for (let y = 0; y < height - 1; y += 1) {
		for (let x = 0; x < width - 1; x += 1) {
			if (!isStill(x, y) || !isStill(x + 1, y) || !isStill(x, y + 1)) continue;
			const step = Math.max(
				Math.abs(at(one, x + 1, y) - at(one, x, y)),
				Math.abs(at(one, x, y + 1) - at(one, x, y)),
			);
			if (step >= EDGE) edges.push({ x, y });
		}
	}
	return withoutBars(edges, width, height);
}

/** Part of a row or column that a bar's edge fills. */
const BAR_SHARE = 0.8;

function withoutBars(edges: Array<{ x: number; y: number }>, width: number, height: number) {
	const [inRow, inColumn] = [new Map<number, number>(), new Map<number, number>()];
	for (const { x, y } of edges) {
		inRow.set(y, (inRow.get(y) ?? 0) + 1);
		inColumn.set(x, (inColumn.get(x) ?? 0) + 1);
	}
	return edges.filter(
		({ x, y }) =>
			(inRow.get(y) ?? 0) < BAR_SHARE * width && (inColumn.get(x) ?? 0) < BAR_SHARE * height,
	);
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
