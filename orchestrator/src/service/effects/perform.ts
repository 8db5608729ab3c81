import { randomUUID } from 'node:crypto';
import type { DueEffect } from '../../ledger/effectLookUps';
import type { Claim, EffectError, FoundEffect } from '../../ledger/effects';
import { countConflict, lapseEffect, noteEvent, readEffect } from '../../ledger/effects';
import { leaseMs, paused } from './attempt';
import type { Performed, Performer, Wish } from './carryOut';
import { carryOut, momentOf, stillWaiting } from './carryOut';
import { postpone } from './postpone';
import { fingerprintOf } from './fingerprint';
import { clearsUnknown } from './kind';
import { effectKindOf } from './kinds';
import type { EffectRequest } from './request';
import { subjectOf } from './request';

export type { Performed, Performer } from './carryOut';

/** Does effects, each once per key. */
export interface EffectDoer {
	/** Answers a call for an effect. */
	perform(request: EffectRequest): Promise<Performed>;
	/** Goes on with an effect that is kept and waits; null when it is not ours to do. */
	carryOutKept(due: DueEffect): Promise<Performed | null>;
	/** Resolves when nothing is being done any more, also of what callers did not wait for. */
	idle(): Promise<void>;
}

/** What this process is doing now: callers for the same key need not ask the database. */
type Running = Map<string, Promise<Performed | null>>;

/** How often a call looks whether another process has finished what it waits for. */
const LOOK_EVERY_MS = 100;

/**
 * How long what is kept waits for its turn before it makes room for others, in milliseconds: it comes
 * when there ought to be one.
 */
const KEPT_TURN_MS = 5_000;

/** Performs effects, each once per key, at the pace their destinations take them. */
export function effectPerformer(performer: Performer): EffectDoer['perform'] {
	return effectDoer(performer).perform;
}

/** The same, with what goes on with effects nobody asks for any more. */
export function effectDoer(performer: Performer): EffectDoer {
	const running: Running = new Map();

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
			marksHandOver: kind.marksHandOver,
			event: request.event ?? null,
		};
		const notBefore = request.notBefore === undefined ? null : new Date(request.notBefore);
		if (notBefore !== null && notBefore > (momentOf(performer) ?? new Date())) {
			const waiting = await postpone(performer, claim, notBefore);
			if (waiting !== null) return waiting;
		}
		const wish = { claim, kind, lane: pacer.lane(destination), place: pacer.place() };
		return await performOnce(performer, running, wish, request.waitMs ?? null);
	};
	const carryOutKept = async (due: DueEffect): Promise<Performed | null> => {
		if (running.has(due.key)) return null;
		const turnMs = Math.min(KEPT_TURN_MS, performer.patience.waitForTurnMs);
		return await begin(running, due.key, carryOut(performer, wishOf(performer, due), turnMs));
	};
	const idle = async () => {
		while (running.size > 0) await Promise.allSettled(running.values());
	};
	return { perform, carryOutKept, idle };
}

function begin(
	running: Running,
	key: string,
	work: Promise<Performed | null>,
): Promise<Performed | null> {
	const end = () => running.delete(key);
	running.set(key, work);
	work.then(end, end);
	return work;
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
		marksHandOver: kind.marksHandOver,
		event: null,
	};
	const lane = pacer.lane(kind.destination(content, test, tools));
	return { claim, kind, lane, place: pacer.placeOfKept() };
}

async function performOnce(
	performer: Performer,
	running: Running,
	wish: Wish,
	waitMs: number | null,
): Promise<Performed> {
	const { tools, patience, stopping, onBug } = performer;
	const { claim, kind } = wish;
	const began = performance.now();
	const leftOf = (ms: number) => began + Math.min(ms, waitMs ?? ms) - performance.now();
	let isCounted = false;
	let isNoted = false;
	for (;;) {
		if (!running.has(claim.key)) {
			const kept = signal();
			const turnMs = waitMs === null ? patience.waitForTurnMs : leftOf(patience.waitForTurnMs);
			const work = begin(
				running,
				claim.key,
				carryOut(performer, { ...wish, onKept: kept.give }, turnMs),
			);
			if (waitMs === null || (await endsWithin(work, leftOf(Infinity)))) {
				const performed = await work;
				if (performed !== null) return performed;
			} else {
				// It goes on without the call, which may be told so once the ledger knows of it.
				work.catch(onBug);
				const first = await Promise.race([kept.given, work]);
				if (first === 'kept') return await stateOf(performer, claim);
				if (first !== null) return first;
			}
		}

		const found = await readEffect(tools.ledger, claim.key, momentOf(performer));
		const conflict = found !== null && isConflict(found, claim);
		if (conflict && !isCounted) {
			await countConflict(tools.ledger, claim.key);
			isCounted = true;
		}
		if (claim.event !== null && !isNoted && found !== null && found.state !== 'done') {
			await noteEvent(tools.ledger, claim.key, claim.event);
			isNoted = true;
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
		const left = leftOf(patience.waitForFirstMs);
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

/** What is known of an effect that its call does not wait for any longer. */
async function stateOf(performer: Performer, claim: Claim): Promise<Performed> {
	const found = await readEffect(performer.tools.ledger, claim.key, momentOf(performer));
	if (found === null || found.state === 'planned') return stillWaiting;
	const { state, receipt, error } = found;
	return { state, receipt, error, repeated: false, conflict: isConflict(found, claim) };
}

/** Tells that an effect stands in the ledger. */
function signal(): { given: Promise<'kept'>; give: () => void } {
	let give: () => void = () => undefined;
	const given = new Promise<'kept'>((resolve) => {
		give = () => resolve('kept');
	});
	return { given, give };
}

/** @returns whether the work ended in that time, in whatever way */
async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
	const ended = new AbortController();
	const end = () => ended.abort();
	work.then(end, end);
	return !(await paused(Math.max(ms, 0), ended.signal));
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
