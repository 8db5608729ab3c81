import { createHash, randomBytes } from 'node:crypto';

/** A key that was just made: its only copy. */
export interface MadeKey {
	id: string;
	/** Told once to whoever asked for it, and kept nowhere. */
	key: string;
	hash: string;
}

/** What our keys begin with, so that a scanner for leaked secrets knows one when it sees it. */
const PREFIX = 'ao_';

/** Makes a key of 256 random bits. */
export function makeApiKey(): MadeKey {
	const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
	return { id: newKeyId(), key, hash: hashOfKey(key) };
}

/** Makes an id for a key. */
export function newKeyId(): string {
	return `key_${randomBytes(6).toString('base64url').replace(/[-_]/g, '0')}`;
}

/** What is kept of a key, in hex: enough for a key with 256 random bits, which nobody can guess. */
export function hashOfKey(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

/** By which a person knows a key that stands in some configuration; leads back to no key. */
export function fingerprintOfKey(hash: string): string {
	return hash.slice(0, 12);
}
