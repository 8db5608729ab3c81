import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerBundle } from '../../../orchestrator/src/commands/bundle';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'diff-'));
	process.exitCode = undefined;
});
afterEach(() => {
	jest.restoreAllMocks();
	process.exitCode = undefined;
	rmSync(folder, { recursive: true, force: true });
});

function written(name: string, content: unknown): string {
	const file = path.join(folder, name);
	writeFileSync(file, JSON.stringify(content));
	return file;
}

/** Runs `agency-ops bundle …` and gives back what it printed. */
async function run(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	const program = new Command('agency-ops').exitOverride();
	registerBundle(program);
	await program.parseAsync(['node', 'agency-ops', 'bundle', ...args]);
	return printed.join('\n');
}

const flow = (url: string, more: object = {}) => ({
	nodes: [{ name: 'Call', type: 'n8n-nodes-base.httpRequest', parameters: { url, ...more } }],
	connections: {},
});

describe('bundle diff and patch', () => {
	it('make the other version again out of one and what differs, secrets included', async () => {
		const after = flow('b', { apiKey: 'abcdef123' });
		const files = [written('before', flow('a')), written('after', after)];
		const steps = await run('diff', ...files, '--patch');
		expect(process.exitCode).toBe(1);
		expect(steps).toContain('abcdef123');

		const made = await run('patch', files[0], written('patch', JSON.parse(steps)));
		expect(JSON.parse(made)).toEqual(after);
	});

	it('print an empty patch and exit 0 where nothing differs', async () => {
		const file = written('before', flow('a'));
		expect(JSON.parse(await run('diff', file, file, '--patch'))).toEqual([]);
		expect(process.exitCode).toBeUndefined();
	});

	it('show no secret otherwise', async () => {
		const files = [
			written('before', flow('a')),
			written('after', flow('a', { apiKey: 'abcdef1' })),
		];
		expect(await run('diff', ...files, '--json')).not.toContain('abcdef1');
		expect(await run('diff', ...files)).not.toContain('abcdef1');
	});

	it('refuse a patch that was made from another version', async () => {
		const files = [written('before', flow('a')), written('after', flow('b'))];
		const patch = written('patch', JSON.parse(await run('diff', ...files, '--patch')));
		await expect(run('patch', files[1], patch)).rejects.toMatchObject({ code: 'bundle/patch' });
	});
});
