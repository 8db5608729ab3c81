import type { Command } from 'commander';
import type { WebhookReport } from '../apply/seed';
import type { RollbackReport } from '../apply/rollback';
import { openServices } from '../apply/services';
import type { PreparedUpgrade, UpgradeReport } from '../apply/upgrade';
import { openWorkflows, prepareUpgrade, upgrade } from '../apply/upgrade';
import { changesOf } from '../bundle/package/changelog';
import { loadSecrets } from '../config';
import type { AnswerFlags } from './answers';
import type { PlanOptions } from '../plan/planSeed';
import { planOptionsOf, withAnswers } from './answers';
import { answersTo } from './askPlan';
import { confirm } from './confirm';
import { inReach } from './inReach';
import { planText } from './planText';
import { rollbackSummary } from './rollback';
import { sayLooking } from './sayLooking';
import { reportLines } from './seed';
import { stopAsked } from './stopAsked';

/** Exit code where the upgrade is not done or not fine. */
const FINDINGS = 1;

/** Lines of a changelog that are shown. */
const MOST_LINES = 30;

interface UpgradeFlags extends AnswerFlags {
	yes: boolean;
	/** Commander's `--no-rollback`. */
	rollback: boolean;
	json: boolean;
}

/** Adds `upgrade PACKAGE`: a newer bundle over what is there, with the canvas edits kept. */
export function registerUpgrade(program: Command): void {
	withAnswers(
		program
			.command('upgrade <package>')
			.description(
				'check a .n8np package (or a folder), show the plan, apply it, see that it works',
			)
			.option('--yes', 'do it; without, the plan is shown and asked for', false)
			.option('--no-rollback', 'leave what is there when something fails; default: put it back')
			.option('--json', 'print plan and report as one JSON document', false),
	).action(async (place: string, flags: UpgradeFlags, command: Command) => {
		await inReach(command, async (settings) => {
			const secrets = loadSecrets(settings);
			const services = openServices(settings, secrets);
			const say = (line: string) => console.error(line);
			try {
				sayLooking(`Checking ${place}, and looking at n8n and the services`);
				const prepare = async (more: PlanOptions) =>
					await prepareUpgrade(services, settings, secrets, place, more);
				const given = planOptionsOf(flags);
				const first = await prepare(given);
				for (const line of preparedLines(first)) say(line);
				const answers = await answersTo(first.plan.changes, given, flags, async (more) => {
					return (await prepare(more)).plan.changes;
				});
				const choices = answers === null ? given : { ...given, answers };
				const prepared = answers === null ? first : await prepare(choices);
				if (answers !== null) for (const line of preparedLines(prepared)) say(line);
				const report = await decide(prepared, flags, async () => {
					const wantsBack = async () => await putsBack(flags);
					const options = { ...choices, signal: stopAsked() };
					return await upgrade(services, settings, secrets, prepared, say, options, wantsBack);
				});
				if (report !== null) for (const line of upgradeLines(report)) say(line);
				if (flags.json) console.log(JSON.stringify(documentOf(prepared, report), null, '\t'));
				if (report?.isFine !== true) process.exitCode = FINDINGS;
			} finally {
				await services.close();
			}
		});
	});
}

async function decide(
	prepared: PreparedUpgrade,
	{ yes }: UpgradeFlags,
	work: () => Promise<UpgradeReport>,
): Promise<UpgradeReport | null> {
	if (openWorkflows(prepared.plan).length > 0) {
		console.error('Nothing was written: a workflow waits for an answer, see above.');
		return null;
	}
	if (yes || (await confirm('Apply this?')) === true) return await work();
	console.error('Nothing was written; --yes does it.');
	return null;
}

async function putsBack({ yes, rollback }: UpgradeFlags): Promise<boolean> {
	if (!rollback) return false;
	return yes || (await confirm('That failed. Put everything back?')) !== false;
}

/** What is going to be applied, for a person. */
export function preparedLines({ opened, installed, plan }: PreparedUpgrade): string[] {
	const { bundle, signedBy, changelog, notes } = opened;
	const from = installed === null ? '' : `, over ${installed}`;
	const changes = changelog === null ? [] : changesOf(changelog, bundle.version);
	const more = changes.length - MOST_LINES;
	return [
		`${bundle.name} ${bundle.version}${from}: ${bundle.workflows.length} workflows${signedBy === null ? '' : `, signed by ${signedBy}`}`,
		...notes.map(({ says, mend }) => `i ${says}\n    ${mend}`),
		...changes.slice(0, MOST_LINES).map((line) => `  ${line}`),
		...(more > 0 ? [`  … and ${more} lines more in its CHANGELOG.md`] : []),
		'',
		planText(plan, { command: '--yes', isShort: true }),
	];
}

/** What an upgrade came to. */
export function upgradeLines({ seeded, lost, rollback, isFine }: UpgradeReport): string[] {
	return [
		...reportLines(seeded),
		...lost.map(lostLine),
		...(rollback === null ? [] : [`Put back: ${rollbackSummary(rollback)}`]),
		isFine
			? `Upgraded; agency-ops rollback ${seeded.apply ?? ''} puts it back.`.replace('  ', ' ')
			: rollback === null
				? 'The upgrade is not complete: run it again, or agency-ops rollback.'
				: failedText(rollback),
	];
}

function failedText({ left, outcomes }: RollbackReport): string {
	const stay = left.length + outcomes.filter(({ result }) => result !== 'putBack').length;
	return stay === 0
		? 'The upgrade failed; what was there before is there again.'
		: `The upgrade failed; what was there before is there again, but for the ${stay === 1 ? 'one thing' : `${stay} things`} named above.`;
}

const lostLine = ({ workflow, node, path }: WebhookReport) =>
	`✗ ${workflow}: "${node}" answered at /${path} before, and does not now`;

function documentOf(
	{ opened, installed, plan }: PreparedUpgrade,
	report: UpgradeReport | null,
): object {
	const { bundle, signedBy, notes } = opened;
	const { name, version } = bundle;
	return { bundle: { name, version, signedBy, notes }, installed, plan, report };
}
