import type { Command } from 'commander';
import { Duration } from 'luxon';
import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../config';
import { ensureSecrets, loadSettings } from '../config';
import { startSandbox } from '../sandbox';
import { keepAhead, readAhead } from '../sandbox/clock';
import { aborted, stopAsked } from './stopAsked';

interface SandboxFlags {
	fresh: boolean;
	json: boolean;
}

interface ClockFlags {
	forward?: string;
	json: boolean;
}

/**
 * Adds `agency-ops sandbox`: the stand-ins until Ctrl-C, on the ports of the configuration; and
 * `agency-ops sandbox clock`, by which weeks pass for the service beside them.
 */
export function registerSandbox(program: Command): void {
	const sandbox = program
		.command('sandbox')
		.description('run stand-ins for HubSpot, Slack, ClickUp, Frame.io, S3 and SMTP on this machine')
		.option('--fresh', 'forget what an earlier run left', false)
		.option('--json', 'print the addresses as one JSON document', false)
		.action(async (flags: SandboxFlags, command: Command) => {
			const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
			await run(loadSettings({ file: config, target }), flags);
		});
	sandbox
		.command('clock')
		.description('what time it is for the service beside the sandbox; --forward lets days pass')
		.option('--forward <duration>', 'go on by so much, in ISO 8601: P3D, PT12H, P5W')
		.option('--json', 'print one JSON document', false)
		.action((_: unknown, command: Command) => {
			// With those of the command above, which takes --json first.
			const { config, target, ...flags } = command.optsWithGlobals<
				ClockFlags & { config?: string; target?: string }
			>();
			setClock(loadSettings({ file: config, target }), flags);
		});
}

/** The service's clock; n8n and the stand-ins go by the machine's. */
function setClock(settings: Settings, { forward, json }: ClockFlags): void {
	needSandbox(settings);
	const before = readAhead(settings.home);
	const aheadMs = before + (forward === undefined ? 0 : durationMs(forward));
	if (aheadMs !== before) keepAhead(settings.home, aheadMs);
	const now = new Date(Date.now() + aheadMs).toISOString();
	const ahead = Duration.fromMillis(aheadMs).rescale();
	const text = aheadMs === 0 ? 'that is the time' : `${ahead.toHuman()} ahead of this machine`;
	process.stdout.write(
		json ? `${JSON.stringify({ now, ahead: ahead.toISO() })}\n` : `${now}  ${text}\n`,
	);
}

function durationMs(text: string): number {
	const duration = Duration.fromISO(text);
	const ms = duration.toMillis();
	if (duration.isValid && ms > 0) return Math.round(ms);
	throw new MendableError(
		'sandbox/clock',
		`The clock cannot go forward by "${text}".`,
		'It is no duration, or time would stand still or go back.',
		'Give a duration in ISO 8601, such as P3D, PT12H or P5W.',
	);
}

function needSandbox({ sandbox }: Settings): Exclude<Settings['sandbox'], null> {
	if (sandbox !== null) return sandbox;
	throw new MendableError(
		'sandbox/off',
		'This configuration has no sandbox.',
		'It says "sandbox: false": its accounts are real.',
		'Use another configuration (--config, --target) for the sandbox.',
	);
}

async function run(settings: Settings, flags: SandboxFlags): Promise<void> {
	const { checks, ...options } = needSandbox(settings);
	const specs = checks ? settings.specs : null;
	const { home, hooks, service, storage } = settings;
	const relay = { url: service.url, secret: ensureSecrets(home).mailHookSecret };
	const sandbox = await startSandbox({
		...options,
		home,
		specs,
		relay,
		buckets: [storage.delivery, storage.archive].flatMap((place) =>
			place === undefined ? [] : [place.bucket],
		),
		slackHookUrl: `${service.url}/hooks/slack`,
		stripeHookUrl: `${service.url}/hooks/stripe`,
		// HubSpot signs the address too, so it is the one the service believes to have.
		hubspotHookUrl: `${hooks.publicUrl ?? service.url}/hooks/hubspot`,
	});
	if (flags.fresh) sandbox.reset();
	const { viewerUrl, proxyUrl, smtpUrl, storageUrl, caFile, env } = sandbox;
	if (flags.json) {
		process.stdout.write(
			`${JSON.stringify({ viewerUrl, proxyUrl, smtpUrl, storageUrl, caFile, env })}\n`,
		);
	} else {
		const exports = Object.entries(env).map(([name, value]) => `  export ${name}='${value}'`);
		process.stdout.write(
			[
				`Viewer      ${viewerUrl}`,
				`Proxy       ${proxyUrl}`,
				`SMTP inbox  ${smtpUrl}`,
				`Storage     ${storageUrl}`,
				'',
				'A process reaches the stand-ins with:',
				...exports,
				'',
				'Ctrl-C stops the sandbox.',
				'',
			].join('\n'),
		);
	}
	await aborted(stopAsked());
	await sandbox.stop();
}
