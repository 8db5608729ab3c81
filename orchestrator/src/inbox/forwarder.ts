import { randomUUID } from 'node:crypto';
import type { Envelope } from '../../../nodes/domain/inbox/envelope';
import type { SendToN8n } from '../adapters/n8n/trigger';
import type { Moment } from '../ledger/inbox';
import type { TakenEvent } from '../ledger/inboxWork';
import { keepForwarded, keepRefused, takeEvents, wakeWaiting } from '../ledger/inboxWork';
import type { Store } from '../ledger/store';
import { backoffMs } from './backoff';
import type { ForwardAnswer } from './decide';
import { afterRefusal, isNotMissed } from './decide';
import type { Pause } from './pause';
import type { InboxPolicy } from './policy';
import type { WantedTopics } from './wantedTopics';

/** What forwarding is built on. */
export interface ForwarderParts {
	store: Store;
	send: SendToN8n;
	wanted: Pick<WantedTopics, 'standingOf'>;
	policy: InboxPolicy;
	/** A test's clock; the database's without one. */
	moment?: () => Moment;
	/** Receives one line about each event forwarded or refused; nothing about people is in it. */
	say?: (line: object, text: string) => void;
	/** Receives what ought not to happen, such as a database that does not answer. */
	onBug?: (error: unknown) => void;
	/** Receives how each try ended, for the metrics. */
	onForward?: (result: 'taken' | 'refused' | 'away') => void;
}

/** Takes what is due and hands it to n8n, until it is stopped. */
export interface Forwarder {
	/** Takes what is due now, without waiting for the next look. */
	wake(): void;
	/** Takes nothing more and lets what is on its way arrive. */
	stop(): Promise<void>;
}

/** Whether n8n answers; shared by everything that one process forwards. */
export interface Reach {
	/** Tries in a row that n8n did not answer. */
	silences: number;
}

/** Lets a forwarder run in the background; several processes over one ledger share the work. */
export function startForwarder(parts: ForwarderParts, pause: Pause): Forwarder {
	const { policy, onBug = () => undefined } = parts;
	const reach: Reach = { silences: 0 };
	const onTheirWay = new Set<Promise<void>>();
	let isStopped = false;
	const launch = (event: TakenEvent) => {
		const way = forwardEvent(parts, event, reach)
			.catch(onBug)
			.finally(() => {
				onTheirWay.delete(way);
				if (reach.silences === 0) pause.wake();
			});
		onTheirWay.add(way);
	};
	const run = async () => {
		while (!isStopped) {
			const limit = placesFor(reach, policy) - onTheirWay.size;
			try {
				const events = limit > 0 ? await takeDue(parts, limit) : [];
				events.forEach(launch);
				if (events.length > 0 && reach.silences === 0) continue;
			} catch (error) {
				onBug(error);
			}
			if (!isStopped) await pause.wait(waitFor(reach, policy));
		}
	};
	const running = run();
	return {
		// While n8n is away, news changes nothing.
		wake: () => {
			if (reach.silences === 0) pause.wake();
		},
		stop: async () => {
			isStopped = true;
			pause.wake();
			await running;
			await Promise.all(onTheirWay);
		},
	};
}

/** How many events may be on their way at once: one alone finds out whether n8n is back. */
function placesFor({ silences }: Reach, { concurrency }: InboxPolicy): number {
	return silences === 0 ? concurrency : 1;
}

function waitFor({ silences }: Reach, { awayBackoff, pollMs }: InboxPolicy): number {
	return silences === 0 ? pollMs : backoffMs(silences, 'n8n', awayBackoff);
}

/** Takes events whose turn it is, for this process. */
export async function takeDue(parts: ForwarderParts, limit: number): Promise<TakenEvent[]> {
	const { store, policy, moment = () => null } = parts;
	const { forwardLeaseMs, mostAtWork, atWorkCountsForMs } = policy;
	return await takeEvents(store, {
		limit,
		token: randomUUID(),
		leaseMs: forwardLeaseMs,
		mostAtWork,
		atWorkCountsForMs,
		moment: moment(),
	});
}

/** Hands one taken event to n8n and keeps what came of it. */
export async function forwardEvent(
	parts: ForwarderParts,
	event: TakenEvent,
	reach: Reach,
): Promise<void> {
	const { store, send, policy, moment = () => null, say = () => undefined } = parts;
	const answer = await send(envelopeOf(event));
	parts.onForward?.(answer.taken ? 'taken' : answer.isAway ? 'away' : 'refused');
	const wasAway = reach.silences > 0;
	reach.silences = !answer.taken && answer.isAway ? reach.silences + 1 : 0;
	if (wasAway && reach.silences === 0) await wakeWaiting(store, moment());
	const about = { event: event.id, topic: event.topic, attempt: event.attempt };
	if (answer.taken) {
		const { flowLeaseMs: leaseMs, lookUpEveryMs: lookUpInMs } = policy;
		const { executionId } = answer;
		await keepForwarded(store, event, executionId, { leaseMs, lookUpInMs }, moment());
		say({ ...about, executionId }, 'event forwarded');
		return;
	}
	await keepRefusal(parts, event, answer);
	say({ ...about, status: answer.status, because: answer.why }, 'event not forwarded');
}

async function keepRefusal(
	{ store, wanted, policy, moment = () => null }: ForwarderParts,
	event: TakenEvent,
	answer: Extract<ForwardAnswer, { taken: false }>,
): Promise<void> {
	const { topic, ageMs } = event;
	const standing = answer.isUnwanted ? await wanted.standingOf(topic, ageMs) : 'unknown';
	const refused = { ...event, isNotMissed: isNotMissed(event), standing };
	await keepRefused(store, event, afterRefusal(answer, refused, policy), answer, moment());
}

/** An event as n8n gets it. */
function envelopeOf(event: TakenEvent): Envelope {
	const { id, source, topic, subject, attempt, receivedAt, retry, test, payload } = event;
	return {
		id,
		source,
		topic,
		subject,
		attempt,
		receivedAt: receivedAt.toISOString(),
		retry,
		test,
		payload,
	};
}
