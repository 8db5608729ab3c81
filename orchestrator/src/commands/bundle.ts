import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { workflowText } from '../bundle/normalise';
import { pack } from '../bundle/pack';
import { readBundle } from '../bundle/readBundle';
import { verifyBundle } from '../bundle/verify';
import { rootFolder } from '../config';
import { registerDiff } from './bundleDiff';
import { registerMerge } from './bundleMerge';

interface PackFlags {
	out?: string;
	json: boolean;
}

interface VerifyFlags {
	json: boolean;
}

/** Adds `bundle pack`, `verify`, `normalise`, `diff` and `merge`. */
export function registerBundle(program: Command): void {
	const folder = path.join(rootFolder, 'workflows');
	const bundle = program
		.command('bundle')
		.description('pack, check, compare and merge bundles of workflows');
	bundle
		.command('pack')
		.argument('[folder]', 'folder with bundle.json', folder)
		.description('make the .n8np archive that the API of n8n imports; equal files, equal bytes')
		.option('--out <file>', 'archive to write; default NAME-VERSION.n8np here')
		.option('--json', 'print name and checksum as one JSON document', false)
		.action((place: string, flags: PackFlags) => {
			const read = readBundle(place);
			const source = `${read.name}@${read.version}`;
			const archive = pack({ source, n8nVersion: read.n8n, workflows: read.workflows });
			const file = path.resolve(flags.out ?? `${read.name}-${read.version}.n8np`);
			writeFileSync(file, archive);
			const sha256 = createHash('sha256').update(archive).digest('hex');
			const workflows = read.workflows.map(({ id, name }) => ({ id, name }));
			const report = { file, bytes: archive.length, sha256, source, workflows };
			console.log(
				flags.json
					? JSON.stringify(report, null, '\t')
					: `${file}\n${workflows.length} workflows, ${archive.length} bytes, sha256 ${sha256}`,
			);
		});
	bundle
		.command('verify')
		.argument('[folder]', 'folder with bundle.json', folder)
		.description('check normal form, manifest, references and code; exit 1 when something is wrong')
		.option('--json', 'print the findings as one JSON document', false)
		.action((place: string, flags: VerifyFlags) => {
			const read = readBundle(place);
			const findings = verifyBundle(place, read);
			const isFine = findings.every(({ level }) => level === 'note');
			const lines = findings.map(
				({ level, says, mend }) => `${level === 'note' ? 'i' : '✗'} ${says}\n    ${mend}`,
			);
			const total = `${read.name} ${read.version}: ${read.workflows.length} workflows, ${isFine ? 'fine' : 'not fine'}.`;
			console.log(
				flags.json
					? JSON.stringify({ isFine, findings }, null, '\t')
					: [...lines, total].join('\n'),
			);
			if (!isFine) process.exitCode = 1;
		});
	bundle
		.command('normalise')
		.argument('<files...>', 'workflow files, also ones downloaded from n8n')
		.description(
			'write workflow files in normal form: sorted keys, no ids of one n8n, no pinned data',
		)
		.action((files: string[]) => {
			for (const file of files) {
				const text = readFileSync(file, 'utf8');
				const normal = normalText(file, text);
				if (normal !== text) writeFileSync(file, normal);
				console.log(`${normal === text ? '=' : '~'} ${file}`);
			}
		});
	registerDiff(bundle);
	registerMerge(bundle);
}

function normalText(file: string, text: string): string {
	try {
		return workflowText(JSON.parse(text));
	} catch (error) {
		throw new MendableError(
			'bundle/no-workflow',
			`${file} is no workflow of n8n.`,
			error instanceof SyntaxError ? error.message : 'It lacks name, nodes or connections.',
			'Download the workflow in n8n again; nothing was written to this file.',
		);
	}
}
