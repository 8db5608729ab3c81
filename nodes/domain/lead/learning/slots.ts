import type { Column } from './columns';
import { levelCount } from './columns';

/** Two inputs whose coarse levels are also read together; the numbers are positions of columns. */
export interface Pair {
	first: number;
	second: number;
	/** Coarse level of each level of the first and of the second column. */
	coarseFirst: number[];
	coarseSecond: number[];
	/** Coarse levels of the second column: a cell's key is `first * width + second`. */
	width: number;
	/** Keys of the cells that have a weight of their own, ascending. */
	cells: number[];
}

/**
 * Where each number of a model stands in one flat list: the intercept at 0; for each column its line
 * (numbers only) and then every level; then the cells of each pair.
 */
export interface Slots {
	/** Slot of each column's line, -1 for a category. */
	lines: number[];
	/** Slot of each column's first level. */
	levels: number[];
	/** Slot of each pair's first cell. */
	cells: number[];
	size: number;
}

/** Lays out the slots of columns and pairs. */
export function slotsOf(columns: readonly Column[], pairs: readonly Pair[]): Slots {
	const slots: Slots = { lines: [], levels: [], cells: [], size: 1 };
	for (const column of columns) {
		slots.lines.push(column.kind === 'number' ? slots.size++ : -1);
		slots.levels.push(slots.size);
		slots.size += levelCount(column);
	}
	for (const pair of pairs) {
		slots.cells.push(slots.size);
		slots.size += pair.cells.length;
	}
	return slots;
}

/** Key of the cell that two levels fall into. */
export function cellOf(pair: Pair, levelFirst: number, levelSecond: number): number {
	return pair.coarseFirst[levelFirst]! * pair.width + pair.coarseSecond[levelSecond]!;
}
