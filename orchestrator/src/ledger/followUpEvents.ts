import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Something that happened to an enrolment. */
export interface FollowUpFact {
	/** The event's own id where it comes from. */
	event: string;
	type: string;
	happenedAt: string;
	detail: Json;
}

/** Keeps what happened to an enrolment. @returns false when it was known */
export async function addFact(
	queries: Queries,
	followUp: string,
	{ event, type, happenedAt, detail }: FollowUpFact,
	moment: Moment,
): Promise<boolean> {
	const added = await queries.query(
		`INSERT INTO follow_up_events (follow_up, event, type, happened_at, detail, at)
		VALUES ($1, $2, $3, $4, $5::jsonb, ${atMoment('$6')})
		ON CONFLICT (follow_up, event) DO NOTHING RETURNING id`,
		[
			followUp,
			storable(event),
			type,
			new Date(happenedAt),
			JSON.stringify(storable(detail)),
			moment,
		],
	);
	return added.length > 0;
}

/**
 * Keeps what happened with the ended enrolments of a client too, where it is known for whom: nothing
 * follows from it, but a report counts it.
 */
export async function addFactToEnded(
	queries: Queries,
	{ client, test }: { client: string; test: boolean },
	{ event, type, happenedAt, detail }: FollowUpFact,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`INSERT INTO follow_up_events (follow_up, event, type, happened_at, detail, at)
		SELECT id, $3, $4, $5, $6::jsonb, ${atMoment('$7')} FROM follow_ups
		WHERE client = $1 AND test = $2 AND state = 'exited' AND created_at < $5
		ON CONFLICT (follow_up, event) DO NOTHING`,
		[
			client,
			test,
			storable(event),
			type,
			new Date(happenedAt),
			JSON.stringify(storable(detail)),
			moment,
		],
	);
}

/** What happened to an enrolment, in the order in which it became known. */
export async function listFacts(
	queries: Queries,
	followUp: string,
): Promise<Array<{ event: string; type: string; happenedAt: Date; detail: Json; at: Date }>> {
	return await queries.query(
		`SELECT event, type, happened_at AS "happenedAt", detail, at FROM follow_up_events
		WHERE follow_up = $1 ORDER BY id`,
		[followUp],
	);
}

/** A stop of everything. */
export interface Hold {
	id: string;
	reason: string;
	by: string;
	since: Date;
}

/** The hold in force; null where none is. */
export async function readHold(queries: Queries): Promise<Hold | null> {
	const [found] = await queries.query<Hold>(
		`SELECT id, reason, by_whom AS by, since FROM follow_up_holds WHERE lifted_at IS NULL`,
	);
	return found ?? null;
}

/** Holds everything. @returns false when it was held already */
export async function addHold(
	queries: Queries,
	{ id, reason, by }: Omit<Hold, 'since'>,
	moment: Moment,
): Promise<boolean> {
	const added = await queries.query(
		`INSERT INTO follow_up_holds (id, reason, by_whom, since)
		VALUES ($1, $2, $3, ${atMoment('$4')}) ON CONFLICT DO NOTHING RETURNING id`,
		[id, storable(reason), storable(by), moment],
	);
	return added.length > 0;
}

/** Lets everything go on. @returns false when nothing was held */
export async function liftHold(
	queries: Queries,
	{ reason, by }: Pick<Hold, 'reason' | 'by'>,
	moment: Moment,
): Promise<boolean> {
	const lifted = await queries.query(
		`UPDATE follow_up_holds SET lifted_at = ${atMoment('$3')}, lifted_by = $1, lifted_because = $2
		WHERE lifted_at IS NULL RETURNING id`,
		[storable(by), storable(reason), moment],
	);
	return lifted.length > 0;
}
