import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'unread-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const command = path.resolve(__dirname, '../../../orchestrator/bin/agency-ops.mjs');

/** Runs the real command, whose reader leaves after the first piece of what it prints. */
async function readOnce(...args: string[]): Promise<{ code: number | null; complaints: string }> {
	const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let complaints = '';
	child.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()));
	child.stdout.once('data', () => child.stdout.destroy());
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, complaints };
}

it('ends as if it had been read to the end when its reader leaves', async () => {
	// More than any pipe holds, so that the rest meets a closed one.
	const nodes = Array.from({ length: 20_000 }, (_, at) => ({
		name: `Step ${at}`,
		type: 'n8n-nodes-base.noOp',
		parameters: { note: 'x'.repeat(100) },
	}));
	const file = path.join(folder, 'flow.json');
	writeFileSync(file, JSON.stringify({ nodes, connections: {} }));
	const merged = ['--base', file, '--mine', file, '--theirs', file, '--json'];
	expect(await readOnce('bundle', 'merge', ...merged)).toEqual({ code: 0, complaints: '' });
});
