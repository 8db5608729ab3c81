import type { LookUp } from '../../adapters/outcome';
import { backoffMs } from '../../inbox/backoff';
import type { Pause } from '../../inbox/pause';
import type { DueEffect, LookUpResult } from '../../ledger/effectLookUps';
import {
	keepLookUp,
	listLapsed,
	readNextLook,
	takeDueEffect,
	takeDueEffects,
} from '../../ledger/effectLookUps';
import type { EffectError } from '../../ledger/effects';
import { lapseEffect } from '../../ledger/effects';
import type { Moment } from '../../ledger/inbox';
import type { Json } from '../../ledger/json';
import type { Pacer } from '../pacing/pacer';
import type { Patience } from '../settings';
import { leaseMs } from './attempt';
import type { EffectTools } from './kind';
import { clearsUnknown } from './kind';
import { effectKindOf, effectKinds } from './kinds';
import { indexingDelaysMs, LONGEST_INDEXING_DELAY_MS, lookUpBackoff } from './lookUpBounds';
import { executionIn, nameInLog } from './nameInLog';
import type { EffectDoer } from './perform';
import { ownerGone } from './perform';

/** What the resolver is built on. */
export interface ResolverParts {
	tools: EffectTools;
	doer: EffectDoer;
	pacer: Pacer;
	patience: Patience;
	policy: ResolverPolicy;
	/** In place of the table's; a test's. */
	indexingDelaysMs?: Readonly<Record<string, number>>;
	/** A test's clock for the ledger; the database's without one. */
	moment?: () => Moment;
	/** Receives one line about each effect; nothing about people is in it. */
	say?: (line: object, text: string) => void;
	/** Receives what ought not to happen, such as a database that does not answer. */
	onBug?: (error: unknown) => void;
}

/** Bounds of the resolver. */
export interface ResolverPolicy {
	/** How often it looks for what is due, in milliseconds. */
	everyMs: number;
	/** How many effects one process goes on with at a time. */
	concurrency: number;
	/** What has been due for less, in milliseconds, is left to the job that comes for it; default 0. */
	overdueMs?: number;
}

/** Every two seconds: a person waits for what is planned. */
export const defaultResolverPolicy: ResolverPolicy = { everyMs: 2_000, concurrency: 20 };

/** How long a job may be late before the resolver takes its place, in milliseconds. */
export const JOBS_LATE_MS = 5_000;

/** Goes on with effects nobody asks for any more, until it is stopped. */
export interface Resolver {
	/** Looks for what is due now, without waiting for the next look. */
	wake(): void;
	/** Takes nothing more and lets what is begun end. */
	stop(): Promise<void>;
}

/** Kinds whose unknown outcomes are cleared without a person; mail is not among them. */
const clearedKinds = [...effectKinds.values()].filter(clearsUnknown).map(({ kind }) => kind);

/** Lets a resolver run in the background; several processes over one ledger share the work. */
export function startResolver(parts: ResolverParts, pause: Pause): Resolver {
	const { policy, onBug = () => undefined } = parts;
	const begun = new Set<Promise<void>>();
	let isStopped = false;
	const launch = (due: DueEffect) => {
		const work = resolveDue(parts, due)
			.catch(onBug)
			.finally(() => begun.delete(work));
		begun.add(work);
	};
	const run = async () => {
		while (!isStopped) {
			try {
				await callLapsed(parts);
				const limit = policy.concurrency - begun.size;
				if (limit > 0) (await takeDue(parts, limit)).forEach(launch);
			} catch (error) {
				onBug(error);
			}
			if (!isStopped) await pause.wait(policy.everyMs);
		}
	};
	const running = run();
	return {
		wake: () => pause.wake(),
		stop: async () => {
			isStopped = true;
			pause.wake();
			await running;
			await Promise.all(begun);
		},
	};
}

/** One look at everything that is due now, to its end: what a background resolver does in turn. */
export async function resolveOnce(parts: ResolverParts): Promise<void> {
	await callLapsed(parts);
	const due = await takeDue(parts, parts.policy.concurrency);
	await Promise.all(due.map(async (effect) => await resolveDue(parts, effect)));
}

/** Calls unknown what no owner holds any more. */
async function callLapsed(parts: ResolverParts): Promise<void> {
	const { tools, policy, say = () => undefined } = parts;
	const lapsed = await listLapsed(tools.ledger, policy.concurrency, momentOf(parts));
	for (const { key, kind } of lapsed) {
		const isCleared = clearedKinds.includes(kind);
		await lapseEffect(tools.ledger, key, ownerGone, isCleared ? 0 : null, momentOf(parts));
		say({ kind }, 'effect without owner');
	}
}

/**
 * Goes on with one effect, if its time has come and nobody else is at it.
 *
 * @returns when it is to be gone on with next; null when it is settled, or only a person can
 */
