import { spawn } from 'node:child_process';
import path from 'node:path';
import { rootFolder } from '../../orchestrator/src/config';
import { startN8n } from '../../orchestrator/src/up/n8nProcess';
import { takeFreePort } from '../../orchestrator/src/up/ports';
import { runtimeFolder } from '../../orchestrator/src/up/stack';
import { configIn, temporaryHome } from '../support/startedStack';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 3;

/** Seconds of a warm `npm start -- --once` beside the start of the n8n it contains, in turn. */
export async function benchWarmStart(): Promise<BenchTable[]> {
	const home = temporaryHome();
	try {
		const settings = await configIn(home.folder);
		const whole = () => seconds(() => startOnce(settings.file ?? '', home.folder));
		const n8n = () => seconds(() => startAndStopN8n(home.folder));
		await whole(); // cold: makes the database, builds the pack
		const timed = { whole: [] as number[], n8n: [] as number[] };
		for (let round = 0; round < ROUNDS; round += 1) {
			timed.whole.push(await whole());
			timed.n8n.push(await n8n());
		}
		const [ours, base] = [median(timed.whole), median(timed.n8n)];
		return [
			{
				name: 'Warm start',
				note: `npm start -- --once on an installed checkout: start, seed, one lead, stop; median of ${ROUNDS}, in turn.`,
				rows: [
					{
						what: 'npm start -- --once',
						seconds: ours.toFixed(1),
						ratio: (ours / base).toFixed(2),
					},
					{ what: 'n8n alone, until ready and stopped', seconds: base.toFixed(1), ratio: 1 },
				],
			},
		];
	} finally {
		home.remove();
	}
}

async function seconds(work: () => Promise<void>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return (performance.now() - startedAt) / 1_000;
}

function startOnce(config: string, home: string): Promise<void> {
	const bootstrap = path.join(rootFolder, 'orchestrator/bin/bootstrap.mjs');
	const child = spawn(process.execPath, [bootstrap, 'start', '--config', config, '--once'], {
		env: { ...process.env, AGENCY_OPS_HOME: home },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) =>
			code === 0 ? resolve() : reject(new Error(`npm start ended with exit ${code}`)),
		);
	});
}

async function startAndStopN8n(home: string): Promise<void> {
	const n8n = startN8n({
		runtimeDir: runtimeFolder,
		userFolder: path.join(home, 'n8n-alone'),
		port: await takeFreePort(),
		brokerPort: await takeFreePort(),
		encryptionKey: 'only-for-this-measurement',
		logFile: path.join(home, 'logs', 'n8n-alone.log'),
	});
	await n8n.ready;
	await n8n.stop();
}
