import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import { sameJson } from '../bundle/merge/sameJson';
import type { Json } from '../bundle/normalise';
import type { Plan, Target, WritingChange } from '../plan/model';
import { writes } from '../plan/planSeed';
import { changedMeanwhile, notHeardOf } from './applyErrors';
import { inParallel } from './inParallel';
import { baseOf, remember } from './journal';
import { retried } from './retry';
import type { ApplyRecord } from './record';
import { planned } from './record';
import { stagesOf } from './stages';
import { applyStep } from './steps';
import type { ApplyStep, StepContext, Written } from './steps/step';
import { stopIfAsked } from './stopping';

/** What became of one change. */
export interface Outcome {
	change: WritingChange;
	/** `notRun` stands after a failure that it depends on, or where somebody changed the thing meanwhile. */
	result: 'done' | 'failed' | 'notRun';
	error: ErrorReport | null;
}

/** What applying needs besides the plan. */
export interface ApplyContext extends StepContext {
	record: ApplyRecord;
	/** Asks for an end before the next step. */
	signal?: AbortSignal;
	/** Hears of every change as soon as its outcome is known, with how many of all there are by now. */
	onOutcome: (outcome: Outcome, count: number, all: number) => void;
}

/** Calls to one service at the same time; n8n's import and keys want their order. */
const atOnce: Record<Target['service'], number> = {
	n8n: 1,
	HubSpot: 4,
	Slack: 2,
	ClickUp: 2,
	'Frame.io': 1,
	Stripe: 1,
	Storage: 1,
};

/**
 * Carries out a plan and decides nothing: each thing is looked at before it is written, and read back.
 * Services are written to at the same time, workflows last. After a failure only what depends on it is
 * not run.
 *
 * @returns what became of each change, in the order of the plan
 * @throws MendableError `apply/stopped`
 */
export async function applyPlan(plan: Plan, context: ApplyContext): Promise<Outcome[]> {
	const changes = writes(plan);
	await context.record.plan(changes.map(planned));
	const outcomes = new Map<WritingChange, Outcome>();
	const tell = (outcome: Outcome) => {
		outcomes.set(outcome.change, outcome);
		context.onOutcome(outcome, outcomes.size, changes.length);
	};
	const isWorkflow = ({ target }: WritingChange) => target.kind === 'workflow';
	const services = [...new Set(changes.map(({ target }) => target.service))];
	const results = await Promise.allSettled(
		services.map(async (service) => {
			const ofService = changes.filter((change) => change.target.service === service);
			for (const stage of stagesOf(ofService.filter((change) => !isWorkflow(change)))) {
				await inParallel(stage, atOnce[service], async (change) => {
					stopIfAsked(context.signal);
					const blocked = isBlocked(change, outcomes);
					tell(blocked ? notRun(change) : await applyOne(change, context));
				});
			}
		}),
	);
	for (const result of results) if (result.status === 'rejected') throw result.reason;
	for (const outcome of await applyTogether(changes.filter(isWorkflow), outcomes, context)) {
		tell(outcome);
	}
	return changes.flatMap((change) => outcomes.get(change) ?? []);
}

const notRun = (change: WritingChange): Outcome => ({ change, result: 'notRun', error: null });

/** Whether something that has to be there before is not. */
function isBlocked({ target }: WritingChange, before: ReadonlyMap<WritingChange, Outcome>) {
	const { after } = applyStep(target.kind);
	return [...before.values()].some(
		({ change, result }) =>
			result !== 'done' &&
			change.target.service === target.service &&
			after.includes(change.target.kind),
	);
}

/** One change after its look; null where it may be written. */
interface Looked {
	change: WritingChange;
	before: Json;
	outcome: Outcome | null;
}

async function applyOne(change: WritingChange, context: ApplyContext): Promise<Outcome> {
	const step = applyStep(change.target.kind);
	if (!('run' in step)) throw new Error(`A ${change.target.kind} is not written alone.`);
	const { before, outcome } = await lookFirst(change, step, context);
	if (outcome !== null) return outcome;
	await startAll([{ change, before }], context);
	const written = await send(
		[change],
		step,
		async () => ({ bases: await step.run(change, context), error: null }),
		new Map([[change, before]]),
		context,
	);
	return await finish(change, before, written, step, context);
}

async function applyTogether(
	changes: WritingChange[],
	before: ReadonlyMap<WritingChange, Outcome>,
	context: ApplyContext,
): Promise<Outcome[]> {
	const [first] = changes;
	if (first === undefined) return [];
	if (changes.some((change) => isBlocked(change, before))) return changes.map(notRun);
	stopIfAsked(context.signal);
	const step = applyStep(first.target.kind);
	if (!('runAll' in step)) throw new Error(`${first.target.kind}s are not written together.`);
	const looked = await inParallel(changes, LOOKS_AT_ONCE, async (change) => {
		return await lookFirst(change, step, context);
	});
	const settled = await hinder(looked, step, context);
	const free = settled.filter(({ outcome }) => outcome === null);
	const stopped = settled.flatMap(({ outcome }) => outcome ?? []);
	if (free.length === 0) return stopped;
	stopIfAsked(context.signal);
	if (free.length > 1) context.say(`Writing ${free.length} workflows into n8n …`);
	await startAll(free, context);
	const befores = new Map(free.map(({ change, before: was }) => [change, was]));
	const ordered = changes.filter((change) => befores.has(change));
	const written = await send(
		ordered,
		step,
		async () => await step.runAll(ordered, context),
		befores,
		context,
	);
	const outcomes = await inParallel(ordered, LOOKS_AT_ONCE, async (change) => {
		const own = written instanceof Map ? (written.get(change.target.key) ?? notSpokenOf) : written;
		return await finish(change, befores.get(change) ?? null, own, step, context);
	});
	return [...stopped, ...outcomes];
}