export async function goOnWith(parts: ResolverParts, key: string): Promise<Date | null> {
	const { tools } = parts;
	const due = await takeDueEffect(tools.ledger, key, claimOf(parts), momentOf(parts));
	if (due !== null) await resolveDue(parts, due);
	return await readNextLook(tools.ledger, key, clearedKinds);
}

async function takeDue(parts: ResolverParts, limit: number): Promise<DueEffect[]> {
	const { tools, policy } = parts;
	const claim = { ...claimOf(parts), limit, overdueMs: policy.overdueMs ?? 0 };
	return await takeDueEffects(tools.ledger, claim, momentOf(parts));
}

/** The claim of resolver and jobs alike, so that no two are at one effect. */
function claimOf({ patience }: ResolverParts) {
	// Longer than its wait for a turn and its attempt: nobody else joins in unless this process dies.
	return { kinds: clearedKinds, leaseMs: patience.waitForTurnMs + leaseMs(patience) };
}

async function resolveDue(parts: ResolverParts, due: DueEffect): Promise<void> {
	const { doer, say = () => undefined } = parts;
	const { kind, test, state } = due;
	if (state === 'unknown' && !effectKindOf(kind).isRepeatable) {
		if (!(await lookUp(parts, due))) return;
	}
	const performed = await doer.carryOutKept(due);
	const after = performed?.state ?? null;
	const code = performed?.error?.code;
	say({ ...aboutOf(due), kind, test, before: state, after, code }, 'effect carried out');
}

/** Which effect a line of the log is about: by its event and execution it is found with all else of them. */
function aboutOf({ key, eventId, source }: DueEffect): object {
	return { key: nameInLog(key), event: eventId ?? undefined, executionId: executionIn(source) };
}

/** @returns whether it is certain that it was not done, so that it may be sent again */
async function lookUp(parts: ResolverParts, due: DueEffect): Promise<boolean> {
	const { tools, say = () => undefined } = parts;
	const { kind, test, lookUps } = due;
	const found = judged(parts, due, await ask(parts, due));
	const isKept = await keepLookUp(tools.ledger, due, found, momentOf(parts));
	say({ ...aboutOf(due), kind, test, lookUps, result: found.result, isKept }, 'effect looked up');
	return isKept && found.result === 'absent';
}

async function ask(parts: ResolverParts, due: DueEffect): Promise<LookUp<Json>> {
	const { tools, pacer, patience, onBug = () => undefined } = parts;
	const { key, subject, test, content, attemptedAt: since } = due;
	const { lookUp: asking } = effectKindOf(due.kind);
	if (asking === null) return { result: 'failed', why: 'Nobody can be asked.', retryAfterMs: null };
	try {
		const lane = pacer.lane(asking.destination(content));
		const turn = (await lane.takeNow()) ?? (await lane.next(pacer.place(), patience.waitForTurnMs));
		if (turn === null) {
			return { result: 'failed', why: 'It was not its turn yet.', retryAfterMs: null };
		}
		const answer = await asking.ask(content, { key, subject, test, since }, tools);
		if (answer.result === 'failed' && answer.retryAfterMs !== null) {
			await lane.keepQuiet(answer.retryAfterMs);
		}
		return answer;
	} catch (error) {
		onBug(error);
		return { result: 'failed', why: 'The service failed while it asked.', retryAfterMs: null };
	}
}

/** What an answer means at the time it was asked for: nothing found is certain only after a while. */
function judged(parts: ResolverParts, due: DueEffect, answer: LookUp<Json>): LookUpResult {
	switch (answer.result) {
		case 'found':
			return answer;
		case 'failed': {
			const waitMs = backoffMs(due.lookUps, due.key, lookUpBackoff);
			const nextInMs = Math.max(waitMs, answer.retryAfterMs ?? 0);
			return { result: 'open', nextInMs, lookUpFailed: answer.why };
		}
		case 'absent': {
			const delays = parts.indexingDelaysMs ?? indexingDelaysMs;
			const delayMs = delays[due.kind] ?? LONGEST_INDEXING_DELAY_MS;
			const certainInMs = due.sentBy.getTime() + delayMs - due.takenAt.getTime();
			if (certainInMs <= 0) return { result: 'absent', error: notThere };
			return { result: 'open', nextInMs: certainInMs + 1, lookUpFailed: null };
		}
	}
}

function momentOf({ moment }: ResolverParts): Moment {
	return moment?.() ?? null;
}

const notThere: EffectError = {
	code: 'effect/not-there',
	what: 'It was not done yet.',
	why: 'An attempt ended without an answer, and the service it went to has nothing of it.',
	mend: 'Nothing to mend: it is sent again.',
	serviceStatus: null,
};
