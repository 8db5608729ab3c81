import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Settings } from '../../orchestrator/src/config';
import { ensureSecrets, loadSettings } from '../../orchestrator/src/config';
import { needFreePorts } from '../../orchestrator/src/up/ports';
import { startScaled } from '../../orchestrator/src/up/scale/startScaled';
import type { Stack } from '../../orchestrator/src/up/stack';
import { runCommand, startStack } from '../../orchestrator/src/up/stack';
import { layEmptyLedger } from './ledgerPlace';

/** How a test wants its sandbox. */
export interface SandboxWishes {
	/** Default: the vendors' published rate limits are kept. */
	limits?: 'published' | 'off';
	/** Default: calls are compared with the vendors' descriptions, where these are found. */
	checks?: boolean;
}

/**
 * Starts and seeds everything on free ports; `stop` also removes its state folder.
 *
 * @param changes what its configuration says beside that
 */
export async function startTestStack(
	wishes: SandboxWishes = {},
	changes: object = {},
): Promise<Stack> {
	return await startSeeded(
		async (settings, ...more) => {
			await layEmptyLedger(path.join(settings.home, 'ledger'));
			return await startStack(settings, ...more);
		},
		wishes,
		changes,
	);
}

/** The same in several processes: n8n in queue mode, two services, Postgres, Redis, a balancer. */
export async function startScaledTestStack(wishes: SandboxWishes = {}): Promise<Stack> {
	return await startSeeded(startScaled, wishes, { scale: await scaleOnFreePorts() });
}

/** What a configuration says under `scale` where the set-up is to listen on free ports. */
export async function scaleOnFreePorts(): Promise<{ firstPort: number }> {
	return { firstPort: await takeFreePorts(SCALE_PORTS) };
}

/** What one n8n, one service and the stand-ins listen on. */
const OWN_PORTS = 6;

/** More than the processes of the scaled set-up listen on. */
const SCALE_PORTS = 20;

async function startSeeded(
	start: typeof startStack,
	wishes: SandboxWishes,
	changes: object = {},
): Promise<Stack> {
	const home = temporaryHome();
	const settings = await configIn(home.folder, wishes, changes);
	const say = (line: string) => void process.stderr.write(`  ${line}\n`);
	const stack = await start(settings, say, new AbortController().signal);
	const stop = async () => {
		await stack.stop();
		home.remove();
	};
	const code = await runCommand(settings, ['seed']);
	if (code !== 0) {
		await stop();
		throw new Error(`Seeding ended with exit ${code}; it said why above.`);
	}
	return { ...stack, secrets: ensureSecrets(home.folder), stop };
}

/** A state folder of its own. */
export function temporaryHome() {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-ops-'));
	chmodSync(folder, 0o711); // Postgres, which does not run as root, has its data in it
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Settings on free ports of this machine, written down in a state folder; with the pack that was built for
 * all, where one was.
 */
export async function configIn(
	home: string,
	wishes: SandboxWishes = {},
	changes: object = {},
): Promise<Settings> {
	const first = await takeFreePorts(OWN_PORTS);
	const [n8n, service, proxyPort, viewerPort, smtpPort, storagePort] = Array.from(
		{ length: OWN_PORTS },
		(_, index) => first + index,
	);
	const config = {
		n8n: { url: `http://127.0.0.1:${n8n}` },
		service: { url: `http://127.0.0.1:${service}` },
		sandbox: { proxyPort, viewerPort, smtpPort, storagePort, ...wishes },
		// Whether one comes depends on the hour of the run, and tests count messages.
		capacity: { digest: false },
		monitor: false,
		...changes,
	};
	const file = path.join(home, 'agency.config.yaml');
	writeFileSync(file, JSON.stringify(config, null, '\t')); // JSON is YAML
	const built = process.env.AGENCY_TEST_BUILT_PACK;
	if (built !== undefined) cpSync(built, path.join(home, 'pack'), { recursive: true });
	return loadSettings({ file, home });
}

/** The first of so many ports in a row that nobody listens on; below those the kernel gives away. */
async function takeFreePorts(count: number): Promise<number> {
	for (;;) {
		const first = 10_000 + Math.floor(Math.random() * 20_000);
		const wanted = Array.from({ length: count }, (_, index) => ({
			port: first + index,
			what: '',
			setting: '',
		}));
		const areFree = await needFreePorts(wanted).then(
			() => true,
			() => false,
		);
		if (areFree) return first;
	}
}
