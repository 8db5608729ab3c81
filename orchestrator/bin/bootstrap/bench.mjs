/**
 * `npm run bench [-- NAME …]`: measures this checkout. Every speed is a ratio of two things
 * measured in the same run, since machines differ and drift; figures are printed as Markdown.
 */
import { createRequire } from 'node:module';
import { endWithParent } from './endWithParent.mjs';

endWithParent();
const { register } = await import('tsx/cjs/api');
register();
const { runBench } = createRequire(import.meta.url)('../../../test/bench/run.ts');
process.exitCode = await runBench(process.argv.slice(2));
