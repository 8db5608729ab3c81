import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Newest API our own code and n8n 2.41 need. */
const NEEDED_MAJOR = 24;

/**
 * Path of a Node of at least version 24: the calling one, else the binary that npm brought as a
 * platform package (Linux); null where there is neither.
 */
export function findNode24() {
	if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
	const require = createRequire(import.meta.url);
	try {
		const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
		const binary = path.join(path.dirname(manifest), 'bin', 'node');
		return existsSync(binary) ? binary : null;
	} catch {
		return null;
	}
}
