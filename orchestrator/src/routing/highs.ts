import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { MendableError } from '../../../nodes/domain/errors';

/** A mixed-integer problem as the solver takes it: minimise, columns and rows with bounds. */
export interface MixedInteger {
	columns: { cost: number[]; lower: number[]; upper: number[]; isInteger: number[] };
	rows: { lower: number[]; upper: number[] };
	/** The matrix by columns: where each begins, the rows it touches, with what. */
	starts: number[];
	indices: number[];
	values: number[];
	/** A plan to begin from, a value for each column. */
	start: number[] | null;
}

/** What the solver found. */
export interface MixedIntegerAnswer {
	/** `stopped` when time was up, or the solver gave up. */
	status: 'optimal' | 'infeasible' | 'stopped';
	/** A value for each column; null without a plan. */
	values: ArrayLike<number> | null;
	/** No plan has a lower cost; null or infinite where the solver did not get that far. */
	bound: number | null;
	error?: string;
}

/** How long to search, and how close to the bound is close enough. */
export interface SolverLimits {
	/** Above 0. */
	seconds: number;
	/** In the unit of the costs; 0 to prove the optimum. */
	absoluteGap: number;
}

/** A running solver. */
export interface Highs {
	/** Solves one problem after the other; null when it did not answer in time and was ended. */
	solve: (problem: MixedInteger, limits: SolverLimits) => Promise<MixedIntegerAnswer | null>;
	close: () => Promise<void>;
}

/** How much longer than its limit the solver may take before its thread is ended, in seconds. */
const GRACE_SECONDS = 1;

const workerFile = path.join(__dirname, 'highsWorker.mjs');

/**
 * Starts the solver in a thread of its own.
 *
 * @throws MendableError `route/no-solver`
 */
export async function openHighs(): Promise<Highs> {
	let worker: Worker | null = await startWorker();
	return {
		async solve(problem, { seconds, absoluteGap }) {
			worker ??= await startWorker();
			const options = {
				time_limit: seconds,
				mip_rel_gap: 0,
				mip_abs_gap: Math.max(absoluteGap, 1e-6),
				// The default lets a person be overloaded by a millionth of an hour.
				mip_feasibility_tolerance: 1e-9,
				primal_feasibility_tolerance: 1e-9,
			};
			const answered = answerOf(worker, seconds + GRACE_SECONDS);
			worker.postMessage({ ...problem, options });
			const answer = await answered;
			if (answer !== null) return answer;
			await worker.terminate();
			worker = null;
			return null;
		},
		async close() {
			await worker?.terminate();
			worker = null;
		},
	};
}

async function startWorker(): Promise<Worker> {
	const worker = new Worker(workerFile);
	const ready = await new Promise<string | null>((resolve) => {
		worker.once('message', () => resolve(null));
		worker.once('error', (error: unknown) => resolve(String(error)));
	});
	if (ready === null) return worker;
	throw new MendableError(
		'route/no-solver',
		'The solver could not be started.',
		`${ready}.`,
		'Run npm install in the repository, which brings the package highs.',
	);
}

function answerOf(worker: Worker, seconds: number): Promise<MixedIntegerAnswer | null> {
	return new Promise((resolve) => {
		const done = (answer: MixedIntegerAnswer | null) => {
			clearTimeout(timer);
			worker.off('message', done);
			worker.off('error', broke);
			resolve(answer);
		};
		// Out of memory or a trap in the solver: as good as no answer.
		const broke = () => done(null);
		const timer = setTimeout(() => done(null), seconds * 1_000);
		worker.once('message', done);
		worker.once('error', broke);
	});
}
