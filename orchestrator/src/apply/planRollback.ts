import { MendableError } from '../../../nodes/domain/errors';
import { sameJson } from '../bundle/merge/sameJson';
import type { Json } from '../bundle/normalise';
import type { Target } from '../plan/model';
import type { Apply, ApplyJournal, Base, JournalStep } from './journal';
import { asBases, seededOf } from './journal';
import type { SeedServices } from './services';
import { applySteps } from './steps';

/** How far back an apply is looked for. */
const LOOK_BACK = 1_000;

/** One thing that an apply changed. */
export interface RollbackItem {
	target: Target;
	/**
	 * `isBack`: it is what it was before, there is nothing to do. `changedSince`: somebody has changed
	 * it after the apply. `stays`: its service does not let us put it back.
	 */
	state: 'toPutBack' | 'isBack' | 'changedSince' | 'stays';
	/** What is going to be done, or why nothing is. */
	because: string;
	/** What was there before the apply, after it, and now. */
	before: Json;
	after: Json;
	now: Json;
	/** What is remembered again once it is put back. */
	bases: Base[];
}

/** What a rollback would do, in its order. */
export interface RollbackPlan {
	apply: Apply;
	items: RollbackItem[];
}

/**
 * Looks what an apply changed and what of it can be put back. Writes nothing.
 *
 * @param id the apply; null: the last one that was not put back
 * @throws MendableError `rollback/none` where there is no such apply
 */
export async function planRollback(
	services: SeedServices,
	target: string,
	id: string | null,
): Promise<RollbackPlan> {
	const { journal } = services;
	const story = await findApply(journal, target, id);
	const seeded = seededOf(await journal.bases(target));
	const unfinished = await unfinishedSteps(journal, story.apply);
	const items: RollbackItem[] = [];
	for (const changed of changesOf(story.steps)) {
		const step = applySteps[changed.target.kind];
		const { undo, look, essence = (state: Json) => state } = step ?? {};
		if (undo === undefined || look === undefined || typeof undo !== 'function') {
			const because =
				typeof undo === 'object' ? undo.cannotUndo : 'this version does not know such things';
			items.push({ ...changed, state: 'stays', because, now: null });
			continue;
		}
		const now = await look(changed.target, { services, seeded });
		const half = unfinished.find(({ target: { kind, key } }) => {
			return kind === changed.target.kind && key === changed.target.key;
		});
		const isOurs =
			half !== undefined &&
			(half.after === undefined || sameJson(essence(half.after), essence(now)));
		const known = { ...changed, isKnown: changed.isKnown && !isOurs };
		// What a process that was killed had written is what is there; nobody else is known to have been at it.
		const after = changed.isKnown ? changed.after : now;
		items.push({ ...changed, after, now, ...judge(known, now, essence) });
	}
	return { apply: story.apply, items };
}

type Changed = Pick<RollbackItem, 'target' | 'before' | 'after' | 'bases'> & {
	/** False where the process ended before it could read back what it had written. */
	isKnown: boolean;
};

function judge(
	{ before, after, isKnown }: Changed,
	now: Json,
	essence: (state: Json) => Json,
): Pick<RollbackItem, 'state' | 'because'> {
	if (sameJson(essence(now), essence(before))) {
		return { state: 'isBack', because: 'it is what it was before' };
	}
	if (isKnown && !sameJson(essence(now), essence(after))) {
		return {
			state: 'changedSince',
			because: now === null ? 'somebody has taken it away since' : 'somebody has changed it since',
		};
	}
	return {
		state: 'toPutBack',
		because: before === null ? 'it was not there before' : 'it was something else before',
	};
}

/** Each thing once, the one changed last first: from before its first step to after its last. */
function changesOf(steps: readonly JournalStep[]): Changed[] {
	const things = new Map<string, JournalStep[]>();
	const happened = steps.filter(
		({ state, after }) => state === 'started' || (after !== undefined && state !== 'notRun'),
	);
	for (const step of happened) {
		const { service, kind, key } = step.target;
		const name = JSON.stringify([service, kind, key]);
		const known = things.get(name) ?? [];
		things.delete(name); // a Map keeps the order in which keys come: the newest is last
		things.set(name, [...known, step]);
	}
	return [...things.values()].reverse().flatMap((all): Changed[] => {
		const [first] = all;
		const last = all.at(-1);
		if (first === undefined || last === undefined) return [];
		return [
			{
				target: last.target,
				before: first.before ?? null,
				after: last.after ?? null,
				isKnown: last.after !== undefined,
				bases: asBases(last.target, first.baseBefore ?? null),
			},
		];
	});
}

/** What an earlier rollback of the same apply began and did not bring to its end: no person did that. */
async function unfinishedSteps(journal: ApplyJournal, { id, target }: Apply) {
	const applies = await journal.list(target, LOOK_BACK);
	const last = applies.find(({ undoes }) => undoes === id);
	if (last === undefined || last.state === 'done') return [];
	const { steps } = (await journal.read(last.id)) ?? { steps: [] };
	return steps.filter(({ state }) => state === 'started' || state === 'failed');
}

async function findApply(journal: ApplyJournal, target: string, id: string | null) {
	const applies = await journal.list(target, LOOK_BACK);
	const wanted =
		id === null
			? applies.find(({ kind, state }) => kind !== 'rollback' && state !== 'undone')
			: applies.find((apply) => apply.id === id);
	const story = wanted === undefined ? null : await journal.read(wanted.id);
	if (story === null) throw noApply(target, id);
	if (story.apply.kind === 'rollback') throw isRollback(story.apply);
	return story;
}

function noApply(target: string, id: string | null): MendableError {
	return new MendableError(
		'rollback/none',
		'There is nothing to put back.',
		id === null
			? `Nothing was applied to ${target} that has not been put back.`
			: `The ledger of ${target} knows no apply called ${id}.`,
		'Look which there are with agency-ops applies list.',
	);
}

function isRollback({ id, undoes }: Apply): MendableError {
	return new MendableError(
		'rollback/none',
		'A rollback cannot be put back.',
		`${id} has put back ${undoes}.`,
		'Run agency-ops seed or upgrade to apply the bundle again.',
	);
}
