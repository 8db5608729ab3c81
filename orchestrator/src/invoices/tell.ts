import { DateTime } from 'luxon';
import { formatMoney } from '../../../nodes/domain/money';
import type { InvoiceView } from './view';

/** Invoices for a person, one line each, the newest first. */
export function tellInvoices(invoices: readonly InvoiceView[], now: Date): string[] {
	if (invoices.length === 0) return ['No invoices.'];
	return invoices.map((invoice) =>
		[
			(invoice.number ?? '-').padEnd(14),
			invoice.state.padEnd(13),
			moneyOf(invoice, invoice.total).padStart(12),
			whenOf(invoice, now).padEnd(26),
			nameOf(invoice),
			`(${invoice.id})`,
		].join('  '),
	);
}

/** One invoice with what became of it. */
export function tellInvoice(invoice: InvoiceView, now: Date): string[] {
	const { stripeId, deal, delivery, clientEmail, reminders, lastRemindedAt } = invoice;
	const rows: Array<[string, string | null]> = [
		['amount', moneyOf(invoice, invoice.total)],
		['still due', moneyOf(invoice, invoice.amountDue)],
		['when', whenOf(invoice, now)],
		['client', `${nameOf(invoice)} <${clientEmail}>`],
		['deal', delivery === null ? deal : `${deal}, delivery ${delivery}`],
		['sent', shown(invoice.sentAt)],
		['paid', shown(invoice.paidAt)],
		['reminders', remindersOf(reminders, lastRemindedAt)],
		['next look', shown(invoice.nextLookAt)],
		['disputed', disputeOf(invoice)],
		['pay page', invoice.hostedUrl],
		['at Stripe', stripeId],
		['key', invoice.id],
	];
	const head = `${invoice.number ?? 'Without a number'}: ${invoice.state}${invoice.test ? ' (test)' : ''}`;
	return [
		head,
		...rows.flatMap(([name, text]) => (text === null ? [] : [`  ${name.padEnd(10)}  ${text}`])),
	];
}

function moneyOf({ currency }: InvoiceView, minor: number): string {
	return formatMoney({ minor, currency }, 'en');
}

function nameOf({ clientFacts: { company, name }, client }: InvoiceView): string {
	return company ?? name ?? client;
}

function whenOf({ state, dueAt, paidAt }: InvoiceView, now: Date): string {
	if (state === 'paid') return `paid ${dayOf(paidAt) ?? ''}`.trimEnd();
	if (state !== 'open' || dueAt === null) return dueAt === null ? '' : `due ${dayOf(dueAt) ?? ''}`;
	const days = Math.floor((now.getTime() - Date.parse(dueAt)) / 86_400_000);
	if (days < 0) return `due ${dayOf(dueAt) ?? ''}`;
	return `${days} day${days === 1 ? '' : 's'} overdue (${dayOf(dueAt) ?? ''})`;
}

function remindersOf(count: number, last: string | null): string | null {
	return last === null ? null : `${count}, the last ${shown(last) ?? ''}`;
}

function disputeOf({ disputedAt, disputeResult }: InvoiceView): string | null {
	if (disputedAt === null) return null;
	return `${shown(disputedAt) ?? ''}${disputeResult === null ? ', still open' : `, ${disputeResult}`}`;
}

function dayOf(at: string | null): string | null {
	return at?.slice(0, 10) ?? null;
}

function shown(at: string | null): string | null {
	if (at === null) return null;
	return `${DateTime.fromISO(at, { zone: 'utc' }).toFormat('yyyy-MM-dd HH:mm')} UTC`;
}
