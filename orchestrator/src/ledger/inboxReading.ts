import type { Effect } from './effects';
import type { FullInboxEvent, InboxEvent, InboxState, Moment, StoryLine } from './inbox';
import { atMoment } from './inbox';
import type { Queries } from './store';

const COLUMNS = `id, source, external_id AS "externalId", topic, subject, test, state, attempts,
	failures, broken_off AS "brokenOff", repeats, retry, execution_id AS "executionId", outcome, reason,
	waits_for AS "waitsFor", received_at AS "receivedAt", forwarded_at AS "forwardedAt", ended_at AS "endedAt",
	CASE WHEN state IN ('received', 'forwarded') THEN next_at END AS "nextAt",
	updated_at AS "updatedAt"`;

/** Which events to list. */
export interface EventFilter {
	state: InboxState | null;
	subject: string | null;
	/** Who sent them; default: anybody. */
	source?: string | null;
	/** What their flows reported; default: whatever it was. */
	outcome?: string | null;
	limit: number;
}

/** Lists events, newest first, without what their sources sent. */
export async function listEvents(queries: Queries, filter: EventFilter): Promise<InboxEvent[]> {
	return await queries.query<InboxEvent>(
		`SELECT ${COLUMNS} FROM inbox
		WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR subject = $2)
			AND ($4::text IS NULL OR source = $4) AND ($5::text IS NULL OR outcome = $5)
		ORDER BY received_at DESC, id DESC LIMIT $3`,
		[filter.state, filter.subject, filter.limit, filter.source ?? null, filter.outcome ?? null],
	);
}

/** Reads one event with what its source sent; null when there is none. */
export async function readEvent(queries: Queries, id: string): Promise<FullInboxEvent | null> {
	const [event] = await queries.query<FullInboxEvent>(
		`SELECT ${COLUMNS}, payload FROM inbox WHERE id = $1`,
		[id],
	);
	return event ?? null;
}

/** Reads the story of one event, oldest first. */
export async function readStory(queries: Queries, id: string): Promise<StoryLine[]> {
	return await queries.query<StoryLine>(
		'SELECT state, detail, at FROM inbox_events WHERE inbox_id = $1 ORDER BY id',
		[id],
	);
}

/** Most effects that one event's story shows. */
const MOST_EFFECTS = 100;

/**
 * Reads the effects of an event: those about the given subjects, and those its executions asked for
 * first or last.
 *
 * @param subjects as effects name them, e.g. `lead:20261122-1f3a9c0b7d2e`
 */
export async function readEffectsOf(
	queries: Queries,
	event: InboxEvent,
	subjects: string[],
): Promise<EffectLine[]> {
	return await queries.query<EffectLine>(
		`SELECT key, kind, state, test, receipt, error, attempts, created_at AS "createdAt",
			updated_at AS "updatedAt", CASE WHEN source->>'executionId' <> '' THEN jsonb_build_object(
				'id', source->>'executionId', 'url', source->>'executionUrl', 'node', source->>'nodeName'
			) END AS execution
		FROM effects
		WHERE test = $2 AND (
			subject IN (SELECT jsonb_array_elements_text($1::jsonb))
			OR event_id = $3
			OR source->>'executionId' IN (
				SELECT detail->>'executionId' FROM inbox_events WHERE inbox_id = $3
			)
		)
		ORDER BY created_at, key LIMIT ${MOST_EFFECTS}`,
		[JSON.stringify(subjects), event.test, event.id],
	);
}

/** An effect as a story shows it. */
export type EffectLine = Pick<
	Effect,
	'key' | 'kind' | 'state' | 'test' | 'receipt' | 'error' | 'attempts' | 'createdAt' | 'updatedAt'
> & {
	/** The execution in n8n that asked for it first; null where none did. */
	execution: { id: string; url: string | null; node: string | null } | null;
};

/** What stands unfinished in the ledger. */
export interface LedgerStatus {
	inbox: {
		received: number;
		forwarded: number;
		/** Events whose flow has ended and whose effects are still under way. */
		ending: number;
		dead: number;
		/** Events whose flow reported that it failed. */
		failed: number;
		/** Age of the oldest event that has neither ended nor been given up; 0 when there is none. */
		oldestUnfinishedSeconds: number;
	};
	effects: {
		planned: number;
		in_flight: number;
		/** At most 100 each, the longest waiting first. */
		unknown: StatusEffect[];
		failed: StatusEffect[];
	};
}

/** An effect that needs a person. */
export interface StatusEffect {
	key: string;
	kind: string;
	test: boolean;
	what: string | null;
	mend: string | null;
	updatedAt: Date;
}

/** Reads what stands unfinished; test runs need nobody and are left out of the lists. */
export async function readStatus(queries: Queries, moment: Moment = null): Promise<LedgerStatus> {
	const [inbox] = await queries.query<LedgerStatus['inbox']>(INBOX_STATUS, [moment]);
	const counts = await queries.query<{ state: string; count: number }>(
		`SELECT state, count(*)::int AS count FROM effects
		WHERE state IN ('planned', 'in_flight') GROUP BY state`,
	);
	const countOf = (wanted: string) => counts.find(({ state }) => state === wanted)?.count ?? 0;
	return {
		inbox: inbox ?? {
			received: 0,
			forwarded: 0,
			ending: 0,
			dead: 0,
			failed: 0,
			oldestUnfinishedSeconds: 0,
		},
		effects: {
			planned: countOf('planned'),
			in_flight: countOf('in_flight'),
			unknown: await queries.query<StatusEffect>(EFFECTS_IN, ['unknown']),
			failed: await queries.query<StatusEffect>(EFFECTS_IN, ['failed']),
		},
	};
}

const INBOX_STATUS = `
SELECT
	(count(*) FILTER (WHERE state = 'received'))::int AS received,
	(count(*) FILTER (WHERE state = 'forwarded'))::int AS forwarded,
	(count(*) FILTER (WHERE state = 'ending'))::int AS ending,
	(count(*) FILTER (WHERE state = 'dead'))::int AS dead,
	(count(*) FILTER (WHERE state = 'ended' AND outcome = 'failed' AND NOT test))::int AS failed,
	coalesce(greatest(0, extract(epoch FROM ${atMoment('$1')} - min(since)
		FILTER (WHERE state IN ('received', 'forwarded', 'ending')))), 0)::float8 AS "oldestUnfinishedSeconds"
FROM inbox
WHERE state IN ('received', 'forwarded', 'ending', 'dead') OR (state = 'ended' AND outcome = 'failed')`;

const EFFECTS_IN = `
SELECT key, kind, test, error->>'what' AS what, error->>'mend' AS mend, updated_at AS "updatedAt"
FROM effects WHERE state = $1 AND NOT test ORDER BY updated_at, key LIMIT 100`;
