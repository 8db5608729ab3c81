import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gunzipSync, gzipSync } from 'node:zlib';
import path from 'node:path';
import fc from 'fast-check';
import { makeKeys, publicKeyText } from '../../../../orchestrator/src/bundle/package/keys';
import { packBundle } from '../../../../orchestrator/src/bundle/package/packBundle';
import { readArchive } from '../../../../orchestrator/src/bundle/package/readArchive';
import type { VerifyContext } from '../../../../orchestrator/src/bundle/package/verifyPackage';
import { verifyPackage } from '../../../../orchestrator/src/bundle/package/verifyPackage';
import { pack } from '../../../../orchestrator/src/bundle/pack';
import type { Bundle } from '../../../../orchestrator/src/bundle/readBundle';
import { readBundle } from '../../../../orchestrator/src/bundle/readBundle';
import { tarball } from '../../../../orchestrator/src/bundle/tarball';
import { rootFolder } from '../../../../orchestrator/src/config';
import { seeded } from '../../../support/arbitraries';

const bundle = readBundle(path.join(rootFolder, 'workflows'));
const pair = makeKeys();
const key = createPrivateKey(pair.privateKey);
const nodePack = { name: 'n8n-nodes-agency-ops', version: '1.4.0' };
const parts = { pack: nodePack, changelog: '# What changed\n', key };
const context: VerifyContext = {
	trusted: [pair.publicKey],
	installed: { name: bundle.name, version: bundle.version },
	pack: nodePack,
};

/** A module of the orchestrator, as a script names it. */
const source = (name: string) => JSON.stringify(path.join(rootFolder, 'orchestrator/src', name));

/** What is said against an archive. */
function against(archive: Buffer, more: Partial<VerifyContext> = {}): string {
	const { findings } = verifyPackage(archive, { ...context, ...more });
	return findings
		.filter(({ level }) => level === 'failed')
		.map(({ says }) => says)
		.join('\n');
}

/** A gzip of bytes that are not pressed, which takes no time to make. */
const stored = (bytes: Buffer) => gzipSync(bytes, { level: 0 });

/** The files of an archive, changed and put together again. */
function repacked(
	change: (files: Map<string, string>) => void,
	archive = packBundle(bundle, parts),
) {
	const files = new Map(
		[...readArchive(archive)].map(([name, content]) => [name, content.toString('utf8')]),
	);
	change(files);
	return tarball([...files].map(([name, content]) => ({ path: name, content })));
}

/** Where the bytes of each file begin in a tar that holds these, one after the other. */
function placesOf(files: ReadonlyMap<string, Buffer>): Map<string, number> {
	let at = 0;
	return new Map(
		[...files].map(([name, content]) => {
			const begins = at + 512;
			at = begins + Math.ceil(content.length / 512) * 512;
			return [name, begins];
		}),
	);
}

