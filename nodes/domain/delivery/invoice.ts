import type { Language } from '../language';
import type { Money } from '../money';
import { oneLine, truncate } from '../plainText';
import { extraRevisions, priceGapsOf } from './priceGaps';
import type { OrderMoney } from './priceGaps';
import type { DeliveryRules } from './rules';
import type { Billing, Order, PricePart } from './schema';

/** One line of an invoice. */
export interface InvoiceLine {
	/** Tells it from the others of the order, such as `add-on:ai-asset`. */
	id: string;
	description: string;
	quantity: number;
	/** Minor units of the invoice's currency; less than 0 for a reduction. */
	unitAmount: number;
	taxCode: string | null;
}

/** What is invoiced with a delivery, as the effect that writes the invoice takes it. */
export interface InvoiceDraft {
	currency: string;
	lines: InvoiceLine[];
	/** Minor units, above 0. */
	total: number;
	dueDays: number;
	purchaseOrder: string | null;
	taxId: string | null;
	memo: string | null;
}

/** What the money of a delivery comes to. */
export interface Invoiced {
	/** Null where nothing is to be paid now. */
	invoice: InvoiceDraft | null;
	/** What later deliveries go by; null where nothing was counted. */
	billing: Billing | null;
	/** What the client has paid too much by all that is known now; null for nothing. */
	credit: Money | null;
}

/** Words of the lines, in the client's language. */
export interface InvoiceWords {
	rush: string;
	revisions: string;
	discount: string;
	deposit: (invoice: string) => string;
	/** `percent` of the whole comes with this delivery. */
	share: (line: string, percent: string) => string;
	memo: (delivery: string, names: string) => string;
}

/** A line of the whole order, before it is shared out over deliveries. */
interface WholeLine {
	id: string;
	description: string;
	quantity: number;
	unit: number;
	taxCode: string | null;
}

/** How much of an order goes out, and what was invoiced before. */
export interface InvoiceOccasion extends OrderMoney {
	/** What the package is called. */
	title: string;
	/** Share of the order that the client has after this delivery, 0 to 1; exactly 1 when it is all. */
	shareAfter: number;
	/** Of the delivery, for the memo. */
	memo: { delivery: string; names: readonly string[] };
}

/**
 * Works out what is invoiced with a delivery. Each line is owed up to the share that the client then has,
 * less what was invoiced of it: over any number of partial deliveries the lines add up to the order to the
 * minor unit, and what is delivered again costs nothing.
 */
export function invoiceFor(
	occasion: InvoiceOccasion,
	rules: Pick<DeliveryRules, 'invoice' | 'addOns'>,
	words: InvoiceWords,
	language: Language,
): Invoiced {
	const { order, price, before, memo } = occasion;
	if (price === null || priceGapsOf(occasion).length > 0) {
		return { invoice: null, billing: null, credit: null };
	}
	const share = billedShare(occasion.shareAfter, rules.invoice.partial);
	const whole = wholeLines(occasion, price, rules, words, language);
	const owed = owedOf(whole, share);
	const lines = whole.flatMap((line, index) =>
		lineNow(line, owed[index] - paidOf(before, line.id), words),
	);
	// What was invoiced and is no longer in the order at all is taken back.
	const dropped = droppedLines(before, whole);
	const all = [...lines, ...dropped];
	const gross = sum(all.map(({ quantity, unitAmount }) => quantity * unitAmount));
	if (gross <= 0) {
		const credit = gross === 0 ? null : { minor: -gross, currency: price.currency };
		return { invoice: null, billing: null, credit };
	}

	const deposits = depositLines(order, before, gross, words);
	const depositMinor = -sum(deposits.map(({ unitAmount }) => unitAmount));
	const billing: Billing = {
		currency: price.currency,
		lines: all.map(({ id, quantity, unitAmount }) => ({ id, minor: quantity * unitAmount })),
		depositMinor,
	};
	const total = gross - depositMinor;
	if (total === 0) return { invoice: null, billing, credit: null };
	const draft: InvoiceDraft = {
		currency: price.currency,
		lines: [...all, ...deposits],
		total,
		dueDays: order.dueDays ?? rules.invoice.dueDays,
		purchaseOrder: order.purchaseOrder,
		taxId: order.taxId,
		memo: truncate(oneLine(words.memo(memo.delivery, memo.names.join(', '))), 400),
	};
	return { invoice: draft, billing, credit: null };
}

