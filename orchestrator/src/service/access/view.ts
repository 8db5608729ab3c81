import { z } from 'zod';
import type { ApiKey } from '../../ledger/apiKeys';
import { fingerprintOfKey } from './apiKey';

const time = z.string().datetime();

/** A key as the service shows it; the key itself is not in it. */
export const keyViewSchema = z.object({
	id: z.string(),
	name: z.string(),
	/** First 12 digits of its SHA-256: which of several configurations holds it. */
	fingerprint: z.string(),
	scopes: z.array(z.string()),
	/** `replaced` goes on until it expires. */
	state: z.enum(['active', 'replaced', 'expired', 'revoked']),
	/** Whether an installation keeps it in its secrets.json. */
	isOwn: z.boolean(),
	createdAt: time,
	/** At most an hour behind; null: never used. */
	lastUsedAt: time.nullable(),
	/** null: never. */
	expiresAt: time.nullable(),
	revokedAt: time.nullable(),
});
/** One of them. */
export type KeyView = z.infer<typeof keyViewSchema>;

/** A key that was just made, with its only copy. */
export const newKeySchema = z.object({
	key: keyViewSchema,
	/** Shown once and kept nowhere. */
	secret: z.string(),
});

/** The same with the one it takes the place of. */
export const rotatedKeySchema = newKeySchema.extend({ before: keyViewSchema });

/** A key as it may be shown at a moment. */
export function viewOfKey(key: ApiKey, now: Date): KeyView {
	const { id, name, hash, scopes, isOwn, createdAt, lastUsedAt, expiresAt, revokedAt } = key;
	return {
		id,
		name,
		fingerprint: fingerprintOfKey(hash),
		scopes,
		state: stateOf(key, now),
		isOwn,
		createdAt: createdAt.toISOString(),
		lastUsedAt: lastUsedAt?.toISOString() ?? null,
		expiresAt: expiresAt?.toISOString() ?? null,
		revokedAt: revokedAt?.toISOString() ?? null,
	};
}

function stateOf({ revokedAt, expiresAt, replacedAt }: ApiKey, now: Date): KeyView['state'] {
	if (revokedAt !== null) return 'revoked';
	if (expiresAt !== null && expiresAt <= now) return 'expired';
	return replacedAt === null ? 'active' : 'replaced';
}

/** Keys for a person: two lines each. */
export function tellKeys(keys: KeyView[]): string {
	if (keys.length === 0) return 'No keys.';
	return keys.map(tellKey).join('\n');
}

/** One key for a person. */
export function tellKey({ id, name, state, scopes, ...key }: KeyView): string {
	const { createdAt, lastUsedAt, expiresAt, revokedAt, fingerprint, isOwn } = key;
	const times = [
		`made ${dayOf(createdAt)}`,
		lastUsedAt === null ? 'never used' : `last used ${dayOf(lastUsedAt)}`,
		...(expiresAt === null ? [] : [`${state === 'expired' ? 'expired' : 'expires'} ${expiresAt}`]),
		...(revokedAt === null ? [] : [`revoked ${revokedAt}`]),
		...(isOwn && state === 'active' ? ['kept in secrets.json'] : []),
	];
	return [
		`${state.padEnd(8)}  ${name}  (${id}, SHA-256 ${fingerprint}…)`,
		`          ${scopes.join(', ')}; ${times.join(', ')}`,
	].join('\n');
}

/** The last use is known to the hour only. */
function dayOf(time: string): string {
	return time.slice(0, 10);
}
