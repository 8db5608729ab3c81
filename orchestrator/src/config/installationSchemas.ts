import { z } from 'zod';
import { defaultBrand } from '../../../nodes/domain/letter/schema';
import { isPublicKey } from '../bundle/package/keys';
import { defaultLimits } from '../service/settings';
import {
	colour,
	email,
	network,
	perMinute,
	picture,
	port,
	processes,
	text,
	url,
	variable,
	zone,
} from './fields';

/** The hosts of a configuration nobody has written yet: everything on this machine. */
const LOOPBACK = 'http://127.0.0.1';

/** Who writes to clients, and how it looks. */
export const agencySchema = z
	.object({
		name: text.default('IAmazing Content'),
		replyTo: email.default('hola@iamazingcontent.space'),
		/** Of the head and the buttons of mails, and of pages for clients. */
		colour: colour.default(defaultBrand.colour),
		/** Picture in the head of milestone mails, 140 pixels wide; default: the name. */
		logo: picture.optional(),
		/** One line under milestone mails. */
		address: text.optional(),
		languages: z
			.array(z.enum(['es', 'en', 'da']))
			.min(1, 'expected at least one of es, en, da')
			.default(['es', 'en', 'da']),
	})
	.strict()
	.default({});

/** Where n8n is, and who enters it. */
export const n8nSchema = z
	.object({
		url: url.default(`${LOOPBACK}:5678`),
		/** Names the variable with an API key made in n8n by hand; not needed where seed makes the owner. */
		apiKeyEnv: variable.default('N8N_API_KEY'),
		ownerEmail: email.default('ops@iamazingcontent.space'),
		/** The zone that n8n's environment names (GENERIC_TIMEZONE), for workflows without one of their own. */
		timezone: zone.optional(),
		/** Addresses at which worker processes tell their health, for doctor to ask. */
		workers: z.array(url).default([]),
		/** Names the variables with `redis://…` and `postgres://…` of an n8n in queue mode, for doctor to look. */
		queue: z
			.object({
				redisUrlEnv: variable.default('N8N_QUEUE_REDIS_URL'),
				postgresUrlEnv: variable.default('N8N_POSTGRES_URL'),
				/** As its QUEUE_BULL_PREFIX says. */
				prefix: text.default('bull'),
			})
			.strict()
			.default({}),
	})
	.strict()
	.default({});

/** Where the service is, and how much it lets in. */
export const serviceSchema = z
	.object({
		url: url.default(`${LOOPBACK}:5680`),
		/**
		 * Proxies in front of the service, by address or network. What they say of who calls is
		 * believed; what anybody else says is not.
		 */
		trustedProxies: z.array(network).default([]),
		/** Calls a minute: of one key at /v1, of one address at /hooks. */
		limits: z
			.object({
				callsPerMinute: perMinute.default(defaultLimits.callsPerMinute),
				hooksPerMinute: perMinute.default(defaultLimits.hooksPerMinute),
			})
			.strict()
			.default({}),
		/** Seconds between saying "not ready" and taking no more connections, for a balancer to notice. */
		drainSeconds: z
			.number()
			.min(0, 'expected 0 or more seconds')
			.max(300, 'expected at most 300 seconds')
			.default(0),
	})
	.strict()
	.default({});

/** Where the ledger is kept. */
export const ledgerSchema = z
	.object({
		/** Names the variable with `postgres://…`; while it is empty the embedded database is used. */
		urlEnv: variable.default('DATABASE_URL'),
	})
	.strict()
	.default({});

/** Stand-ins in place of the vendors; false: real accounts. */
export const sandboxSchema = z
	.union([
		z.literal(false),
		z
			.object({
				proxyPort: port.default(5690),
				viewerPort: port.default(5691),
				smtpPort: port.default(5692),
				/** Of the storage that speaks S3. */
				storagePort: port.default(5693),
				/** Whether the stand-ins keep the vendors' published rate limits. */
				limits: z.enum(['published', 'off']).default('published'),
				/** Whether calls are compared with the vendors' descriptions, where these are found. */
				checks: z.boolean().default(true),
			})
			.strict(),
	])
	.default({});

/** How many processes `up --scale` starts. */
export const scaleSchema = z
	.object({
		/** First of the ports that the processes of `up --scale` take one after the other. */
		firstPort: port.default(5700),
		/** Processes of n8n that run flows, and that take calls beside the main one. */
		workers: processes.default(2),
		webhooks: processes.default(1),
		/** Replicas of the service. */
		services: processes.default(2),
	})
	.strict()
	.default({});

/** Whose packages of workflows are taken. */
export const bundleSchema = z
	.object({
		/** Public keys whose packages are taken, as bundle keygen prints them; none: anybody's. */
		trusted: z
			.array(z.string().refine(isPublicKey, 'expected a key as bundle keygen prints it'))
			.default([]),
	})
	.strict()
	.default({});
