import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { oneLine } from '../../../../nodes/domain/plainText';
import type { WantedInvoice } from '../../adapters/stripe/wanted';
import type { InvoiceStand } from '../../invoices/stand';
import {
	addInvoice,
	forgetInvoice,
	keepStand,
	keepStripeCustomer,
	readInvoice,
	readStripeCustomer,
} from '../../ledger/invoices';
import { truncate } from '../../texts/escape';
import { languageOf } from '../../texts/formats';
import { defaultStripe } from '../settings';
import { defineKind } from './kind';

/** Bounds of Stripe: lines of an invoice, their words, the memo, and what stands in its head. */
const bounds = { lines: 250, line: 500, memo: 1_500, field: 140 } as const;

const text = z.string().trim().min(1).max(500);
const lineSchema = z
	.object({
		description: text.transform((words) => truncate(oneLine(words), bounds.line)),
		quantity: z.number().int().min(1, 'expected 1 or more'),
		/** Minor units; less than 0 for a reduction. */
		unitAmount: z.number().int('expected whole minor units'),
		taxCode: text.nullish(),
	})
	.strict();

/** What an invoice leaves: how it stood when it was done. */
const receiptSchema = z.object({
	/** in_…; null where there was nothing to pay, or a test run left real money alone. */
	invoiceId: z.string().nullable(),
	number: z.string().nullable(),
	state: z.string(),
	/** Minor units, tax included. */
	total: z.number(),
	currency: z.string().nullable(),
	hostedUrl: z.string().nullable(),
	pdfUrl: z.string().nullable(),
	dueAt: z.string().nullable(),
	/** Whether Stripe mailed it. */
	isSent: z.boolean(),
	note: z.string().nullable(),
});

/**
 * Makes an invoice at Stripe with its lines, finalises it and has it mailed, as one effect: each call under
 * an Idempotency-Key of its own, and what an earlier attempt left is looked for and gone on with.
 */
export const stripeInvoice = defineKind({
	kind: 'stripe.invoice',
	vendor: 'Stripe',
	contentSchema: z
		.object({
			customer: z
				.object({
					/** HubSpot's id of the contact. */
					client: text,
					email: z.string().trim().toLowerCase().email('expected an e-mail address').max(500),
					name: text.nullish(),
					company: text.nullish(),
					country: z.string().trim().length(2, 'expected a country such as DK').nullish(),
					language: z.string().trim().nullish(),
					taxId: text.nullish(),
				})
				.strict(),
			deal: text,
			delivery: text.nullish(),
			/** Null where there is nothing to pay. */
			currency: z
				.string()
				.regex(/^[A-Z]{3}$/, 'expected a currency such as EUR')
				.nullish(),
			lines: z.array(lineSchema).max(bounds.lines, `expected at most ${bounds.lines} lines`),
			dueDays: z.number().int().min(0).max(365, 'expected a year at most'),
			purchaseOrder: text.nullish(),
			memo: z.string().trim().max(5_000).nullish(),
		})
		.strict(),
	preparedSchema: z.object({
		customer: z.object({
			client: z.string(),
			email: z.string(),
			name: z.string().nullable(),
			company: z.string().nullable(),
			country: z.string().nullable(),
			language: z.string().nullable(),
		}),
		deal: z.string(),
		delivery: z.string().nullable(),
		currency: z.string().nullable(),
		lines: z.array(
			z.object({
				description: z.string(),
				quantity: z.number(),
				unitAmount: z.number(),
				taxCode: z.string().nullable(),
			}),
		),
		dueDays: z.number(),
		memo: z.string().nullable(),
		fields: z.array(z.object({ name: z.string(), value: z.string() })),
	}),
	receiptSchema,
	// Whatever was done is found again and gone on with.
	isRepeatable: true,
	volatile: [],
	prepare: ({ customer, lines, ...rest }, { test }, { settings }) => {
		const total = sumOf(lines);
		if (lines.length > 0 && (total <= 0 || (rest.currency ?? null) === null)) {
			throw nothingToAsk(total, rest.currency ?? null);
		}
		const { client, email, name, company, country, language, taxId } = customer;
		const memo = rest.memo ?? '';
		return {
			customer: {
				client: test ? `test/${client}` : client,
				email: test ? settings.mail.test : email,
				name: name ?? null,
				company: company ?? null,
				country: country?.toUpperCase() ?? null,
				language: language ?? null,
			},
			deal: rest.deal,
			delivery: rest.delivery ?? null,
			currency: rest.currency ?? null,
			lines: lines.map(({ taxCode, ...line }) => ({ ...line, taxCode: taxCode ?? null })),
			dueDays: rest.dueDays,
			memo:
				memo === '' && !test
					? null
					: truncate(`${test ? '[TEST] ' : ''}${memo}`.trim(), bounds.memo),
			fields: fieldsOf({ purchaseOrder: rest.purchaseOrder, taxId }, language),
		};
	},
	destination: () => ({ pace: 'stripeInvoices', name: '' }),
	send: async (prepared, { key, test, mayStillSend }, { stripe, ledger, settings }) => {
		const { customer, currency, lines, deal, delivery } = prepared;
		if (lines.length === 0 || currency === null) {
			return { result: 'done', receipt: nothingDone('There is nothing to pay.') };
		}
		if (test && stripe.isLive) return { result: 'done', receipt: nothingDone(LEFT_ALONE) };
		const { client, email } = customer;
		const row = {
			id: key,
			deal,
			delivery,
			client: test ? client.replace(/^test\//, '') : client,
			clientEmail: email,
			clientFacts: {
				name: customer.name,
				company: customer.company,
				country: customer.country,
				language: customer.language,
				zone: null,
			},
			currency,
			total: sumOf(lines),
			test,
		};
		// Before Stripe is asked: its events find the invoice, whatever becomes of this process.
		await addInvoice(ledger, row, null);
		const kept = await readInvoice(ledger, key);
		const { stripe: choices = defaultStripe } = settings;
		const wanted: WantedInvoice = {
			...prepared,
			key,
			currency,
			footer: choices.footer ?? null,
			hasAutomaticTax: choices.automaticTax,
			isMailed: choices.mails,
			test,
		};
		const memory = {
			customer: await readStripeCustomer(ledger, client, test),
			invoice: kept?.stripeId ?? null,
			since: kept?.createdAt ?? new Date(),
			sentAt: kept?.sentAt ?? null,
			keepCustomer: async (id: string) => {
				await keepStripeCustomer(ledger, { client, test, customer: id }, null);
			},
			keepStand: async (stand: InvoiceStand) => {
				await keepStand(ledger, key, stand, null);
			},
		};
		const outcome = await stripe.ensureInvoice(wanted, memory, mayStillSend);
		if (outcome.result === 'refused') await forgetInvoice(ledger, key);
		if (outcome.result !== 'done') return outcome;
		return { result: 'done', receipt: receiptOf(outcome.receipt, currency) };
	},
});

const LEFT_ALONE =
	'A test run makes no invoice where the key of Stripe moves real money; with a key of test mode it does.';

function sumOf(lines: ReadonlyArray<{ quantity: number; unitAmount: number }>): number {
	return lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0);
}

