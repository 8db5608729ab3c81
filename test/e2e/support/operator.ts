import { spawn } from 'node:child_process';
import path from 'node:path';
import { rootFolder } from '../../../orchestrator/src/config';
import { sandboxEnvironment } from '../../../orchestrator/src/up/environment';
import type { Stack } from '../../../orchestrator/src/up/stack';

/** What a command came to. */
export interface Ran {
	code: number;
	out: string;
}

/** Runs one of our commands as an operator does, and keeps what it printed. */
export async function runOps({ settings }: Stack, ...words: string[]): Promise<Ran> {
	const command = path.join(rootFolder, 'orchestrator/bin/agency-ops.mjs');
	const args = [command, '--config', settings.file ?? '', ...words];
	return await runNode(args, { AGENCY_OPS_HOME: settings.home, ...sandboxEnvironment(settings) });
}

/** A call to a vendor by somebody's own client, past everything of ours. */
export interface HandCall {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: object;
}

/** Does it at the stand-ins; only a process that begins with their proxy reaches them. */
export async function callByHand({ settings }: Stack, call: HandCall): Promise<unknown> {
	const script = `
		const { url, body, ...call } = JSON.parse(process.argv[1]);
		const answer = await fetch(url, { ...call, body: body && JSON.stringify(body) });
		if (!answer.ok) throw new Error(answer.status + ' ' + (await answer.text()));
		process.stdout.write((await answer.text()) || 'null');`;
	const args = ['--input-type=module', '-e', script, JSON.stringify(call)];
	const { code, out } = await runNode(args, sandboxEnvironment(settings));
	if (code !== 0) throw new Error(`${call.method} ${call.url} ended with exit ${code}.`);
	return JSON.parse(out) as unknown;
}

async function runNode(args: string[], env: Record<string, string>): Promise<Ran> {
	const child = spawn(process.execPath, args, {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, ...env },
	});
	let out = '';
	child.stdout.setEncoding('utf8').on('data', (part: string) => {
		out += part;
	});
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, out }));
	});
}
