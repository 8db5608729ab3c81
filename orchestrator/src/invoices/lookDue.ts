import { addReminder } from '../ledger/invoiceReminders';
import type { Invoice } from '../ledger/invoices';
import { lockDueInvoices, saveReminding } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { calendarOf } from './calendarOf';
import { invoiceEvent, invoiceTopics } from './events';
import type { InvoiceRules } from './schedule';
import { dueNow, planInvoice } from './schedule';
import { record, tellClient } from './takeStand';

/** Whether somebody may be asked for the money: it is open, and no bank has taken it back. */
export function isAsked({ state, disputedAt, disputeResult }: Invoice): boolean {
	return state === 'open' && (disputedAt === null || disputeResult === 'won');
}

/**
 * Looks at invoices whose time has come: a reminder is due, the due date is over, or the reminders did
 * not help. Several processes share the work.
 *
 * @returns how many were looked at
 */
export async function lookDue(
	store: Store,
	rules: InvoiceRules,
	limit: number,
	now: Date,
	moment: Moment,
): Promise<number> {
	return await store.transaction(async (queries) => {
		const due = await lockDueInvoices(queries, limit, moment);
		for (const invoice of due) await lookAt(queries, invoice, rules, now, moment);
		return due.length;
	});
}

async function lookAt(
	queries: Queries,
	invoice: Invoice,
	rules: InvoiceRules,
	now: Date,
	moment: Moment,
): Promise<void> {
	const { id, dueAt, reminderDue, createdAt: since } = invoice;
	if (!isAsked(invoice) || dueAt === null) {
		await saveReminding(queries, id, { ...invoice, lookAt: null }, moment);
		return;
	}
	const plan = planInvoice(dueAt, rules, calendarOf(invoice, now));
	const { reminderAt, isOverdue, isEscalated, nextAt } = dueNow(plan, { ...invoice, since }, now);
	const attempt = reminderDue + 1;
	const after: Invoice = {
		...invoice,
		lookAt: nextAt,
		...(reminderAt === null ? {} : { reminderDue: attempt, reminderDueAt: reminderAt }),
		...(isOverdue ? { overdueAt: now } : {}),
		...(isEscalated ? { escalatedAt: now } : {}),
	};
	await saveReminding(queries, id, after, moment);
	if (reminderAt !== null) {
		await addReminder(queries, { invoice: id, attempt, dueAt: reminderAt }, moment);
		const more = { attempt, isOverdue: plan.overdueAt <= now };
		const event = invoiceEvent(invoiceTopics.reminderDue, after, `reminder/${attempt}`, more);
		await record(queries, [event], now, moment);
	}
	if (isOverdue) await tellClient(queries, invoice, 'invoice_overdue', now, moment);
	if (isEscalated) {
		await record(queries, [invoiceEvent(invoiceTopics.overdue, after, 'overdue')], now, moment);
	}
}
