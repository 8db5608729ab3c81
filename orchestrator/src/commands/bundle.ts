import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { workflowText } from '../bundle/normalise';
import { registerDiff } from './bundleDiff';
import { registerMerge } from './bundleMerge';
import { registerPackage } from './bundlePackage';

/** Adds `bundle pack`, `verify`, `keygen`, `normalise`, `diff` and `merge`. */
export function registerBundle(program: Command): void {
	const bundle = program
		.command('bundle')
		.description('pack, check, compare and merge bundles of workflows');
	registerPackage(bundle);
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
