import { SOFT_BOUNCE_WINDOW_DAYS } from '../mail/bounces';
import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Queries } from './store';

/** What an address gets no more of. */
export const suppressionScopes = ['marketing', 'all'] as const;
export type SuppressionScope = (typeof suppressionScopes)[number];

/** Why an address is on the list. */
export const suppressionReasons = ['unsubscribed', 'bounced', 'complained', 'by hand'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** An address that is to get no more mail. */
export interface NewSuppression {
	/** Used when it is new. */
	id: string;
	/** As `normalAddress` writes it. */
	address: string;
	scope: SuppressionScope;
	reason: SuppressionReason;
	note: string | null;
	/** Event of the inbox that tells it; null for what a person says. */
	evidence: string | null;
}

/** An entry of the list; one that was lifted stays as it was. */
export interface Suppression extends NewSuppression {
	since: Date;
	liftedAt: Date | null;
	liftedBy: string | null;
	liftedBecause: string | null;
}

const COLUMNS = `id, address, scope, reason, note, evidence, since, lifted_at AS "liftedAt",
	lifted_by AS "liftedBy", lifted_because AS "liftedBecause"`;

/**
 * Puts an address on the list, unless it stands there for the same reason already.
 *
 * @returns the new entry; null when there was one
 */
export async function addSuppression(
	queries: Queries,
	{ id, address, scope, reason, note, evidence }: NewSuppression,
	moment: Moment = null,
): Promise<Suppression | null> {
	const [added] = await queries.query<Suppression>(
		`INSERT INTO mail_suppressions (id, address, scope, reason, note, evidence, since)
		VALUES ($1, $2, $3, $4, $5, $6, ${atMoment('$7')})
		ON CONFLICT (address, scope, reason) WHERE lifted_at IS NULL DO NOTHING
		RETURNING ${COLUMNS}`,
		[id, address, scope, reason, note, evidence, moment],
	);
	return added ?? null;
}

/** Who lifts an entry, and why. */
export interface Lifting {
	address: string;
	/** null lifts entries of both. */
	scope: SuppressionScope | null;
	by: string;
	because: string;
}

/** Takes an address off the list; the entries stay, with who lifted them. */
export async function liftSuppressions(
	queries: Queries,
	{ address, scope, by, because }: Lifting,
	moment: Moment = null,
): Promise<Suppression[]> {
	return await queries.query<Suppression>(
		`UPDATE mail_suppressions
		SET lifted_at = ${atMoment('$5')}, lifted_by = $3, lifted_because = $4
		WHERE address = $1 AND lifted_at IS NULL AND ($2::text IS NULL OR scope = $2)
		RETURNING ${COLUMNS}`,
		[address, scope, by, because, moment],
	);
}

/** The entry that forbids a mail of a purpose to an address; null when it may go out. */
export async function findSuppression(
	queries: Queries,
	address: string,
	purpose: 'transactional' | 'marketing',
): Promise<Pick<Suppression, 'scope' | 'reason' | 'since'> | null> {
	const [found] = await queries.query<Pick<Suppression, 'scope' | 'reason' | 'since'>>(
		`SELECT scope, reason, since FROM mail_suppressions
		WHERE address = $1 AND lifted_at IS NULL AND (scope = 'all' OR $2 = 'marketing')
		ORDER BY scope, since LIMIT 1`,
		[address, purpose],
	);
	return found ?? null;
}

/** Which entries to list. */
export interface SuppressionFilter {
	/** null for every address. */
	address: string | null;
	/** Whether lifted ones are among them. */
	withLifted: boolean;
	limit: number;
}

/** Lists entries, newest first. */
export async function listSuppressions(
	queries: Queries,
	{ address, withLifted, limit }: SuppressionFilter,
): Promise<Suppression[]> {
	return await queries.query<Suppression>(
		`SELECT ${COLUMNS} FROM mail_suppressions
		WHERE ($1::text IS NULL OR address = $1) AND ($2::boolean OR lifted_at IS NULL)
		ORDER BY since DESC, id DESC LIMIT $3`,
		[address, withLifted, limit],
	);
}

/**
 * Days (UTC) on which mails to an address bounced for a time only, after the last delivery to it.
 *
 * @param subject of the address's events in the inbox
 */
export async function countSoftBounceDays(
	queries: Queries,
	subject: string,
	moment: Moment = null,
): Promise<number> {
	const [counted] = await queries.query<{ days: number }>(SOFT_BOUNCE_DAYS_OF, [
		subject,
		SOFT_BOUNCE_WINDOW_DAYS,
		moment,
	]);
	return counted?.days ?? 0;
}

const SOFT_BOUNCE_DAYS_OF = `
WITH told AS (
	SELECT topic, payload->>'bounce' AS bounce, received_at FROM inbox
	WHERE subject = $1 AND source = 'mail'
		AND received_at > ${atMoment('$3')} - $2::int * interval '1 day'
)
SELECT count(DISTINCT (received_at AT TIME ZONE 'UTC')::date)::int AS days FROM told
WHERE topic = 'mail.bounced' AND bounce = 'soft' AND received_at > coalesce(
	(SELECT max(received_at) FROM told WHERE topic = 'mail.delivered'), '-infinity')`;
