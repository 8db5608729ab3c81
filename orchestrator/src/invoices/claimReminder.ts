import { readReminder, setReminder } from '../ledger/invoiceReminders';
import type { Invoice } from '../ledger/invoices';
import { lockInvoice, saveReminding } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { isAsked } from './lookDue';

/** Whether a reminder may be sent. */
export type ReminderClaim =
	| { result: 'send' | 'withheld'; repeated: boolean; because: string | null }
	| { result: 'missing' };

/**
 * Decides right before sending whether a reminder may be sent, in one transaction: never for an invoice
 * that is paid, void, given up or disputed, nor when a newer one came due. Who may send may ask again and
 * gets the same answer.
 */
export async function claimReminder(
	store: Store,
	{ id, attempt }: { id: string; attempt: number },
	now: Date,
	moment: Moment,
): Promise<ReminderClaim> {
	return await store.transaction(async (queries) => {
		const invoice = await lockInvoice(queries, id);
		const reminder = await readReminder(queries, id, attempt);
		if (invoice === null || reminder === null) return { result: 'missing' };
		const { state, because } = reminder;
		// What was let go out before the money came is not taken back: it may be on its way.
		if (state === 'claimed') return { result: 'send', repeated: true, because: null };
		if (state === 'withheld') return { result: 'withheld', repeated: true, because };
		const reason = reasonAgainst(invoice, attempt);
		const after = reason === null ? ('claimed' as const) : ('withheld' as const);
		await setReminder(queries, { invoice: id, attempt, state: after, because: reason }, moment);
		if (reason !== null) return { result: 'withheld', repeated: false, because: reason };
		const counted = { ...invoice, reminders: invoice.reminders + 1, lastRemindedAt: now };
		await saveReminding(queries, id, counted, moment);
		return { result: 'send', repeated: false, because: null };
	});
}

/** Why the client may not be reminded now; null: they may. */
export function reasonAgainst(invoice: Invoice, attempt: number): string | null {
	const { state, reminderDue } = invoice;
	if (state !== 'open') return `The invoice is ${state}.`;
	if (!isAsked(invoice)) return 'The payment is disputed.';
	if (attempt !== reminderDue) return `Reminder ${reminderDue} came due since.`;
	return null;
}
