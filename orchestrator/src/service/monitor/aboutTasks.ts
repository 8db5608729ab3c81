import { listDeliverySubjects } from '../../ledger/comparedDeliveries';
import type { MadeThing } from '../../ledger/madeThings';
import { listMadeAbout, listMadeWithIds } from '../../ledger/madeThings';
import type { Queries } from '../../ledger/store';

/** Kinds of changes of one task, whose receipts name it by its id. */
const CHANGES = ['clickup.assign', 'clickup.dates', 'clickup.close'];

/**
 * Everything that was done about the tasks of some subjects, in the order it was asked for: also what
 * flows did under subjects of their own, such as an answer to an assignment, or a delivery of the deal.
 */
export async function listAboutTasks(
	queries: Queries,
	subjects: readonly string[],
): Promise<MadeThing[]> {
	const about = await listMadeAbout(queries, subjects);
	const ids = about.flatMap(({ kind, receipt: { id } }) =>
		kind === 'clickup.task' && typeof id === 'string' ? [id] : [],
	);
	const deals = subjects.flatMap((subject) => /^deal:(.+)$/.exec(subject)?.[1] ?? []);
	const [changes, delivered] = await Promise.all([
		listMadeWithIds(queries, CHANGES, ids),
		listDeliverySubjects(queries, deals),
	]);
	const statuses = (await listMadeAbout(queries, delivered)).filter(
		({ kind }) => kind === 'clickup.status',
	);
	const all = new Map([...about, ...changes, ...statuses].map((thing) => [thing.key, thing]));
	return [...all.values()].sort(
		(a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.key < b.key ? -1 : 1),
	);
}
