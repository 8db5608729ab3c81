import { randomUUID } from 'node:crypto';
import type { Claim, EffectError, FoundEffect, Settlement } from '../../ledger/effects';
import {
	countConflict,
	lapseEffect,
	readEffect,
	settleEffect,
	takeEffect,
} from '../../ledger/effects';
import type { Json } from '../../ledger/json';
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
	patience: Patience;
	stopping: AbortSignal;
	onBug(error: unknown): void;
}

/** How often a call looks whether another process has finished what it waits for. */
const LOOK_EVERY_MS = 100;

/** Performs effects, each once per key. */
export function effectPerformer(
	performer: Performer,
): (request: EffectRequest) => Promise<Performed> {
	/** What this process is doing now: callers for the same key need not ask the database. */
	const running = new Map<string, Promise<unknown>>();

	return async (request) => {
		const { tools, patience } = performer;
		const kind = effectKindOf(request.kind);
		const { content, identity } = kind.prepare(request, tools);
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
		return await performOnce(performer, running, kind, claim);
	};
}

async function performOnce(
	performer: Performer,
	running: Map<string, Promise<unknown>>,
	kind: EffectKind,
	claim: Claim,
): Promise<Performed> {
	const { tools, patience, stopping } = performer;
	const deadline = performance.now() + patience.waitForFirstMs;
	let isCounted = false;
	for (;;) {
		const taken = await takeEffect(tools.ledger, claim);
		if (taken !== null) {
			const work = act(performer, kind, claim, taken.content);
			running.set(claim.key, work);
			try {
				return { ...(await work), repeated: false, conflict: taken.isConflict };
			} finally {
				if (running.get(claim.key) === work) running.delete(claim.key);
			}
		}

		const found = await readEffect(tools.ledger, claim.key);
		if (found === null) continue;
		const conflict = isConflict(found, claim);
		if (conflict && !isCounted) {
			await countConflict(tools.ledger, claim.key);
			isCounted = true;
		}
		if (conflict && (!claim.keepsFirst || found.kind !== claim.kind)) {
			const error = conflictOf(found, claim);
			return { state: 'failed', receipt: null, error, repeated: true, conflict };
		}
		// Planned now, it was settled between the two statements: it is ours to take.
		if (found.state === 'planned') continue;
		if (found.state !== 'in_flight') {
			const { state, receipt, error } = found;
			return { state, receipt, error, repeated: true, conflict };
		}
		if (found.isLapsed && !kind.isRepeatable) {
			await lapseEffect(tools.ledger, claim.key, ownerGone);
			continue;
		}
		const left = deadline - performance.now();
		if (left <= 0 || stopping.aborted) {
			return { state: 'in_flight', receipt: null, error: null, repeated: true, conflict };
		}
		const pause = paused(Math.min(LOOK_EVERY_MS, left), stopping);
		const other = running.get(claim.key)?.catch(() => null);
		await (other === undefined ? pause : Promise.race([other, pause]));
	}
}

async function act(
	{ tools, patience, stopping, onBug }: Performer,
	kind: EffectKind,
	{ key, subject, test, token }: Claim,
	content: Json,
): Promise<Pick<Performed, 'state' | 'receipt' | 'error'>> {
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
