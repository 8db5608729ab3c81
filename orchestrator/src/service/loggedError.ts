/** What a log line keeps of an error. */
export interface LoggedError {
	type: string;
	message: string;
	stack: string | undefined;
	/** SQLSTATE, or Node's own code. */
	code: unknown;
	/** Which rule of the database was broken. */
	constraint: unknown;
}

/**
 * An error as it may stand in a log: the database's errors carry the values of the statement and the
 * row they failed on, which are about people.
 */
export function loggedError(error: unknown): LoggedError {
	if (!(error instanceof Error)) {
		return {
			type: typeof error,
			message: 'something was thrown that is no error',
			stack: undefined,
			code: undefined,
			constraint: undefined,
		};
	}
	const { name, message, stack } = error;
	const { code, constraint } = error as { code?: unknown; constraint?: unknown };
	return { type: name, message, stack, code, constraint };
}
