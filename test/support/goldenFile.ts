import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../golden');

/**
 * What a run gave when a person last agreed to it.
 *
 * With `UPDATE_GOLDEN=1` in the environment the file is written from `actual` first; read the
 * difference before you commit it.
 */
export function golden(file: string, actual: unknown): unknown {
	const where = path.join(root, file);
	if (process.env.UPDATE_GOLDEN === '1') {
		mkdirSync(path.dirname(where), { recursive: true });
		writeFileSync(where, `${JSON.stringify(actual, null, '\t')}\n`);
	}
	return JSON.parse(readFileSync(where, 'utf8'));
}
