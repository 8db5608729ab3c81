import type { BenchTable } from './table';
import { printTable } from './table';

/** Each bench is loaded when it is asked for: some start n8n, some read large files. */
const benches: Record<string, () => Promise<BenchTable[]>> = {
	models: async () => (await import('./leadModels')).benchLeadModels(),
	scoring: async () => (await import('./scoring')).benchScoring(),
	throughput: async () => (await import('./throughput')).benchThroughput(),
	start: async () => (await import('./warmStart')).benchWarmStart(),
};

/** Runs the named benches, or all, and prints their tables; answers the exit code. */
export async function runBench(names: string[]): Promise<number> {
	const unknown = names.filter((name) => !(name in benches));
	if (unknown.length > 0) {
		console.error(`No bench ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}.`);
		return 2;
	}
	for (const name of names.length > 0 ? names : Object.keys(benches)) {
		for (const table of await benches[name]()) console.log(printTable(table));
	}
	return 0;
}
