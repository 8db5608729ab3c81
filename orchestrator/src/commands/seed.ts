import type { Command } from 'commander';
import { openBundle, ownFolder } from '../apply/openBundle';
import type { SeedOptions, SeedReport } from '../apply/seed';
import { plan, seed } from '../apply/seed';
import { findInstalled } from '../apply/seeded';
import type { SeedServices } from '../apply/services';
import { openServices } from '../apply/services';
import type { Settings } from '../config';
import { loadSecrets } from '../config';
import { hasWork } from '../plan/planSeed';
import type { AnswerFlags } from './answers';
import { planOptionsOf, withAnswers } from './answers';
import { answersTo } from './askPlan';
import { inReach } from './inReach';
import { changeText, planText } from './planText';
import { LOOKING, sayLooking } from './sayLooking';
import { stopAsked } from './stopAsked';

interface SeedFlags extends AnswerFlags {
	bundle: string;
	json: boolean;
}

interface PlanFlags extends SeedFlags {
	all: boolean;
}

/** Adds `plan` (looks, writes nothing) and `seed` (does what the plan says). */
export function registerSeed(program: Command): void {
	withAnswers(
		program
			.command('plan')
			.description('show what seed would create, change, merge and keep; writes nothing')
			.option('--bundle <place>', 'folder with bundle.json, or a .n8np package', ownFolder)
			.option('--all', 'show one by one what is as it should be, too', false)
			.option('--json', 'print the plan as one JSON document', false),
	).action(async (flags: PlanFlags, command: Command) => {
		await inReach(command, async (settings) => {
			const secrets = loadSecrets(settings);
			const services = openServices(settings, secrets);
			try {
				sayLooking(LOOKING);
				const options = await optionsOf(flags, settings, services);
				const found = await plan(services, settings, secrets, options);
				const text = `${planHead(options, settings)}\n\n${planText(found, { isShort: !flags.all })}`;
				console.log(flags.json ? JSON.stringify(found, null, '\t') : text);
				if (hasWork(found)) process.exitCode = 1;
			} finally {
				await services.close();
			}
		});
	});
	withAnswers(
		program
			.command('seed')
			.description('bring n8n and the services to where the plan wants them')
			.option('--bundle <place>', 'folder with bundle.json, or a .n8np package', ownFolder)
			.option('--json', 'print the report as one JSON document', false),
	).action(async (flags: SeedFlags, command: Command) => {
		await inReach(command, async (settings) => {
			const secrets = loadSecrets(settings);
			const services = openServices(settings, secrets);
			try {
				sayLooking(LOOKING);
				const options = await optionsOf(flags, settings, services);
				const say = (line: string) => console.error(line);
				const signal = stopAsked();
				const run = async (more: SeedOptions) => {
					const done = await seed(services, settings, secrets, say, { ...more, signal });
					for (const line of reportLines(done)) say(line);
					return done;
				};
				const first = await run(options);
				const answers = await answersTo(first.manual, options, flags, async (more) => {
					return (await plan(services, settings, secrets, more)).changes;
				});
				const report = answers === null ? first : await run({ ...options, answers });
				if (flags.json) console.log(JSON.stringify(report, null, '\t'));
				if (!report.isFine) process.exitCode = 1;
			} finally {
				await services.close();
			}
		});
	});
}

async function optionsOf(
	flags: SeedFlags,
	{ target, bundle: { trusted } }: Settings,
	{ journal }: SeedServices,
): Promise<SeedOptions> {
	const choices = planOptionsOf(flags);
	const installed = await findInstalled(journal, target);
	const measures = { trusted, installed, n8n: null, isStrict: false };
	const { bundle, folder } = openBundle(flags.bundle, measures);
	return { ...choices, bundle, ...(folder === null ? {} : { bundleFolder: folder }) };
}

function planHead({ bundle }: SeedOptions, { target }: Settings): string {
	const of = bundle === undefined ? '' : ` of ${bundle.name} ${bundle.version}`;
	return `Plan${of} for ${target}. Nothing is written.`;
}

/** What a person has to know at the end of a seed. */
export function reportLines(report: SeedReport): string[] {
	const { manual, outcomes, kept, overwritten, apply } = report;
	const changed = outcomes.filter(({ result }) => result === 'done').length;
	const edited = kept.filter((change) => change.kind === 'keep' && change.edits !== undefined);
	const id = apply === null ? '' : ` The ledger keeps it as ${apply}.`;
	return [
		...overwritten.map(changeText),
		...edited.map(changeText),
		...manual.map(changeText),
		`${changed} written, ${kept.length} kept.${id}`,
	];
}
