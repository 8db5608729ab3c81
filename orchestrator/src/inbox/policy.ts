import type { BackoffBounds } from './backoff';

/** Bounds of the inbox's patience; times in milliseconds. */
export interface InboxPolicy {
	/** Wait between tries of one event. */
	backoff: BackoffBounds;
	/** Wait between tries while n8n is away, for the inbox as a whole. */
	awayBackoff: BackoffBounds;
	/** An event that has come to no end for so long, since it arrived or was replayed, is dead. */
	deadAfterMs: number;
	/** Wait between tries of one event whose flow is being published anew. */
	republishBackoff: BackoffBounds;
	/**
	 * How long events keep their place for a flow that is published no more; and how old one is that
	 * nobody misses when it ends, where nobody can say whether a flow is there.
	 */
	unwantedAfterMs: number;
	/** Wait between looks which flows are published. */
	lookAtFlowsEveryMs: number;
	/** Executions of one event that may break off, since it arrived or was replayed. */
	mostBrokenOff: number;
	/**
	 * Executions of one event that n8n may take with it when it breaks down: no fault of the event's,
	 * unless it is the event that makes n8n break down, every time.
	 */
	mostCrashed: number;
	/** One POST to n8n; it answers as soon as the execution is written down. */
	forwardTimeoutMs: number;
	/** How long an event belongs to the process that forwards it. */
	forwardLeaseMs: number;
	/** How long a flow may take until it is asked after in earnest; renewed while n8n says it runs. */
	flowLeaseMs: number;
	/** A flow that n8n still calls running after this is taken for gone. */
	longestRunMs: number;
	/** Wait before an event at work is looked up for the first time, and between look-ups. */
	lookUpEveryMs: number;
	/** Events this process forwards at a time. */
	concurrency: number;
	/** Events at work in n8n at a time, over all processes; more wait in the inbox. */
	mostAtWork: number;
	/** Those at work for longer than this no longer count in `mostAtWork`. */
	atWorkCountsForMs: number;
	/** Wait for the next look into the inbox when nothing wakes the forwarder. */
	pollMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The shipped bounds: one n8n process holds 50 executions at once without strain. */
export const defaultInboxPolicy: InboxPolicy = {
	backoff: { firstMs: SECOND, longestMs: 15 * MINUTE },
	awayBackoff: { firstMs: SECOND, longestMs: 10 * SECOND },
	republishBackoff: { firstMs: SECOND, longestMs: 30 * SECOND },
	deadAfterMs: 72 * HOUR,
	// A flow that is being published anew is back within minutes.
	unwantedAfterMs: HOUR,
	lookAtFlowsEveryMs: 2 * MINUTE,
	mostBrokenOff: 12,
	mostCrashed: 40,
	forwardTimeoutMs: 20 * SECOND,
	forwardLeaseMs: 30 * SECOND,
	flowLeaseMs: 10 * MINUTE,
	longestRunMs: 6 * HOUR,
	lookUpEveryMs: 10 * SECOND,
	concurrency: 10,
	mostAtWork: 50,
	atWorkCountsForMs: 2 * MINUTE,
	pollMs: SECOND,
};
