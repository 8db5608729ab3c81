import type { Column } from './columns';
import { levelCount, otherLevel, unknownLevel } from './columns';

/** What a scorecard already says about one column, in log-odds. */
export type ColumnPrior =
	| { kind: 'category'; name: string; levels: Readonly<Record<string, number>>; unknown: number }
	| {
			kind: 'number';
			name: string;
			/** Ascending; a band holds values from `from` on, and the first one also those below. */
			bands: ReadonlyArray<{ from: number; logOdds: number }>;
			unknown: number;
	  };

/** A scorecard as the starting point of a fit: outcomes move the model away from it. */
export interface LeadPrior {
	/** Log-odds that leads have on average; null leaves the shipped belief. */
	baseLogOdds: number | null;
	columns: readonly ColumnPrior[];
}

/** No scorecard: every column starts out saying nothing. */
export const noPrior: LeadPrior = { baseLogOdds: null, columns: [] };

function priorOf(prior: LeadPrior, column: Column): ColumnPrior | undefined {
	return prior.columns.find(({ name, kind }) => name === column.name && kind === column.kind);
}

/** The column with a level for each level, or an edge for each band, that the scorecard knows. */
export function admitPrior(column: Column, prior: LeadPrior): Column {
	const known = priorOf(prior, column);
	if (known?.kind === 'category' && column.kind === 'category' && !column.presenceOnly) {
		const more = Object.keys(known.levels).filter((level) => !column.levels.includes(level));
		return { ...column, levels: [...column.levels, ...more] };
	}
	if (known?.kind === 'number' && column.kind === 'number') {
		const edges = new Set([...column.edges, ...known.bands.slice(1).map(({ from }) => from)]);
		return { ...column, edges: [...edges].sort((a, b) => a - b) };
	}
	return column;
}

/** What the scorecard says for each level of a column; zeros where it does not know the column. */
export function priorLogOdds(column: Column, prior: LeadPrior): Float64Array {
	const known = priorOf(prior, column);
	const answer = new Float64Array(levelCount(column));
	if (known?.kind === 'category' && column.kind === 'category') {
		column.levels.forEach((level, index) => (answer[index] = known.levels[level] ?? 0));
		answer[column.levels.length] = known.levels[otherLevel] ?? 0;
		const unknown = column.levels.indexOf(unknownLevel);
		if (unknown >= 0) answer[unknown] = known.levels[unknownLevel] ?? known.unknown;
	}
	if (known?.kind === 'number' && column.kind === 'number') {
		for (let bin = 0; bin <= column.edges.length; bin++) {
			const least = bin === 0 ? -Infinity : column.edges[bin - 1]!;
			const band = [...known.bands].reverse().find(({ from }) => from <= least) ?? known.bands[0];
			answer[bin] = band?.logOdds ?? 0;
		}
		answer[column.edges.length + 1] = known.unknown;
	}
	return answer;
}
