import type { Queries } from './store';

/** What a relay told of one mail. */
export interface MailWord {
	/** Key of the mail's effect. */
	key: string;
	/** The rest of the topic, e.g. `bounced`, `delivered`. */
	what: string;
	bounce: 'hard' | 'soft' | null;
	/** The relay's own id of the mail; null where it gives none. */
	relayId: string | null;
	at: Date;
}

/** What relays told of some mails, the first word first. */
export async function listMailWords(
	queries: Queries,
	keys: readonly string[],
): Promise<MailWord[]> {
	if (keys.length === 0) return [];
	return await queries.query<MailWord>(
		`SELECT story.key, inbox.payload->>'what' AS what, inbox.payload->>'bounce' AS bounce,
			coalesce(inbox.payload->'sent'->'data'->>'email_id', inbox.payload->'sent'->>'email_id') AS "relayId",
			inbox.received_at AS at
		FROM effect_events AS story JOIN inbox ON inbox.id = story.detail->>'event'
		WHERE story.key = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))
			AND story.detail->>'by' = 'mail relay'
		ORDER BY story.id`,
		[JSON.stringify([...new Set(keys)])],
	);
}

/** A mail of which nobody knows whether it went out. */
export interface UnknownMail {
	key: string;
	subject: string;
	/** When its last attempt ended. */
	at: Date;
	/** Why nobody knows, as far as its last attempt says. */
	what: string | null;
}

/** Real mails of which nobody has known for so long whether they went out, the oldest first. */
export async function listUnknownMails(
	queries: Queries,
	before: Date,
	limit: number,
): Promise<UnknownMail[]> {
	return await queries.query<UnknownMail>(
		`SELECT key, subject, updated_at AS at, error->>'what' AS what FROM effects
		WHERE state = 'unknown' AND kind = 'mail' AND NOT test AND updated_at < $1
		ORDER BY updated_at, key LIMIT $2`,
		[before, limit],
	);
}
