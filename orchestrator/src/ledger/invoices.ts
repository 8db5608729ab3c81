import { z } from 'zod';
import type { InvoiceStand, InvoiceState } from '../invoices/stand';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Who a client was when an invoice was made for them. */
export const clientFactsSchema = z.object({
	name: z.string().nullable(),
	company: z.string().nullable(),
	/** ISO 3166, in capitals. */
	country: z.string().nullable(),
	language: z.string().nullable(),
	/** IANA zone. */
	zone: z.string().nullable(),
});
export type ClientFacts = z.infer<typeof clientFactsSchema>;

/** An invoice that is about to be made. */
export interface NewInvoice {
	/** Key of the effect that makes it. */
	id: string;
	deal: string;
	delivery: string | null;
	client: string;
	/** In lower case. */
	clientEmail: string;
	clientFacts: ClientFacts;
	/** ISO 4217, in capitals. */
	currency: string;
	/** Minor units, as asked for: Stripe adds the tax. */
	total: number;
	test: boolean;
}

/** What became of asking for the money. */
export interface InvoiceReminding {
	/** Reminders that a flow was let send. */
	reminders: number;
	/** The newest that came due, and what it was planned for. */
	reminderDue: number;
	reminderDueAt: Date | null;
	lastRemindedAt: Date | null;
	/** When it is looked at next; null where nothing can come due. */
	lookAt: Date | null;
	overdueAt: Date | null;
	escalatedAt: Date | null;
	disputedAt: Date | null;
	/** `won` or `lost`; null while a dispute is open, or where there was none. */
	disputeResult: string | null;
}

/** An invoice as it is kept. */
export interface Invoice
	extends Omit<NewInvoice, 'total'>,
		Omit<InvoiceStand, 'stripeId'>,
		InvoiceReminding {
	stripeId: string | null;
	createdAt: Date;
	updatedAt: Date;
}

/** Columns of an invoice. Amounts stay far below 2^53, where a double is exact. */
export const INVOICE_COLUMNS = `id, stripe_id AS "stripeId", deal, delivery, client, client_email AS "clientEmail",
	client_facts AS "clientFacts", number, state, currency, total::float8 AS total,
	amount_due::float8 AS "amountDue", due_at AS "dueAt", hosted_url AS "hostedUrl", pdf_url AS "pdfUrl", test,
	created_at AS "createdAt", updated_at AS "updatedAt", sent_at AS "sentAt", paid_at AS "paidAt",
	reminders, reminder_due AS "reminderDue", reminder_due_at AS "reminderDueAt", last_reminded_at AS "lastRemindedAt", look_at AS "lookAt",
	overdue_at AS "overdueAt", escalated_at AS "escalatedAt", disputed_at AS "disputedAt",
	dispute_result AS "disputeResult"`;

/** Keeps an invoice that is about to be made, once; one that is kept stays as it is. */
export async function addInvoice(
	queries: Queries,
	invoice: NewInvoice,
	moment: Moment,
): Promise<void> {
	const { id, deal, delivery, client, clientEmail, clientFacts, currency, total, test } = invoice;
	await queries.query(
		`INSERT INTO invoices (id, deal, delivery, client, client_email, client_facts, state, currency,
			total, amount_due, test, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6::jsonb, 'draft', $7, $8, $8, $9, ${atMoment('$10')}, ${atMoment('$10')})
		ON CONFLICT (id) DO NOTHING`,
		[
			id,
			deal,
			delivery,
			client,
			clientEmail,
			JSON.stringify(storable(clientFacts)),
			currency,
			total,
			test,
			moment,
		],
	);
}

/** Forgets an invoice that Stripe never had; one it has stays. */
export async function forgetInvoice(queries: Queries, id: string): Promise<void> {
	await queries.query(`DELETE FROM invoices WHERE id = $1 AND stripe_id IS NULL`, [id]);
}

/** An invoice by its key; null where there is none. */
export async function readInvoice(queries: Queries, id: string): Promise<Invoice | null> {
	return await one(queries, 'id = $1', id);
}

/** An invoice by its key, locked until the transaction ends. */
export async function lockInvoice(queries: Queries, id: string): Promise<Invoice | null> {
	return await one(queries, 'id = $1 FOR UPDATE', id);
}

/** An invoice by whatever names it: its key, its number, Stripe's id; null where nothing does. */
export async function findInvoice(queries: Queries, word: string): Promise<Invoice | null> {
	return await one(
		queries,
		'id = $1 OR stripe_id = $1 OR number = $1 ORDER BY test, created_at DESC LIMIT 1',
		word,
	);
}

/** Key of the invoice that Stripe has under this id; null where it is none of ours. */
export async function keyOfStripeInvoice(
	queries: Queries,
	stripeId: string,
): Promise<string | null> {
	const [found] = await queries.query<{ id: string }>(
		'SELECT id FROM invoices WHERE stripe_id = $1',
		[stripeId],
	);
	return found?.id ?? null;
}

async function one(queries: Queries, where: string, value: string): Promise<Invoice | null> {
	const [found] = await queries.query<Invoice>(
		`SELECT ${INVOICE_COLUMNS} FROM invoices WHERE ${where}`,
		[value],
	);
	return found ?? null;
}

/** States in the order in which an invoice goes through them: never back. */
const FORWARD = `array_position(ARRAY['draft', 'open', 'uncollectible', 'paid', 'void'], %s)`;
const rankOf = (state: string) => FORWARD.replace('%s', state);

/**
 * Keeps what Stripe says, unless the ledger knows more: what is late changes nothing. An open invoice is
 * looked at soon, since its due date may be another one.
 *
 * @returns the state before; null when nothing was kept
 */
