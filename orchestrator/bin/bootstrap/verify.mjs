/**
 * What `npm test` checks, in this order: format, lint, types, then jest's suites.
 * Closes with one line over all of them: `N passed, N failed, N skipped`.
 *
 * `npm test -- unit golden` runs only the named ones.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import path from 'node:path';
import { endWithParent } from './endWithParent.mjs';
import { root } from './install.mjs';
import { say } from './say.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const jestFile = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/**
 * How many of jest's workers run at once, for each core. Never more than four: each opens ledgers in
 * memory or some fifteen connections to one server, and a machine may show cores that it does not give.
 */
const workers = (perCore) => [
	`--maxWorkers=${Math.min(4, Math.ceil(availableParallelism() * perCore))}`,
];

/** Two at once, each with an n8n of its own, which waits more than it works. */
const twoAtOnce = [`--maxWorkers=${Math.min(2, availableParallelism())}`];

/** Where a compiler keeps what it knows of files that have not changed; all is checked all the same. */
const kept = (name) => path.join(root, 'node_modules', '.cache', 'agency-ops', name);

const tsc = (name, more = []) =>
	check(bin('tsc'), [
		...['--noEmit', '--incremental', '--tsBuildInfoFile', kept(`${name}.tsbuildinfo`)],
		...more,
	]);

/** One stage after the other; what stands in one stage runs side by side, since each keeps one core busy. */
const stages = [
	[
		{ name: 'types of the tests', run: tsc('tests', ['-p', 'test']) },
		{ name: 'lint', run: check(bin('n8n-node'), ['lint']) },
		{
			name: 'format',
			run: check(bin('prettier'), [
				...['--check', '--log-level', 'warn'],
				...['--cache', '--cache-strategy', 'content', '--cache-location', kept('prettier'), '.'],
			]),
		},
		{ name: 'types of the orchestrator', run: tsc('orchestrator', ['-p', 'orchestrator']) },
		{ name: 'types of the pack', run: tsc('pack') },
	],
	// These wait for their servers as much as they work: more of them than cores.
	[{ name: 'unit', run: jest('unit', workers(1.5)) }],
	[{ name: 'service', run: jest('service', workers(1.5)) }],
	[{ name: 'media', run: jest('media', workers(1)) }],
	[{ name: 'ledger', run: jest('ledger', workers(1)) }],
	[{ name: 'postgres', run: jest('postgres', workers(1.5)) }],
	[{ name: 'golden', run: jest('golden', workers(1)) }],
	[{ name: 'contract', run: jest('contract', workers(1)) }],
	[{ name: 'bars', run: jest('bars', workers(1)) }],
	[{ name: 'e2e', run: jest('e2e', twoAtOnce) }],
	[{ name: 'scale', run: jest('scale', ['--runInBand']) }],
	[{ name: 'chaos', run: jest('chaos', ['--runInBand']) }],
];

/** The tools that run just now, and what asked us to end: they are asked too, and none follows them. */
const running = new Set();
let stoppedBy = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		stoppedBy ??= signal;
		for (const child of running) child.kill(signal);
	});
}
endWithParent();

const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word));
const chosen = stages.map((stage) => stage.filter(isWanted)).filter((stage) => stage.length > 0);
if (chosen.length === 0) {
	const names = stages.flat().map(({ name }) => name);
	say(`No check begins with ${wanted.join(' or ')}; there are: ${names.join(', ')}.`);
	process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'agency-ops-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
try {
	for (const stage of chosen) {
		if (stoppedBy === null) await runStage(stage);
	}
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
if (stoppedBy !== null) {
	say(`\nStopped by ${stoppedBy}.`);
	process.exit(128 + constants.signals[stoppedBy]);
}
if (skippedNames.length > 0) {
	console.log(`\nSkipped:\n${skippedNames.map((name) => `  - ${name}`).join('\n')}`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a stage, two at once; what they print comes out one after the other, at the end of each. */
async function runStage(stage) {
	const isAlone = stage.length === 1;
	if (!isAlone) say(`\n── ${stage.map(({ name }) => name).join(', ')}: side by side`);
	const waiting = [...stage];
	const runNext = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			if (stoppedBy !== null) return;
			await runCheck(next, isAlone ? null : path.join(scratch, `${next.name}.txt`));
		}
	};
	await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, runNext));
}

/** @param printed file for what it prints, to be shown at its end; null: it is shown as it comes */
async function runCheck({ name, run }, printed) {
	if (printed === null) say(`\n── ${name}`);
	const { passed, failed, skipped } = await run(printed);
	if (stoppedBy !== null) return;
	total.passed += passed;
	total.failed += failed;
	total.skipped += skipped;
	if (printed !== null) say(`\n── ${name}\n${readFileSync(printed, 'utf8')}`.trimEnd());
	say(`── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}

/** A tool that says by its exit code whether all is well: one test. */
function check(command, args) {
	return async (printed) => {
		const code = await exec(command, args, printed);
		return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
	};
}

function jest(project, more) {
	const args = ['--config', 'test/jest.config.js', '--selectProjects', project, ...more];
	return async (printed) => {
		const report = path.join(scratch, `${project}.json`);
		const output = ['--json', `--outputFile=${report}`];
		const code = await exec(process.execPath, [jestFile, ...args, ...output], printed);
		return readReport(project, report, code);
	};
}

function readReport(project, report, code) {
	let result;
	try {
		result = JSON.parse(readFileSync(report, 'utf8'));
	} catch {
		say(`jest left no report of ${project} (exit ${code}).`);
		return { passed: 0, failed: 1, skipped: 0 };
	}
	const tests = result.testResults.flatMap(({ assertionResults }) => assertionResults);
	const skips = tests.filter(({ status }) => status === 'pending' || status === 'todo');
	skippedNames.push(...skips.map(({ fullName }) => `${project}: ${fullName}`));
	// A file that cannot be loaded has no tests that could fail; jest's own exit code counts too.
	const broken = result.numRuntimeErrorTestSuites;
	const failed = result.numFailedTests + broken;
	return {
		passed: result.numPassedTests,
		failed: failed === 0 && code !== 0 ? 1 : failed,
		skipped: skips.length,
	};
}

/** Runs a tool; what it prints goes to stderr or to a file, so that stdout ends with our own line. */
function exec(command, args, printed) {
	const to = printed === null ? 2 : openSync(printed, 'a');
	const child = spawn(command, args, { cwd: root, stdio: ['ignore', to, to] });
	if (printed !== null) closeSync(to);
	running.add(child);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			running.delete(child);
			resolve(code ?? 1);
		});
	});
}
