import { hostname, userInfo } from 'node:os';
import { sameJson } from '../bundle/merge/sameJson';
import { eventId } from '../inbox/eventId';
import { isRunning, thisProcess } from '../ledger/folderLock';
import type { Target, WritingChange } from '../plan/model';
import type { Apply, ApplyJournal, Base, JournalStep } from './journal';
import { applyRunning } from './journal';
import { applyStep } from './steps';
import type { LookContext } from './steps/step';
import { targetText } from '../plan/targetText';

/** Who carries an apply out, and whether somebody else still does. */
export interface Runner {
	/** For people: user and machine. */
	by: string;
	/** For the journal: this very process. */
	holder: string;
	/** Whether the process of an apply is gone, so that it may be taken over. */
	isGone(apply: Pick<Apply, 'holder' | 'heardAt'>, now: Date): boolean;
}

/** A process of another machine that was not heard of for so long is gone; one call takes a minute. */
const SILENT_MS = 5 * 60_000;

/** This process, on this machine. */
export function thisRunner(): Runner {
	const host = hostname();
	return {
		by: `${userInfo().username} on ${host}`,
		holder: `${host} ${thisProcess()}`,
		isGone: ({ holder, heardAt }, now) => {
			if (now.getTime() - heardAt.getTime() > SILENT_MS) return true;
			return holder.startsWith(`${host} `) && !isRunning(holder.slice(host.length + 1));
		},
	};
}

/** What a record is kept for. */
export interface RecordOptions {
	journal: ApplyJournal;
	runner: Runner;
	now: () => Date;
	target: string;
	kind: Apply['kind'];
	/** The apply that a rollback puts back. */
	undoes?: string;
	source: string;
}

/**
 * The journal of one run, which begins with its first step: a run that has nothing to write leaves no
 * trace. What is told to it is in the ledger before it answers.
 */
export class ApplyRecord {
	private readonly steps: JournalStep[] = [];
	private id: string | null = null;
	/** What is applied; of one that broke off, what that applied. */
	source: string;

	private constructor(private readonly options: RecordOptions) {
		this.source = options.source;
	}

	/** Opens the record of a run that begins anew. */
	static fresh(options: RecordOptions): ApplyRecord {
		return new ApplyRecord(options);
	}

	/**
	 * Opens the record of a run: of one that broke off, if there is such a one, else of a new one.
	 *
	 * @throws MendableError `apply/running` while another process is at work
	 */
	static async open(options: RecordOptions): Promise<ApplyRecord> {
		const record = new ApplyRecord(options);
		const broken = await findBroken(options);
		if (broken === null) return record;
		record.id = broken.apply.id;
		record.source = broken.apply.source;
		record.steps.push(...broken.steps);
		return record;
	}

	/** Id of the apply; null while nothing was written down. */
	get applyId(): string | null {
		return this.id;
	}

	/** Steps that a process began and did not end. */
	get brokenOff(): JournalStep[] {
		return this.steps.filter(({ state }) => state === 'started');
	}

	/** Whether it goes on with what an earlier process began. */
	get isResumed(): boolean {
		return this.steps.length > 0;
	}

	/** Writes down what is going to be done; what an earlier plan left undone gives way to it. */
	async plan(changes: Array<Pick<JournalStep, 'target' | 'kind' | 'because'>>): Promise<void> {
		const dropped = this.steps.filter(({ state }) => state === 'planned');
		for (const step of dropped) step.state = 'notRun';
		const added = changes.map(
			({ target, kind, because }, at): JournalStep => ({
				number: this.steps.length + 1 + at,
				target,
				kind,
				because,
				state: 'planned',
				error: null,
			}),
		);
		if (added.length + dropped.length === 0) return;
		await this.begin();
		this.steps.push(...added);
		await this.write([...dropped, ...added]);
	}

	/** Writes down that changes are about to be sent, with what was there before. */
	async start(
		started: Array<{ target: Target; before: JournalStep['before']; base: JournalStep['before'] }>,
	): Promise<void> {
		const steps = started.map(({ target, before, base }) => {
			const step = this.stepOf(target);
			return Object.assign(step, { state: 'started', before, baseBefore: base });
		});
		await this.write(steps);
	}

	/** Writes down what came of changes, with what is remembered from now on. */
	async finish(
		finished: Array<Pick<JournalStep, 'target'> & Partial<JournalStep>>,
		bases: Base[] = [],
	): Promise<void> {
		const steps = finished.map(({ target, ...rest }) =>
			Object.assign(this.stepOf(target), { error: null }, rest),
		);
		await this.write(steps, bases);
	}

	/** Ends it, where it has begun. */
	async end(): Promise<void> {
		if (this.id === null) return;
		const isDone = this.steps.every(({ state }) => state === 'done' || state === 'notRun');
		// What a service does not let anybody put back is told, and is no failure.
		const hasFailed = this.steps.some(
			({ state, error }) =>
				state === 'notRun' && error !== null && error.code !== 'rollback/cannot',
		);
		const state = isDone && !hasFailed ? 'done' : 'failed';
		await this.options.journal.end(this.id, this.options.runner.holder, state);
	}

	/** Begins it although there may be nothing to write: an upgrade is to be found again. */
	async begin(): Promise<string> {
		if (this.id !== null) return this.id;
		const { journal, runner, now, target, kind, source, undoes = null } = this.options;
		const id = eventId(now()).replace(/^evt_/, 'app_');
		const { by, holder } = runner;
		await journal.begin({ id, target, kind, undoes, source, by, holder });
		this.id = id;
		return id;
	}

	private async write(steps: JournalStep[], bases: Base[] = []): Promise<void> {
		const id = await this.begin();
		await this.options.journal.write(id, this.options.runner.holder, { steps, bases });
	}

	/** The newest step about a thing: after a break there may be two. */
	private stepOf(target: Target): JournalStep {
		const step = this.steps.findLast(
			(each) =>
				each.target.service === target.service &&
				each.target.kind === target.kind &&
				each.target.key === target.key,
		);
		if (step === undefined) throw new Error(`${target.kind} ${target.key} was not planned.`);
		return step;
	}
}

async function findBroken({ journal, runner, now, target, kind, undoes }: RecordOptions) {
	const [newest] = await journal.list(target, 1);
	if (newest?.state !== 'running') return null;
	if (!runner.isGone(newest, now())) throw applyRunning(newest);
	if (!(await journal.takeOver(newest.id, newest.holder, runner.holder))) {
		throw applyRunning(newest);
	}
	// What a seed left half done is gone on with by an upgrade, and the other way round.
	const isSame =
		(newest.kind === 'rollback') === (kind === 'rollback') && newest.undoes === (undoes ?? null);
	const story = await journal.read(newest.id);
	if (isSame) return story;
	await journal.end(newest.id, runner.holder, 'failed');
	return null;
}

/**
 * Looks at what a process had begun when it ended: what did not happen is planned again, what did is
 * done, and what half happened is tidied up.
 */
export async function settleBroken(
	record: ApplyRecord,
	context: LookContext,
	say: (line: string) => void,
): Promise<void> {
	for (const step of record.brokenOff) {
		const { target, before = null } = step;
		const { look, recover } = applyStep(target.kind);
		await recover?.(target, before, context);
		const after = await look(target, context);
		const happened = !sameJson(before, after);
		await record.finish([{ target, state: happened ? 'done' : 'notRun', after }]);
		const what = targetText(target);
		say(`↻ ${what} was broken off; it ${happened ? 'happened' : 'did not happen'}`);
	}
}

/** A change as the journal writes it down. */
export const planned = ({ target, kind, because }: WritingChange) => ({ target, kind, because });
