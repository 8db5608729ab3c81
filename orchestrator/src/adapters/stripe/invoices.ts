import type Stripe from 'stripe';
import type { InvoiceStand } from '../../invoices/stand';
import { harmless, LookUpFailed } from '../harmless';
import type { StripeOptions } from './client';
import { stripeClient } from './client';
import { failureFrom, isMissing, VENDOR } from './failure';
import { standOf } from './stand';
import { invoiceEvents } from './webhooks';
import { marks } from './wanted';

/** An invoice as it stands at Stripe now. */
export interface FoundInvoice {
	stand: Omit<InvoiceStand, 'sentAt'>;
	/** Key of the effect that it says it is of; null for one that is not ours. */
	key: string | null;
	/** ISO 4217, in capitals. */
	currency: string;
	createdAt: Date;
}

/** Something that happened, as the account's own log has it: in the form of its webhooks. */
export interface LoggedEvent {
	id: string;
	at: Date;
	payload: { data: { object: unknown } };
}

/** What was read of a list, the newest first. */
export interface ReadList<Item> {
	items: Item[];
	calls: number;
	/** Moment from which on everything was read; later than asked for where there was too much. */
	from: Date;
}

/** Reads what stands at Stripe; every method rejects with LookUpFailed where nobody can say. */
export interface StripeInvoices {
	/** Invoices by when they were made, whoever made them. */
	madeSince(since: Date, mostPages: number): Promise<ReadList<FoundInvoice>>;
	/** What the log tells of invoices and disputes; Stripe keeps it for 30 days. */
	logSince(since: Date, mostPages: number): Promise<ReadList<LoggedEvent>>;
	/** null where it was deleted, or belongs to another account. */
	read(id: string): Promise<FoundInvoice | null>;
	/** Id of the invoice that a payment was for; null where it was for none. */
	ofPayment(intent: string): Promise<string | null>;
}

/** Objects of one page at most (docs.stripe.com/api/pagination, as found in stored copies, November 2026). */
const PAGE = 100;

/**
 * Builds it on Stripe's SDK.
 *
 * @param before awaited before each call: for its turn
 */
export function stripeInvoices(
	options: StripeOptions,
	before: () => Promise<void>,
): StripeInvoices {
	const stripe = stripeClient(options);
	return {
		madeSince: async (since, mostPages) => {
			const created = { gte: secondsOf(since) };
			const read = await readPages(before, since, mostPages, async (after) =>
				stripe.invoices.list({ created, limit: PAGE, ...after }),
			);
			return { ...read, items: read.items.map(found) };
		},
		logSince: async (since, mostPages) => {
			const created = { gte: secondsOf(since) };
			const types = [...invoiceEvents];
			const read = await readPages(before, since, mostPages, async (after) =>
				stripe.events.list({ created, types, limit: PAGE, ...after }),
			);
			const items = read.items.map(({ id, created: at, data }) => ({
				id,
				at: momentOf(at),
				payload: { data: { object: data.object as unknown } },
			}));
			return { ...read, items };
		},
		read: async (id) => {
			await before();
			try {
				return found(await stripe.invoices.retrieve(id));
			} catch (error) {
				if (isMissing(error)) return null;
				throw failedLookUp(error);
			}
		},
		ofPayment: async (intent) => {
			await before();
			const payment = { type: 'payment_intent', payment_intent: intent } as const;
			try {
				const { data } = await stripe.invoicePayments.list({ payment, limit: 1 });
				const invoice = data[0]?.invoice;
				return (typeof invoice === 'string' ? invoice : invoice?.id) ?? null;
			} catch (error) {
				if (isMissing(error)) return null;
				throw failedLookUp(error);
			}
		},
	};
}

async function readPages<Item extends { id: string; created: number }>(
	before: () => Promise<void>,
	since: Date,
	mostPages: number,
	ask: (after: { starting_after?: string }) => Promise<Stripe.ApiList<Item>>,
): Promise<ReadList<Item>> {
	const items: Item[] = [];
	for (let calls = 1; ; calls += 1) {
		await before();
		const last = items.at(-1);
		try {
			const page = await ask(last === undefined ? {} : { starting_after: last.id });
			items.push(...page.data);
			if (!page.has_more || page.data.length === 0) return { items, calls, from: since };
		} catch (error) {
			throw failedLookUp(error);
		}
		const oldest = items.at(-1);
		if (calls >= mostPages && oldest !== undefined) {
			return { items, calls, from: momentOf(oldest.created) };
		}
	}
}

function found(invoice: Stripe.Invoice): FoundInvoice {
	return {
		stand: standOf(invoice),
		key: invoice.metadata?.[marks.key] ?? null,
		currency: invoice.currency.toUpperCase(),
		createdAt: momentOf(invoice.created),
	};
}

function failedLookUp(error: unknown): LookUpFailed {
	return new LookUpFailed(harmless(VENDOR, failureFrom(error)));
}

const secondsOf = (moment: Date) => Math.floor(moment.getTime() / 1_000);
const momentOf = (seconds: number) => new Date(seconds * 1_000);
