/**
 * The moment a statement goes by: a test's clock, or null for the database's, which is one clock for
 * all processes.
 */
export type Moment = Date | null;

/** SQL for the moment in a placeholder. */
export const atMoment = (placeholder: string) =>
	`coalesce(${placeholder}::timestamptz, clock_timestamp())`;

/** SQL for the moment that lies the milliseconds of one placeholder after that of another. */
export const laterBy = (ms: string, moment: string) =>
	`${atMoment(moment)} + ${ms}::double precision * interval '1 millisecond'`;
