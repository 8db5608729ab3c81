import path from 'node:path';
import type { Command } from 'commander';
import { plan, seed } from '../apply/seed';
import { openServices } from '../apply/services';
import { loadSecrets, rootFolder } from '../config';
import type { Change, Plan } from '../plan/model';
import { writes } from '../plan/planSeed';
import { inReach } from './inReach';

interface SeedFlags {
	bundle: string;
	overwrite: boolean;
	json: boolean;
}

/** Adds `plan` (looks, writes nothing) and `seed` (does what the plan says). */
export function registerSeed(program: Command): void {
	const bundleFolder = path.join(rootFolder, 'workflows');
	program
		.command('plan')
		.description('show what seed would create, change and keep; writes nothing')
		.option('--bundle <folder>', 'folder with bundle.json', bundleFolder)
		.option('--overwrite', 'let the bundle replace what was changed on the canvas', false)
		.option('--json', 'print the plan as one JSON document', false)
		.action(async (flags: SeedFlags, command: Command) => {
			await inReach(command, async (settings) => {
				const secrets = loadSecrets(settings);
				const services = openServices(settings, secrets);
				try {
					const options = { bundleFolder: flags.bundle, overwrite: flags.overwrite };
					const found = await plan(services, settings, secrets, options);
					console.log(flags.json ? JSON.stringify(found, null, '\t') : planText(found));
				} finally {
					await services.close();
				}
			});
		});
	program
		.command('seed')
		.description('bring n8n, HubSpot, Slack and ClickUp to where the plan wants them')
		.option('--bundle <folder>', 'folder with bundle.json', bundleFolder)
		.option('--overwrite', 'let the bundle replace what was changed on the canvas', false)
		.option('--json', 'print the report as one JSON document', false)
		.action(async (flags: SeedFlags, command: Command) => {
			await inReach(command, async (settings) => {
				const secrets = loadSecrets(settings);
				const services = openServices(settings, secrets);
				try {
					const options = { bundleFolder: flags.bundle, overwrite: flags.overwrite };
					const say = (line: string) => console.error(line);
					const report = await seed(services, settings, secrets, say, options);
					for (const change of report.manual) console.error(changeLine(change));
					const changed = report.outcomes.filter(({ result }) => result === 'done').length;
					console.error(`${changed} written, ${report.kept.length} kept.`);
					if (flags.json) console.log(JSON.stringify(report, null, '\t'));
					if (!report.isFine) process.exitCode = 1;
				} finally {
					await services.close();
				}
			});
		});
}

/** A plan for a person: one line a change, and what it comes to. */
export function planText(found: Plan): string {
	const manual = found.changes.filter(({ kind }) => kind === 'manual').length;
	const count = writes(found).length;
	const total =
		count === 0 ? 'Nothing to write' : `${count} to write; agency-ops seed does what this says`;
	return [
		...found.changes.map(changeLine),
		`${total}${manual > 0 ? `; ${manual} for a person` : ''}.`,
	].join('\n');
}

const signs: Record<Change['kind'], string> = { create: '+', update: '~', keep: '=', manual: '!' };

function changeLine(change: Change): string {
	const { kind, target, because } = change;
	const line = `${signs[kind]} ${target.service} ${target.kind}: ${target.name} (${because})`;
	return kind === 'manual' ? `${line}\n    ${change.mend}` : line;
}
