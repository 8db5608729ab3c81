import type { Change } from '../plan/model';
import type { PlanOptions } from '../plan/planSeed';
import { ofWorkflows, settleByAsking } from './askConflicts';
import { hasPerson, ownTerminal } from './terminal';

/**
 * Asks whoever sits at the terminal about the conflicts of a plan.
 *
 * @param find changes as they are planned with other answers
 * @returns all answers; null where nothing is open, nobody is to be asked, or the person left it
 */
export async function answersTo<Options extends PlanOptions>(
	changes: readonly Change[],
	options: Options,
	{ json, yes = false }: { json: boolean; yes?: boolean },
	find: (options: Options) => Promise<readonly Change[]>,
): Promise<string[] | null> {
	if (json || yes || openIn(changes).length === 0 || !hasPerson()) return null;
	const { answers: given = [] } = options;
	const terminal = ownTerminal();
	let isFirst = true;
	try {
		return await settleByAsking(terminal, given, async (answers) => {
			const now = isFirst ? changes : await find({ ...options, answers });
			isFirst = false;
			return ofWorkflows(openIn(now));
		});
	} finally {
		terminal.close();
	}
}

function openIn(changes: readonly Change[]) {
	return changes.flatMap((change) => {
		if (change.kind !== 'manual' || change.conflicts === undefined) return [];
		return [{ workflow: change.target.name, conflicts: change.conflicts }];
	});
}
