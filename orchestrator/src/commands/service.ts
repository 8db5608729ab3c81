import type { Command } from 'commander';
import { ledgerPlace, loadSecrets, loadSettings } from '../config';
import { startService } from '../service';

/**
 * `service`: runs the service on the settings' address until SIGINT or SIGTERM, then lets the calls
 * in progress end. Log lines go to stderr, one JSON object each.
 */
export function registerService(program: Command): void {
	program
		.command('service')
		.description('run the service that does every effect once: ledger, HTTP interface, vendors')
		.action(async (_options: object, command: Command) => {
			const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
			const settings = loadSettings({ file: config, target });
			const service = await startService({
				settings,
				secrets: loadSecrets(settings),
				ledger: ledgerPlace(settings),
				host: new URL(settings.service.url).hostname,
				log: process.stderr,
			});
			console.log(`Service: ${service.url}`);
			await stopSignal();
			await service.stop();
		});
}

async function stopSignal(): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
}
