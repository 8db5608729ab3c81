#!/usr/bin/env node
/**
 * Entry of the `agency-ops` command. Plain JavaScript, so that npm can link it before anything is
 * built: it moves to the bundled Node 24 where the calling Node is older, then loads the TypeScript.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './bootstrap/endWithParent.mjs';
import { handOver } from './bootstrap/handOver.mjs';
import { findNode24 } from './bootstrap/node24.mjs';

endWithParent();
const node = findNode24();
if (node === null) {
	console.error(
		`agency-ops needs Node 24 or newer; this is ${process.version} and no bundled Node is installed.\n` +
			'Run `npm install` in the repository (it brings Node 24 on Linux), or install Node 24 yourself.',
	);
	process.exitCode = 2;
} else if (node !== process.execPath) {
	process.exitCode = await handOver(node, [
		fileURLToPath(import.meta.url),
		...process.argv.slice(2),
	]);
} else {
	const { register } = await import('tsx/cjs/api');
	register();
	const { run } = createRequire(import.meta.url)('../src/cli.ts');
	await run(process.argv);
}
