import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Queries, Store } from './store';

/**
 * What a key may allow, from least to most: `metrics` reads numbers, `effects` asks for effects and
 * reads them, `inbox` records events, reports their ends and reads them, `operate` changes what became
 * of both and reads the status, `keys` makes and revokes keys.
 */
export const keyScopes = ['metrics', 'effects', 'inbox', 'operate', 'keys'] as const;
/** One of them. */
export type KeyScope = (typeof keyScopes)[number];

/** A key as it is kept: the key itself is nowhere. */
export interface ApiKey {
	id: string;
	name: string;
	/** Hex SHA-256 of the key. */
	hash: string;
	/** Words of a newer version may be among them. */
	scopes: string[];
	/** Whether an installation keeps it in its secrets.json. */
	isOwn: boolean;
	createdAt: Date;
	/** At most an hour behind; null: never used. */
	lastUsedAt: Date | null;
	/** null: never. */
	expiresAt: Date | null;
	/** When another took its place; it lives on until it expires. */
	replacedAt: Date | null;
	revokedAt: Date | null;
}

/** A key that is to be kept. */
export interface NewApiKey {
	id: string;
	name: string;
	hash: string;
	scopes: readonly KeyScope[];
	/** How long it lives; null: until it is revoked. */
	livesMs: number | null;
}

/** What came of revoking: who is no longer let in, or why nothing was changed. */
export type Revocation =
	| { result: 'revoked'; keys: ApiKey[] }
	| { result: 'none' | 'alreadyRevoked' | 'lastOfKeys' }
	| { result: 'ambiguous'; ids: string[] };

/** What came of rotating: the new key and the one that lives on for a while, or why there is none. */
export type Rotation =
	| { result: 'rotated'; before: ApiKey; after: ApiKey }
	| { result: 'none' | 'alreadyRevoked' }
	| { result: 'ambiguous'; ids: string[] };

const COLUMNS = `id, name, key_hash AS hash, scopes, is_own AS "isOwn", created_at AS "createdAt",
	last_used_at AS "lastUsedAt", expires_at AS "expiresAt", replaced_at AS "replacedAt",
	revoked_at AS "revokedAt"`;

const inMs = (moment: string, ms: string) =>
	`${moment} + ${ms}::double precision * interval '1 millisecond'`;

