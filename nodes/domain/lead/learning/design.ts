import type { Column } from './columns';
import { levelCount, readerOf } from './columns';
import type { SymmetricMatrix } from './matrix';
import { zeroMatrix } from './matrix';
import type { Pair } from './slots';
import { cellOf } from './slots';
import type { LeadTable } from './table';

/** A run of coefficients that share one prior variance. */
export interface Group {
	start: number;
	end: number;
}

/**
 * Where each coefficient of a fit stands: the intercept at 0; for each column its line (numbers
 * only) and its levels (numbers: a step at each edge, then unknown); then the cells of each pair.
 */
export interface Layout {
	columns: readonly Column[];
	pairs: readonly Pair[];
	/** Coefficient of each column's line, -1 for a category. */
	lines: number[];
	/** First coefficient of each column's levels. */
	starts: number[];
	/** First coefficient of each pair's cells. */
	cells: number[];
	groups: Group[];
	size: number;
}

/** Lays out the coefficients of columns and pairs. */
export function layOut(columns: readonly Column[], pairs: readonly Pair[] = []): Layout {
	const layout: Layout = { columns, pairs, lines: [], starts: [], cells: [], groups: [], size: 1 };
	const take = (count: number): number => {
		const start = layout.size;
		layout.size += count;
		if (count > 0) layout.groups.push({ start, end: layout.size });
		return start;
	};
	for (const column of columns) {
		layout.lines.push(column.kind === 'number' ? take(1) : -1);
		layout.starts.push(take(column.kind === 'number' ? column.edges.length : levelCount(column)));
		if (column.kind === 'number' && column.hasUnknown) take(1);
	}
	for (const pair of pairs) layout.cells.push(take(pair.cells.length));
	return layout;
}

/** Levels of every column on every row, column by column, with the positions on the lines. */
export interface Encoded {
	rows: number;
	levels: Int32Array[];
	/** Standard deviations from the centre; empty for a category. */
	positions: Float64Array[];
}

/** Reads a table's cells into levels and positions; a column that the table lacks is unknown. */
export function encode(columns: readonly Column[], table: LeadTable): Encoded {
	const byName = new Map(table.columns.map(({ name, values }) => [name, values]));
	const encoded: Encoded = { rows: table.rows, levels: [], positions: [] };
	for (const column of columns) {
		const read = readerOf(column);
		const values = byName.get(column.name) ?? [];
		const levels = new Int32Array(table.rows);
		const positions = new Float64Array(column.kind === 'number' ? table.rows : 0);
		for (let row = 0; row < table.rows; row++) {
			const { level, position } = read(values[row]);
			levels[row] = level;
			if (column.kind === 'number') positions[row] = position;
		}
		encoded.levels.push(levels);
		encoded.positions.push(positions);
	}
	return encoded;
}

/** Coefficient of a column's level; -1 for the lowest bin and for levels that were never learnt. */
export function indexOfLevel(layout: Layout, column: number, level: number): number {
	const plan = layout.columns[column]!;
	const start = layout.starts[column]!;
	if (plan.kind === 'category') return start + level;
	if (level <= plan.edges.length) return level === 0 ? -1 : start + level - 1;
	return plan.hasUnknown ? start + plan.edges.length : -1;
}

/** Leads as the fit sees them: sparse rows of switched-on coefficients, and positions on lines. */
export interface Design {
	rows: number;
	layout: Layout;
	/** Coefficients that are on, `activePerRow` a row, -1 where there is none. */
	active: Int32Array;
	activePerRow: number;
	/** Positions on the lines, `lineIndex.length` a row. */
	positions: Float64Array;
	/** Coefficient of each line. */
	lineIndex: Int32Array;
}

/** Builds the design of encoded rows. */
export function buildDesign(layout: Layout, encoded: Encoded): Design {
	const { rows } = encoded;
	const { columns, pairs } = layout;
	const activePerRow = columns.length + pairs.length;
	const active = new Int32Array(rows * activePerRow).fill(-1);
	columns.forEach((plan, column) => {
		const levels = encoded.levels[column]!;
		const indices = Array.from({ length: levelCount(plan) }, (_, level) =>
			indexOfLevel(layout, column, level),
		);
		for (let row = 0; row < rows; row++)
			active[row * activePerRow + column] = indices[levels[row]!]!;
	});
	pairs.forEach((pair, index) => {
		const cells = new Map(pair.cells.map((key, cell) => [key, layout.cells[index]! + cell]));
		const first = encoded.levels[pair.first]!;
		const second = encoded.levels[pair.second]!;
		for (let row = 0; row < rows; row++) {
			const key = cellOf(pair, first[row]!, second[row]!);
			active[row * activePerRow + columns.length + index] = cells.get(key) ?? -1;
		}
	});
	const numeric = columns.flatMap(({ kind }, column) => (kind === 'number' ? [column] : []));
	const positions = new Float64Array(rows * numeric.length);
	numeric.forEach((column, line) => {
		const from = encoded.positions[column]!;
		for (let row = 0; row < rows; row++) positions[row * numeric.length + line] = from[row]!;
	});
	const lineIndex = Int32Array.from(numeric, (column) => layout.lines[column]!);
	return { rows, layout, active, activePerRow, positions, lineIndex };
}

