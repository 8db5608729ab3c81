import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import { sameJson } from '../bundle/merge/sameJson';
import type { Json } from '../bundle/normalise';
import type { Target } from '../plan/model';
import type { Apply } from './journal';
import { baseOf, seededOf } from './journal';
import type { RollbackItem, RollbackPlan } from './planRollback';
import type { Runner } from './record';
import { ApplyRecord, thisRunner } from './record';
import type { Pause } from './retry';
import { retried } from './retry';
import type { SeedServices } from './services';
import { applyStep } from './steps';
import type { LookContext } from './steps/step';
import { targetText } from '../plan/targetText';
import { stopIfAsked, stoppablePause } from './stopping';

/** What became of one thing. */
export interface RollbackOutcome {
	target: Target;
	/** `left`: it cannot be put back, or a person changed it meanwhile. */
	result: 'putBack' | 'left' | 'failed';
	error: ErrorReport | null;
}

/** What a rollback did. */
export interface RollbackReport {
	/** What was put back. */
	apply: Apply;
	/** Id under which the ledger keeps the rollback; null when there was nothing to write. */
	rollback: string | null;
	outcomes: RollbackOutcome[];
	/** Things that stay as they are, with the reason. */
	left: Array<{ target: Target; because: string }>;
	/** Whether all that can be put back is. */
	isFine: boolean;
}

/** Choices of a person, and clocks. */
export interface RollbackOptions {
	/** Overwrite what a person changed since; default false. */
	isForced?: boolean;
	runner?: Runner;
	now?: () => Date;
	pause?: Pause;
	/** Asks for an end before the next thing is put back. */
	signal?: AbortSignal;
}

/**
 * Puts back what an apply changed, the last change first. Run again it does what is left; it is
 * journaled like any other apply.
 *
 * @throws MendableError `apply/running` while another process is at work, `apply/stopped`
 */
export async function rollback(
	services: SeedServices,
	{ apply, items }: RollbackPlan,
	say: (line: string) => void,
	options: RollbackOptions = {},
): Promise<RollbackReport> {
	const { journal } = services;
	const { isForced = false, runner = thisRunner(), now = () => new Date() } = options;
	const { signal, pause = stoppablePause(signal) } = options;
	const { id: undoes, target, source } = apply;
	const record = await ApplyRecord.open({
		journal,
		runner,
		now,
		target,
		kind: 'rollback',
		undoes,
		source,
	});
	// What was broken off is planned anew: the plan was made by looking at what is there.
	for (const step of record.brokenOff) {
		await record.finish([{ target: step.target, state: 'notRun' }]);
	}
	const isToDo = ({ state }: RollbackItem) =>
		state === 'toPutBack' || (state === 'changedSince' && isForced);
	const todo = items.filter(isToDo);
	await record.plan(
		todo.map(({ target: thing, because }) => ({ target: thing, kind: 'putBack', because })),
	);
	// What is back already may be so by a rollback that ended before it could say so.
	const back = items.filter(({ state }) => state === 'isBack').flatMap(({ bases }) => bases);
	if (back.length > 0 && apply.state !== 'undone') await journal.remember(target, back);
	const outcomes: RollbackOutcome[] = [];
	for (const item of todo) {
		stopIfAsked(signal);
		const seeded = seededOf(await journal.bases(target));
		const outcome = await putBack(item, { services, seeded }, record, pause);
		outcomes.push(outcome);
		say(`${outcomes.length} of ${todo.length}  ${rollbackLine(outcome)}`);
	}
	await record.end();
	const left = items
		.filter((item) => item.state !== 'isBack' && !isToDo(item))
		.map(({ target: thing, because }) => ({ target: thing, because }));
	const isFine =
		outcomes.every(({ result }) => result !== 'failed') &&
		items.every((item) => item.state !== 'changedSince' || isForced);
	if (isFine) await journal.markUndone(apply.id);
	return { apply, rollback: record.applyId, outcomes, left, isFine };
}

async function putBack(
	{ target, before, after, now, bases }: RollbackItem,
	context: LookContext,
	record: ApplyRecord,
	pause: Pause,
): Promise<RollbackOutcome> {
	const { undo, look, essence = same } = applyStep(target.kind);
	if (typeof undo !== 'function') throw new Error(`${target.kind} cannot be put back.`);
	await record.start([{ target, before: now, base: baseOf(target, context.seeded) }]);
	try {
		// What is put back is named in full, so a second try says the same.
		await retried(
			async () => await undo({ target, kind: 'update', before, after }, context),
			pause,
		);
		const left = await retried(async () => await look(target, context), pause);
		const isBack = sameJson(essence(left), essence(before));
		const error = isBack ? null : notQuite(target);
		await record.finish([{ target, state: isBack ? 'done' : 'failed', after: left, error }], bases);
		return { target, result: isBack ? 'putBack' : 'failed', error };
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		const report = { code, what, why, mend };
		const cannot = code === 'rollback/cannot';
		await record.finish([{ target, state: cannot ? 'notRun' : 'failed', error: report }]);
		return { target, result: cannot ? 'left' : 'failed', error: report };
	}
}

const same = (state: Json) => state;

function notQuite(target: Target): ErrorReport {
	return {
		code: 'rollback/not-quite',
		what: `${targetText(target)} is not quite what it was.`,
		why: `${target.service} took what was there before and shows something else.`,
		mend: 'Compare it there with what agency-ops applies show --json says was there before.',
	};
}

/** A line on one thing, for a person. */
export function rollbackLine({ target, result, error }: RollbackOutcome): string {
	const what = targetText(target);
	if (result === 'putBack') return `✓ ${what} put back`;
	const line = result === 'left' ? `– ${what} stays` : `✗ ${what} failed`;
	if (error === null) return line;
	return [`${line}: ${error.what}`, `    ${error.why}`, `    → ${error.mend}`].join('\n');
}
