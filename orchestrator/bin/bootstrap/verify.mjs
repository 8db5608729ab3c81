/**
 * What `npm test` checks, in this order: format, lint, types, then jest's suites.
 * Closes with one line over all of them: `N passed, N failed, N skipped`.
 *
 * `npm test -- unit golden` runs only the named ones.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

const checks = [
	{ name: 'format', run: () => check(bin('prettier'), ['--check', '--log-level', 'warn', '.']) },
	{ name: 'lint', run: () => check(bin('n8n-node'), ['lint']) },
	{ name: 'types of the pack', run: () => check(bin('tsc'), ['--noEmit']) },
	{
		name: 'types of the orchestrator',
		run: () => check(bin('tsc'), ['--noEmit', '-p', 'orchestrator']),
	},
	{ name: 'types of the tests', run: () => check(bin('tsc'), ['--noEmit', '-p', 'test']) },
	{ name: 'unit', run: () => jest('unit', workers(1)) },
	// These wait for their servers as much as they work: more of them than cores.
	{ name: 'service', run: () => jest('service', workers(1.5)) },
	{ name: 'media', run: () => jest('media', workers(1)) },
	{ name: 'ledger', run: () => jest('ledger', workers(1)) },
	{ name: 'postgres', run: () => jest('postgres', workers(1.5)) },
	{ name: 'golden', run: () => jest('golden', workers(1)) },
	{ name: 'contract', run: () => jest('contract', workers(1)) },
	{ name: 'bars', run: () => jest('bars', workers(1)) },
	// One n8n at a time.
	{ name: 'e2e', run: () => jest('e2e', ['--runInBand']) },
	{ name: 'scale', run: () => jest('scale', ['--runInBand']) },
	{ name: 'chaos', run: () => jest('chaos', ['--runInBand']) },
];

/** The tool that runs just now, and what asked us to end: it is asked too, and none follows it. */
let running = null;
let stoppedBy = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		stoppedBy ??= signal;
		running?.kill(signal);
	});
}
endWithParent();

const wanted = process.argv.slice(2);
const chosen = checks.filter(
	({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
);
if (chosen.length === 0) {
	say(
		`No check begins with ${wanted.join(' or ')}; there are: ${checks.map(({ name }) => name).join(', ')}.`,
	);
	process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'agency-ops-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
try {
	for (const { name, run } of chosen) {
		say(`\n── ${name}`);
		const { passed, failed, skipped } = await run();
		if (stoppedBy !== null) break;
		total.passed += passed;
		total.failed += failed;
		total.skipped += skipped;
		say(`── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
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

/** A tool that says by its exit code whether all is well: one test. */
async function check(command, args) {
	const code = await exec(command, args);
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function jest(project, more = []) {
	const report = path.join(scratch, `${project}.json`);
	const args = ['--config', 'test/jest.config.js', '--selectProjects', project, ...more];
	const code = await exec(process.execPath, [
		jestFile,
		...args,
		'--json',
		`--outputFile=${report}`,
	]);
	let result;
	try {
		result = JSON.parse(readFileSync(report, 'utf8'));
	} catch {
		say(`jest left no report (exit ${code}).`);
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

/** Runs a tool; what it prints goes to stderr, so that stdout ends with our own line. */
function exec(command, args) {
	const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
	running = child;
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
}