describe('packBundle', () => {
	it('gives equal bytes on any machine: whatever its zone, language, umask and folder', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
		try {
			const here = packBundle(bundle, { ...parts, changelog: null, key: null });
			const script = [
				`const { packBundle } = require(${source('bundle/package/packBundle')});`,
				`const { readBundle } = require(${source('bundle/readBundle')});`,
				'process.umask(0o077);',
				`const bundle = readBundle(${JSON.stringify(path.join(rootFolder, 'workflows'))});`,
				`const parts = { pack: ${JSON.stringify(nodePack)}, changelog: null, key: null };`,
				"process.stdout.write(packBundle(bundle, parts).toString('base64'));",
			].join('\n');
			const env = {
				...process.env,
				TZ: 'Asia/Kathmandu',
				LANG: 'tr_TR.UTF-8',
				LC_ALL: 'tr_TR.UTF-8',
			};
			const loader = require.resolve('tsx/cjs', { paths: [path.join(rootFolder, 'orchestrator')] });
			const there = execFileSync(process.execPath, ['--require', loader, '-e', script], {
				cwd: folder,
				env,
				encoding: 'utf8',
			});
			expect(there).toBe(here.toString('base64'));
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it('gives equal bytes for equal bundles and keys', () => {
		expect(packBundle(bundle, parts).equals(packBundle(bundle, parts))).toBe(true);
	});

	it("begins with n8n's manifest, and holds what the importer needs unchanged", () => {
		const files = [...readArchive(packBundle(bundle, parts))];
		const { workflows } = bundle;
		const source = `${bundle.name}@${bundle.version}`;
		const bare = [...readArchive(pack({ source, n8nVersion: bundle.n8n, workflows }))];
		expect(files.slice(0, bare.length)).toEqual(bare);
		expect(files.slice(bare.length).map(([name]) => name)).toEqual([
			'CHANGELOG.md',
			'bundle.json',
			'signature.json',
		]);
	});

	it('says what it is and needs', () => {
		const { sheet } = verifyPackage(packBundle(bundle, parts), context);
		expect(sheet).toMatchObject({
			name: bundle.name,
			version: bundle.version,
			n8n: bundle.n8n,
			pack: nodePack,
			nodes: bundle.nodes,
		});
		expect(sheet?.credentials.map(({ name }) => name)).toContain('Agency Ledger');
	});
});

describe('verifyPackage', () => {
	/** A small signed package, unzipped, with its files and where in it their bytes begin. */
	const alone = bundle.workflows.filter(({ name }) => name === 'Workflow Failures');
	const entries = bundle.entries.filter(({ name }) => name === 'Workflow Failures');
	const archive = gunzipSync(packBundle({ ...bundle, workflows: alone, entries }, parts));
	const files = readArchive(gzipSync(archive, { level: 1 }));
	const places = placesOf(files);

	it('finds nothing wrong with what was just packed and signed', () => {
		const report = verifyPackage(packBundle(bundle, parts), context);
		expect(report.findings).toEqual([]);
		expect(report.signedBy).toBe(pair.publicKey);
	});

	it('finds any byte that was changed in any file', () => {
		const archive = gunzipSync(packBundle(bundle, parts));
		const read = (zipped: Buffer) => [...readArchive(zipped)].map(String);
		const whole = read(stored(archive));
		fc.assert(
			fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
				const tampered = Buffer.from(archive);
				tampered[at] ^= by;
				const zipped = stored(tampered);
				const isRefused = against(zipped) !== '';
				// What stands between the files is in none of them: it must then read the same.
				if (!isRefused) expect(read(zipped)).toEqual(whole);
			}),
			{ ...seeded, numRuns: 50 },
		);
	});

	it.each([
		['the manifest', /^manifest\.json$/],
		['a workflow', /^workflows\/\w+\/workflow\.json$/],
		['its metadata', /workflow-metadata\.json$/],
		['the changelog', /^CHANGELOG\.md$/],
		['the sheet', /^bundle\.json$/],
		['the signature', /^signature\.json$/],
	])('refuses any byte that was changed in %s', (_, kind) => {
		const [found] = [...files].filter(([name]) => kind.test(name));
		if (found === undefined) throw new Error(`no file like ${kind}`);
		const [name, content] = found;
		expect(against(gzipSync(archive))).toBe('');
		const changes = fc.tuple(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }));
		fc.assert(
			fc.property(changes, ([at, by]) => {
				const tampered = Buffer.from(archive);
				tampered[places.get(name)! + at]! ^= by;
				expect(against(gzipSync(tampered, { level: 1 }))).not.toBe('');
			}),
			{ ...seeded, numRuns: 25 },
		);
	});

	it('refuses a signature that is written otherwise, though it is the same', () => {
		const rewritten = repacked((all) =>
			all.set('signature.json', JSON.stringify(JSON.parse(all.get('signature.json') ?? ''))),
		);
		expect(against(rewritten)).toMatch(/signature is not over this package/);
	});

	it('finds any truncation', () => {
		const archive = packBundle(bundle, parts);
		fc.assert(
			fc.property(fc.nat(archive.length - 1), (length) => {
				expect(against(archive.subarray(0, length))).toMatch(/cannot be unpacked|breaks off/);
			}),
			{ ...seeded, numRuns: 50 },
		);
		const tar = gunzipSync(archive);
		expect(against(gzipSync(tar.subarray(0, tar.length - 1024)))).toMatch(/breaks off/);
		expect(against(gzipSync(tar.subarray(0, 700)))).toMatch(/breaks off within "manifest.json"/);
	});

	it.each([
		{
			what: 'a changed workflow',
			change: (files: Map<string, string>) => {
				const name = 'workflows/AoLeadIntake0001/workflow.json';
				files.set(name, files.get(name)?.replace('Lead Intake', 'Lead Outtake') ?? '');
			},
			says: /"workflows\/AoLeadIntake0001\/workflow.json" was changed/,
		},
		{
			what: 'a missing file',
			change: (files: Map<string, string>) => files.delete('CHANGELOG.md'),
			says: /"CHANGELOG.md" is missing/,
		},
		{
			what: 'an added file',
			change: (files: Map<string, string>) => files.set('workflows/x.json', '{}'),
			says: /"workflows\/x.json" was added/,
		},
		{
			what: 'checksums made anew after a change',
			change: (files: Map<string, string>) =>
				files.set(
					'bundle.json',
					files.get('bundle.json')?.replace('"version": "', '"version": "9') ?? '',
				),
			says: /signature is not over this package/,
		},
		{
			what: 'a signature taken off',
			change: (files: Map<string, string>) => files.delete('signature.json'),
			says: /is not signed/,
		},
		{
			what: 'a sheet taken off',
			change: (files: Map<string, string>) => files.delete('bundle.json'),
			says: /has no bundle.json/,
		},
	])('refuses $what', ({ change, says }) => {
		expect(against(repacked(change))).toMatch(says);
	});

	it('refuses another signer than those who are trusted, and tells when anybody is', () => {
		const other = packBundle(bundle, { ...parts, key: createPrivateKey(makeKeys().privateKey) });
		expect(against(other)).toMatch(/not trusted here/);
		expect(against(other, { trusted: [] })).toBe('');
		const [note] = verifyPackage(other, { ...context, trusted: [] }).findings;
		expect(note).toMatchObject({ level: 'note', says: expect.stringMatching(/no key is pinned/) });
		const bare = packBundle(bundle, { ...parts, key: null });
		expect(against(bare, { trusted: [] })).toBe('');
	});

	it.each([
		{ version: '0.9.0', installed: '1.0.0', says: /0\.9\.0; 1\.0\.0 is here already/ },
		{ version: '1.0.0', installed: '1.0.0', says: /^$/ },
		{ version: '1.10.0', installed: '1.9.0', says: /^$/ },
	])('compares $version with $installed', ({ version, installed, says }) => {
		const archive = packBundle({ ...bundle, version }, parts);
		const here = { name: bundle.name, version: installed };
		expect(against(archive, { installed: here })).toMatch(says);
	});

	it('refuses what needs a newer node pack', () => {
		const archive = packBundle(bundle, { ...parts, pack: { ...nodePack, version: '1.5.0' } });
		expect(against(archive)).toMatch(/needs n8n-nodes-agency-ops 1\.5\.0; 1\.4\.0 is here/);
	});

	it('names nodes of which only an expression knows what they call', () => {
		const [entry, ...others] = bundle.workflows;
		const node = {
			id: 'any',
			name: 'Call one of ours',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			position: [0, 0] as [number, number],
			parameters: { workflowId: { __rl: true, mode: 'id', value: '={{ $json.to }}' } },
		};
		const workflow = { ...entry.workflow, nodes: [...entry.workflow.nodes, node] };
		const open: Bundle = { ...bundle, workflows: [{ ...entry, workflow }, ...others] };
		const { findings } = verifyPackage(packBundle(open, parts), context);
		expect(findings.map(({ level, says }) => `${level}: ${says}`)).toEqual([
			`note: "${entry.name}" decides by an expression in "Call one of ours" which workflow or data table that is`,
		]);
	});

	it('says of a changed workflow that it was changed, and nothing of what is in it now', () => {
		const [{ id }] = bundle.workflows;
		const file = `workflows/${id}/workflow.json`;
		const torn = repacked((files) => files.set(file, '{}'));
		expect(against(torn)).toBe(`"${file}" was changed.`);
	});

	it('names nodes that run code', () => {
		const [entry, ...others] = bundle.workflows;
		const nodes = ['code', 'executeCommand', 'ssh'].map((type, at) => ({
			id: type,
			name: `Run ${type}`,
			type: `n8n-nodes-base.${type}`,
			typeVersion: 1,
			position: [0, at] as [number, number],
			parameters: {},
		}));
		const workflow = { ...entry.workflow, nodes: [...entry.workflow.nodes, ...nodes] };
		const armed: Bundle = { ...bundle, workflows: [{ ...entry, workflow }, ...others] };
		const { findings } = verifyPackage(packBundle(armed, parts), context);
		expect(findings.map(({ level, says }) => `${level}: ${says}`)).toEqual(
			['code', 'executeCommand', 'ssh'].map((type) =>
				expect.stringContaining(`note: "${entry.name}" runs code in its node "Run ${type}"`),
			),
		);
	});
});

