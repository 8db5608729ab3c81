import { createRequire } from 'node:module';
import type { BenchTable } from './table';
import { printTable } from './table';

// Loaded when it is asked for: some start n8n, some read large files. Not by `import()`: that is
// Node's own and does not know TypeScript.
const load = createRequire(__filename);

const benches: Record<string, () => Promise<BenchTable[]>> = {
	models: () => (load('./leadModels') as typeof import('./leadModels')).benchLeadModels(),
	scoring: () => (load('./scoring') as typeof import('./scoring')).benchScoring(),
	inbox: () => (load('./inbox') as typeof import('./inbox')).benchInbox(),
	effects: () => (load('./effects') as typeof import('./effects')).benchEffects(),
	seed: () => (load('./seed') as typeof import('./seed')).benchSeed(),
	merge: () => (load('./merge') as typeof import('./merge')).benchMerge(),
	routing: () => (load('./routing') as typeof import('./routing')).benchRouting(),
	followup: () => (load('./followUp') as typeof import('./followUp')).benchFollowUp(),
	mails: () => (load('./mails') as typeof import('./mails')).benchMails(),
	gates: () => (load('./gates') as typeof import('./gates')).benchGates(),
	media: () => (load('./media') as typeof import('./media')).benchMedia(),
	monitor: () => (load('./monitor') as typeof import('./monitor')).benchMonitor(),
	throughput: () => (load('./throughput') as typeof import('./throughput')).benchThroughput(),
	start: () => (load('./warmStart') as typeof import('./warmStart')).benchWarmStart(),
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
