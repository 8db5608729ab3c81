import type { Act, Alert } from '../monitor/alerts/model';
import type { EffectState } from './effect';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** An alert with what is still to be told of it. */
export interface KeptAlert {
	alert: Alert;
	acts: Act[];
}

/** The alerts that are not closed; nobody else changes them until the transaction ends. */
export async function lockOpenAlerts(queries: Queries): Promise<KeptAlert[]> {
	return await queries.query<KeptAlert>(
		`SELECT alert, acts FROM alerts WHERE phase <> 'closed' ORDER BY id FOR UPDATE`,
	);
}

/** One alert, locked; null when there is none. */
export async function lockAlert(queries: Queries, id: string): Promise<KeptAlert | null> {
	const [found] = await queries.query<KeptAlert>(
		'SELECT alert, acts FROM alerts WHERE id = $1 FOR UPDATE',
		[id],
	);
	return found ?? null;
}

/** Keeps alerts as they stand now, each with what is to be told beside what was left before. */
export async function keepAlerts(
	queries: Queries,
	kept: readonly KeptAlert[],
	moment: Moment = null,
): Promise<void> {
	if (kept.length === 0) return;
	const rows = kept.map(({ alert, acts }) => ({
		...alert,
		alert,
		acts,
		began: new Date(alert.since).toISOString(),
	}));
	await queries.query(
		`INSERT INTO alerts AS held
			(id, fingerprint, rule, level, phase, alert, acts, since, updated_at)
		SELECT id, fingerprint, rule, level, phase, alert, acts, began, ${atMoment('$2')}
		FROM jsonb_to_recordset($1::jsonb) AS given (id text, fingerprint text, rule text, level text,
			phase text, alert jsonb, acts jsonb, began timestamptz)
		ON CONFLICT (id) DO UPDATE SET level = excluded.level, phase = excluded.phase,
			alert = excluded.alert, acts = held.acts || excluded.acts, since = excluded.since,
			updated_at = excluded.updated_at`,
		[JSON.stringify(storable(rows)), moment],
	);
}

/** Forgets alerts of which nobody was told. */
export async function dropAlerts(queries: Queries, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await queries.query(
		'DELETE FROM alerts WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb))',
		[JSON.stringify(ids)],
	);
}

/** What is to be told of any alert and was not yet, the oldest alert first. */
export async function readActsToDo(queries: Queries): Promise<KeptAlert[]> {
	return await queries.query<KeptAlert>(
		`SELECT alert, acts FROM alerts WHERE acts <> '[]'::jsonb ORDER BY id`,
	);
}

/** Keeps that an act of an alert was handed to the effects. */
export async function keepActDone(queries: Queries, id: string, act: Act): Promise<void> {
	await queries.query(
		`UPDATE alerts SET acts = coalesce(
			(SELECT jsonb_agg(one) FROM jsonb_array_elements(acts) AS one WHERE one <> $2::jsonb), '[]')
		WHERE id = $1`,
		[id, JSON.stringify(act)],
	);
}

/** Alerts, the newest first. */
export async function listAlerts(
	queries: Queries,
	{ isOpen, limit }: { isOpen: boolean; limit: number },
): Promise<Alert[]> {
	const found = await queries.query<{ alert: Alert }>(
		`SELECT alert FROM alerts
		WHERE NOT $1::boolean OR phase IN ('firing', 'clearing') ORDER BY id DESC LIMIT $2`,
		[isOpen, limit],
	);
	return found.map(({ alert }) => alert);
}

/** How what was to be told of an alert stands at Slack and with the mails. */
export interface Told {
	/** Null where no message was asked for. */
	message: EffectState | null;
	/** Mails that are out, and those that are not. */
	mails: number;
	mailsLeft: number;
}

/** How the messages and mails of some alerts stand, by the alerts' ids; of one without any there is none. */
export async function readTold(
	queries: Queries,
	ids: readonly string[],
): Promise<Map<string, Told>> {
	if (ids.length === 0) return new Map();
	const rows = await queries.query<Told & { subject: string }>(
		`SELECT subject, max(state) FILTER (WHERE kind = 'slack.message') AS message,
			(count(*) FILTER (WHERE kind = 'mail' AND state = 'done'))::int AS mails,
			(count(*) FILTER (WHERE kind = 'mail' AND state <> 'done'))::int AS "mailsLeft"
		FROM effects WHERE subject IN (SELECT 'alert:' || jsonb_array_elements_text($1::jsonb))
		GROUP BY subject`,
		[JSON.stringify(ids)],
	);
	return new Map(
		rows.map(({ subject, ...told }): [string, Told] => [subject.slice('alert:'.length), told]),
	);
}
