/** What an error says: what happened, why, and how a person mends it. */
export interface ErrorReport {
	/** Stable, made of words, never changed once released: callers match on it. */
	code: string;
	what: string;
	why: string;
	mend: string;
}

/**
 * An error that a person can mend: wrong input, wrong rules, wrong configuration.
 *
 * Match on `code`; class identity is lost in JSON and across bundles.
 */
export class MendableError extends Error implements ErrorReport {
	readonly name = 'MendableError';

	constructor(
		readonly code: string,
		readonly what: string,
		readonly why: string,
		readonly mend: string,
	) {
		super(`${what} ${why} ${mend}`);
	}
}

/** An error that goes away by itself: the same call may be made again after `retryAfterMs`. */
export class RetryableError extends Error implements ErrorReport {
	readonly name = 'RetryableError';

	constructor(
		readonly code: string,
		readonly what: string,
		readonly why: string,
		readonly mend: string,
		/** Milliseconds to wait before the next try, 0 or more. */
		readonly retryAfterMs: number,
	) {
		super(`${what} ${why} ${mend}`);
	}
}

/** Whether an unknown thrown value carries our report, wherever it was made. */
export function isErrorReport(value: unknown): value is ErrorReport {
	if (typeof value !== 'object' || value === null) return false;
	const report = value as Partial<ErrorReport>;
	return [report.code, report.what, report.why, report.mend].every(
		(part) => typeof part === 'string',
	);
}
