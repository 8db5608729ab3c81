import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../config';
import { ensureSecrets, loadSettings } from '../config';
import { startSandbox } from '../sandbox';

interface SandboxFlags {
	fresh: boolean;
	json: boolean;
}

/** Adds `agency-ops sandbox`: the stand-ins until Ctrl-C, on the ports of the configuration. */
export function registerSandbox(program: Command): void {
	program
		.command('sandbox')
		.description('run stand-ins for HubSpot, Slack, ClickUp, Frame.io and SMTP on this machine')
		.option('--fresh', 'forget what an earlier run left', false)
		.option('--json', 'print the addresses as one JSON document', false)
		.action(async (flags: SandboxFlags, command: Command) => {
			const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
			await run(loadSettings({ file: config, target }), flags);
		});
}

async function run(settings: Settings, flags: SandboxFlags): Promise<void> {
	if (settings.sandbox === null) {
		throw new MendableError(
			'sandbox/off',
			'This configuration has no sandbox.',
			'It says "sandbox: false": its accounts are real.',
			'Use another configuration (--config, --target) for the sandbox.',
		);
	}
	const { checks, ...options } = settings.sandbox;
	const specs = checks ? settings.specs : null;
	const { home, hooks, service } = settings;
	const relay = { url: service.url, secret: ensureSecrets(home).mailHookSecret };
	const sandbox = await startSandbox({
		...options,
		home,
		specs,
		relay,
		slackHookUrl: `${service.url}/hooks/slack`,
		// HubSpot signs the address too, so it is the one the service believes to have.
		hubspotHookUrl: `${hooks.publicUrl ?? service.url}/hooks/hubspot`,
	});
	if (flags.fresh) sandbox.reset();
	const { viewerUrl, proxyUrl, smtpUrl, caFile, env } = sandbox;
	if (flags.json) {
		process.stdout.write(`${JSON.stringify({ viewerUrl, proxyUrl, smtpUrl, caFile, env })}\n`);
	} else {
		const exports = Object.entries(env).map(([name, value]) => `  export ${name}='${value}'`);
		process.stdout.write(
			[
				`Viewer      ${viewerUrl}`,
				`Proxy       ${proxyUrl}`,
				`SMTP inbox  ${smtpUrl}`,
				'',
				'A process reaches the stand-ins with:',
				...exports,
				'',
				'Ctrl-C stops the sandbox.',
				'',
			].join('\n'),
		);
	}
	await new Promise<void>((resolve) => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
	});
	await sandbox.stop();
}
