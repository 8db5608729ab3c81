import type { Queries } from './store';

/** How often something went well in a stretch of time, and how long it took. */
export interface Counted {
	name: string;
	good: number;
	bad: number;
	/** Sums of the seconds and of their natural logarithms. */
	seconds: number;
	logSeconds: number;
}

/** Length of a bucket, in milliseconds. */
export const BUCKET_MS = 5 * 60_000;

/** What is added to a bucket. */
export interface Added extends Counted {
	/** Any moment of the bucket. */
	at: Date;
}

/** Adds to the buckets of five minutes, and forgets those of more than three months before the newest. */
export async function addNumbers(queries: Queries, added: readonly Added[]): Promise<void> {
	const sums = new Map<string, Added>();
	for (const one of added) {
		const bucket = new Date(Math.floor(one.at.getTime() / BUCKET_MS) * BUCKET_MS);
		const name = `${one.name} ${bucket.toISOString()}`;
		const sum = sums.get(name) ?? {
			...one,
			at: bucket,
			good: 0,
			bad: 0,
			seconds: 0,
			logSeconds: 0,
		};
		sum.good += one.good;
		sum.bad += one.bad;
		sum.seconds += one.seconds;
		sum.logSeconds += one.logSeconds;
		sums.set(name, sum);
	}
	if (sums.size === 0) return;
	await queries.query(
		`WITH given AS (
			SELECT * FROM jsonb_to_recordset($1::jsonb) AS one
				(name text, at timestamptz, good int, bad int, seconds float8, "logSeconds" float8)
		), old AS (
			DELETE FROM monitor_numbers
			WHERE bucket < (SELECT max(at) FROM given) - interval '92 days'
		)
		INSERT INTO monitor_numbers AS held (name, bucket, good, bad, seconds, log_seconds)
		SELECT name, at, good, bad, seconds, "logSeconds" FROM given ORDER BY name, at
		ON CONFLICT (name, bucket) DO UPDATE SET good = held.good + excluded.good,
			bad = held.bad + excluded.bad, seconds = held.seconds + excluded.seconds,
			log_seconds = held.log_seconds + excluded.log_seconds`,
		[JSON.stringify([...sums.values()])],
	);
}

/** The sums of all names that begin with a word, from a moment on and before another. */
export async function sumNumbers(
	queries: Queries,
	word: string,
	from: Date,
	before: Date,
): Promise<Counted[]> {
	return await queries.query<Counted>(
		`SELECT name, sum(good)::int AS good, sum(bad)::int AS bad, sum(seconds)::float8 AS seconds,
			sum(log_seconds)::float8 AS "logSeconds"
		FROM monitor_numbers
		WHERE bucket >= $2 AND bucket < $3 AND left(name, length($1)) = $1
		GROUP BY name ORDER BY name`,
		[word, from, before],
	);
}
