import { MendableError, RetryableError } from '../../../nodes/domain/errors';

/** How soon a caller may try again after the database was away, in milliseconds. */
const RETRY_AFTER_MS = 1_000;

/** What Node calls a connection that cannot be made or breaks. */
const NETWORK_CODES = new Set([
	'EAI_AGAIN',
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOENT', // a Unix socket that is not there
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
]);

/**
 * What Postgres says when it goes, comes, or takes no more connections
 * (https://www.postgresql.org/docs/15/errcodes-appendix.html): class 08, admin shutdown, crash
 * shutdown, cannot connect now, too many connections, idle session timeout.
 */
const SERVER_CODES = /^(08...|57P01|57P02|57P03|57P05|53300)$/;

/** What pg 8 and its pool say without giving a code. */
const DRIVER_WORDS =
	/^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** What Postgres says when it knows the caller, the password or the database not. */
const REFUSALS = /^(28...|3D000)$/;

/** What Postgres says of a statement that took longer than it may. */
const STATEMENT_TIMEOUT = '57014';

/** Code of an error that says the database did not answer; the same call may be made again. */
export const LEDGER_AWAY = 'ledger/away';

/** Whether an error says that the connection was lost or never made, whatever became of the call. */
export function isConnectionLoss(error: unknown): boolean {
	const { code, message } = partsOf(error);
	return (
		code === LEDGER_AWAY ||
		NETWORK_CODES.has(code) ||
		SERVER_CODES.test(code) ||
		DRIVER_WORDS.test(message)
	);
}

/**
 * Says in our words what the driver says in its own; anything that is not about the connection,
 * such as wrong SQL, passes through.
 *
 * @param place host, port and database, without user and password
 * @returns RetryableError `ledger/away` (from a statement outside a transaction: done or not) or MendableError `ledger/refused`
 */
export function explainConnection(error: unknown, place: string): unknown {
	const { code, message } = partsOf(error);
	if (REFUSALS.test(code)) {
		return new MendableError(
			'ledger/refused',
			'The database does not let this service in.',
			`${place}: ${message} (${code}).`,
			'Correct user, password and database name in the variable that "ledger.urlEnv" names (DATABASE_URL).',
		);
	}
	if (code === LEDGER_AWAY) return error;
	if (code !== STATEMENT_TIMEOUT && !isConnectionLoss(error)) return error;
	return new RetryableError(
		LEDGER_AWAY,
		'The ledger cannot be reached.',
		`The database at ${place} does not answer: ${message === '' ? code : message}.`,
		'Make the same call again; if it stays away, look at the database server and the network to it.',
		RETRY_AFTER_MS,
	);
}

function partsOf(error: unknown): { code: string; message: string } {
	if (typeof error !== 'object' || error === null) return { code: '', message: String(error) };
	const { code, message } = error as { code?: unknown; message?: unknown };
	return {
		code: typeof code === 'string' ? code : '',
		message: typeof message === 'string' ? message : '',
	};
}
