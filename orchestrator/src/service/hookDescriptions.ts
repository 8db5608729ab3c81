import { z } from 'zod';
import type { HookSource } from '../config/hookSecrets';
import { recordedSchema } from './inboxDescriptions';
import type { Answer, Description } from './openapi/describe';
import { tooMany } from './openapi/describe';

const standardWebhooks = {
	'webhook-id': 'Its own id: the same one is taken once',
	'webhook-timestamp': 'Seconds since 1970, not older than five minutes',
	'webhook-signature':
		'`v1,` and base64 HMAC-SHA256 of `{id}.{timestamp}.{body}` (Standard Webhooks)',
};

/** Headers of each source's signature, as its verifier reads them. */
const signatures: Record<HookSource, Record<string, string>> = {
	forms: standardWebhooks,
	hubspot: {
		'x-hubspot-signature-v3': 'Base64 HMAC-SHA256 of method, address, body and timestamp',
		'x-hubspot-request-timestamp': 'Milliseconds since 1970',
	},
	clickup: { 'x-signature': 'Hex HMAC-SHA256 of the body' },
	slack: {
		'x-slack-signature': '`v0=` and hex HMAC-SHA256 of `v0:{timestamp}:{body}`',
		'x-slack-request-timestamp': 'Seconds since 1970',
	},
	frameio: {
		'x-frameio-signature': '`v0=` and hex HMAC-SHA256 of `v0:{timestamp}:{body}`',
		'x-frameio-request-timestamp': 'Seconds since 1970',
	},
	mail: standardWebhooks,
	calendly: {
		'calendly-webhook-signature': '`t=` seconds, `v1=` hex HMAC-SHA256 of `{t}.{body}`',
	},
	stripe: { 'stripe-signature': '`t=` seconds, `v1=` hex HMAC-SHA256 of `{t}.{body}`' },
};

const keptSchema = z.object({ events: z.array(recordedSchema) });

const taken: Record<HookSource, Record<number, Answer>> = {
	forms: { 202: { words: 'It is kept as a lead', shape: recordedSchema } },
	hubspot: { 200: { words: 'Its events are kept', shape: keptSchema } },
	clickup: { 200: { words: 'Its event is kept', shape: keptSchema } },
	slack: {
		200: {
			words: 'It is kept; what is answered, if anything, is what Slack shows to whoever pressed',
			shape: z.object({ challenge: z.string() }).partial().passthrough(),
		},
	},
	frameio: { 200: { words: 'Its event is kept', shape: keptSchema } },
	stripe: { 200: { words: 'Its event is kept', shape: keptSchema } },
	calendly: { 200: { words: 'Its event is kept', shape: keptSchema } },
	mail: { 200: { words: 'What it tells of mails is kept', shape: keptSchema } },
};

/** A source's own document; which one says its own page. */
const anyDocument = z.unknown();

/** The hook of one source. */
export function hookDescription(source: HookSource): Description {
	const isOwn = source === 'forms';
	return {
		tag: 'hooks',
		summary: isOwn ? 'A form of the agency’s own pages' : `Events of ${source}`,
		scope: null,
		more: 'The signature is over the bytes of the body as they were sent, with a secret named under `hooks` in the configuration.',
		headers: signatures[source],
		body: {
			shape: anyDocument,
			example: isOwn ? { name: 'A name', email: 'somebody@example.com' } : {},
			types: [
				'application/json',
				...(source === 'slack' ? ['application/x-www-form-urlencoded'] : []),
			],
		},
		answers: {
			...taken[source],
			401: { words: 'Not signed with a secret the service has, or not just now' },
			429: tooMany,
		},
	};
}
