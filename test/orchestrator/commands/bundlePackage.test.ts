import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { readBundle } from '../../../orchestrator/src/bundle/readBundle';
import { registerBundle } from '../../../orchestrator/src/commands/bundle';
import { rootFolder } from '../../../orchestrator/src/config';

const own = readBundle(path.join(rootFolder, 'workflows'));

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'package-'))));
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});

const place = (name: string) => path.join(folder, name);

/** Runs `agency-ops bundle …` and gives back what it printed. */
async function bundle(...args: string[]): Promise<string> {
	const printed: string[] = [];
	const log = jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	writeFileSync(place('config.yaml'), '{}');
	const program = new Command('agency-ops').option('--config <file>').exitOverride();
	registerBundle(program);
	await program.parseAsync(['node', 'x', '--config', place('config.yaml'), 'bundle', ...args]);
	log.mockRestore();
	return printed.join('\n');
}

async function keygen(name = 'key.pem'): Promise<string> {
	const text = await bundle('keygen', '--out', place(name), '--json');
	return (JSON.parse(text) as { publicKey: string }).publicKey;
}

describe('bundle keygen', () => {
	it('writes a private key for its owner alone and never prints it', async () => {
		const text = await bundle('keygen', '--out', place('key.pem'));
		const secret = readFileSync(place('key.pem'), 'utf8').split('\n')[1];
		expect(text).toContain('ed25519:');
		expect(text).not.toContain(secret);
		expect(statSync(place('key.pem')).mode & 0o777).toBe(0o600);
	});

	it('writes over no key', async () => {
		await keygen();
		await expect(keygen()).rejects.toMatchObject({ code: 'bundle/key' });
	});
});

describe('bundle pack and verify', () => {
	it('sign a package that its key verifies and another does not', async () => {
		const [ours, other] = [await keygen('own.pem'), await keygen('other.pem')];
		const file = place('a.n8np');
		const packed = await bundle('pack', '--out', file, '--key', place('own.pem'), '--json');
		expect(JSON.parse(packed)).toMatchObject({
			signedBy: ours,
			source: `${own.name}@${own.version}`,
		});

		expect(await bundle('verify', file, '--key', ours)).toMatch(/^agency-ops [\d.]+: .*, fine\.$/m);
		expect(process.exitCode).toBeUndefined();
		expect(await bundle('verify', file, '--key', other)).toMatch(/not trusted here[^]*not fine\.$/);
		expect(process.exitCode).toBe(1);
	});

	it('give the same bytes twice', async () => {
		await bundle('pack', '--out', place('a.n8np'));
		await bundle('pack', '--out', place('b.n8np'));
		expect(readFileSync(place('a.n8np')).equals(readFileSync(place('b.n8np')))).toBe(true);
	});

	it('tell a torn file from none', async () => {
		const file = place('a.n8np');
		await bundle('pack', '--out', file);
		writeFileSync(file, readFileSync(file).subarray(0, 900));
		const report = JSON.parse(await bundle('verify', file, '--json')) as object;
		expect(report).toMatchObject({ isFine: false, sheet: null });
		expect(process.exitCode).toBe(1);
		await expect(bundle('verify', place('none.n8np'))).rejects.toMatchObject({
			code: 'bundle/missing',
		});
	});

	it.each([
		['verify', '--key', 'ed25519:short'],
		['pack', '--key', 'config.yaml'],
	])('refuse what is no key: %s %s %s', async (command, flag, value) => {
		const given = command === 'pack' ? place(value) : value;
		const file = command === 'pack' ? ['--out', place('b.n8np')] : [place('config.yaml')];
		await expect(bundle(command, ...file, flag, given)).rejects.toMatchObject({
			code: 'bundle/key',
		});
	});
});