/** Those that may be written, less those that something keeps from it. */
async function hinder(
	looked: Looked[],
	{ hindrances }: Extract<ApplyStep, { runAll: unknown }>,
	context: ApplyContext,
): Promise<Looked[]> {
	const free = looked.filter(({ outcome }) => outcome === null).map(({ change }) => change);
	if (hindrances === undefined || free.length === 0) return looked;
	const found = await hindrances(free, context).catch((error: unknown) => {
		const report = reportOf(error);
		return new Map(free.map(({ target }) => [target.key, report]));
	});
	const settled = looked.map((each): Looked => {
		const error = each.outcome === null ? found.get(each.change.target.key) : undefined;
		if (error === undefined) return each;
		return { ...each, outcome: { change: each.change, result: 'failed', error } };
	});
	const failed = settled.flatMap(({ change, outcome }) =>
		free.includes(change) && outcome !== null ? [outcome] : [],
	);
	if (failed.length > 0) {
		await context.record.finish(
			failed.map(({ change: { target }, error }) => ({ target, state: 'failed', error })),
		);
	}
	return settled;
}

/** Reads of n8n at the same time. */
export const LOOKS_AT_ONCE = 4;
const notSpokenOf: Written = { bases: [], error: notHeardOf };

/** Looks at what is there now: it is what the plan was made against, or the step is not run. */
async function lookFirst(
	change: WritingChange,
	step: ApplyStep,
	context: ApplyContext,
): Promise<Looked> {
	const { target } = change;
	try {
		const before = await retried(async () => await step.look(target, context), context.pause);
		const expected = step.planned(target, context);
		if (expected === undefined || sameJson(expected, before)) {
			return { change, before, outcome: null };
		}
		const error = changedMeanwhile(target);
		await context.record.finish([{ target, state: 'notRun', error }]);
		return { change, before, outcome: { change, result: 'notRun', error } };
	} catch (error) {
		const report = reportOf(error);
		await context.record.finish([{ target, state: 'failed', error: report }]);
		return { change, before: null, outcome: { change, result: 'failed', error: report } };
	}
}

async function startAll(
	started: Array<Pick<Looked, 'change' | 'before'>>,
	{ record, seeded }: ApplyContext,
): Promise<void> {
	await record.start(
		started.map(({ change: { target }, before }) => ({
			target,
			before,
			base: baseOf(target, seeded),
		})),
	);
}

/**
 * Sends a write. Where nothing was heard of it, the things are looked at before it is sent once more:
 * only if none of them has changed, and only if a second one would change nothing.
 */
async function send<Answer extends Written | Map<string, Written>>(
	changes: WritingChange[],
	step: ApplyStep,
	write: () => Promise<Answer>,
	befores: ReadonlyMap<WritingChange, Json>,
	context: ApplyContext,
): Promise<Answer | Written> {
	const maySendAgain = async () => {
		if (!step.isRepeatable) return false;
		for (const change of changes) {
			const now = await step.look(change.target, context);
			if (!sameJson(now, befores.get(change) ?? null)) return false;
		}
		return true;
	};
	try {
		return await retried(write, context.pause, maySendAgain);
	} catch (error) {
		return { bases: [], error: reportOf(error) };
	}
}

/** Reads back what was written, and writes down what came of it. */
async function finish(
	change: WritingChange,
	before: Json,
	{ bases, error }: Written,
	step: ApplyStep,
	context: ApplyContext,
): Promise<Outcome> {
	const { target } = change;
	// It counts at once: the next look goes by the ids in it.
	remember(bases, context.seeded);
	try {
		const after = await retried(async () => await step.look(target, context), context.pause);
		// A write that failed half-way has changed something all the same; a rollback wants to know.
		const happened = !sameJson(before, after);
		const isDone = error === null || (happened && step.isThere?.(target, after, context) === true);
		const state = isDone ? 'done' : 'failed';
		const left = isDone ? null : error;
		await context.record.finish(
			[{ target, state, error: left, ...(happened ? { after } : {}) }],
			bases,
		);
		return { change, result: state, error: left };
	} catch (unread) {
		const report = error ?? reportOf(unread);
		await context.record.finish([{ target, state: 'failed', error: report }], bases);
		return { change, result: 'failed', error: report };
	}
}

/** What we know of an error; a bug keeps its own words and is thrown on. */
function reportOf(error: unknown): ErrorReport {
	if (!isErrorReport(error)) throw error;
	const { code, what, why, mend } = error;
	return { code, what, why, mend };
}
