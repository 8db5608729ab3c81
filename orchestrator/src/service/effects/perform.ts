import { randomUUID } from 'node:crypto';
import { backoffMs } from '../../inbox/backoff';
import type { DueEffect } from '../../ledger/effectLookUps';
import type { Claim, EffectError, FoundEffect, Settlement, Taken } from '../../ledger/effects';
import {
	countConflict,
	lapseEffect,
	planEffect,
	readEffect,
	settleEffect,
	takeEffect,
} from '../../ledger/effects';
import type { Moment } from '../../ledger/inbox';
import type { Json } from '../../ledger/json';
import type { PacedLane } from '../pacing/lane';
import type { Pacer } from '../pacing/pacer';
import type { Patience } from '../settings';
import type { Ending } from './attempt';
import { attempt, leaseMs, paused, sendableMs } from './attempt';
import { fingerprintOf } from './fingerprint';
import type { EffectKind, EffectTools } from './kind';
import { clearsUnknown } from './kind';
import { effectKindOf } from './kinds';
import { plannedBackoff } from './lookUpBounds';
import type { EffectRequest } from './request';
import { subjectOf } from './request';

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
	/** A test's clock for the ledger; the database's without one. */
	moment?: () => Moment;
}

/** Does effects, each once per key. */
export interface EffectDoer {
	/** Answers a call for an effect. */
	perform(request: EffectRequest): Promise<Performed>;
	/** Goes on with an effect that is kept and waits; null when it is not ours to do. */
	carryOutKept(due: DueEffect): Promise<Performed | null>;
}

/** How often a call looks whether another process has finished what it waits for. */
const LOOK_EVERY_MS = 100;

/** A wish for an effect, with all that is needed to fulfil it. */
interface Wish {
	claim: Claim;
	kind: EffectKind;
	lane: PacedLane;
	/** Its place among those who wait for the same destination. */
	place: number;
}

/** Performs effects, each once per key, at the pace their destinations take them. */
export function effectPerformer(performer: Performer): EffectDoer['perform'] {
	return effectDoer(performer).perform;
}

/** The same, with what goes on with effects nobody asks for any more. */
export function effectDoer(performer: Performer): EffectDoer {
	/** What this process is doing now: callers for the same key need not ask the database. */
	const running = new Map<string, Promise<unknown>>();

	const perform = async (request: EffectRequest): Promise<Performed> => {
		const { tools, patience, pacer } = performer;
		const kind = effectKindOf(request.kind);
		const { content, identity, destination } = kind.prepare(request, tools);
		const claim: Claim = {
			key: request.key,
			kind: request.kind,
			subject: subjectOf(request.key),
			test: request.test,
			fingerprint: fingerprintOf(request.kind, identity),
			content,
			source: request.source,
			token: randomUUID(),
			leaseMs: leaseMs(patience),
			isRepeatable: kind.isRepeatable,
			retriesFailed: request.retry,
			keepsFirst: request.onConflict === 'keepFirst',
		};
		const wish = { claim, kind, lane: pacer.lane(destination), place: pacer.place() };
		return await performOnce(performer, running, wish);
	};
	const carryOutKept = async (due: DueEffect): Promise<Performed | null> => {
		if (running.has(due.key)) return null;
		const work = carryOut(performer, wishOf(performer, due));
		running.set(due.key, work);
		try {
			return await work;
		} finally {
			running.delete(due.key);
		}
	};
	return { perform, carryOutKept };
}

/** The wish to do what is kept, with the content it was asked for with. */
function wishOf({ tools, pacer, patience }: Performer, due: DueEffect): Wish {
	const kind = effectKindOf(due.kind);
	const { key, subject, test, fingerprint, content, source } = due;
	const claim: Claim = {
		key,
		kind: due.kind,
		subject,
		test,
		fingerprint,
		content,
		source,
		token: randomUUID(),
		leaseMs: leaseMs(patience),
		isRepeatable: kind.isRepeatable,
		retriesFailed: false,
		keepsFirst: true,
	};
	const lane = pacer.lane(kind.destination(content, test, tools));
	return { claim, kind, lane, place: pacer.place() };
}

async function performOnce(
	performer: Performer,
	running: Map<string, Promise<unknown>>,
	wish: Wish,
): Promise<Performed> {
	const { tools, patience, stopping } = performer;
	const { claim, kind } = wish;
	const deadline = performance.now() + patience.waitForFirstMs;
	let isCounted = false;
	for (;;) {
		if (!running.has(claim.key)) {
			const work = carryOut(performer, wish);
			running.set(claim.key, work);
			try {
				const performed = await work;
				if (performed !== null) return performed;
			} finally {
				running.delete(claim.key);
			}
		}

		const found = await readEffect(tools.ledger, claim.key, momentOf(performer));
		const conflict = found !== null && isConflict(found, claim);
		if (conflict && !isCounted) {
			await countConflict(tools.ledger, claim.key);
			isCounted = true;
		}
		if (conflict && (!claim.keepsFirst || found.kind !== claim.kind)) {
			const error = conflictOf(found, claim);
			return { state: 'failed', receipt: null, error, repeated: true, conflict };
		}
		if (found !== null && found.state !== 'in_flight' && found.state !== 'planned') {
			const { state, receipt, error } = found;
			return { state, receipt, error, repeated: true, conflict };
		}
		if (found?.isLapsed === true && !kind.isRepeatable) {
			const nextInMs = clearsUnknown(kind) ? 0 : null;
			await lapseEffect(tools.ledger, claim.key, ownerGone, nextInMs, momentOf(performer));
			continue;
		}
		const other = running.get(claim.key)?.catch(() => null);
		// Planned and nobody at it here: it was settled between the two statements, so it is ours.
		if (other === undefined && found?.state !== 'in_flight') continue;
		const left = deadline - performance.now();
		if (left <= 0 || stopping.aborted) {
			const state = found?.state ?? 'planned';
			return { state, receipt: null, error: null, repeated: true, conflict };
		}
		// Work of this process that came to nothing met somebody else's, as this call did: two that only
		// waited for each other would ask the database without a pause.
		if (other === undefined || !(await hasEnded(other, left, stopping))) {
			await paused(Math.min(LOOK_EVERY_MS, left), stopping);
		}
	}
}

