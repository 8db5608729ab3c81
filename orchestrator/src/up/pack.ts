import { execFile } from 'node:child_process';
import { type Hash, createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { x as unpack } from 'tar';
import { MendableError } from '../../../nodes/domain/errors';
import { rootFolder } from '../config';

const run = promisify(execFile);

/** Name of the node pack: n8n calls its nodes `n8n-nodes-agency-ops.leadScoring` and so on. */
export const PACK_NAME = 'n8n-nodes-agency-ops';

/**
 * Unpacks the tarball where n8n looks for community packages, unless it is there already.
 *
 * @param userFolder `N8N_USER_FOLDER` of the process
 */
export function installPack(userFolder: string, tarball: string): void {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const target = path.join(nodes, 'node_modules', PACK_NAME);
	const stamp = path.join(nodes, 'pack.sha256');
	const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
	if (existsSync(target) && readIfThere(stamp) === hash) return;

	const draft = `${target}.new`;
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft, { recursive: true });
	unpack({ file: tarball, cwd: draft, strip: 1, sync: true });
	rmSync(target, { recursive: true, force: true });
	renameSync(draft, target);
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	if (!existsSync(path.join(nodes, 'package.json'))) {
		writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest, null, '\t'));
	}
	writeFileSync(stamp, hash);
}

/**
 * Lets another n8n process use the packs of the first one: installed once, the same for all.
 *
 * @param from `N8N_USER_FOLDER` of the process that has them
 * @param to that of the other one
 */
export function sharePack(from: string, to: string): void {
	const place = path.join(to, '.n8n', 'nodes');
	mkdirSync(path.dirname(place), { recursive: true });
	rmSync(place, { recursive: true, force: true });
	symlinkSync(path.join(from, '.n8n', 'nodes'), place);
}

/**
 * Builds the node pack and packs it as npm would publish it; skipped when no source has changed.
 *
 * @param home state folder; the tarball and the hash of the sources are kept in `home/pack`
 * @returns path of the tarball
 * @throws MendableError `pack/build-failed` with what the compiler said
 */
export async function buildPack(home: string): Promise<string> {
	const folder = path.join(home, 'pack');
	const tarball = path.join(folder, `${PACK_NAME}.tgz`);
	const stamp = path.join(folder, 'sources.sha256');
	const hash = sourcesHash();
	if (existsSync(tarball) && readIfThere(stamp) === hash) return tarball;

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const bin = path.join(rootFolder, 'node_modules', '.bin');
	await step(path.join(bin, 'n8n-node'), ['build']);
	const said = await step('npm', [
		'pack',
		'--ignore-scripts',
		'--json',
		'--pack-destination',
		folder,
	]);
	renameSync(path.join(folder, packedName(said, folder)), tarball);
	writeFileSync(stamp, hash);
	return tarball;
}

async function step(command: string, args: string[]): Promise<string> {
	// The build's own tools must find the Node we run on first.
	const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`;
	try {
		const { stdout } = await run(command, args, {
			cwd: rootFolder,
			env: { ...process.env, PATH },
			maxBuffer: 16 * 1024 * 1024,
		});
		return stdout;
	} catch (error) {
		const { stdout = '', stderr = '', message = '' } = error as Partial<Record<string, string>>;
		const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
		throw new MendableError(
			'pack/build-failed',
			`"${path.basename(command)} ${args[0]}" failed.`,
			said === '' ? message : said,
			'Mend the source it names and run the command again.',
		);
	}
}

/** Name of the file that `npm pack` wrote: what it says, else what lies there. */
function packedName(said: string, folder: string): string {
	const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (file !== undefined) return file;
	throw new MendableError(
		'pack/build-failed',
		'npm pack left no tarball.',
		said.trim().slice(-500),
		'Run "npm pack" in the clone and mend what it names.',
	);
}

/** One hash over everything that ends up in the tarball or decides how it is built. */
function sourcesHash(): string {
	const hash = createHash('sha256');
	const places = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE'];
	for (const place of places) addFiles(hash, path.join(rootFolder, place), place);
	return hash.digest('hex');
}

function addFiles(hash: Hash, place: string, name: string): void {
	if (!existsSync(place)) return;
	if (statSync(place).isDirectory()) {
		for (const entry of readdirSync(place).sort()) {
			addFiles(hash, path.join(place, entry), `${name}/${entry}`);
		}
		return;
	}
	const content = readFileSync(place);
	hash.update(`${name}\0${content.length}\0`).update(content);
}

function readIfThere(file: string): string | null {
	return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
