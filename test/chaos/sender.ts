import { setTimeout as pause } from 'node:timers/promises';
import { signatureHeaders } from '../../nodes/domain/inbox/signature';
import type { Delivery, Door, StormLead } from './leads';
import { textOf } from './leads';

/** A place to send to. */
export interface Address {
	url: string;
	/** Headers for one call; `id` and `text` are what a signature is over. */
	headers(id: string, text: string): Record<string, string>;
	/** Whether this status is the word that the lead is kept. */
	isTaken(status: number): boolean;
}

/** How leads are sent. */
export interface Sending {
	leads: readonly StormLead[];
	deliveries: readonly Delivery[];
	doors: Record<Door, Address>;
	/** New deliveries a second, at most. */
	perSecond: number;
	/** Resolves when one more lead may be sent: not too much waits to be worked on. */
	mayGoOn(acknowledged: ReadonlyMap<number, number>): Promise<void>;
	/** Told after each lead that was sent for the first time, with how many that makes. */
	onSent(count: number): void;
	signal: AbortSignal;
}

/** What came of the sending. */
export interface Sent {
	/** Leads, by index, of which a delivery was taken, and when the first did; milliseconds since 1970. */
	acknowledged: Map<number, number>;
	/** Leads, by index, that were sent at all. */
	sent: Set<number>;
	calls: number;
	/** Answered, but not by a 2xx. */
	refused: number;
	/** Answered by a 2xx that is not the word of the flow: n8n gives it while it starts. */
	untrue: number;
	/** Not answered in time, or cut off. */
	unanswered: number;
}

const ANSWER_WITHIN_MS = 20_000;
const MOST_ON_THEIR_WAY = 24;
/** Waits before a delivery is tried again, the last one over and over. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;

/**
 * An intake workflow: it answers 202. For a moment of its start n8n answers 200 to every call and starts
 * nothing (n8n 2.41.1, abstract-server.js), so no other status counts.
 */
export function intakeAddress(url: string, secret: string): Address {
	return {
		url,
		headers: () => ({ 'x-agency-secret': secret }),
		isTaken: (status) => status === 202,
	};
}

/** Signed as Standard Webhooks. */
export function formsAddress(url: string, secret: string): Address {
	return {
		url,
		headers: (id, body) => ({
			...signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, secret),
		}),
		isTaken: isSuccess,
	};
}

/**
 * Sends every delivery at a steady pace and, as a vendor would, again and again until it is taken.
 *
 * @throws the signal's reason
 */
export async function sendAll(sending: Sending): Promise<Sent> {
	const { deliveries, perSecond, mayGoOn, onSent, signal } = sending;
	const result: Sent = {
		acknowledged: new Map(),
		sent: new Set(),
		calls: 0,
		refused: 0,
		untrue: 0,
		unanswered: 0,
	};
	const onTheirWay = new Set<Promise<void>>();
	let nextAt = performance.now();
	for (const delivery of deliveries) {
		await mayGoOn(result.acknowledged);
		while (onTheirWay.size >= MOST_ON_THEIR_WAY) await Promise.race(onTheirWay);
		await pause(Math.max(0, nextAt - performance.now()), undefined, { signal });
		nextAt = Math.max(nextAt, performance.now() - 1_000) + 1_000 / perSecond;
		const isNew = !result.sent.has(delivery.lead);
		result.sent.add(delivery.lead);
		if (isNew) onSent(result.sent.size);
		const way = deliver(sending, delivery, result).finally(() => onTheirWay.delete(way));
		way.catch(() => undefined); // met below
		onTheirWay.add(way);
	}
	await Promise.all(onTheirWay);
	return result;
}

async function deliver(sending: Sending, delivery: Delivery, result: Sent): Promise<void> {
	const { leads, doors, signal } = sending;
	const text = textOf(leads[delivery.lead], delivery);
	for (let tries = 0; ; tries += 1) {
		signal.throwIfAborted();
		result.calls += 1;
		const door = doors[delivery.door];
		const status = await post(door, delivery.eventId, text);
		if (status === null) result.unanswered += 1;
		else if (!isSuccess(status)) result.refused += 1;
		else if (!door.isTaken(status)) result.untrue += 1;
		else {
			if (!result.acknowledged.has(delivery.lead)) {
				result.acknowledged.set(delivery.lead, Date.now());
			}
			return;
		}
		const wait = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0;
		await pause(wait, undefined, { signal });
	}
}

const isSuccess = (status: number) => status >= 200 && status <= 299;

/** @returns the status, null when no answer came */
async function post({ url, headers }: Address, id: string, text: string): Promise<number | null> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers(id, text) },
			body: text,
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		await answer.arrayBuffer();
		return answer.status;
	} catch {
		return null;
	}
}
