import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { ownFolder, ownPack } from '../apply/openBundle';
import { isPublicKey, makeKeys, publicKeyText, readPrivateKey } from '../bundle/package/keys';
import { packBundle } from '../bundle/package/packBundle';
import { CHANGELOG } from '../bundle/package/sheet';
import type { PackageReport } from '../bundle/package/verifyPackage';
import { verifyPackage } from '../bundle/package/verifyPackage';
import { readBundle } from '../bundle/readBundle';
import type { BundleFinding } from '../bundle/verify';
import { verifyBundle } from '../bundle/verify';
import { loadSettings, rootFolder } from '../config';
import { readTextFile } from '../scoring/files';

/** Exit code of a bundle in which something is wrong. */
const FINDINGS = 1;

interface PackFlags {
	out?: string;
	key?: string;
	changelog?: string;
	json: boolean;
}

interface VerifyFlags {
	key: string[];
	json: boolean;
}

interface GlobalFlags {
	config?: string;
	target?: string;
}

/** Adds `bundle pack`, `bundle verify` and `bundle keygen`. */
export function registerPackage(bundle: Command): void {
	bundle
		.command('pack')
		.argument('[folder]', 'folder with bundle.json', ownFolder)
		.description('make the .n8np archive that the API of n8n imports; equal files, equal bytes')
		.option('--out <file>', 'archive to write; default NAME-VERSION.n8np here')
		.option('--key <file>', 'private key to sign with, from bundle keygen')
		.option('--changelog <file>', 'what changed; default CHANGELOG.md of the folder or the clone')
		.option('--json', 'print name and checksum as one JSON document', false)
		.action(packFolder);
	bundle
		.command('verify')
		.argument('[place]', 'folder with bundle.json, or a .n8np archive', ownFolder)
		.description('check a bundle before it is packed or imported; exit 1 when something is wrong')
		.option('--key <key>', 'public key to trust, as keygen gives it; repeatable', collect, [])
		.option('--json', 'print the findings as one JSON document', false)
		.action(verifyPlace);
	bundle
		.command('keygen')
		.requiredOption('--out <file>', 'file for the private key, readable by you alone')
		.option('--json', 'print the public key as one JSON document', false)
		.description('make a key to sign bundles with, and print the public key to pin')
		.action(makeKey);
}

function collect(value: string, before: string[]): string[] {
	return [...before, value];
}

async function packFolder(folder: string, flags: PackFlags): Promise<void> {
	const read = readBundle(folder);
	const key =
		flags.key === undefined ? null : readPrivateKey(await readTextFile(flags.key), flags.key);
	const changelog = changelogOf(folder, flags.changelog);
	const archive = packBundle(read, { pack: ownPack(), changelog, key });
	const file = path.resolve(flags.out ?? `${read.name}-${read.version}.n8np`);
	writeFileSync(file, archive);
	const sha256 = createHash('sha256').update(archive).digest('hex');
	const source = `${read.name}@${read.version}`;
	const workflows = read.workflows.map(({ id, name }) => ({ id, name }));
	const signedBy = key === null ? null : publicKeyText(key);
	const report = { file, bytes: archive.length, sha256, source, signedBy, workflows };
	const told = [
		file,
		`${workflows.length} workflows, ${archive.length} bytes, sha256 ${sha256}`,
		signedBy === null ? 'Not signed: --key signs it.' : `Signed by ${signedBy}`,
	];
	console.log(flags.json ? JSON.stringify(report, null, '\t') : told.join('\n'));
}

function changelogOf(folder: string, named: string | undefined): string | null {
	const isOwn = path.resolve(folder) === ownFolder;
	const usual = path.join(isOwn ? rootFolder : folder, CHANGELOG);
	const file = named ?? usual;
	return named !== undefined || existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function verifyPlace(place: string, flags: VerifyFlags, command: Command): void {
	const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
	if (isFolder) return verifyFolder(place, flags.json);
	const { config, target } = command.optsWithGlobals<GlobalFlags>();
	const pinned = loadSettings({ file: config, target }).bundle.trusted;
	const report = verifyPackage(readArchiveFile(place), {
		trusted: flags.key.length > 0 ? flags.key.map(checkedKey) : pinned,
		installed: readBundle(ownFolder),
		pack: ownPack(),
	});
	tell(titleOf(report, place), report.findings, flags.json, {
		sheet: report.sheet,
		signedBy: report.signedBy,
	});
}

function verifyFolder(folder: string, json: boolean): void {
	const read = readBundle(folder);
	const title = `${read.name} ${read.version}: ${read.workflows.length} workflows`;
	tell(title, verifyBundle(folder, read), json, {});
}

function titleOf({ sheet }: PackageReport, file: string): string {
	if (sheet === null) return file;
	return `${sheet.name} ${sheet.version}: ${sheet.workflows.length} workflows`;
}

function tell(title: string, findings: BundleFinding[], json: boolean, more: object): void {
	const isFine = findings.every(({ level }) => level === 'note');
	// What mends several in a row is said once, below the last of them.
	const lines = findings.flatMap(({ level, says, mend }, at) => [
		`${level === 'note' ? 'i' : '✗'} ${says}`,
		...(findings[at + 1]?.mend === mend ? [] : [`    ${mend}`]),
	]);
	console.log(
		json
			? JSON.stringify({ isFine, ...more, findings }, null, '\t')
			: [...lines, `${title}, ${isFine ? 'fine' : 'not fine'}.`].join('\n'),
	);
	if (!isFine) process.exitCode = FINDINGS;
}

function readArchiveFile(file: string): Buffer {
	if (existsSync(file)) return readFileSync(file);
	throw new MendableError(
		'bundle/missing',
		'There is no bundle here.',
		`${file} was not found.`,
		'Name a .n8np archive, or the folder that holds bundle.json; in the clone it is workflows/.',
	);
}

function checkedKey(text: string): string {
	if (isPublicKey(text)) return text;
	throw new MendableError(
		'bundle/key',
		'The key to trust cannot be read.',
		`--key is ${JSON.stringify(text)}; expected ed25519: and 44 characters.`,
		'Copy the line that agency-ops bundle keygen printed.',
	);
}

function makeKey({ out, json }: { out: string; json: boolean }): void {
	const { privateKey, publicKey } = makeKeys();
	const file = path.resolve(out);
	if (existsSync(file)) {
		throw new MendableError(
			'bundle/key',
			'No key was made.',
			`${file} is there already, and a lost key cannot be made again.`,
			'Name another file, or move that one away.',
		);
	}
	writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
	const told = [
		`The private key is in ${file}, readable by you alone: sign with bundle pack --key.`,
		'Whoever takes your bundles pins the public key in agency.config.yaml:',
		`bundle: { trusted: ['${publicKey}'] }`,
	];
	console.log(json ? JSON.stringify({ file, publicKey }, null, '\t') : told.join('\n'));
}
