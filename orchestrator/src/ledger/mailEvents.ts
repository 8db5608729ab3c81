import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Json } from './json';
import type { Queries } from './store';

/** An effect that a relay speaks of. */
export interface MailEffect {
	key: string;
	/** Whether nobody knew yet that it had been sent. */
	isUnknown: boolean;
}

/** Unknown mails that are compared at most; there are few, and a person clears them. */
const MOST_UNKNOWN = 500;

/**
 * Finds the mail a Message-ID belongs to: by its receipt, else among those of which nobody knows
 * whether they went out.
 *
 * @param isMessageIdOf whether the Message-ID follows from a key
 */
export async function findMailEffect(
	queries: Queries,
	messageId: string,
	isMessageIdOf: (key: string) => boolean,
): Promise<MailEffect | null> {
	const [sent] = await queries.query<{ key: string }>(
		`SELECT key FROM effects WHERE kind = 'mail' AND receipt->>'messageId' = $1 LIMIT 1`,
		[messageId],
	);
	if (sent !== undefined) return { key: sent.key, isUnknown: false };
	const unknown = await queries.query<{ key: string }>(
		`SELECT key FROM effects WHERE state = 'unknown' AND kind = 'mail'
		ORDER BY updated_at DESC LIMIT ${MOST_UNKNOWN}`,
	);
	const found = unknown.find(({ key }) => isMessageIdOf(key));
	return found === undefined ? null : { key: found.key, isUnknown: true };
}

/**
 * Keeps that an unknown mail was sent after all: its relay speaks of it.
 *
 * @returns false when it is no longer unknown
 */
export async function settleByRelay(
	queries: Queries,
	key: string,
	receipt: Json,
	moment: Moment = null,
): Promise<boolean> {
	const settled = await queries.query(
		`UPDATE effects SET state = 'done', receipt = $2::jsonb, error = NULL, next_at = NULL,
			updated_at = ${atMoment('$3')}
		WHERE key = $1 AND state = 'unknown' RETURNING key`,
		[key, JSON.stringify(receipt), moment],
	);
	return settled.length > 0;
}

/** Adds what a relay told to the history of a mail; its state stays. */
export async function tellMailEffect(
	queries: Queries,
	key: string,
	detail: Json,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`INSERT INTO effect_events (key, attempt, state, detail, at)
		SELECT key, attempts, state, $2::jsonb, ${atMoment('$3')} FROM effects WHERE key = $1`,
		[key, JSON.stringify(detail), moment],
	);
}
