import { randomUUID } from 'node:crypto';
import type { Claim, EffectError, FoundEffect, Settlement } from '../../ledger/effects';
import {
	countConflict,
	lapseEffect,
	planEffect,
	readEffect,
	settleEffect,
	takeEffect,
} from '../../ledger/effects';
import type { Json } from '../../ledger/json';
import type { Lane } from '../pacing/lane';
import type { Pacer } from '../pacing/pacer';
import type { Patience } from '../settings';
import { attempt, leaseMs, paused } from './attempt';
import { fingerprintOf } from './fingerprint';
import type { EffectKind, EffectTools } from './kind';
import { effectKindOf } from './kinds';
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
}

/** How often a call looks whether another process has finished what it waits for. */
const LOOK_EVERY_MS = 100;

/** A wish for an effect, with all that is needed to fulfil it. */
interface Wish {
	claim: Claim;
	kind: EffectKind;
	lane: Lane;
	/** Its place among those who wait for the same destination. */
	place: number;
}

/** Performs effects, each once per key, at the pace their destinations take them. */
export function effectPerformer(
	performer: Performer,
): (request: EffectRequest) => Promise<Performed> {
	/** What this process is doing now: callers for the same key need not ask the database. */
	const running = new Map<string, Promise<unknown>>();

	return async (request) => {
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

		const found = await readEffect(tools.ledger, claim.key);
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
			await lapseEffect(tools.ledger, claim.key, ownerGone);
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
		if (other === undefined) await paused(Math.min(LOOK_EVERY_MS, left), stopping);
		else await settledOrPaused(other, left, stopping);
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
	let turn = lane.takeNow();
	for (;;) {
		if (turn === null) {
			// In the queue before the ledger is asked, so that nobody overtakes meanwhile.
			const next = lane.next(place, deadline - performance.now());
			if (latest === null && !(await planEffect(tools.ledger, claim))) {
				lane.leave(place);
				(await next)?.giveBack();
				return null;
			}
			turn = await next;
			if (turn === null) return latest ?? stillWaiting;
		}
		const taken = await takeEffect(tools.ledger, claim);
		if (taken === null) {
			turn.giveBack();
			return null;
		}
		const settled = await act(performer, wish, taken.content);
		latest = { ...settled, repeated: false, conflict: taken.isConflict };
		const quietMs = settled.state === 'planned' ? settled.error?.retryAfterMs : undefined;
		if (quietMs === undefined) return latest;
		lane.keepQuiet(quietMs);
		turn = null;
	}
}

async function act(
	{ tools, patience, stopping, onBug }: Performer,
	{ claim, kind }: Wish,
	content: Json,
): Promise<Pick<Performed, 'state' | 'receipt' | 'error'>> {
	const { key, subject, test, token } = claim;
	const settlement = await attempt({
		send: async () => await kind.send(content, { key, subject, test }, tools),
		isRepeatable: kind.isRepeatable,
		patience,
		stopping,
		onBug,
	});
	if (await settleEffect(tools.ledger, key, token, settlement)) return settlement;
	// Somebody took it over while we were away: what they found out counts.
	const found = await readEffect(tools.ledger, key);
	return found ?? settlement;
}

/** Waits for work to end, for some time at most. */
async function settledOrPaused(
	work: Promise<unknown>,
	ms: number,
	stopping: AbortSignal,
): Promise<void> {
	const settled = new AbortController();
	const pause = paused(ms, AbortSignal.any([stopping, settled.signal]));
	void work.then(() => settled.abort());
	await pause;
}

function isConflict(found: FoundEffect, claim: Claim): boolean {
	return found.kind !== claim.kind || found.fingerprint !== claim.fingerprint;
}

const ownerGone: EffectError = {
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
