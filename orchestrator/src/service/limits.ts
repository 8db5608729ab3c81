import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { tooMany } from './httpErrors';

const MINUTE_MS = 60_000;

/** Bounds how often each key may call the routes added after this; comes after the guard. */
export async function limitByKey(guarded: FastifyInstance, perMinute: number): Promise<void> {
	await guarded.register(rateLimit, {
		max: perMinute,
		timeWindow: MINUTE_MS,
		keyGenerator: ({ caller }) => caller?.id ?? 'nobody',
		errorResponseBuilder: ({ caller }, { ttl }) =>
			tooMany(`The key "${caller?.name ?? ''}"`, perMinute, ttl),
	});
}

/**
 * Bounds how often each address may call the routes added after this: the address of the connection,
 * or what a proxy named in the settings says. Of IPv6, a /64 counts as one.
 */
export async function limitByAddress(open: FastifyInstance, perMinute: number): Promise<void> {
	await open.register(rateLimit, {
		max: perMinute,
		timeWindow: MINUTE_MS,
		ipv6Subnet: 64,
		errorResponseBuilder: (_request, { ttl }) => tooMany('This address', perMinute, ttl),
	});
}
