/** One measured table: what was measured, and a row for each thing. */
export interface BenchTable {
	name: string;
	/** What the reader must know to trust or repeat the figures. */
	note?: string;
	rows: Array<Record<string, string | number>>;
}

/** The table as Markdown. */
export function printTable({ name, note, rows }: BenchTable): string {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		`## ${name}`,
		...(note === undefined ? [] : ['', note]),
		'',
		line(columns),
		line(columns.map(() => '---')),
		...rows.map((row) => line(columns.map((column) => String(row[column] ?? '')))),
		'',
	].join('\n');
}

/** The middle of some figures; the mean of the two middle ones where their number is even. */
export function median(figures: readonly number[]): number {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return (low + high) / 2;
}