export async function keepStand(
	queries: Queries,
	id: string,
	stand: InvoiceStand,
	moment: Moment,
): Promise<InvoiceState | null> {
	const { stripeId, number, state, total, amountDue, dueAt, hostedUrl, pdfUrl, sentAt, paidAt } =
		stand;
	const [kept] = await queries.query<{ before: InvoiceState }>(
		`WITH known AS (SELECT id, state FROM invoices WHERE id = $1 FOR UPDATE)
		UPDATE invoices AS held SET stripe_id = $2, number = coalesce($3, held.number), state = $4,
			total = $5, amount_due = $6, due_at = coalesce($7, held.due_at),
			hosted_url = coalesce($8, held.hosted_url), pdf_url = coalesce($9, held.pdf_url),
			sent_at = coalesce(held.sent_at, $10), paid_at = coalesce($11, held.paid_at),
			look_at = CASE WHEN $4 = 'open' THEN ${atMoment('$12')} END, updated_at = ${atMoment('$12')}
		FROM known
		WHERE held.id = known.id AND ${rankOf('known.state')} <= ${rankOf('$4')}
			AND NOT (known.state = 'paid' AND $4 = 'void')
		RETURNING known.state AS before`,
		[
			id,
			stripeId,
			number,
			state,
			total,
			amountDue,
			dueAt,
			hostedUrl,
			pdfUrl,
			sentAt,
			paidAt,
			moment,
		],
	);
	return kept?.before ?? null;
}

/** Keeps what became of asking for the money; the caller has locked the invoice. */
export async function saveReminding(
	queries: Queries,
	id: string,
	reminding: InvoiceReminding,
	moment: Moment,
): Promise<void> {
	const { reminders, reminderDue, reminderDueAt, lastRemindedAt, lookAt } = reminding;
	const { overdueAt, escalatedAt, disputedAt, disputeResult } = reminding;
	await queries.query(
		`UPDATE invoices SET reminders = $2, reminder_due = $3, reminder_due_at = $4,
			last_reminded_at = $5, look_at = $6, overdue_at = $7, escalated_at = $8, disputed_at = $9,
			dispute_result = $10, updated_at = ${atMoment('$11')}
		WHERE id = $1`,
		[
			id,
			reminders,
			reminderDue,
			reminderDueAt,
			lastRemindedAt,
			lookAt,
			overdueAt,
			escalatedAt,
			disputedAt,
			disputeResult,
			moment,
		],
	);
}

/**
 * Picks invoices that are to be looked at, the longest due first, and locks them; what somebody else
 * works on is left to them.
 */
export async function lockDueInvoices(
	queries: Queries,
	limit: number,
	moment: Moment,
): Promise<Invoice[]> {
	return await queries.query<Invoice>(
		`SELECT ${INVOICE_COLUMNS} FROM invoices WHERE look_at <= ${atMoment('$2')}
		ORDER BY look_at, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
		[limit, moment],
	);
}

/** Whether a client has another invoice that is past its due date. */
export async function hasOtherOverdue(
	queries: Queries,
	{ id, client, test }: Pick<Invoice, 'id' | 'client' | 'test'>,
): Promise<boolean> {
	const found = await queries.query(
		`SELECT 1 FROM invoices WHERE client = $1 AND test = $2 AND id <> $3
			AND overdue_at IS NOT NULL AND state IN ('open', 'uncollectible') LIMIT 1`,
		[client, test, id],
	);
	return found.length > 0;
}

/** Which invoices to list; null is any. */
export interface InvoiceFilter {
	client: string | null;
	deal: string | null;
	state: InvoiceState | null;
	test: boolean;
	limit: number;
}

/** Lists invoices, the newest first. */
export async function listInvoices(
	queries: Queries,
	{ client, deal, state, test, limit }: InvoiceFilter,
): Promise<Invoice[]> {
	return await queries.query<Invoice>(
		`SELECT ${INVOICE_COLUMNS} FROM invoices
		WHERE ($1::text IS NULL OR client = $1) AND ($2::text IS NULL OR deal = $2)
			AND ($3::text IS NULL OR state = $3) AND test = $4
		ORDER BY created_at DESC, id LIMIT $5`,
		[client, deal, state, test, limit],
	);
}

/** Whose invoices are meant. */
export type InvoicesOf = ({ client: string } | { deal: string }) & { test: boolean };

/** Most invoices that are read of one client or deal. */
const MOST_OF_ONE = 500;

/** The invoices of a client or a deal, the newest first. */
export async function readInvoicesOf(queries: Queries, of: InvoicesOf): Promise<Invoice[]> {
	return await listInvoices(queries, {
		client: 'client' in of ? of.client : null,
		deal: 'deal' in of ? of.deal : null,
		state: null,
		test: of.test,
		limit: MOST_OF_ONE,
	});
}

/** Who a client is at Stripe; null while nobody knows. */
export async function readStripeCustomer(
	queries: Queries,
	client: string,
	test: boolean,
): Promise<string | null> {
	const [found] = await queries.query<{ customer: string }>(
		'SELECT customer FROM stripe_customers WHERE client = $1 AND test = $2',
		[client, test],
	);
	return found?.customer ?? null;
}

/** Keeps who a client is at Stripe. */
export async function keepStripeCustomer(
	queries: Queries,
	{ client, test, customer }: { client: string; test: boolean; customer: string },
	moment: Moment,
): Promise<void> {
	await queries.query(
		`INSERT INTO stripe_customers (client, test, customer, updated_at)
		VALUES ($1, $2, $3, ${atMoment('$4')})
		ON CONFLICT (client, test) DO UPDATE SET customer = excluded.customer, updated_at = excluded.updated_at`,
		[client, test, customer, moment],
	);
}
