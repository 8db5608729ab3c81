import type { OtherTouch } from '../../../nodes/domain/followUp/caps';
import type { Progress } from '../../../nodes/domain/followUp/enrolment';
import type { Purpose } from '../../../nodes/domain/followUp/purposes';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** What becomes of a message that came due. */
export type TouchState = 'due' | 'claimed' | 'withheld' | 'returned';

/** Where a sequence stood before a message came due. */
export type Before = Pick<Progress, 'step' | 'since' | 'notBefore'>;

/** A message that came due. */
export interface KeptTouch {
	followUp: string;
	step: string;
	client: string;
	test: boolean;
	sequence: string;
	priority: number;
	purpose: Purpose;
	state: TouchState;
	attempt: number;
	before: Before;
	at: Date;
	because: string | null;
}

/** A message that comes due now. */
export interface NewTouch extends Omit<KeptTouch, 'state' | 'attempt' | 'because'> {
	/** Whether somebody sent it by other hands: then nobody is told to. */
	isSent: boolean;
}

const COLUMNS = `follow_up AS "followUp", step, client, test, sequence, priority, purpose, state, attempt,
	before, at, because`;

/**
 * Keeps messages that come due; one that was returned comes due as its next attempt.
 *
 * @returns the attempts, in the order given; null for one that is due or was sent already
 */
export async function addTouches(
	queries: Queries,
	touches: readonly NewTouch[],
	moment: Moment,
): Promise<Array<number | null>> {
	if (touches.length === 0) return [];
	const kept = await queries.query<Pick<KeptTouch, 'followUp' | 'step' | 'attempt'>>(
		`INSERT INTO follow_up_touches AS held (follow_up, step, client, test, sequence, priority, purpose,
			state, before, at, updated_at)
		SELECT "followUp", step, client, test, sequence, priority, purpose,
			CASE WHEN "isSent" THEN 'claimed' ELSE 'due' END, before, at, ${atMoment('$2')}
		FROM jsonb_to_recordset($1::jsonb) AS given ("followUp" text, step text, client text, test boolean,
			sequence text, priority integer, purpose text, before jsonb, at timestamptz,
			"isSent" boolean)
		ON CONFLICT (follow_up, step) DO UPDATE SET state = excluded.state, attempt = held.attempt + 1,
			at = excluded.at, before = excluded.before, because = NULL, updated_at = ${atMoment('$2')}
			WHERE held.state = 'returned'
		RETURNING follow_up AS "followUp", step, attempt`,
		[JSON.stringify(touches), moment],
	);
	return touches.map(
		({ followUp, step }) =>
			kept.find((each) => each.followUp === followUp && each.step === step)?.attempt ?? null,
	);
}

/** A message, locked; null where none came due. */
export async function lockTouch(
	queries: Queries,
	followUp: string,
	step: string,
): Promise<KeptTouch | null> {
	const [found] = await queries.query<KeptTouch>(
		`SELECT ${COLUMNS} FROM follow_up_touches WHERE follow_up = $1 AND step = $2 FOR UPDATE`,
		[followUp, step],
	);
	return found ?? null;
}

/** Keeps what becomes of a message; the caller has locked it. */
export async function setTouch(
	queries: Queries,
	{ followUp, step }: Pick<KeptTouch, 'followUp' | 'step'>,
	{ state, because }: Pick<KeptTouch, 'state' | 'because'>,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`UPDATE follow_up_touches SET state = $3, because = $4, updated_at = ${atMoment('$5')}
		WHERE follow_up = $1 AND step = $2`,
		[followUp, step, state, because, moment],
	);
}

/** The messages of an enrolment, in the order in which they came due. */
export async function listTouches(queries: Queries, followUp: string): Promise<KeptTouch[]> {
	return await queries.query<KeptTouch>(
		`SELECT ${COLUMNS} FROM follow_up_touches WHERE follow_up = $1 ORDER BY at, step`,
		[followUp],
	);
}

/** A message to a client, and whose it is. */
export interface ClientTouch extends OtherTouch {
	client: string;
	test: boolean;
	followUp: string;
}

/**
 * What counts against clients' caps: messages that went out or are due since a moment, and those that
 * active enrolments of theirs come to next.
 */
export async function touchesOfClients(
	queries: Queries,
	clients: readonly string[],
	since: Date,
): Promise<ClientTouch[]> {
	if (clients.length === 0) return [];
	const rows = await queries.query<Omit<ClientTouch, 'at'> & { at: Date }>(
		`WITH named AS (SELECT jsonb_array_elements_text($1::jsonb) AS client)
		SELECT client, test, follow_up AS "followUp", sequence, priority, at, false AS "isPlanned"
		FROM follow_up_touches JOIN named USING (client)
		WHERE at > $2 AND state IN ('due', 'claimed')
		UNION ALL
		SELECT client, test, id, sequence, priority, due_at, true
		FROM follow_ups JOIN named USING (client)
		WHERE state = 'active' AND due_at IS NOT NULL AND sends_next`,
		[JSON.stringify([...new Set(clients)]), since],
	);
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
