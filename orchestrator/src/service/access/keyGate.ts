import type { ApiKey } from '../../ledger/apiKeys';
import { listApiKeys, touchApiKey } from '../../ledger/apiKeys';
import type { Queries } from '../../ledger/store';
import { hashOfKey } from './apiKey';

/** What the gate is built on. */
export interface KeyGateParts {
	store: Queries;
	/** Clock of expiry. */
	now(): Date;
	/** Receives what ought not to happen, such as a database that does not answer. */
	onBug(error: unknown): void;
}

/** Who calls, or why nobody is let in. */
export type Verdict =
	| { result: 'known'; key: ApiKey }
	| { result: 'unknown' }
	| { result: 'expired' | 'revoked'; key: ApiKey };

/** Knows the keys of the ledger, a few seconds late at most. */
export interface KeyGate {
	/**
	 * Judges the header of a call.
	 *
	 * @throws RetryableError `ledger/away` when the keys cannot be read and were not for long
	 */
	judge(authorization: string | undefined): Promise<Verdict>;
	/** Reads the keys anew at the next call. */
	forget(): void;
	/** Lets what is being written end. */
	settled(): Promise<void>;
}

/** How old what we know of the keys may be: a key revoked by another process is out after it. */
export const KEYS_AGE_MS = 2_000;

/** A key we do not know may be new; wrong keys, however many, ask the ledger no more often than this. */
const NEWS_AGE_MS = 250;

/**
 * While the ledger is away, what was read last goes for so long: metrics are wanted most then, and
 * whatever needs the ledger fails by itself.
 */
const AWAY_AGE_MS = 15 * 60_000;

/** A key's last use is kept once an hour. */
const TOUCH_EVERY_MS = 3_600_000;

interface Known {
	byHash: ReadonlyMap<string, ApiKey>;
	/** By `performance.now()`. */
	readAt: number;
}

/**
 * Opens a gate. Keys are found by the SHA-256 of all of what was sent: how long that takes says
 * nothing about how much of a key was right.
 */
export function openKeyGate({ store, now, onBug }: KeyGateParts): KeyGate {
	let known: Known | null = null;
	let reading: Promise<Known> | null = null;
	/** Goes up when what is being read may be of before a change. */
	let generation = 0;
	const touched = new Map<string, number>();
	const writing = new Set<Promise<void>>();

	const read = async (): Promise<Known> => {
		const readAt = performance.now();
		const readIn = generation;
		const keys = await listApiKeys(store);
		const read = { byHash: new Map(keys.map((key) => [key.hash, key])), readAt };
		if (readIn === generation) known = read;
		return read;
	};
	const knownWithin = async (ageMs: number): Promise<Known> => {
		const held = known;
		if (held !== null && performance.now() - held.readAt < ageMs) return held;
		reading ??= read().finally(() => {
			reading = null;
		});
		try {
			return await reading;
		} catch (error) {
			if (held === null || performance.now() - held.readAt >= AWAY_AGE_MS) throw error;
			onBug(error);
			return held;
		}
	};
	const touch = (id: string) => {
		const at = now().getTime();
		if (at - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return;
		touched.set(id, at);
		const write = touchApiKey(store, id)
			.catch((error: unknown) => {
				touched.delete(id);
				onBug(error);
			})
			.finally(() => writing.delete(write));
		writing.add(write);
	};

	return {
		judge: async (authorization) => {
			const sent = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
			if (sent === undefined) return { result: 'unknown' };
			const hash = hashOfKey(sent);
			const key =
				(await knownWithin(KEYS_AGE_MS)).byHash.get(hash) ??
				(await knownWithin(NEWS_AGE_MS)).byHash.get(hash);
			if (key === undefined) return { result: 'unknown' };
			if (key.revokedAt !== null) return { result: 'revoked', key };
			if (key.expiresAt !== null && key.expiresAt <= now()) return { result: 'expired', key };
			touch(key.id);
			return { result: 'known', key };
		},
		forget: () => {
			generation += 1;
			known = null;
			reading = null;
		},
		settled: async () => {
			await Promise.all(writing);
		},
	};
}
