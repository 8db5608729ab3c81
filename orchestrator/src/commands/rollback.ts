import type { Command } from 'commander';
import type { RollbackItem, RollbackPlan } from '../apply/planRollback';
import { planRollback } from '../apply/planRollback';
import type { RollbackReport } from '../apply/rollback';
import { rollback } from '../apply/rollback';
import { openServices } from '../apply/services';
import { loadSecrets } from '../config';
import { confirm } from './confirm';
import { inReach } from './inReach';
import { targetText } from '../plan/targetText';
import { sayLooking } from './sayLooking';
import { stopAsked } from './stopAsked';

/** Exit code where something is left to do. */
const FINDINGS = 1;

interface RollbackFlags {
	yes: boolean;
	force: boolean;
	json: boolean;
}

/** Adds `rollback [APPLY]`: puts back what a seed or an upgrade changed. */
export function registerRollback(program: Command): void {
	program
		.command('rollback [apply]')
		.description('put back what the last apply changed, or the one named')
		.option('--yes', 'do it; without, it is shown and asked for', false)
		.option('--force', 'also where somebody changed the thing since', false)
		.option('--json', 'print what was or would be done as one JSON document', false)
		.action(async (id: string | undefined, flags: RollbackFlags, command: Command) => {
			await inReach(command, async (settings) => {
				const services = openServices(settings, loadSecrets(settings));
				try {
					sayLooking('Comparing what is there with what was before');
					const found = await planRollback(services, settings.target, id ?? null);
					const say = (line: string) => console.error(line);
					for (const line of rollbackPlanLines(found)) say(line);
					const report = await decide(found, flags, async () => {
						const options = { isForced: flags.force, signal: stopAsked() };
						return await rollback(services, found, say, options);
					});
					if (report !== null) say(rollbackSummary(report));
					if (flags.json) console.log(JSON.stringify(report ?? shown(found), null, '\t'));
					if (report?.isFine !== true && !isBack(found)) process.exitCode = FINDINGS;
				} finally {
					await services.close();
				}
			});
		});
}

/** Does it, unless something stands in its way or nobody says yes; null when nothing was written. */
async function decide(
	plan: RollbackPlan,
	{ yes, force }: RollbackFlags,
	work: () => Promise<RollbackReport>,
): Promise<RollbackReport | null> {
	const changed = plan.items.filter(({ state }) => state === 'changedSince');
	if (changed.length > 0 && !force) {
		console.error(
			`Nothing was written: ${changed.length === 1 ? 'one thing was' : `${changed.length} things were`} changed since. ` +
				'Take those changes over by hand, or let --force overwrite them.',
		);
		return null;
	}
	if (isBack(plan)) return await work(); // writes nothing but that it has been put back
	if (yes || (await confirm('Put this back?')) === true) return await work();
	console.error('Nothing was written; --yes does it.');
	return null;
}

/** Whether there is nothing left to put back. */
function isBack({ items }: RollbackPlan): boolean {
	return items.every(({ state }) => state === 'isBack' || state === 'stays');
}

const signs: Record<RollbackItem['state'], string> = {
	toPutBack: '↩',
	isBack: '=',
	changedSince: '!',
	stays: '–',
};

/** What a rollback would do, for a person. */
export function rollbackPlanLines({ apply, items }: RollbackPlan): string[] {
	const at = apply.startedAt.toISOString().slice(0, 16).replace('T', ' ');
	return [
		`${apply.id}: ${apply.kind} of ${apply.source}, ${at}Z, by ${apply.by}`,
		...items.map(({ target, state, before, because }) => {
			const what = targetText(target);
			const deed = state === 'toPutBack' ? (before === null ? 'take away ' : 'put back ') : '';
			return `${signs[state]} ${deed}${what} (${because})`;
		}),
		...(items.length === 0 ? ['It changed nothing.'] : []),
	];
}

/** What it came to. */
export function rollbackSummary({ outcomes, left, rollback: id }: RollbackReport): string {
	const back = outcomes.filter(({ result }) => result === 'putBack').length;
	const stay = left.length + outcomes.filter(({ result }) => result === 'left').length;
	const failed = outcomes.filter(({ result }) => result === 'failed').length;
	const parts = [
		`${back} put back`,
		...(stay > 0 ? [`${stay} left as ${stay === 1 ? 'it is' : 'they are'}`] : []),
		...(failed > 0 ? [`${failed} failed; run it again`] : []),
	];
	return `${parts.join(', ')}.${id === null ? '' : ` The ledger keeps it as ${id}.`}`;
}

/** Without the texts of workflows, which would fill the screen. */
function shown({ apply, items }: RollbackPlan) {
	return {
		apply,
		items: items.map(({ target, state, because }) => ({ target, state, because })),
	};
}