/** Coefficients by level, from those by step: each bin's is the sum of the steps up to it. */
export function sumSteps(layout: Layout, coefficients: Float64Array): Float64Array {
	const sums = Float64Array.from(coefficients);
	layout.columns.forEach((column, index) => {
		if (column.kind !== 'number') return;
		const start = layout.starts[index]!;
		for (let k = start + 1; k < start + column.edges.length; k++) sums[k]! += sums[k - 1]!;
	});
	return sums;
}

/** Log-odds of every row: what the offset says plus what the coefficients add. */
export function logOddsOf(
	design: Design,
	coefficients: Float64Array,
	offset: Float64Array,
): Float64Array {
	const sums = sumSteps(design.layout, coefficients);
	const { rows, active, activePerRow, positions, lineIndex } = design;
	const lines = lineIndex.length;
	const answer = new Float64Array(rows);
	for (let row = 0; row < rows; row++) {
		let sum = sums[0]! + offset[row]!;
		for (let at = row * activePerRow; at < (row + 1) * activePerRow; at++) {
			const index = active[at]!;
			if (index >= 0) sum += sums[index]!;
		}
		for (let line = 0; line < lines; line++) {
			sum += positions[row * lines + line]! * sums[lineIndex[line]!]!;
		}
		answer[row] = sum;
	}
	return answer;
}

/**
 * Curvature XᵀWX over the rows with weight above 0.
 *
 * Rows are sparse, so a row costs the square of the number of columns, not of coefficients: sums are
 * taken over levels first and turned into sums over steps at the end.
 */
export function curvatureOf(design: Design, weights: Float64Array): SymmetricMatrix {
	const { layout, rows, active, activePerRow, positions, lineIndex } = design;
	const { size } = layout;
	const curvature = zeroMatrix(size);
	const { values } = curvature;
	const lines = lineIndex.length;
	const indices = new Int32Array(activePerRow + lines + 1);
	const inputs = new Float64Array(activePerRow + lines + 1);
	inputs[0] = 1;
	for (let row = 0; row < rows; row++) {
		const weight = weights[row]!;
		if (weight === 0) continue;
		let count = 1;
		for (let at = row * activePerRow; at < (row + 1) * activePerRow; at++) {
			if (active[at]! < 0) continue;
			indices[count] = active[at]!;
			inputs[count++] = 1;
		}
		for (let line = 0; line < lines; line++) {
			indices[count] = lineIndex[line]!;
			inputs[count++] = positions[row * lines + line]!;
		}
		for (let i = 0; i < count; i++) {
			const index = indices[i]!;
			const scaled = inputs[i]! * weight;
			for (let j = 0; j <= i; j++) {
				const other = indices[j]!;
				const at = other <= index ? index * size + other : other * size + index;
				values[at]! += scaled * inputs[j]!;
			}
		}
	}
	turnIntoSteps(layout, curvature);
	return curvature;
}

/** Xᵀr alone: each coefficient's sum of inputs times the rows' values. */
export function gradientOf(design: Design, residuals: Float64Array): Float64Array {
	const { layout, rows, active, activePerRow, positions, lineIndex } = design;
	const gradient = new Float64Array(layout.size);
	const lines = lineIndex.length;
	for (let row = 0; row < rows; row++) {
		const residual = residuals[row]!;
		if (residual === 0) continue;
		gradient[0]! += residual;
		for (let at = row * activePerRow; at < (row + 1) * activePerRow; at++) {
			if (active[at]! >= 0) gradient[active[at]!]! += residual;
		}
		for (let line = 0; line < lines; line++) {
			gradient[lineIndex[line]!]! += residual * positions[row * lines + line]!;
		}
	}
	layout.columns.forEach((column, index) => {
		if (column.kind !== 'number') return;
		const start = layout.starts[index]!;
		for (let k = start + column.edges.length - 2; k >= start; k--) gradient[k]! += gradient[k + 1]!;
	});
	return gradient;
}

/** Turns sums over levels into sums over steps: a step is on in its own bin and every higher one. */
function turnIntoSteps(layout: Layout, curvature: SymmetricMatrix): void {
	const { size, values } = curvature;
	for (let i = 0; i < size; i++) {
		for (let j = 0; j < i; j++) values[j * size + i] = values[i * size + j]!;
	}
	layout.columns.forEach((column, index) => {
		if (column.kind !== 'number') return;
		const start = layout.starts[index]!;
		for (let k = start + column.edges.length - 2; k >= start; k--) {
			for (let j = 0; j < size; j++) values[k * size + j]! += values[(k + 1) * size + j]!;
			for (let i = 0; i < size; i++) values[i * size + k]! += values[i * size + k + 1]!;
		}
	});
}
