import { finishEndings, releaseWaiting } from '../ledger/endings';
import type { Moment } from '../ledger/inbox';
import type { Suspect } from '../ledger/inboxWork';
import { keepSweep, pickSuspects } from '../ledger/inboxWork';
import type { Store } from '../ledger/store';
import type { ExecutionState, Sweep } from './decide';
import { afterLookUp, executionStates } from './decide';
import type { Pause } from './pause';
import type { InboxPolicy } from './policy';

/**
 * Asks n8n for the status of an execution; null when n8n does not know it. Rejects when it cannot
 * be asked.
 */
export type LookUpExecution = (executionId: string) => Promise<string | null>;

/** What sweeping is built on. */
export interface SweeperParts {
	store: Store;
	lookUp: LookUpExecution;
	policy: InboxPolicy;
	/** A test's clock; the database's without one. */
	moment?: () => Moment;
	/** Called when an event was put back to be fired again, or has ended and lets the next one go. */
	onFreed?: () => void;
	/** Receives one line about each event that did not end by itself; nothing about people is in it. */
	say?: (line: object, text: string) => void;
	onBug?: (error: unknown) => void;
	/** Receives what became known of each execution, for the metrics. */
	onLookUp?: (state: ExecutionState) => void;
}

/** Looks after events at work until it is stopped. */
export interface Sweeper {
	stop(): Promise<void>;
}

/** Most events of one round, and look-ups at a time: n8n's API is there for others too. */
const ROUND = 100;
const AT_A_TIME = 4;

/** Lets a sweeper run in the background; several processes over one ledger share the work. */
export function startSweeper(parts: SweeperParts, pause: Pause): Sweeper {
	const { policy, onBug = () => undefined } = parts;
	let isStopped = false;
	const run = async () => {
		while (!isStopped) {
			let picked = 0;
			try {
				picked = await sweepOnce(parts);
			} catch (error) {
				onBug(error);
			}
			// A full round may have left some; they are due already.
			if (!isStopped && picked < ROUND) await pause.wait(policy.pollMs);
		}
	};
	const running = run();
	return {
		stop: async () => {
			isStopped = true;
			pause.wake();
			await running;
		},
	};
}

/**
 * Looks up the events at work that are due, and puts back, ends or keeps each; ends what has waited for
 * effects that are settled.
 *
 * @returns how many were looked at
 */
export async function sweepOnce(parts: SweeperParts): Promise<number> {
	const { store, policy, moment = () => null } = parts;
	const suspects = await pickSuspects(store, {
		limit: ROUND,
		againInMs: policy.lookUpEveryMs,
		moment: moment(),
	});
	const waiting = [...suspects];
	// Once n8n has not answered, the rest of the round goes by the leases alone.
	const hearing = { isLost: false };
	const worker = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			await sweepEvent(parts, next, hearing);
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, worker));
	// What a process left that died between an effect's settlement and what follows from it.
	const ended = await finishEndings(store, null, moment());
	const released = await releaseWaiting(store, null, moment());
	if (ended.length + released.length > 0) parts.onFreed?.();
	return suspects.length;
}

async function sweepEvent(
	parts: SweeperParts,
	suspect: Suspect,
	hearing: { isLost: boolean },
): Promise<void> {
	const { store, policy, moment = () => null, onFreed, say } = parts;
	const state = await stateOf(parts, suspect, hearing);
	parts.onLookUp?.(state);
	const sweep = afterLookUp(state, suspect, policy);
	const isKept = await keepSweep(store, suspect, sweep, policy.flowLeaseMs, moment());
	if (!isKept || sweep.do === 'renew') return;
	onFreed?.();
	say?.({ event: suspect.id, executionId: suspect.executionId, state, ...wordsOf(sweep) }, 'swept');
}

function wordsOf(sweep: Sweep): object {
	return { do: sweep.do, because: 'because' in sweep ? sweep.because : undefined };
}

async function stateOf(
	{ lookUp }: SweeperParts,
	{ executionId }: Suspect,
	hearing: { isLost: boolean },
): Promise<ExecutionState> {
	if (executionId === null || hearing.isLost) return 'unheard';
	try {
		return executionStateOf(await lookUp(executionId));
	} catch {
		hearing.isLost = true; // n8n is away, or there is no key for it yet
		return 'unheard';
	}
}

const KNOWN: ReadonlySet<string> = new Set(executionStates);

/** n8n's word for a status as ours; a word that is new to us says nothing, so that the lease decides. */
export function executionStateOf(status: string | null): ExecutionState {
	if (status === null) return 'vanished';
	return KNOWN.has(status) ? (status as ExecutionState) : 'unheard';
}