function receiptOf(stand: InvoiceStand, currency: string): z.infer<typeof receiptSchema> {
	const { stripeId, number, state, total, hostedUrl, pdfUrl, dueAt, sentAt } = stand;
	return {
		invoiceId: stripeId,
		number,
		state,
		total,
		currency,
		hostedUrl,
		pdfUrl,
		dueAt: dueAt?.toISOString() ?? null,
		isSent: sentAt !== null,
		note: null,
	};
}

function nothingDone(note: string): z.infer<typeof receiptSchema> {
	return {
		invoiceId: null,
		number: null,
		state: 'none',
		total: 0,
		currency: null,
		hostedUrl: null,
		pdfUrl: null,
		dueAt: null,
		isSent: false,
		note,
	};
}

/** Names of fields in the head of an invoice, in the client's language. */
const fieldNames = {
	en: { purchaseOrder: 'PO number', taxId: 'Tax ID' },
	es: { purchaseOrder: 'Orden de compra', taxId: 'Identificación fiscal' },
	da: { purchaseOrder: 'Rekvisitionsnummer', taxId: 'Momsnummer' },
} as const;

function fieldsOf(
	{ purchaseOrder, taxId }: Record<'purchaseOrder' | 'taxId', string | null | undefined>,
	language: string | null | undefined,
): Array<{ name: string; value: string }> {
	const names = fieldNames[languageOf(language)];
	const field = (name: string, value: string | null | undefined) =>
		value === null || value === undefined ? [] : [{ name, value: truncate(value, bounds.field) }];
	return [...field(names.purchaseOrder, purchaseOrder), ...field(names.taxId, taxId)];
}

function nothingToAsk(total: number, currency: string | null): MendableError {
	return new MendableError(
		'stripe/nothing-to-pay',
		'The invoice cannot be made.',
		currency === null
			? 'It has lines and no currency.'
			: `Its lines add up to ${total} minor units of ${currency}; an invoice asks for more than 0.`,
		'Correct the lines in the node before this one; what the client has too much is a credit note of yours at Stripe.',
	);
}
