import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../orchestrator/src/config';
import { ensureSecrets, loadSettings } from '../../orchestrator/src/config';
import { startScaled } from '../../orchestrator/src/up/scale/startScaled';
import type { Stack } from '../../orchestrator/src/up/stack';
import { runCommand, startStack } from '../../orchestrator/src/up/stack';
import { MendableError } from '../../nodes/domain/errors';
import { configIn, scaleOnFreePorts } from '../support/startedStack';
import type { Relay } from './relay';
import { openRelay } from './relay';
import type { Link, Mode } from './storm';
import { links } from './storm';

/** The whole stack with a relay in each connection that can be cut. */
export interface Arena {
	stack: Stack;
	relays: Record<Link, Relay>;
	/** Address of the stand-ins' viewer, which no storm touches. */
	viewerUrl: string;
	/** The settings by which n8n sees the others: through the relays. */
	seenByN8n: Settings;
	stop(): Promise<void>;
}

/**
 * Starts and seeds everything in a state folder; the stand-ins keep no rate limits, since their pace
 * would be all that is seen.
 *
 * @throws MendableError when a part does not start or seeding fails
 */
export async function openArena(
	home: string,
	mode: Mode,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<Arena> {
	const isQueue = mode === 'queue';
	const wishes = { limits: 'off', checks: false } as const;
	const settings = await configIn(home, wishes, isQueue ? { scale: await scaleOnFreePorts() } : {});
	const relays = await openRelays(settings);
	const closeRelays = async () => {
		await Promise.all(Object.values(relays).map(async (relay) => await relay.stop()));
	};
	try {
		const seen = seenThrough(relays, settings);
		const stack = await (isQueue ? startScaled : startStack)(settings, say, signal, seen);
		const stop = async () => {
			await stack.stop();
			await closeRelays();
		};
		if ((await runCommand(seen.n8n, ['seed'], signal)) !== 0) {
			await stop();
			throw new MendableError(
				'chaos/not-seeded',
				'The stack could not be seeded.',
				'The seed said why above.',
				`Look at the logs in ${path.join(home, 'logs')}.`,
			);
		}
		return {
			stack: { ...stack, secrets: ensureSecrets(home) },
			relays,
			viewerUrl: `http://127.0.0.1:${settings.sandbox?.viewerPort}`,
			seenByN8n: seen.n8n,
			stop,
		};
	} catch (error) {
		await closeRelays();
		throw error;
	}
}

async function openRelays({ sandbox, n8n, service }: Settings): Promise<Record<Link, Relay>> {
	const targets: Record<Link, number> = {
		vendors: sandbox?.proxyPort ?? 0,
		mail: sandbox?.smtpPort ?? 0,
		trigger: n8n.port,
		ledger: service.port,
	};
	const opened = await Promise.all(
		links.map(async (link) => [link, await openRelay(targets[link])] as const),
	);
	return Object.fromEntries(opened) as Record<Link, Relay>;
}

/** The settings of the service, and those of n8n and of whoever seeds it, with the relays' ports. */
function seenThrough(
	relays: Record<Link, Relay>,
	{ home, sandbox, scale, n8n, service }: Settings,
): Record<'service' | 'n8n', Settings> {
	const stands = {
		...sandbox,
		proxyPort: relays.vendors.port,
		smtpPort: relays.mail.port,
	};
	const local = (port: number) => `http://127.0.0.1:${port}`;
	const written = (name: string, config: object) => {
		const file = path.join(home, `${name}.config.yaml`);
		writeFileSync(file, JSON.stringify({ ...config, scale, sandbox: stands }, null, '\t')); // JSON is YAML
		return loadSettings({ file, home });
	};
	return {
		service: written('service', {
			n8n: { url: local(relays.trigger.port) },
			service: { url: service.url },
		}),
		n8n: written('n8n', {
			n8n: { url: n8n.url },
			service: { url: local(relays.ledger.port) },
		}),
	};
}
