import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import { Duration } from 'luxon';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import {
	createApiKey,
	keyScopes,
	listApiKeys,
	revokeApiKeys,
	rotateApiKey,
} from '../../ledger/apiKeys';
import type { Store } from '../../ledger/store';
import { readAs } from '../effects/request';
import { described } from '../openapi/describe';
import { makeApiKey } from './apiKey';
import {
	createDescription,
	listDescription,
	revokeDescription,
	rotateDescription,
} from './descriptions';
import type { KeyGate } from './keyGate';
import { viewOfKey } from './view';

/** What the routes of keys are built on. */
export interface KeyRouteParts {
	store: Store;
	gate: KeyGate;
	now(): Date;
	logger: FastifyBaseLogger;
}

const DAY_MS = 86_400_000;

/** Ten years: what is meant to live longer has no end. */
const LONGEST_LIFE_MS = 3_653 * DAY_MS;

/** How long the old key lives on beside the new one, unless told otherwise. */
const OVERLAP_MS = DAY_MS;

/** A month: whoever has not taken the new key by then will not. */
const LONGEST_OVERLAP_MS = 31 * DAY_MS;

const spanOf = (leastMs: number, mostMs: number, expected: string) =>
	z
		.string()
		.transform((text) => Duration.fromISO(text).toMillis())
		.refine((ms) => ms >= leastMs && ms <= mostMs, expected);

const createSchema = z
	.object({
		name: z
			.string()
			.regex(
				/^(?!key_)[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/,
				'expected up to 60 letters, digits, spaces, dots and dashes, not beginning with key_',
			),
		scopes: z.array(z.enum(keyScopes)).min(1, 'expected at least one scope'),
		/** ISO 8601, e.g. `P90D`; without one it lives until it is revoked. */
		expiresIn: spanOf(
			60_000,
			LONGEST_LIFE_MS,
			'expected one minute to ten years, e.g. P90D',
		).optional(),
	})
	.strict();

const revokeSchema = z.object({}).strict().nullish();

const rotateSchema = z
	.object({
		/** ISO 8601: how long the old key lives on at most. */
		overlap: spanOf(0, LONGEST_OVERLAP_MS, 'expected at most 31 days, e.g. PT24H').optional(),
	})
	.strict()
	.nullish();

interface WithKey {
	Params: { key: string };
}

/** Adds the routes with which keys are made, listed, rotated and revoked. */
export function addKeyRoutes(app: FastifyInstance, parts: KeyRouteParts): void {
	const { store, gate, now, logger } = parts;

	app.get('/v1/keys', described(listDescription), async () => {
		const keys = await listApiKeys(store);
		return { keys: keys.map((key) => viewOfKey(key, now())) };
	});

	app.post('/v1/keys', described(createDescription(createSchema)), async ({ body }, reply) => {
		const { name, scopes, expiresIn } = readAs(createSchema, body, 'The key cannot be made.', '');
		const { id, hash, key: secret } = makeApiKey();
		const wanted = keyScopes.filter((scope) => scopes.includes(scope));
		const key = { id, name, hash, scopes: wanted, livesMs: expiresIn ?? null };
		const kept = await createApiKey(store, key);
		if (kept === null) return await reply.code(409).send({ error: nameTaken(name) });
		gate.forget();
		logger.info({ key: id, scopes: wanted }, 'key made');
		return await reply.code(201).send({ key: viewOfKey(kept, now()), secret });
	});

	app.post<WithKey>(
		'/v1/keys/:key/revoke',
		described(revokeDescription(revokeSchema)),
		async ({ params, body }, reply) => {
			readAs(revokeSchema, body, 'The key cannot be revoked.', '');
			const revocation = await revokeApiKeys(store, params.key);
			if (revocation.result !== 'revoked')
				return await sendUnchanged(params.key, revocation, reply);
			gate.forget();
			logger.info({ keys: revocation.keys.map(({ id }) => id) }, 'key revoked');
			return { keys: revocation.keys.map((key) => viewOfKey(key, now())) };
		},
	);

	app.post<WithKey>(
		'/v1/keys/:key/rotate',
		described(rotateDescription(rotateSchema)),
		async ({ params, body }, reply) => {
			const overlapMs = readAs(rotateSchema, body, 'The key cannot be rotated.', '')?.overlap;
			const { id, hash, key: secret } = makeApiKey();
			const rotation = await rotateApiKey(store, params.key, { id, hash }, overlapMs ?? OVERLAP_MS);
			if (rotation.result !== 'rotated') return await sendUnchanged(params.key, rotation, reply);
			gate.forget();
			const { before, after } = rotation;
			logger.info({ key: before.id, by: after.id }, 'key rotated');
			const views = { key: viewOfKey(after, now()), before: viewOfKey(before, now()) };
			return await reply.code(201).send({ ...views, secret });
		},
	);
}

type Unchanged =
	| { result: 'none' | 'alreadyRevoked' | 'lastOfKeys' }
	| { result: 'ambiguous'; ids: string[] };

async function sendUnchanged(
	asked: string,
	unchanged: Unchanged,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const name = asked.slice(0, 60);
	const status = unchanged.result === 'none' ? 404 : 409;
	return await reply.code(status).send({ error: unchangedBecause(name, unchanged) });
}

function unchangedBecause(name: string, unchanged: Unchanged): ErrorReport {
	switch (unchanged.result) {
		case 'none':
			return {
				code: 'keys/not-found',
				what: 'There is no such key.',
				why: `No key has the name or id "${name}".`,
				mend: 'Look for it with agency-ops keys list.',
			};
		case 'alreadyRevoked':
			return {
				code: 'keys/already-revoked',
				what: 'Nothing was changed.',
				why: `No living key has the name or id "${name}": it was revoked, or another took its place.`,
				mend: 'See agency-ops keys list; agency-ops keys create makes a new one.',
			};
		case 'lastOfKeys':
			return {
				code: 'keys/last',
				what: 'Nothing was revoked.',
				why: `"${name}" is the last key that may make keys: without it nobody could make another.`,
				mend: 'Make another first: agency-ops keys create NAME --scope keys; or rotate this one.',
			};
		case 'ambiguous':
			return {
				code: 'keys/ambiguous',
				what: 'Nothing was changed.',
				why: `Several keys are called "${name}": ${unchanged.ids.join(', ')}.`,
				mend: 'Name the one you mean by its id.',
			};
	}
}

function nameTaken(name: string): ErrorReport {
	return {
		code: 'keys/name-taken',
		what: 'The key was not made.',
		why: `A key called "${name}" is there already.`,
		mend: 'Rotate or revoke that one, or take another name.',
	};
}