describe('readArchive', () => {
	/** An archive of one file whose header was changed. */
	function withHeader(change: (header: Buffer) => void): Buffer {
		const tar = Buffer.from(gunzipSync(tarball([{ path: 'manifest.json', content: '{}' }])));
		const header = tar.subarray(0, 512);
		change(header);
		header.write('        ', 148);
		const sum = header.reduce((total, byte) => total + byte, 0);
		header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
		return gzipSync(tar);
	}

	it.each(['../x', '/etc/passwd', 'a/../../x', 'a//b', './x', 'a\\..\\x', '..', 'C:x'])(
		'refuses the path %s',
		(name) => {
			const archive = withHeader((header) => {
				header.fill(0, 0, 100);
				header.write(name, 0);
			});
			expect(() => readArchive(archive)).toThrow(/no path inside the bundle/);
		},
	);

	it('refuses a way out that begins in the prefix', () => {
		expect(() => readArchive(withHeader((header) => header.write('..', 345)))).toThrow(
			/no path inside the bundle/,
		);
	});

	it.each([
		['a hard link', '1'],
		['a link', '2'],
		['a device', '3'],
		['a folder', '5'],
		['a header that renames what follows', 'x'],
	])('refuses %s', (_, kind) => {
		expect(() => readArchive(withHeader((header) => header.write(kind, 156)))).toThrow(
			/no ordinary file/,
		);
	});

	it('refuses a file that is there twice, also in other letters', () => {
		const twice = ['a.json', 'A.json'].map((name) => ({ path: name, content: '' }));
		expect(() => readArchive(tarball(twice))).toThrow(/holds "A.json" twice/);
	});

	it('refuses more than it could ever need, without unpacking it', () => {
		const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
		expect(bomb.length).toBeLessThan(100_000);
		expect(() => readArchive(bomb)).toThrow(/more than \d+ bytes/);
		const many = Array.from({ length: 2001 }, (_, at) => ({ path: `f${at}`, content: '' }));
		expect(() => readArchive(tarball(many))).toThrow(/more than 2000 files/);
	});

	it.each([
		['nothing', Buffer.alloc(0)],
		['no archive', Buffer.from('hello')],
		['something else in gzip', gzipSync(Buffer.from('hello'.repeat(200)))],
	])('refuses %s', (_, archive) => {
		expect(() => readArchive(archive)).toThrow(/cannot be unpacked|no file header/);
	});
});

describe('keys', () => {
	it('read the public half back from the private one', () => {
		expect(publicKeyText(key)).toBe(pair.publicKey);
		expect(pair.publicKey).toMatch(/^ed25519:[A-Za-z0-9+/]{43}=$/);
	});
});
