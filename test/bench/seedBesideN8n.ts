import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SeedServices } from '../../orchestrator/src/apply/services';
import { n8nApi } from '../../orchestrator/src/adapters/n8n/api';
import { logIn, needsOwner, setUpOwner } from '../../orchestrator/src/adapters/n8n/session';
import { pack } from '../../orchestrator/src/bundle/pack';
import type { Bundle } from '../../orchestrator/src/bundle/readBundle';
import { startN8n } from '../../orchestrator/src/up/n8nProcess';
import { takeFreePort } from '../../orchestrator/src/up/ports';
import { runtimeFolder } from '../../orchestrator/src/up/stack';
import { aSmallSeed } from '../orchestrator/apply/aSmallSeed';
import { seedWorld } from '../orchestrator/apply/seedWorld';
import { temporaryHome } from '../support/startedStack';
import type { BenchTable } from './table';
import { median } from './table';

const SIZES = [1, 10, 100];
const ROUNDS = 3;

/**
 * Seconds of a seed of so many new workflows beside n8n's own import of as many, by its public API, in
 * turn on the same n8n; the other services are pretended and take no time.
 *
 * @param bundleOf a bundle of so many workflows whose ids begin so
 */
export async function benchBesideN8n(
	bundleOf: (size: number, prefix: string) => Bundle,
): Promise<BenchTable> {
	const name = "Seed beside n8n's own import";
	if (!existsSync(path.join(runtimeFolder, 'node_modules', 'n8n', 'bin', 'n8n'))) {
		return { name, note: 'Left out: n8n is not installed. npm start installs it.', rows: [] };
	}
	const home = temporaryHome();
	const n8n = startN8n({
		runtimeDir: runtimeFolder,
		userFolder: path.join(home.folder, 'n8n'),
		port: await takeFreePort(),
		brokerPort: await takeFreePort(),
		encryptionKey: 'only-for-this-measurement',
		logFile: path.join(home.folder, 'logs', 'n8n.log'),
	});
	try {
		await n8n.ready;
		const small = aSmallSeed(home.folder);
		const services = besideN8n(n8n.url);
		await small.seed(services, { bundle: bundleOf(0, '') });
		const api = services.n8n.open(services.n8n.apiKey() ?? '');
		const rows: BenchTable['rows'] = [];
		for (const size of SIZES) {
			const timed = { import: [] as number[], seed: [] as number[], again: [] as number[] };
			for (let round = 0; round < ROUNDS; round += 1) {
				const { n8n: n8nVersion, workflows } = bundleOf(size, `Theirs${size}R${round}N`);
				const archive = pack({ source: 'bench@1.0.0', n8nVersion, workflows });
				const bundle = bundleOf(size, `Ours${size}R${round}N`);
				timed.import.push(await seconds(async () => await api.importPackage(archive, {})));
				timed.seed.push(await seconds(async () => await fine(small.seed(services, { bundle }))));
				timed.again.push(await seconds(async () => await fine(small.seed(services, { bundle }))));
			}
			const alone = median(timed.import);
			const row = (what: string, taken: number) => ({
				what,
				workflows: size,
				seconds: taken.toFixed(2),
				ratio: (taken / alone).toFixed(2),
			});
			rows.push(
				row("n8n's import, published", alone),
				row('seed: looks, journal, the same import, each read back', median(timed.seed)),
				row('seed again', median(timed.again)),
			);
		}
		const note = `A real n8n with SQLite; median of ${ROUNDS}, in turn, each time of new workflows beside those that are there.`;
		return { name, note, rows };
	} finally {
		await n8n.stop();
		home.remove();
	}
}

async function fine(work: Promise<{ isFine: boolean }>): Promise<void> {
	if (!(await work).isFine) throw new Error('The seed was not fine.');
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return (performance.now() - startedAt) / 1_000;
}

/** A pretended world but for its n8n, which is real. */
function besideN8n(url: string): SeedServices {
	const owner = {
		email: 'ops@iamazingcontent.space',
		password: 'Only-for-this-1',
		firstName: 'Agency',
		lastName: 'Ops',
	};
	let held: string | null = null;
	return {
		...seedWorld().services,
		n8n: {
			needsOwner: async () => await needsOwner(url),
			setUpOwner: async () => await setUpOwner(url, owner),
			logIn: async () => await logIn(url, owner),
			apiKey: () => held,
			keepApiKey: (key) => {
				held = key;
			},
			open: (key) => n8nApi(url, key),
		},
	};
}
