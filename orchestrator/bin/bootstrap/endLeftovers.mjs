/**
 * Waits until the process that started it is gone, however that came, then ends what it left running:
 * by its list in the state folder, see src/up/leftovers.ts. Until then it is a bare Node, and after an
 * orderly end there is nothing on the list.
 *
 *   node endLeftovers.mjs STATE-FOLDER
 */
import { createRequire } from 'node:module';

process.stdin.resume();
await new Promise((resolve) => process.stdin.once('end', resolve).once('error', resolve));
const { register } = await import('tsx/cjs/api');
register();
const { Leftovers } = createRequire(import.meta.url)('../../src/up/leftovers.ts');
try {
	const ended = await new Leftovers(process.argv[2]).end();
	if (ended.length > 0) console.error(`Ended what was left running: ${ended.join(', ')}.`);
} catch (error) {
	// The next start was faster, and has ended them itself.
	if (error.code !== 'start/already-running') throw error;
}
