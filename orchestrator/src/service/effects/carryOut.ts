import { backoffMs } from '../../inbox/backoff';
import { putOffEffect } from '../../ledger/effectLookUps';
import type { Claim, EffectError, Settlement, Taken } from '../../ledger/effects';
import { planEffect, readEffect, settleEffect, takeEffect } from '../../ledger/effects';
import { followSettlement } from '../../ledger/endings';
import { beginHandOver } from '../../ledger/handOver';
import type { Moment } from '../../ledger/inbox';
import type { Json } from '../../ledger/json';
import type { Queries, Store } from '../../ledger/store';
import type { PacedLane } from '../pacing/lane';
import type { Pacer } from '../pacing/pacer';
import type { Patience } from '../settings';
import type { Ending } from './attempt';
import { attempt, sendableMs } from './attempt';
import type { EffectKind, EffectTools } from './kind';
import { plannedBackoff } from './lookUpBounds';

/** Where an effect stands after a call for it. */
export interface Performed {
	state: Settlement['state'] | 'in_flight';
	receipt: Json;
	error: EffectError | null;
	/** Whether it was settled before this call: nothing was done now. */
	repeated: boolean;
	/** Whether the key stands for other content than this call's. */
	conflict: boolean;
}

/** What effects are performed with, beside the vendors. */
export interface Performer {
	tools: EffectTools;
	pacer: Pacer;
	patience: Patience;
	stopping: AbortSignal;
	onBug(error: unknown): void;
	/** Background work for what a call leaves behind; without it the resolver finds it. */
	later?: Later;
	/** A test's clock for the ledger; the database's without one. */
	moment?: () => Moment;
}

/** Sees that somebody goes on with an effect after its call has gone. */
export interface Later {
	store: Store;
	/** Within the transaction that makes it wait. */
	send(key: string, at: Date, within: Queries): Promise<void>;
}

/** A wish for an effect, with all that is needed to fulfil it. */
export interface Wish {
	claim: Claim;
	kind: EffectKind;
	lane: PacedLane;
	/** Its place among those who wait for the same destination. */
	place: number;
	/** Called once it stands in the ledger. */
	onKept?: () => void;
}

/**
 * Does the effect when its turn has come, again after the quiet a vendor asks for, until it is
 * settled or has waited as long as it may: then it stays planned, and is gone on with later.
 *
 * @param turnMs how long it may wait for its turn
 * @returns null when it is not ours to do
 */
export async function carryOut(
	performer: Performer,
	wish: Wish,
	turnMs: number,
): Promise<Performed | null> {
	const { tools, patience } = performer;
	const { claim, lane, place, onKept } = wish;
	const deadline = performance.now() + turnMs;
	let latest: Performed | null = null;
	let turn = await lane.takeNow();
	for (;;) {
		if (turn === null) {
			// In the queue before the ledger is asked, so that nobody overtakes meanwhile.
			const next = lane.next(place, deadline - performance.now());
			try {
				const ownMs = turnMs + claim.leaseMs;
				const moment = momentOf(performer);
				if (latest === null && !(await planEffect(tools.ledger, claim, ownMs, moment))) {
					await leaveQueue(wish, next);
					return null;
				}
			} catch (error) {
				await leaveQueue(wish, next).catch(() => undefined); // the ledger is away for both
				throw error;
			}
			onKept?.();
			turn = await next;
			if (turn === null) {
				await leaveBehind(performer, wish);
				return latest ?? stillWaiting;
			}
		}
		const sendableUntil = performance.now() + sendableMs(patience);
		const taken = await takeEffect(tools.ledger, claim, momentOf(performer));
		if (taken === null) {
			await turn.giveBack();
			return null;
		}
		onKept?.();
		const mayStillSend = () => performance.now() < sendableUntil;
		const { isLeft, ...settled } = await act(performer, wish, taken, mayStillSend, deadline);
		latest = { ...settled, repeated: false, conflict: taken.isConflict };
		const quietMs = settled.state === 'planned' ? settled.error?.retryAfterMs : undefined;
		if (quietMs !== undefined) await lane.keepQuiet(quietMs);
		if (isLeft) return latest;
		turn = null;
	}
}

