import type { Json } from './json';
import type { Queries } from './store';

/** A sweep that has ended. */
export interface KeptSweep {
	beganAt: Date;
	endedAt: Date;
	report: Json;
}

/** Keeps a sweep, and forgets those of more than a month before it. */
export async function keepSweep(
	queries: Queries,
	{ beganAt, endedAt, report }: KeptSweep,
): Promise<void> {
	await queries.query(
		`WITH old AS (
			DELETE FROM monitor_sweeps WHERE began_at < $1::timestamptz - interval '31 days'
		)
		INSERT INTO monitor_sweeps (began_at, ended_at, report) VALUES ($1, $2, $3::jsonb)`,
		[beganAt, endedAt, JSON.stringify(report)],
	);
}

/** The newest sweep that has ended; null before the first. */
export async function readLastSweep(queries: Queries): Promise<KeptSweep | null> {
	const [found] = await queries.query<KeptSweep>(
		`SELECT began_at AS "beganAt", ended_at AS "endedAt", report FROM monitor_sweeps
		ORDER BY id DESC LIMIT 1`,
	);
	return found ?? null;
}

/** What vendors told by webhooks that they no longer have, with how far the inbox was read. */
export interface ToldDeleted {
	/** Ids at the vendor, by the kind of effect that made such things. */
	deleted: Record<string, string[]>;
	/** Id of the last event that was read; null where there was none. */
	readTo: string | null;
}

/** Most events of one reading; more are read by the next. */
const MOST_EVENTS = 1_000;

/**
 * Reads the events that tell of deletions, after one of the inbox: ids sort by the time of arrival.
 */
export async function readDeletions(queries: Queries, after: string): Promise<ToldDeleted> {
	const rows = await queries.query<{ id: string; topic: string; made: string | null }>(
		`SELECT id, topic, coalesce(payload->>'task_id', payload->>'objectId') AS made FROM inbox
		WHERE id > $1 ORDER BY id LIMIT ${MOST_EVENTS}`,
		[after],
	);
	const deleted: Record<string, string[]> = {};
	for (const { topic, made } of rows) {
		const kind = KIND_OF_DELETION[topic];
		if (kind !== undefined && made !== null) (deleted[kind] ??= []).push(made);
	}
	return { deleted, readTo: rows.at(-1)?.id ?? null };
}

/** Topics of the inbox that tell of a deletion, with the kind of effect that made such things. */
const KIND_OF_DELETION: Readonly<Record<string, string>> = {
	'clickup.task-deleted': 'clickup.task',
	'hubspot.deal.deletion': 'hubspot.deal',
	'hubspot.contact.deletion': 'hubspot.contact',
};
