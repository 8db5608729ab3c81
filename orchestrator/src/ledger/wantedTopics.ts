import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/**
 * Keeps for which topics n8n has a published flow, and lets what was passed over for want of one take
 * its place again. A look that another overtook is put right by the next.
 *
 * @returns topics that have a flow now and had none at the look before
 */
export async function keepWantedTopics(
	queries: Queries,
	topics: readonly string[],
	moment: Moment = null,
): Promise<string[]> {
	const come = await queries.query<{ topic: string }>(KEEP, [JSON.stringify(topics), moment]);
	return come.map(({ topic }) => topic);
}

const KEEP = `
WITH published AS (
	SELECT DISTINCT jsonb_array_elements_text($1::jsonb) AS topic
), come AS (
	INSERT INTO wanted_topics AS known (topic) SELECT topic FROM published ORDER BY topic
	ON CONFLICT (topic) DO UPDATE SET missing_since = NULL WHERE known.missing_since IS NOT NULL
	RETURNING known.topic
), gone AS (
	UPDATE wanted_topics SET missing_since = ${atMoment('$2')}
	WHERE missing_since IS NULL AND topic NOT IN (SELECT topic FROM published)
), woken AS (
	UPDATE inbox SET passed_over = false, next_at = ${atMoment('$2')}
	WHERE passed_over AND state = 'received' AND token IS NULL AND topic IN (SELECT topic FROM come)
)
SELECT topic FROM come`;

/**
 * Milliseconds for which a topic has been without a published flow, by the looks that were kept, at least
 * 1; 0 where it has one, null where none was ever seen.
 */
export async function readMissingMs(
	queries: Queries,
	topic: string,
	moment: Moment = null,
): Promise<number | null> {
	const [found] = await queries.query<{ missingMs: number }>(
		`SELECT (CASE WHEN missing_since IS NULL THEN 0
			ELSE greatest(1, extract(epoch FROM ${atMoment('$2')} - missing_since) * 1000) END)::float8
			AS "missingMs"
		FROM wanted_topics WHERE topic = $1`,
		[topic, moment],
	);
	return found?.missingMs ?? null;
}