async function leaveQueue({ lane, place }: Wish, next: ReturnType<PacedLane['next']>) {
	lane.leave(place);
	await (await next)?.giveBack();
}

/** Lets what waits be gone on with when there may be a turn for it. */
async function leaveBehind(performer: Performer, { claim: { key }, lane }: Wish): Promise<void> {
	const inMs = lane.promise();
	await keptForLater(performer, key, async (queries) => {
		const nextAt = await putOffEffect(queries, key, inMs, momentOf(performer));
		return nextAt === null ? null : { nextAt };
	});
}

/** Makes a change that lets an effect wait, and sends its job with it: both or none. */
async function keptForLater<Kept extends { nextAt: Date | null }>(
	{ later, tools }: Performer,
	key: string,
	change: (queries: Queries) => Promise<Kept | null>,
): Promise<Kept | null> {
	if (later === undefined) return await change(tools.ledger);
	return await later.store.transaction(async (queries) => {
		const kept = await change(queries);
		if (kept !== null && kept.nextAt !== null) await later.send(key, kept.nextAt, queries);
		return kept;
	});
}

async function act(
	performer: Performer,
	{ claim, kind }: Wish,
	taken: Taken,
	mayStillSend: () => boolean,
	deadline: number,
): Promise<Pick<Performed, 'state' | 'receipt' | 'error'> & { isLeft: boolean }> {
	const { tools, patience, stopping, onBug } = performer;
	const { key, subject, test, token } = claim;
	const handOver = async () =>
		mayStillSend() && (await beginHandOver(tools.ledger, claim, momentOf(performer)));
	const sending = { key, subject, test, mayStillSend, beginHandOver: handOver };
	const ending = await attempt({
		send: async () => await kind.send(taken.content, sending, tools),
		isRepeatable: kind.isRepeatable,
		patience,
		stopping,
		onBug,
	});
	const leftMs = deadline - performance.now();
	const quietMs = ending.state === 'planned' ? ending.error?.retryAfterMs : undefined;
	/** Whether the call has the time to wait until the quiet is over. */
	const stays = quietMs !== undefined && quietMs < leftMs && !stopping.aborted;
	const settlement: Settlement = {
		...ending,
		nextInMs: stays ? leftMs + claim.leaseMs : nextInMs(ending, kind, taken.attempt, key),
		// A call given up may stand in the queue of an agent until others have timed out.
		stragglesMs: 2 * patience.timeoutMs,
	};
	const moment = momentOf(performer);
	const settle = async (queries: Queries) =>
		await settleEffect(queries, key, token, settlement, moment);
	const settled =
		stays || settlement.nextInMs === null
			? await settle(tools.ledger)
			: await keptForLater(performer, key, settle);
	if (settled !== null) {
		if (settlement.nextInMs === null) {
			await followSettlement(tools.ledger, key, settled.eventId, moment);
		}
		return { ...ending, isLeft: !stays };
	}
	// Somebody took it over while we were away: what they found out counts.
	const found = await readEffect(tools.ledger, key, moment);
	return { ...(found ?? ending), isLeft: true };
}

/** When the service goes on with it by itself; null: never. */
function nextInMs(
	{ state, error }: Ending,
	kind: EffectKind,
	attempts: number,
	key: string,
): number | null {
	switch (state) {
		case 'done':
		case 'failed':
			return null;
		case 'planned':
			return error?.retryAfterMs ?? backoffMs(attempts, key, plannedBackoff);
		case 'unknown':
			if (kind.isRepeatable) return backoffMs(attempts, key, plannedBackoff);
			return kind.lookUp === null ? null : 0;
	}
}

/** The moment that ledger statements go by. */
export function momentOf({ moment }: Pick<Performer, 'moment'>): Moment {
	return moment?.() ?? null;
}

/** What a call is told whose turn has not come. */
export const stillWaiting: Performed = {
	state: 'planned',
	receipt: null,
	error: {
		code: 'effect/waits-for-its-turn',
		what: 'It was not its turn yet.',
		why: 'More was asked of this destination than its service takes in the time a call may wait.',
		mend: 'Nothing to mend: it is done by itself, and the same call with the same key gets its receipt.',
		serviceStatus: null,
	},
	repeated: false,
	conflict: false,
};
