import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../config';

/** What the environment of a process must say so that HubSpot, Slack and ClickUp are the stand-ins. */
type SandboxSettings = Pick<Settings, 'home' | 'sandbox'>;

/** Certificate of the sandbox's proxy, made at its first start. */
export function sandboxCaFile({ home }: Pick<Settings, 'home'>): string {
	return path.join(home, 'sandbox', 'ca.pem');
}

/**
 * Environment variables with which a process, n8n included, reaches the stand-ins instead of the
 * vendors; empty where the settings name real accounts. Node reads them when it starts, so they
 * are of use to child processes only.
 */
export function sandboxEnvironment(settings: SandboxSettings): Record<string, string> {
	if (settings.sandbox === null) return {};
	const proxy = `http://127.0.0.1:${settings.sandbox.proxyPort}`;
	const direct = '127.0.0.1,localhost';
	return {
		HTTPS_PROXY: proxy,
		HTTP_PROXY: proxy,
		https_proxy: proxy,
		http_proxy: proxy,
		NO_PROXY: direct,
		no_proxy: direct,
		NODE_EXTRA_CA_CERTS: sandboxCaFile(settings),
		NODE_USE_ENV_PROXY: '1',
	};
}

/** Whether this very process would reach the vendors where the settings say it should not. */
export function lacksSandboxEnvironment(
	settings: SandboxSettings,
	env: NodeJS.ProcessEnv,
): boolean {
	const wanted = sandboxEnvironment(settings);
	return (
		existsSync(sandboxCaFile(settings)) &&
		Object.entries(wanted).some(([name, value]) => env[name] !== value)
	);
}