/** Lists every key there ever was, oldest first. */
export async function listApiKeys(queries: Queries): Promise<ApiKey[]> {
	return await queries.query<ApiKey>(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at, id`);
}

/**
 * Keeps a key that an installation made for itself, unless it is known already: one that was revoked
 * stays revoked.
 */
export async function ensureApiKey(
	queries: Queries,
	{ id, name, hash, scopes }: Omit<NewApiKey, 'livesMs'>,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`INSERT INTO api_keys (id, name, key_hash, scopes, is_own, created_at)
		VALUES ($1, $2, $3, $4::jsonb, true, ${atMoment('$5')}) ON CONFLICT (key_hash) DO NOTHING`,
		[id, name, hash, JSON.stringify(scopes), moment],
	);
}

/** Keeps a new key; null when a key of that name is in use. */
export async function createApiKey(
	queries: Queries,
	{ id, name, hash, scopes, livesMs }: NewApiKey,
	moment: Moment = null,
): Promise<ApiKey | null> {
	const [kept] = await queries.query<ApiKey>(
		`INSERT INTO api_keys (id, name, key_hash, scopes, created_at, expires_at)
		SELECT $1, $2, $3, $4::jsonb, at, ${inMs('at', '$5')} FROM (SELECT ${atMoment('$6')} AS at) AS now
		WHERE NOT EXISTS (
			SELECT 1 FROM api_keys WHERE name = $2 AND replaced_at IS NULL AND revoked_at IS NULL
		)
		ON CONFLICT (name) WHERE replaced_at IS NULL AND revoked_at IS NULL AND NOT is_own DO NOTHING
		RETURNING ${COLUMNS}`,
		[id, name, hash, JSON.stringify(scopes), livesMs, moment],
	);
	return kept ?? null;
}

/**
 * Revokes a key by its id, or every living one of a name: whoever holds one of that name is out. The
 * last key that may make keys stays.
 */
export async function revokeApiKeys(
	store: Store,
	nameOrId: string,
	moment: Moment = null,
): Promise<Revocation> {
	return await store.transaction(async (queries) => {
		await lockKeys(queries);
		const found = await findKeys(queries, nameOrId);
		if (found.length === 0) return { result: 'none' };
		const living = found.filter(({ revokedAt }) => revokedAt === null);
		if (living.length === 0) return { result: 'alreadyRevoked' };
		const current = living.filter(({ replacedAt }) => replacedAt === null);
		if (current.length > 1) return { result: 'ambiguous', ids: current.map(({ id }) => id) };
		const ids = JSON.stringify(living.map(({ id }) => id));
		if (living.some(({ scopes }) => scopes.includes('keys'))) {
			const others = await queries.query(
				`SELECT id FROM api_keys
				WHERE scopes ? 'keys' AND revoked_at IS NULL AND replaced_at IS NULL
					AND (expires_at IS NULL OR expires_at > ${atMoment('$2')})
					AND id NOT IN (SELECT jsonb_array_elements_text($1::jsonb))`,
				[ids, moment],
			);
			if (others.length === 0) return { result: 'lastOfKeys' };
		}
		const keys = await queries.query<ApiKey>(
			`UPDATE api_keys SET revoked_at = ${atMoment('$2')}
			WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)) RETURNING ${COLUMNS}`,
			[ids, moment],
		);
		return { result: 'revoked', keys };
	});
}

/**
 * Puts a new key in the place of one, with its name and scopes, and as long to live as that one had;
 * the old one lives on for the overlap at most.
 *
 * @param next id and hash of the new one
 */
export async function rotateApiKey(
	store: Store,
	nameOrId: string,
	next: Pick<NewApiKey, 'id' | 'hash'>,
	overlapMs: number,
	moment: Moment = null,
): Promise<Rotation> {
	return await store.transaction(async (queries) => {
		await lockKeys(queries);
		const found = await findKeys(queries, nameOrId);
		if (found.length === 0) return { result: 'none' };
		const current = found.filter((key) => key.revokedAt === null && key.replacedAt === null);
		const [first, second] = current;
		if (first === undefined) return { result: 'alreadyRevoked' };
		if (second !== undefined) return { result: 'ambiguous', ids: current.map(({ id }) => id) };
		const [before] = await queries.query<ApiKey>(
			`UPDATE api_keys SET replaced_at = ${atMoment('$3')},
				expires_at = least(expires_at, ${inMs(atMoment('$3'), '$2')})
			WHERE id = $1 RETURNING ${COLUMNS}`,
			[first.id, overlapMs, moment],
		);
		const livesMs =
			first.expiresAt === null ? null : first.expiresAt.getTime() - first.createdAt.getTime();
		const [after] = await queries.query<ApiKey>(
			`INSERT INTO api_keys (id, name, key_hash, scopes, is_own, created_at, expires_at)
			SELECT $1, name, $2, scopes, is_own, at, ${inMs('at', '$4')}
			FROM api_keys, (SELECT ${atMoment('$5')} AS at) AS now WHERE id = $3 RETURNING ${COLUMNS}`,
			[next.id, next.hash, first.id, livesMs, moment],
		);
		if (before === undefined || after === undefined) return { result: 'none' };
		return { result: 'rotated', before, after };
	});
}

/** Keeps that a key was used, unless that is known of the hour before. */
export async function touchApiKey(
	queries: Queries,
	id: string,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`UPDATE api_keys SET last_used_at = ${atMoment('$2')} WHERE id = $1
			AND (last_used_at IS NULL OR last_used_at < ${atMoment('$2')} - interval '1 hour')`,
		[id, moment],
	);
}

/** Two who revoke the last two keys at once would both see the other's. */
async function lockKeys(queries: Queries): Promise<void> {
	await queries.run('LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE');
}

async function findKeys(queries: Queries, nameOrId: string): Promise<ApiKey[]> {
	return await queries.query<ApiKey>(
		`SELECT ${COLUMNS} FROM api_keys WHERE id = $1 OR name = $1 ORDER BY created_at, id`,
		[nameOrId],
	);
}
