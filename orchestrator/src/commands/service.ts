import type { Command } from 'commander';
import type { ServiceSecrets, Settings } from '../config';
import { ensureSecrets, ledgerPlace, loadHookSecrets, loadSecrets } from '../config';
import type { InboxOptions } from '../service/inbox';
import { watchAhead } from '../sandbox/clock';
import { startService } from '../service';
import { readPort } from './readPort';
import { inReach } from './inReach';
import { aborted, stopAsked } from './stopAsked';

const DAY_MS = 86_400_000;

/**
 * `service`: runs the service on the settings' address, or on another port of that host where several
 * run behind a balancer, until it is asked to stop, then lets the calls in progress end. Log lines go to stderr, one JSON object each.
 */
export function registerService(program: Command): void {
	program
		.command('service')
		.description('run the service that does every effect once: ledger, HTTP interface, vendors')
		.option('--port <number>', 'listen on this port: one of several services', readPort)
		.option('--behind-balancer', 'believe a proxy on this machine whom it calls for', false)
		.action(async ({ port, behindBalancer }: ServeOptions, command: Command) => {
			// Where the settings name the sandbox, nothing here may reach a vendor.
			await inReach(command, async (settings) => {
				await serve(behindBalancer ? trustingOwn(settings) : settings, port);
			});
		});
}

interface ServeOptions {
	port?: number;
	behindBalancer: boolean;
}

/** Without it all senders would count as one address: the balancer's. */
function trustingOwn(settings: Settings): Settings {
	const { service } = settings;
	if (service.trustedProxies.length > 0) return settings;
	return { ...settings, service: { ...service, trustedProxies: ['127.0.0.1', '::1'] } };
}

async function serve(settings: Settings, port?: number): Promise<void> {
	const secrets = loadSecrets(settings);
	const service = await startService({
		settings,
		secrets,
		inbox: inboxOptions(settings, secrets),
		ledger: ledgerPlace(settings),
		host: new URL(settings.service.url).hostname,
		...(port === undefined ? {} : { port }),
		...(settings.sandbox === null ? {} : { aheadMs: watchAhead(settings.home) }),
		log: process.stderr,
	});
	console.log(`Service: ${service.url}`);
	await aborted(stopAsked());
	await service.stop();
}

function inboxOptions(settings: Settings, secrets: ServiceSecrets): InboxOptions {
	const { home, hooks, inbox, n8n } = settings;
	return {
		hookSecrets: loadHookSecrets(settings, secrets),
		publicUrl: hooks.publicUrl,
		n8n: {
			url: n8n.url,
			zone: n8n.timezone ?? null,
			triggerSecret: secrets.triggerSecret,
			webhookSecret: secrets.webhookSecret,
			// Seed makes the key, as a rule after this process has started.
			readApiKey: () => secrets.n8nApiKey ?? ensureSecrets(home).n8nApiKey,
		},
		policy: { deadAfterMs: inbox.deadAfterDays * DAY_MS },
	};
}
