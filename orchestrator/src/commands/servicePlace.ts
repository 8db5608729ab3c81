import type { Command } from 'commander';
import type { ServicePlace } from '../adapters/service/askService';
import { ensureSecrets, loadSettings } from '../config';

/** Where the service of the chosen installation is, with the key this installation made for it. */
export function servicePlace(command: Command): ServicePlace {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const { home, service } = loadSettings({ file: config, target });
	return { url: service.url, apiKey: ensureSecrets(home).ledgerApiKey };
}
