/**
 * What stands behind `npm start`, `npm test`, `npm run lint`, `npm run bench` and `npm run chaos`.
 * Runs on Node 20 without any package: it installs what is missing and hands over to Node 24.
 */
import path from 'node:path';
import { ensureRepository, ensureRuntime, root } from './bootstrap/install.mjs';
import { endWithParent } from './bootstrap/endWithParent.mjs';
import { handOver } from './bootstrap/handOver.mjs';
import { findNode24 } from './bootstrap/node24.mjs';
import { BootstrapError, say } from './bootstrap/say.mjs';

const tasks = {
	start: { needsN8n: true, script: ['orchestrator/bin/agency-ops.mjs', 'start'] },
	test: { needsN8n: true, script: ['orchestrator/bin/bootstrap/verify.mjs'] },
	bench: { needsN8n: true, script: ['orchestrator/bin/bootstrap/bench.mjs'] },
	chaos: { needsN8n: true, script: ['orchestrator/bin/bootstrap/chaos.mjs'] },
	lint: { needsN8n: false, script: ['node_modules/@n8n/node-cli/bin/n8n-node.mjs', 'lint'] },
};

async function main([name, ...args]) {
	const task = tasks[name];
	if (!task) {
		throw new BootstrapError(
			`There is no task "${name ?? ''}".`,
			`Known are ${Object.keys(tasks).join(', ')}.`,
			'Run npm start or npm test.',
		);
	}
	const major = Number(process.versions.node.split('.')[0]);
	if (major < 20) {
		throw new BootstrapError(
			'Node 20 or newer is needed.',
			`This is ${process.version}.`,
			'Install a current Node.js.',
		);
	}
	endWithParent();
	await ensureRepository();
	if (task.needsN8n) await ensureRuntime();
	const node = findNode24();
	if (node === null) {
		throw new BootstrapError(
			'Node 24 is needed.',
			`There is no bundled Node 24 for ${process.platform}-${process.arch}, and this is ${process.version}.`,
			'Install Node 24 and start again.',
		);
	}
	const binaries = path.join(root, 'node_modules', '.bin');
	process.exitCode = await handOver(node, [...task.script, ...args], {
		cwd: root,
		env: {
			...process.env,
			PATH: [path.dirname(node), binaries, process.env.PATH].join(path.delimiter),
			// ESLint takes the nearest configuration of each file: the pack's, the core's, the tests'.
			ESLINT_FLAGS: 'unstable_config_lookup_from_file',
		},
	});
}

main(process.argv.slice(2)).catch((error) => {
	say(error instanceof BootstrapError ? error.message : String(error?.stack ?? error));
	process.exitCode = 2;
});