/**
 * Does the effect when its turn has come, again after the quiet a vendor asks for, until it is
 * settled or has waited as long as it may: then it stays planned.
 *
 * @returns null when it is not ours to do
 */
async function carryOut(performer: Performer, wish: Wish): Promise<Performed | null> {
	const { tools, patience } = performer;
	const { claim, lane, place } = wish;
	const deadline = performance.now() + patience.waitForTurnMs;
	let latest: Performed | null = null;
	let turn = await lane.takeNow();
	for (;;) {
		if (turn === null) {
			// In the queue before the ledger is asked, so that nobody overtakes meanwhile.
			const next = lane.next(place, deadline - performance.now());
			// It is awaited below; should the ledger go away before that, the call fails by that already.
			next.catch(() => undefined);
			const ownMs = patience.waitForTurnMs + claim.leaseMs;
			const moment = momentOf(performer);
			if (latest === null && !(await planEffect(tools.ledger, claim, ownMs, moment))) {
				lane.leave(place);
				await (await next)?.giveBack();
				return null;
			}
			turn = await next;
			if (turn === null) return latest ?? stillWaiting;
		}
		const sendableUntil = performance.now() + sendableMs(patience);
		const taken = await takeEffect(tools.ledger, claim, momentOf(performer));
		if (taken === null) {
			await turn.giveBack();
			return null;
		}
		const settled = await act(performer, wish, taken, () => performance.now() < sendableUntil);
		latest = { ...settled, repeated: false, conflict: taken.isConflict };
		const quietMs = settled.state === 'planned' ? settled.error?.retryAfterMs : undefined;
		if (quietMs === undefined) return latest;
		await lane.keepQuiet(quietMs);
		turn = null;
	}
}

async function act(
	performer: Performer,
	{ claim, kind }: Wish,
	taken: Taken,
	mayStillSend: () => boolean,
): Promise<Pick<Performed, 'state' | 'receipt' | 'error'>> {
	const { tools, patience, stopping, onBug } = performer;
	const { key, subject, test, token } = claim;
	const ending = await attempt({
		send: async () => await kind.send(taken.content, { key, subject, test, mayStillSend }, tools),
		isRepeatable: kind.isRepeatable,
		patience,
		stopping,
		onBug,
	});
	const settlement: Settlement = {
		...ending,
		nextInMs: nextInMs(ending, kind, taken.attempt, key),
		// A call given up may stand in the queue of an agent until others have timed out.
		stragglesMs: 2 * patience.timeoutMs,
	};
	const moment = momentOf(performer);
	if (await settleEffect(tools.ledger, key, token, settlement, moment)) return ending;
	// Somebody took it over while we were away: what they found out counts.
	const found = await readEffect(tools.ledger, key, moment);
	return found ?? ending;
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

function momentOf({ moment }: Performer): Moment {
	return moment?.() ?? null;
}

/**
 * Waits for work to end, for some time at most.
 *
 * @returns whether it ended with an effect rather than with nothing
 */
async function hasEnded(
	work: Promise<unknown>,
	ms: number,
	stopping: AbortSignal,
): Promise<boolean> {
	const ended = new AbortController();
	let result: unknown = null;
	const pause = paused(ms, AbortSignal.any([stopping, ended.signal]));
	void work.then((value) => {
		result = value;
		ended.abort();
	});
	await pause;
	return result !== null;
}

function isConflict(found: FoundEffect, claim: Claim): boolean {
	return found.kind !== claim.kind || found.fingerprint !== claim.fingerprint;
}

/** Why an effect is unknown whose owner's lease is over. */
export const ownerGone: EffectError = {
	code: 'effect/owner-gone',
	what: 'It is unknown whether this was done.',
	why: 'The service that was doing it stopped in the middle and never said how it ended.',
	mend: 'Look at the service it went to; it is never sent again by itself where a repeat would double it.',
	serviceStatus: null,
};

const stillWaiting: Performed = {
	state: 'planned',
	receipt: null,
	error: {
		code: 'effect/waits-for-its-turn',
		what: 'It was not its turn yet.',
		why: 'More was asked of this destination than its service takes in the time a call may wait.',
		mend: 'Nothing to mend: the same call with the same key goes on.',
		serviceStatus: null,
	},
	repeated: false,
	conflict: false,
};

/** Code of the error that a key stands for other content; answered with 409. */
export const CONFLICT = 'effect/conflict';

function conflictOf(found: FoundEffect, claim: Claim): EffectError {
	const isOtherKind = found.kind !== claim.kind;
	return {
		code: CONFLICT,
		what: `The key ${claim.key} stands for something else already.`,
		why: isOtherKind
			? `It is a ${found.kind} since ${found.createdAt.toISOString()}, this call wants a ${claim.kind}.`
			: `Since ${found.createdAt.toISOString()} it stands for other content (${found.fingerprint.slice(0, 12)}, now ${claim.fingerprint.slice(0, 12)}), and it is ${found.state}.`,
		mend: 'Raise "Occurrence" in the node when a second one is wanted, or choose "Keep the First" when the first is right.',
		serviceStatus: null,
	};
}
