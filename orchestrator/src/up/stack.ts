import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import type { Secrets, Settings } from '../config';
import { ensureSecrets, rootFolder } from '../config';
import type { Child } from './child';
import { startChild } from './child';
import { sandboxEnvironment } from './environment';
import { Leftovers } from './leftovers';
import { startN8n } from './n8nProcess';
import { buildPack } from './pack';
import { Parts } from './parts';
import { needFreePorts, takeFreePort } from './ports';

/** Everything a lead goes through, running on this machine. */
export interface Stack {
	settings: Settings;
	secrets: Secrets;
	/** Its processes by name: `sandbox`, `service`, `n8n`; each can be ended, halted and started anew. */
	parts: Parts;
	/** Ends every process it started, and no other; may be called twice. */
	stop(): Promise<void>;
}

/** Receives one line for each thing that happens, for a person to read. */
export type Say = (line: string) => void;

/**
 * The settings by which a part finds the others, where something stands between them, such as a relay
 * that can be cut; the part itself listens where the stack's own settings say.
 */
export type SeenBy = Partial<Record<'service' | 'n8n', Settings>>;

/** Folder with the installed n8n and its Node; every target shares it. */
export const runtimeFolder = path.join(rootFolder, '.agency-ops', 'runtime');

/** A replica took 47 s on two cores that nine other processes were starting on. */
const OWN_READY_WITHIN_MS = 120_000;

const commandFile = path.join(rootFolder, 'orchestrator', 'bin', 'agency-ops.mjs');

/**
 * Starts sandbox, service and n8n with the pack, each once it can be of use to the next, and
 * waits until all are ready. When one fails, the others are ended before the error goes out.
 *
 * @param signal ends what was started so far, and the call with it
 * @throws MendableError `ports/taken`, `start/already-running`, `process/ended`, `wait/too-long`
 */
export async function startStack(
	settings: Settings,
	say: Say,
	signal: AbortSignal,
	seenBy: SeenBy = {},
): Promise<Stack> {
	const leftovers = new Leftovers(settings.home);
	const ended = await leftovers.end();
	if (ended.length > 0) say(`Ended what an earlier start left running: ${ended.join(', ')}.`);
	await needFreePorts(portsOf(settings));
	leftovers.guard();

	const secrets = ensureSecrets(settings.home);
	const parts = new Parts(leftovers);
	const stop = async (): Promise<void> => await parts.stop();

	try {
		const packed = buildPack(settings.home);
		packed.catch(() => undefined); // looked at below; nobody may call it unhandled until then
		await startSandboxPart(parts, settings, say, signal);
		const healthUrl = `${settings.service.url}/readyz`;
		const service = parts.add(() =>
			startCommand({
				name: 'service',
				args: ['service'],
				settings: seenBy.service ?? settings,
				healthUrl,
			}),
		);
		const packTarball = await orAborted(packed, signal);
		const brokerPort = await takeFreePort();
		const n8n = parts.add(() =>
			startN8n({
				runtimeDir: runtimeFolder,
				userFolder: path.join(settings.home, 'n8n'),
				port: settings.n8n.port,
				brokerPort,
				encryptionKey: secrets.n8nEncryptionKey,
				env: sandboxEnvironment(seenBy.n8n ?? settings),
				logFile: logFile(settings, 'n8n'),
				packTarball,
			}),
		);
		await orAborted(service.ready, signal);
		say(`Service ready: ${settings.service.url}`);
		await orAborted(n8n.ready, signal);
		say(`n8n ready: ${settings.n8n.url}`);
	} catch (error) {
		await stop();
		throw error;
	}
	return { settings, secrets, parts, stop };
}

/** Starts the sandbox, where the settings name it, and waits until it is ready. */
export async function startSandboxPart(
	parts: Parts,
	settings: Settings,
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	if (settings.sandbox === null) return;
	const url = `http://127.0.0.1:${settings.sandbox.viewerPort}`;
	const healthUrl = `${url}/healthz`;
	const sandbox = parts.add(() =>
		startCommand({ name: 'sandbox', args: ['sandbox'], settings, healthUrl }),
	);
	await orAborted(sandbox.ready, signal);
	say(`Sandbox ready: ${url}`);
}

/** One of our own commands to run as a process of a stack. */
export interface OwnCommand {
	/** Name of the process and of its log. */
	name: string;
	/** The command with its options. */
	args: string[];
	settings: Settings;
	/** Answers 200 once the process is ready. */
	healthUrl: string;
	/** Further variables of its environment. */
	env?: Record<string, string>;
}

/** Starts one of our own commands. */
export function startCommand({ name, args, settings, healthUrl, env = {} }: OwnCommand): Child {
	return startChild({
		name,
		command: process.execPath,
		args: [commandFile, ...commandOptions(settings), ...args],
		env: { ...process.env, ...commandEnvironment(settings, name), ...env },
		logFile: logFile(settings, name),
		isReady: async () => (await fetch(healthUrl)).ok,
		readyWithinMs: OWN_READY_WITHIN_MS,
	});
}

/** Settles like `promise`, unless `signal` comes first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/**
 * Runs one of our commands to its end with the environment of the stack, which Node takes in only
 * when a process starts; what it prints goes to our own output.
 *
 * @returns its exit code; 128 and the signal's number where one ended it
 */
export function runCommand(
	settings: Settings,
	args: string[],
	signal?: AbortSignal,
): Promise<number> {
	const child = spawn(process.execPath, [commandFile, ...commandOptions(settings), ...args], {
		// The channel ends it with us, however we end: see endWithParent.
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, ...commandEnvironment(settings, 'command') },
		signal,
	});
	return new Promise((resolve, reject) => {
		// Stopped on request, it is told to end and may do so in its own way.
		child.once('error', (error) => {
			if (error.name !== 'AbortError') reject(error);
		});
		child.once('close', (code, ended) => {
			resolve(code ?? (ended === null ? 1 : 128 + constants.signals[ended]));
		});
	});
}

function commandOptions(settings: Settings): string[] {
	if (settings.file !== null) return ['--config', settings.file];
	return settings.target === 'local' ? [] : ['--target', settings.target];
}

function commandEnvironment(settings: Settings, name: string): NodeJS.ProcessEnv {
	// The sandbox is what the others reach through its proxy; it reaches nobody itself.
	return {
		AGENCY_OPS_HOME: settings.home,
		...(name === 'sandbox' ? {} : sandboxEnvironment(settings)),
	};
}

/** Log of one process of a stack. */
export function logFile(settings: Settings, name: string): string {
	return path.join(settings.home, 'logs', `${name}.log`);
}

/** The ports that the settings name, and where. */
export function portsOf({ n8n, service, sandbox }: Settings) {
	const ours = [
		{ port: n8n.port, what: 'n8n', setting: 'n8n.url' },
		{ port: service.port, what: 'the service', setting: 'service.url' },
	];
	if (sandbox === null) return ours;
	return [
		...ours,
		{ port: sandbox.proxyPort, what: 'the sandbox’s proxy', setting: 'sandbox.proxyPort' },
		{ port: sandbox.viewerPort, what: 'the sandbox viewer', setting: 'sandbox.viewerPort' },
		{ port: sandbox.smtpPort, what: 'the sandbox’s mail server', setting: 'sandbox.smtpPort' },
		{ port: sandbox.storagePort, what: 'the sandbox’s storage', setting: 'sandbox.storagePort' },
	];
}
