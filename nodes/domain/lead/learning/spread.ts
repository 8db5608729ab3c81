import { levelCount } from './columns';
import type { Encoded, Layout } from './design';
import { indexOfLevel, sumSteps } from './design';
import type { Learnt } from './learn';
import type { Slots } from './slots';
import { cellOf } from './slots';

/** How sure a model is of its weights, small enough to travel with it. */
export interface Spread {
	/** Each factor has a number a slot; a lead's variance is the sum of the squares of its products. */
	factors: number[][];
	/** Variance that the factors leave out, a number a slot; the greatest of a lead's slots is added. */
	rest: number[];
}

const mostFactors = 8;
const enough = 0.97;

/** Coefficient that each slot takes its weight from; -1 where there is none. */
export function coefficientsOfSlots(layout: Layout, slots: Slots): Int32Array {
	const answer = new Int32Array(slots.size).fill(-1);
	answer[0] = 0;
	layout.columns.forEach((column, index) => {
		if (slots.lines[index]! >= 0) answer[slots.lines[index]!] = layout.lines[index]!;
		for (let level = 0; level < levelCount(column); level++) {
			answer[slots.levels[index]! + level] = indexOfLevel(layout, index, level);
		}
	});
	layout.pairs.forEach(({ cells }, index) => {
		cells.forEach((_, cell) => {
			answer[slots.cells[index]! + cell] = layout.cells[index]! + cell;
		});
	});
	return answer;
}

/** Slots that a row switches on, each with its input: 1, or the position on a line. */
export function slotsOfRow(
	layout: Layout,
	slots: Slots,
	encoded: Encoded,
	row: number,
): Array<[slot: number, input: number]> {
	const active: Array<[number, number]> = [[0, 1]];
	layout.columns.forEach((_, column) => {
		if (slots.lines[column]! >= 0)
			active.push([slots.lines[column]!, encoded.positions[column]![row]!]);
		active.push([slots.levels[column]! + encoded.levels[column]![row]!, 1]);
	});
	layout.pairs.forEach((pair, index) => {
		const first = encoded.levels[pair.first]![row]!;
		const cell = pair.cells.indexOf(cellOf(pair, first, encoded.levels[pair.second]![row]!));
		if (cell >= 0) active.push([slots.cells[index]! + cell, 1]);
	});
	return active;
}

/**
 * Packs the posterior covariance: the few directions that make most of the variance on train rows,
 * and for each slot what those directions leave out of it on average.
 */
export function packSpread(learnt: Learnt, slots: Slots, encoded: Encoded): Spread {
	const roots = learnt.parts.flatMap(({ share, layout, spread }) => {
		const { size, values } = spread;
		const map = coefficientsOfSlots(learnt.layout, slots);
		return Array.from({ length: size }, (_, row) => {
			const wide = new Float64Array(learnt.layout.size);
			wide.set(sumSteps(layout, values.subarray(row * size, (row + 1) * size)));
			return Float64Array.from(map, (at) => (at < 0 ? 0 : Math.sqrt(share) * wide[at]!));
		});
	});
	const bySlot = new Float64Array(slots.size * roots.length);
	roots.forEach((root, index) => {
		root.forEach((value, slot) => (bySlot[slot * roots.length + index] = value));
	});
	const rows = sampleRows(learnt.layout, slots, encoded);
	const products = rows.map((active) => {
		const product = new Float64Array(roots.length);
		for (const [slot, input] of active) {
			for (let index = 0; index < roots.length; index++) {
				product[index]! += bySlot[slot * roots.length + index]! * input;
			}
		}
		return product;
	});
	const directions = mainDirections(products, roots.length);
	const factors = directions.map((direction) => {
		const factor = new Float64Array(slots.size);
		roots.forEach((root, index) => {
			const scale = direction[index]!;
			for (let slot = 0; slot < slots.size; slot++) factor[slot]! += scale * root[slot]!;
		});
		return Array.from(factor);
	});
	const sums = new Float64Array(slots.size);
	const counts = new Float64Array(slots.size);
	rows.forEach((active, index) => {
		let left = products[index]!.reduce((sum, value) => sum + value * value, 0);
		for (const factor of factors) {
			left -= active.reduce((sum, [slot, input]) => sum + factor[slot]! * input, 0) ** 2;
		}
		for (const [slot] of active) {
			sums[slot]! += Math.max(0, left);
			counts[slot]!++;
		}
	});
	return { factors, rest: Array.from(sums, (sum, slot) => sum / Math.max(1, counts[slot]!)) };
}

/** About a thousand rows, evenly spread, and the first few of every level. */
function sampleRows(
	layout: Layout,
	slots: Slots,
	encoded: Encoded,
): Array<Array<[number, number]>> {
	const stride = Math.max(1, Math.floor(encoded.rows / 1000));
	const seen = new Uint32Array(slots.size);
	const rows: Array<Array<[number, number]>> = [];
	for (let row = 0; row < encoded.rows; row++) {
		const active = slotsOfRow(layout, slots, encoded, row);
		if (row % stride !== 0 && active.every(([slot]) => seen[slot]! >= 5)) continue;
		for (const [slot] of active) seen[slot]!++;
		rows.push(active);
	}
	return rows;
}

/** Leading eigenvectors of the products' second moments, by subspace iteration from a fixed start. */
function mainDirections(products: Float64Array[], size: number): Float64Array[] {
	const moment = new Float64Array(size * size);
	for (const product of products) {
		for (let i = 0; i < size; i++) {
			const scale = product[i]!;
			if (scale === 0) continue;
			for (let j = 0; j <= i; j++) moment[i * size + j]! += scale * product[j]!;
		}
	}
	let trace = 0;
	for (let i = 0; i < size; i++) {
		trace += moment[i * size + i]!;
		for (let j = 0; j < i; j++) moment[j * size + i] = moment[i * size + j]!;
	}
	let basis: Float64Array[] = Array.from({ length: Math.min(mostFactors, size) }, (_, index) =>
		Float64Array.from({ length: size }, (_unused, at) => Math.cos((at + 1) * (index + 1))),
	);
	let strengths: number[] = [];
	for (let round = 0; round < 25; round++) {
		basis = orthonormal(basis.map((vector) => times(moment, vector)));
		strengths = basis.map((vector) => {
			const image = times(moment, vector);
			return vector.reduce((sum, value, at) => sum + value * image[at]!, 0);
		});
	}
	const kept: Float64Array[] = [];
	let sum = 0;
	basis.forEach((vector, index) => {
		if (sum >= enough * trace || strengths[index]! <= 0) return;
		sum += strengths[index]!;
		kept.push(vector);
	});
	return kept;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
	const size = vector.length;
	const answer = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		let sum = 0;
		for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!;
		answer[i] = sum;
	}
	return answer;
}

function orthonormal(vectors: Float64Array[]): Float64Array[] {
	const answer: Float64Array[] = [];
	for (const vector of vectors) {
		const next = Float64Array.from(vector);
		for (const other of [...answer, ...answer]) {
			const overlap = next.reduce((sum, value, at) => sum + value * other[at]!, 0);
			next.forEach((value, at) => (next[at] = value - overlap * other[at]!));
		}
		const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
		if (length > 1e-9) answer.push(next.map((value) => value / length));
	}
	return answer;
}
