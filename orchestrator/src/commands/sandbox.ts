import path from 'node:path';
import type { Command } from 'commander';
import { startSandbox } from '../sandbox';

interface SandboxFlags {
	proxyPort: string;
	viewerPort: string;
	smtpPort: string;
	limits: 'published' | 'off';
	fresh: boolean;
	json: boolean;
}

/** Adds `agency-ops sandbox`: the stand-ins until Ctrl-C. */
export function registerSandbox(program: Command): void {
	program
		.command('sandbox')
		.description('run stand-ins for HubSpot, Slack, ClickUp and SMTP on this machine')
		.option('--proxy-port <port>', 'port of the proxy, 0 for a free one', '5690')
		.option('--viewer-port <port>', 'port of the viewer, 0 for a free one', '5691')
		.option('--smtp-port <port>', 'port of the SMTP inbox, 0 for a free one', '5692')
		.option('--limits <mode>', 'published: keep the rate limits of the services; off', 'published')
		.option('--fresh', 'forget what an earlier run left', false)
		.option('--json', 'print the addresses as one JSON document', false)
		.action((flags: SandboxFlags) => run(flags));
}

async function run(flags: SandboxFlags): Promise<void> {
	const home = process.env.AGENCY_OPS_HOME ?? path.resolve('.agency-ops');
	const shared = process.env.AGENCY_SHARED;
	const sandbox = await startSandbox({
		home,
		proxyPort: Number(flags.proxyPort),
		viewerPort: Number(flags.viewerPort),
		smtpPort: Number(flags.smtpPort),
		limits: flags.limits,
		specs: shared ? path.join(shared, 'specs') : null,
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
