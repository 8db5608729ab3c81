import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isErrorReport } from '../../nodes/domain/errors';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { temporaryHome } from '../support/startedStack';
import { isClean } from './judge';
import type { ChaosOptions } from './options';
import { readOptions } from './options';
import { tellRun } from './report';
import { runStorm } from './runStorm';

const MINUTE_MS = 60_000;

/**
 * `npm run chaos`: sends leads through the whole stack while its parts are killed, stopped and cut
 * off, and counts at the services what came of them.
 *
 * @returns 0 when nothing was lost or doubled and little is unknown, 1 otherwise, 2 when it could
 * not run; the control run, which is expected to lose and double, gives 0 when it could run
 */
export async function runChaos(args: readonly string[]): Promise<number> {
	let options: ChaosOptions;
	try {
		options = readOptions(args);
	} catch (error) {
		console.error(told(error));
		return 2;
	}
	const home = temporaryHome();
	const ending = new AbortController();
	const giveUp = setTimeout(
		() => ending.abort(new Error(`It took more than ${options.minutes} minutes.`)),
		options.minutes * MINUTE_MS,
	);
	const interrupt = () => ending.abort(new Error('It was interrupted.'));
	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	const restoreNetwork = allowLoopbackOnly();
	try {
		mkdirSync(path.join(home.folder, 'logs'), { recursive: true });
		const say = (line: string) => void process.stderr.write(`  ${line}\n`);
		const report = await runStorm(options, home.folder, say, ending.signal);
		const isFine =
			options.withoutLedger || (isClean(report.verdict) && report.findings.length === 0);
		if (isFine) home.remove();
		else console.log(`Logs and ledger of this run stay in ${home.folder}.\n`);
		console.log(tellRun(report));
		return isFine ? 0 : 1;
	} catch (error) {
		console.error(`The run could not be made. ${told(error)}`);
		console.error(`Its logs stay in ${home.folder}.`);
		return 2;
	} finally {
		clearTimeout(giveUp);
		process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
		restoreNetwork();
	}
}

function told(error: unknown): string {
	if (isErrorReport(error)) return [error.what, error.why, error.mend].filter(Boolean).join(' ');
	return error instanceof Error ? error.message : String(error);
}
