import type { Enrolment } from '../../../nodes/domain/followUp/enrolment';
import type { Sequence } from '../../../nodes/domain/followUp/schema';
import { canonicalJson } from '../../../nodes/domain/hash';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where an enrolment stands. */
export const followUpStates = ['active', 'paused', 'exited'] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** What changes about an enrolment. */
export interface FollowUpStand {
	id: string;
	state: FollowUpState;
	enrolment: Enrolment;
	/** The step that comes next; null after the last. */
	step: string | null;
	/** Whether that is a message. */
	sendsNext: boolean;
	dueAt: Date | null;
	exitReason: string | null;
}

/** An enrolment as it is kept. */
export interface FollowUp extends FollowUpStand {
	client: string;
	sequence: string;
	version: number;
	occurrence: string;
	test: boolean;
	priority: number;
	createdAt: Date;
	updatedAt: Date;
}

/** An enrolment that is new. */
export interface NewFollowUp extends Omit<FollowUp, 'createdAt' | 'updatedAt'> {
	/** In the form that mail is compared in. */
	email: string | null;
	/** null for a free mail service, where nobody is anybody's colleague. */
	domain: string | null;
}

const COLUMNS = `id, client, sequence, version, occurrence, test, priority, state, enrolment, step,
	sends_next AS "sendsNext", due_at AS "dueAt", exit_reason AS "exitReason", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Any constant: who works on a client's messages holds it with the client's number. */
const CLIENT_LOCK = 7_316_205;

/**
 * Lets nobody else decide about messages to these clients until the transaction ends, so that two who
 * come at once count each other's. In one order for all, so that none waits for the other.
 */
export async function lockClients(queries: Queries, clients: readonly string[]): Promise<void> {
	if (clients.length === 0) return;
	await queries.query(
		`SELECT pg_advisory_xact_lock(${CLIENT_LOCK}, number) FROM (
			SELECT DISTINCT hashtext(name) AS number
			FROM jsonb_array_elements_text($1::jsonb) AS name ORDER BY number
		) AS numbered`,
		[JSON.stringify([...new Set(clients)])],
	);
}

/** Adds an enrolment; null when the client is enrolled for this already. */
export async function addFollowUp(
	queries: Queries,
	added: NewFollowUp,
	moment: Moment,
): Promise<FollowUp | null> {
	const { id, client, sequence, version, occurrence, test, priority, state, step } = added;
	const [kept] = await queries.query<FollowUp>(
		`INSERT INTO follow_ups (id, client, sequence, version, occurrence, test, priority, state, email,
			domain, enrolment, step, sends_next, due_at, exit_reason, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15,
			${atMoment('$16')}, ${atMoment('$16')})
		ON CONFLICT (client, sequence, occurrence, test) DO NOTHING
		RETURNING ${COLUMNS}`,
		[
			id,
			client,
			sequence,
			version,
			occurrence,
			test,
			priority,
			state,
			added.email,
			added.domain,
			JSON.stringify(storable(added.enrolment)),
			step,
			added.sendsNext,
			added.dueAt,
			added.exitReason,
			moment,
		],
	);
	return kept ?? null;
}

/** The enrolment of a client for an occurrence; null where there is none. */
export async function findFollowUp(
	queries: Queries,
	{
		client,
		sequence,
		occurrence,
		test,
	}: Pick<FollowUp, 'client' | 'sequence' | 'occurrence' | 'test'>,
): Promise<FollowUp | null> {
	const [found] = await queries.query<FollowUp>(
		`SELECT ${COLUMNS} FROM follow_ups
		WHERE client = $1 AND sequence = $2 AND occurrence = $3 AND test = $4`,
		[client, sequence, occurrence, test],
	);
	return found ?? null;
}

/** An enrolment by its id; null where there is none. */
export async function readFollowUp(queries: Queries, id: string): Promise<FollowUp | null> {
	const [found] = await queries.query<FollowUp>(`SELECT ${COLUMNS} FROM follow_ups WHERE id = $1`, [
		id,
	]);
	return found ?? null;
}

/**
 * Picks enrolments that are due, the longest due first and of those at once the more important, and
 * locks them; what somebody else works on is left to them.
 */
export async function lockDue(
	queries: Queries,
	limit: number,
	moment: Moment,
): Promise<FollowUp[]> {
	return await queries.query<FollowUp>(
		`SELECT ${COLUMNS} FROM follow_ups WHERE due_at <= ${atMoment('$2')}
		ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
		[limit, moment],
	);
}

/** Whose enrolments are meant: one, a client's, or those behind addresses. */
export type FollowUpTarget =
	| { id: string }
	| { client: string; test: boolean }
	| { addresses: string[]; domains: string[] };