/** The lines of the whole order, as if all of it went out at once. */
function wholeLines(
	{ order, title }: InvoiceOccasion,
	price: Money,
	{ addOns, invoice }: Pick<DeliveryRules, 'invoice' | 'addOns'>,
	words: InvoiceWords,
	language: Language,
): WholeLine[] {
	const taxCode = order.taxCode ?? invoice.taxCode;
	const base = { quantity: 1, taxCode };
	const counts = new Map<string, number>();
	const extras = order.addOns.map((addOn): WholeLine => {
		const { id, description, quantity, price: each } = addOn;
		const number = (counts.get(id) ?? 0) + 1;
		counts.set(id, number);
		const known = Object.hasOwn(addOns, id) ? addOns[id].words : null;
		return {
			id: `add-on:${id}${number === 1 ? '' : `:${number}`}`,
			description: description ?? known?.[language] ?? id,
			quantity,
			unit: each?.minor ?? 0,
			taxCode: addOn.taxCode ?? taxCode,
		};
	});
	const lines: WholeLine[] = [
		{ ...base, id: 'package', description: title, unit: price.minor },
		...extras,
	];
	const rush = partOf(order.rush, price.minor);
	if (rush > 0) lines.push({ ...base, id: 'rush', description: words.rush, unit: rush });
	const rounds = extraRevisions(order);
	const each = order.revisions?.each?.minor ?? 0;
	if (rounds > 0 && each > 0) {
		const description = words.revisions;
		lines.push({ ...base, id: 'revisions', description, quantity: rounds, unit: each });
	}
	const sold = sum(lines.map(({ quantity, unit }) => quantity * unit));
	// A discount never makes a price of less than nothing.
	const discount = Math.min(sold, partOf(order.discount, sold));
	if (discount > 0) {
		lines.push({ ...base, id: 'discount', description: words.discount, unit: -discount });
	}
	return lines;
}

/**
 * What of each line is owed at a share of the order. The sums of the lines so far are rounded, not the
 * lines: so all of them together are owed the share of the total, and never more than the total.
 */
function owedOf(whole: readonly WholeLine[], share: number): number[] {
	let sumSoFar = 0;
	let owedSoFar = 0;
	return whole.map(({ quantity, unit }) => {
		sumSoFar += quantity * unit;
		const owed = (share >= 1 ? sumSoFar : Math.round(sumSoFar * share)) - owedSoFar;
		owedSoFar += owed;
		return owed;
	});
}

/** A line as far as it is owed now: as it was ordered where all of it is, else as a share. */
function lineNow(
	{ id, description, quantity, unit, taxCode }: WholeLine,
	owed: number,
	words: InvoiceWords,
): InvoiceLine[] {
	const whole = quantity * unit;
	if (owed === 0) return [];
	if (owed === whole)
		return [{ id, description: line(description), quantity, unitAmount: unit, taxCode }];
	const percent = String(Math.round((owed / whole) * 1_000) / 10);
	const shared = whole === 0 ? description : words.share(description, percent);
	return [{ id, description: line(shared), quantity: 1, unitAmount: owed, taxCode }];
}

function droppedLines(before: readonly Billing[], whole: readonly WholeLine[]): InvoiceLine[] {
	const ids = [...new Set(before.flatMap(({ lines }) => lines.map(({ id }) => id)))].sort();
	return ids
		.filter((id) => !whole.some((each) => each.id === id))
		.map((id) => ({ id, paid: paidOf(before, id) }))
		.filter(({ paid }) => paid !== 0)
		.map(({ id, paid }) => ({
			id,
			description: id,
			quantity: 1,
			unitAmount: -paid,
			taxCode: null,
		}));
}

/** Deposits are taken off in their order, as far as there is something to take them off from. */
function depositLines(
	{ deposits }: Order,
	before: readonly Billing[],
	gross: number,
	words: InvoiceWords,
): InvoiceLine[] {
	let taken = sum(before.map(({ depositMinor }) => depositMinor));
	let left = gross;
	return deposits.flatMap(({ invoice, amount }, index): InvoiceLine[] => {
		const used = Math.min(taken, amount.minor);
		taken -= used;
		const now = Math.min(left, amount.minor - used);
		if (now === 0) return [];
		left -= now;
		return [
			{
				id: `deposit:${index + 1}`,
				description: line(words.deposit(invoice ?? '')),
				quantity: 1,
				unitAmount: -now,
				taxCode: null,
			},
		];
	});
}

/** The share that is invoiced, where the client has another one. */
function billedShare(share: number, partial: DeliveryRules['invoice']['partial']): number {
	if (partial === 'first') return 1;
	if (partial === 'last') return share >= 1 ? 1 : 0;
	return share;
}

function partOf(part: PricePart | null, whole: number): number {
	if (part === null) return 0;
	return 'amount' in part ? part.amount.minor : Math.round((whole * part.percent) / 100);
}

function paidOf(before: readonly Billing[], id: string): number {
	return sum(
		before.flatMap(({ lines }) => lines.filter((each) => each.id === id).map(({ minor }) => minor)),
	);
}

function line(text: string): string {
	return truncate(oneLine(text), 250);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
