import { listReminders, setReminder } from '../ledger/invoiceReminders';
import { lockInvoice, saveReminding } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import type { Objection } from '../mail/objection';
import { reasonAgainst } from './claimReminder';

/**
 * Looks once more, as the letter of a claimed reminder is about to go out, whether it still may; one that
 * may not is withheld, and counts as none. Nothing speaks against what never came due.
 *
 * @param other what else speaks against it; null: nothing
 */
export async function recheckReminder(
	store: Store,
	{ id, attempt, other }: { id: string; attempt: number; other: string | null },
	moment: Moment,
): Promise<Objection | null> {
	return await store.transaction(async (queries) => {
		const invoice = await lockInvoice(queries, id);
		const reminders = await listReminders(queries, id);
		const reminder = reminders.find((each) => each.attempt === attempt);
		if (invoice === null || reminder === undefined) return null;
		if (reminder.state === 'withheld') return { is: 'final', because: reminder.because ?? '' };
		const because = reasonAgainst(invoice, attempt) ?? other;
		if (because === null) return null;
		await setReminder(queries, { invoice: id, attempt, state: 'withheld', because }, moment);
		const sent = reminders.filter((each) => each.state === 'claimed' && each !== reminder);
		const last = sent.at(-1);
		const reminding = {
			...invoice,
			reminders: sent.length,
			lastRemindedAt: last === undefined ? null : last.dueAt,
		};
		await saveReminding(queries, id, reminding, moment);
		return { is: 'final', because };
	});
}