/** Picks what has not ended of a target and locks it, in one order for all. */
export async function lockTarget(queries: Queries, target: FollowUpTarget): Promise<FollowUp[]> {
	const [where, values] = conditionOf(target);
	return await queries.query<FollowUp>(
		`SELECT ${COLUMNS} FROM follow_ups WHERE state <> 'exited' AND ${where} ORDER BY id FOR UPDATE`,
		values,
	);
}

/** Picks a part of everything that has not ended, after an id, and locks it. */
export async function lockSome(
	queries: Queries,
	after: string,
	limit: number,
): Promise<FollowUp[]> {
	return await queries.query<FollowUp>(
		`SELECT ${COLUMNS} FROM follow_ups WHERE state <> 'exited' AND id > $1
		ORDER BY id LIMIT $2 FOR UPDATE`,
		[after, limit],
	);
}

/** Keeps where enrolments stand now; the caller has locked them. */
export async function saveFollowUps(
	queries: Queries,
	stands: readonly FollowUpStand[],
	moment: Moment,
): Promise<void> {
	if (stands.length === 0) return;
	await queries.query(
		`UPDATE follow_ups AS held SET state = now.state, enrolment = now.enrolment, step = now.step,
			sends_next = now."sendsNext", due_at = now."dueAt", exit_reason = now."exitReason", updated_at = ${atMoment('$2')}
		FROM jsonb_to_recordset($1::jsonb) AS now
			(id text, state text, enrolment jsonb, step text, "sendsNext" boolean, "dueAt" timestamptz,
				"exitReason" text)
		WHERE held.id = now.id`,
		[
			JSON.stringify(
				stands.map(({ id, state, enrolment, step, sendsNext, dueAt, exitReason }) => ({
					id,
					state,
					enrolment: storable(enrolment),
					step,
					sendsNext,
					dueAt,
					exitReason,
				})),
			),
			moment,
		],
	);
}

/** Keeps that an enrolment goes on by another version; the caller has locked it. */
export async function setVersion(
	queries: Queries,
	id: string,
	{ version, priority }: Pick<FollowUp, 'version' | 'priority'>,
): Promise<void> {
	await queries.query('UPDATE follow_ups SET version = $2, priority = $3 WHERE id = $1', [
		id,
		version,
		priority,
	]);
}

/** Which enrolments to list; null is any. */
export interface FollowUpFilter {
	client: string | null;
	sequence: string | null;
	state: FollowUpState | null;
	test: boolean;
	limit: number;
}

/** Lists enrolments: what is due first, then what waits longest; ended ones last. */
export async function listFollowUps(
	queries: Queries,
	{ client, sequence, state, test, limit }: FollowUpFilter,
): Promise<FollowUp[]> {
	return await queries.query<FollowUp>(
		`SELECT ${COLUMNS} FROM follow_ups
		WHERE ($1::text IS NULL OR client = $1) AND ($2::text IS NULL OR sequence = $2)
			AND ($3::text IS NULL OR state = $3) AND test = $4
		ORDER BY due_at NULLS LAST, created_at DESC, id LIMIT $5`,
		[client, sequence, state, test, limit],
	);
}

/**
 * Keeps a definition that enrolments begin under.
 *
 * @returns false when the same version was kept with other content
 */
export async function keepDefinition(
	queries: Queries,
	definition: Sequence,
	moment: Moment,
): Promise<boolean> {
	const { id, version } = definition;
	await queries.query(
		`INSERT INTO follow_up_definitions (sequence, version, definition, kept_at)
		VALUES ($1, $2, $3::jsonb, ${atMoment('$4')}) ON CONFLICT DO NOTHING`,
		[id, version, JSON.stringify(definition), moment],
	);
	const kept = await readDefinition(queries, id, version);
	return canonicalJson(kept) === canonicalJson(definition);
}

/** A definition as enrolments began under it; null where none did. */
export async function readDefinition(
	queries: Queries,
	sequence: string,
	version: number,
): Promise<unknown> {
	const [found] = await queries.query<{ definition: unknown }>(
		'SELECT definition FROM follow_up_definitions WHERE sequence = $1 AND version = $2',
		[sequence, version],
	);
	return found?.definition ?? null;
}

function conditionOf(target: FollowUpTarget): [string, Array<string | boolean>] {
	if ('id' in target) return ['id = $1', [target.id]];
	if ('client' in target) return ['client = $1 AND test = $2', [target.client, target.test]];
	return [
		`(email IN (SELECT jsonb_array_elements_text($1::jsonb))
			OR domain IN (SELECT jsonb_array_elements_text($2::jsonb)))`,
		[JSON.stringify(target.addresses), JSON.stringify(target.domains)],
	];
}
