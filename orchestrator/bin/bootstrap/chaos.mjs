/**
 * `npm run chaos [-- --seed N --leads N …]`: leads through the whole stack while its parts are killed,
 * stopped and cut off; counts at the services whether each was done exactly once.
 */
import { createRequire } from 'node:module';
import { endWithParent } from './endWithParent.mjs';

endWithParent();
const { register } = await import('tsx/cjs/api');
register();
const { runChaos } = createRequire(import.meta.url)('../../../test/chaos/run.ts');
process.exitCode = await runChaos(process.argv.slice(2));
