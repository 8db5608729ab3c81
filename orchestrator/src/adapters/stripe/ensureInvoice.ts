import Stripe from 'stripe';
import { MendableError } from '../../../../nodes/domain/errors';
import type { InvoiceStand } from '../../invoices/stand';
import { toStripe } from './amounts';
import type { Calls } from './calls';
import { ensureCustomer } from './ensureCustomer';
import { isMissing } from './failure';
import { standOf } from './stand';
import type { WantedInvoice } from './wanted';
import { contentOf, marks, stepKey } from './wanted';

/** What is known from earlier attempts, and who keeps what becomes known. */
export interface Memory {
	/** Ids at Stripe; null for none. */
	customer: string | null;
	invoice: string | null;
	/** When the invoice was first wished for: nothing of it is older. */
	since: Date;
	/** When Stripe mailed it; null where that is not known. */
	sentAt: Date | null;
	keepCustomer(id: string): Promise<void>;
	keepStand(stand: InvoiceStand): Promise<void>;
}

/** Idempotency-Keys are remembered for a day; what was mailed earlier is not mailed again. */
const REMEMBERED_MS = 23 * 3_600_000;

/** How much older than our first wish an invoice of ours may seem, by clocks that differ. */
const CLOCKS_DIFFER_MS = 24 * 3_600_000;

/** Pages of a hundred that a client's newest invoices are looked through. */
const MOST_PAGES = 10;

/**
 * Brings it about that there is exactly one invoice for a key, with these lines, finalised and mailed:
 * whatever an earlier attempt left is looked for and gone on with. Made to be repeated after whatever
 * broke, also days later.
 *
 * @throws MendableError when it can never be; whatever the SDK throws
 */
export async function ensureInvoice(
	calls: Calls,
	wanted: WantedInvoice,
	memory: Memory,
	now: () => Date,
): Promise<InvoiceStand> {
	const customer = await ensureCustomer(calls, wanted.customer, memory.customer);
	if (customer.id !== memory.customer) await memory.keepCustomer(customer.id);
	const found = await findInvoice(calls, wanted, memory, customer);
	const started = found ?? (await startDraft(calls, wanted, customer.id));
	let stand = { ...standOf(started), sentAt: memory.sentAt };
	if (stand.stripeId !== memory.invoice) await memory.keepStand(stand);
	if (stand.state === 'draft') {
		await addLines(calls, wanted, started, found !== null);
		await checkSum(calls, wanted, started.id);
		const open = await calls.make(stepKey(wanted, 'finalise'), async (stripe, options) =>
			stripe.invoices.finalizeInvoice(started.id, { auto_advance: false }, options),
		);
		stand = { ...standOf(open), sentAt: memory.sentAt };
		await memory.keepStand(stand);
	}
	if (!wanted.isMailed || stand.state !== 'open' || stand.sentAt !== null) return stand;
	const finalisedAt = started.status_transitions.finalized_at;
	const isOld = finalisedAt !== null && now().getTime() - finalisedAt * 1_000 > REMEMBERED_MS;
	// Nobody knows any more whether it was mailed: rather not than twice.
	if (isOld) return stand;
	const sent = await calls.make(stepKey(wanted, 'send'), async (stripe, options) =>
		stripe.invoices.sendInvoice(started.id, {}, options),
	);
	stand = { ...standOf(sent), sentAt: now() };
	await memory.keepStand(stand);
	return stand;
}

/** What an earlier attempt left; a draft of other content is taken away. */
async function findInvoice(
	calls: Calls,
	wanted: WantedInvoice,
	memory: Memory,
	customer: { id: string; isNew: boolean },
): Promise<Stripe.Invoice | null> {
	const found =
		(memory.invoice === null ? null : await readInvoice(calls, memory.invoice)) ??
		(customer.isNew ? null : await lookThrough(calls, wanted.key, customer.id, memory.since));
	if (found?.status !== 'draft' || found.metadata?.[marks.content] === contentOf(wanted)) {
		return found;
	}
	await calls.make(null, async (stripe) => stripe.invoices.del(found.id));
	return null;
}

async function readInvoice(calls: Calls, id: string): Promise<Stripe.Invoice | null> {
	try {
		return await calls.make(null, async (stripe) => stripe.invoices.retrieve(id));
	} catch (error) {
		if (isMissing(error)) return null;
		throw error;
	}
}

