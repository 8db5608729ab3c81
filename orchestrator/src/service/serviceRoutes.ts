import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Store } from '../ledger/store';
import type { Texts } from '../texts/texts';
import { ledgerAway, stopping } from './httpErrors';
import type { Metrics } from './metrics/metrics';
import { described } from './openapi/describe';

/** What health, numbers and texts are read from. */
export interface ServiceRouteParts {
	store: Store;
	texts: Texts;
	metrics: Metrics;
	/** Whether the service has begun to stop: what is open ends, nothing new is wanted. */
	isStopping(): boolean;
	logger: FastifyBaseLogger;
}

/** Adds the routes by which a machine learns whether the service lives, and whether it can work. */
export function addHealthRoutes(app: FastifyInstance, parts: ServiceRouteParts): void {
	app.get('/healthz', described(liveDescription), () => ({ status: 'ok' }));
	app.get('/readyz', described(readyDescription), async (_request, reply) => {
		if (parts.isStopping()) return await reply.code(503).send({ error: stopping });
		try {
			await parts.store.query('SELECT 1');
			return { status: 'ready' };
		} catch (error) {
			parts.logger.error({ err: error }, 'ledger does not answer');
			return await reply.code(503).send({ error: ledgerAway });
		}
	});
}

/** Adds the routes that tell of the service to who has a key. */
export function addServiceRoutes(app: FastifyInstance, parts: ServiceRouteParts): void {
	const { store, texts, metrics } = parts;
	app.get('/v1/texts', described(textsDescription), () => ({ texts: texts.list() }));
	// With a key also on loopback: behind a proxy on the same machine every caller is loopback.
	app.get('/metrics', described(metricsDescription), async (_request, reply) => {
		const text = await metrics.render(store);
		return await reply.type(metrics.contentType).send(text);
	});
}

const liveDescription = {
	tag: 'service',
	summary: 'Whether the service lives',
	scope: null,
	answers: { 200: { words: 'It does', shape: z.object({ status: z.literal('ok') }) } },
} as const;

const readyDescription = {
	tag: 'service',
	summary: 'Whether the service can work',
	scope: null,
	answers: {
		200: { words: 'It can', shape: z.object({ status: z.literal('ready') }) },
		503: { words: 'Its ledger does not answer, or it stops: send calls elsewhere' },
	},
} as const;

const textsDescription = {
	tag: 'service',
	summary: 'The texts that effects may name, with their languages',
	scope: 'effects',
	answers: {
		200: {
			words: 'Each with its newest version',
			shape: z.object({
				texts: z.array(
					z.object({
						name: z.string(),
						version: z.number(),
						channel: z.string(),
						about: z.string(),
						needs: z.array(z.string()),
						languages: z.array(z.string()),
					}),
				),
			}),
		},
	},
} as const;

const metricsDescription = {
	tag: 'service',
	summary: 'Numbers for Prometheus',
	scope: 'metrics',
	answers: {
		200: { words: 'In Prometheus’ text form', shape: z.string(), type: 'text/plain' },
	},
} as const;
