import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** What becomes of a reminder that came due. */
export type ReminderState = 'due' | 'claimed' | 'withheld';

/** A reminder that came due. */
export interface Reminder {
	invoice: string;
	attempt: number;
	state: ReminderState;
	/** When it was planned for. */
	dueAt: Date;
	because: string | null;
}

const COLUMNS = `invoice, attempt, state, due_at AS "dueAt", because`;

/** Keeps a reminder that comes due; the caller has locked the invoice. */
export async function addReminder(
	queries: Queries,
	{ invoice, attempt, dueAt }: Pick<Reminder, 'invoice' | 'attempt' | 'dueAt'>,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`INSERT INTO invoice_reminders (invoice, attempt, state, due_at, updated_at)
		VALUES ($1, $2, 'due', $3, ${atMoment('$4')})`,
		[invoice, attempt, dueAt, moment],
	);
}

/** A reminder; null where none came due under this number. */
export async function readReminder(
	queries: Queries,
	invoice: string,
	attempt: number,
): Promise<Reminder | null> {
	const [found] = await queries.query<Reminder>(
		`SELECT ${COLUMNS} FROM invoice_reminders WHERE invoice = $1 AND attempt = $2`,
		[invoice, attempt],
	);
	return found ?? null;
}

/** The reminders of an invoice, in the order in which they came due. */
export async function listReminders(queries: Queries, invoice: string): Promise<Reminder[]> {
	return await queries.query<Reminder>(
		`SELECT ${COLUMNS} FROM invoice_reminders WHERE invoice = $1 ORDER BY attempt`,
		[invoice],
	);
}

/** Keeps what becomes of a reminder; the caller has locked the invoice. */
export async function setReminder(
	queries: Queries,
	{ invoice, attempt, state, because }: Omit<Reminder, 'dueAt'>,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`UPDATE invoice_reminders SET state = $3, because = $4, updated_at = ${atMoment('$5')}
		WHERE invoice = $1 AND attempt = $2`,
		[invoice, attempt, state, because, moment],
	);
}
