import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LOOKS_AT_ONCE } from '../../orchestrator/src/apply/applyPlan';
import type { SeedServices } from '../../orchestrator/src/apply/services';
import type { Bundle } from '../../orchestrator/src/bundle/readBundle';
import { aSmallBundle, aSmallSeed } from '../orchestrator/apply/aSmallSeed';
import { seedWorld } from '../orchestrator/apply/seedWorld';
import { benchBesideN8n } from './seedBesideN8n';
import type { BenchTable } from './table';

/** How long each pretended call takes: a service in the same country. */
const ROUND_TRIP_MS = 20;
const SIZES = [1, 10, 100];

/** Calls of plan and seed and how long they take, by the number of workflows, with every call at 20 ms. */
export async function benchSeed(): Promise<BenchTable[]> {
	const home = mkdtempSync(path.join(tmpdir(), 'agency-bench-'));
	try {
		const small = aSmallSeed(home);
		const rows: BenchTable['rows'] = [];
		for (const size of SIZES) {
			const world = seedWorld();
			const slow = slowed(world.services);
			const bundle = bundleOf(size);
			await small.seed(world.services, { bundle: bundleOf(0) });
			const timed = async (what: string, work: () => Promise<unknown>) => {
				slow.calls.clear();
				const startedAt = performance.now();
				await work();
				const ms = performance.now() - startedAt;
				const { n8n = 0, journal = 0 } = Object.fromEntries(slow.calls);
				const all = [...slow.calls.values()].reduce((sum, count) => sum + count, 0);
				const oneByOne = (all * ROUND_TRIP_MS) / 1_000;
				// Both are called side by side: the one with more to do bounds the whole.
				const bound = (Math.max(n8n, journal) * ROUND_TRIP_MS) / LOOKS_AT_ONCE / 1_000;
				rows.push({
					what,
					workflows: size,
					'calls of n8n': n8n,
					'of the journal': journal,
					'of others': all - n8n - journal,
					seconds: (ms / 1_000).toFixed(2),
					'one by one': oneByOne.toFixed(2),
					bound: bound.toFixed(2),
					'÷ bound': (ms / 1_000 / bound).toFixed(2),
				});
			};
			const options = { bundle };
			await timed('plan', async () => await small.plan(slow.services, options));
			await timed('seed', async () => await small.seed(slow.services, options));
			await timed('seed again', async () => await small.seed(slow.services, options));
		}
		const note = `Pretended services that take ${ROUND_TRIP_MS} ms for each call; everything but the workflows is there. "One by one" is what the same calls take one after the other; the bound is what n8n's take, or the journal's, whichever are more, ${LOOKS_AT_ONCE} at a time.`;
		return [{ name: 'Plan and seed', note, rows }, await benchBesideN8n(bundleOf)];
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

/** So many workflows, each like the others under ids of its own. */
function bundleOf(size: number, prefix = 'Bench'): Bundle {
	const whole = aSmallBundle();
	const [, , plain] = whole.workflows;
	if (plain === undefined) throw new Error('The small bundle has lost a workflow.');
	const workflows = Array.from({ length: size }, (_, at) => {
		const name = `${prefix} ${at}`;
		const nodes = plain.workflow.nodes.map((node) => ({ ...node, id: `${prefix}-${at}` }));
		return { id: `${prefix}${at}`, name, workflow: { ...plain.workflow, name, nodes } };
	});
	const ids = new Map(workflows.map(({ id, name }) => [id, name]));
	const entries = [...ids].map(([id, name]) => {
		const slug = id.toLowerCase();
		return { slug, version: 1, id, name, file: `${slug}/v1/workflow.json` };
	});
	return { ...whole, entries, workflows };
}

/** The same services, each call of them counted and as slow as a network. */
function slowed(services: SeedServices) {
	const calls = new Map<string, number>();
	const slow = <Port extends object>(port: Port, name: string): Port =>
		new Proxy(port, {
			get: (target, field) => {
				const value: unknown = Reflect.get(target, field);
				if (typeof value !== 'function') return value;
				return (...given: unknown[]) => {
					const answer: unknown = (value as (...all: unknown[]) => unknown).apply(target, given);
					if (field === 'open') return slow(answer as object, name);
					if (!(answer instanceof Promise)) return answer;
					calls.set(name, (calls.get(name) ?? 0) + 1);
					return wait(ROUND_TRIP_MS).then(async () => (await answer) as unknown);
				};
			},
		});
	const slowly = Object.entries(services).map(([name, port]) => [
		name,
		typeof port === 'object' ? slow(port as object, name) : (port as unknown),
	]);
	return { services: Object.fromEntries(slowly) as SeedServices, calls };
}