async function lookThrough(
	calls: Calls,
	key: string,
	customer: string,
	since: Date,
): Promise<Stripe.Invoice | null> {
	const gte = Math.floor((since.getTime() - CLOCKS_DIFFER_MS) / 1_000);
	let after: string | null = null;
	for (let page = 0; page < MOST_PAGES; page += 1) {
		const from: { starting_after?: string } = after === null ? {} : { starting_after: after };
		const { data, has_more: hasMore }: Stripe.ApiList<Stripe.Invoice> = await calls.make(
			null,
			async (stripe) => stripe.invoices.list({ customer, created: { gte }, limit: 100, ...from }),
		);
		const ours = data.find(({ metadata }) => metadata?.[marks.key] === key);
		if (ours !== undefined) return ours;
		after = data.at(-1)?.id ?? null;
		if (!hasMore || after === null) return null;
	}
	throw new MendableError(
		'stripe/too-many-invoices',
		'The invoice was not made.',
		`The customer has more than ${MOST_PAGES * 100} newer invoices, so it is not certain that this one is not among them.`,
		'Look for it at Stripe by the deal, and settle the effect: agency-ops effects resolve.',
	);
}

async function startDraft(
	calls: Calls,
	wanted: WantedInvoice,
	customer: string,
): Promise<Stripe.Invoice> {
	const { key, deal, delivery, currency, dueDays, memo, footer, fields, hasAutomaticTax } = wanted;
	return await calls.make(stepKey(wanted, 'invoice'), async (stripe, options) =>
		stripe.invoices.create(
			{
				customer,
				currency: currency.toLowerCase(),
				collection_method: 'send_invoice',
				days_until_due: dueDays,
				// Stripe neither finalises it by itself nor asks for the money: the service does.
				auto_advance: false,
				pending_invoice_items_behavior: 'exclude',
				automatic_tax: { enabled: hasAutomaticTax },
				...(memo === null ? {} : { description: memo }),
				...(footer === null ? {} : { footer }),
				...(fields.length === 0 ? {} : { custom_fields: fields }),
				metadata: {
					[marks.key]: key,
					[marks.content]: contentOf(wanted),
					[marks.deal]: deal,
					...(delivery === null ? {} : { [marks.delivery]: delivery }),
				},
			},
			options,
		),
	);
}

async function addLines(
	calls: Calls,
	wanted: WantedInvoice,
	{ id: invoice, customer }: Stripe.Invoice,
	mayHaveSome: boolean,
): Promise<void> {
	const there = mayHaveSome ? await linesOf(calls, invoice) : new Set<string>();
	const currency = wanted.currency.toLowerCase();
	for (const [index, line] of wanted.lines.entries()) {
		const name = String(index + 1);
		if (there.has(name)) continue;
		const { description, quantity, unitAmount, taxCode } = line;
		await calls.make(stepKey(wanted, `line-${name}`), async (stripe, options) =>
			stripe.invoiceItems.create(
				{
					customer: typeof customer === 'string' ? customer : (customer?.id ?? ''),
					invoice,
					currency,
					description,
					quantity,
					unit_amount_decimal: Stripe.Decimal.from(toStripe(unitAmount, wanted.currency)),
					...(taxCode === null ? {} : { tax_code: taxCode }),
					metadata: { [marks.line]: name },
				},
				options,
			),
		);
	}
}

/** Numbers of the lines that a draft has already. */
async function linesOf(calls: Calls, invoice: string): Promise<Set<string>> {
	const names = new Set<string>();
	let after: string | null = null;
	for (;;) {
		const from: { starting_after?: string } = after === null ? {} : { starting_after: after };
		const { data, has_more: hasMore }: Stripe.ApiList<Stripe.InvoiceItem> = await calls.make(
			null,
			async (stripe) => stripe.invoiceItems.list({ invoice, limit: 100, ...from }),
		);
		for (const { metadata } of data) names.add(metadata?.[marks.line] ?? '');
		after = data.at(-1)?.id ?? null;
		if (!hasMore || after === null) return names;
	}
}

/** Nothing is finalised that does not add up to what was asked for. */
async function checkSum(calls: Calls, wanted: WantedInvoice, id: string): Promise<void> {
	const { subtotal } = await calls.make(null, async (stripe) => stripe.invoices.retrieve(id));
	const sum = wanted.lines.reduce((total, { quantity, unitAmount }) => {
		return total + quantity * toStripe(unitAmount, wanted.currency);
	}, 0);
	if (subtotal === sum) return;
	throw new MendableError(
		'stripe/sum-differs',
		'The invoice was not finalised.',
		`Its lines at Stripe add up to ${subtotal}, those that were asked for to ${sum}.`,
		`Look at the draft ${id} at Stripe, take away what does not belong there, then run it again.`,
	);
}
