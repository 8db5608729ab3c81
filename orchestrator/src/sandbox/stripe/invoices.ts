import { isObject, objectsIn, textOr } from '../json';
import type { Call, Handler } from './call';
import {
	currencyIn,
	expandIn,
	flagIn,
	metadataIn,
	pageOf,
	rangeIn,
	textIn,
	wantedText,
	wholeIn,
} from './call';
import { invalid, StripeError } from './errors';
import { notEditable } from './invoiceItems';
import type { StripeInvoice } from './model';
import { settle } from './payments';
import { presentCustomer, presentInvoice, presentPayment } from './present';
import { lettersOf } from './store';
import type { StripeStore } from './store';

const DAY_MS = 86_400_000;

/** Most fields of an invoice's head, and their longest parts (docs.stripe.com/invoicing/customize). */
const fields = { most: 4, name: 40, value: 140 } as const;

/** POST a draft. */
export const createInvoice: Handler = (call) => {
	const { store, at } = call;
	const customer = store.customer(wantedText(call, 'customer'));
	const invoice: StripeInvoice = {
		id: store.nextId('in'),
		customerId: customer.id,
		status: 'draft',
		currency: currencyIn(call, 'usd'),
		collectionMethod: methodIn(call),
		autoAdvance: false,
		daysUntilDue: null,
		dueAt: null,
		number: null,
		description: null,
		footer: null,
		customFields: [],
		automaticTax: false,
		page: null,
		attemptCount: 0,
		sentAt: [],
		finalizedAt: null,
		paidAt: null,
		voidedAt: null,
		uncollectibleAt: null,
		paidOutOfBand: false,
		metadata: {},
		createdAt: at,
	};
	change(call, invoice);
	if (invoice.collectionMethod === 'send_invoice' && !isDated(invoice)) {
		throw invalid(
			'days_until_due',
			'If collection_method is send_invoice, you must specify due_date or days_until_due.',
		);
	}
	store.state.invoices.push(invoice);
	if (textIn(call, 'pending_invoice_items_behavior') === 'include') {
		for (const item of store.state.items) {
			const isWaiting = item.invoiceId === null && item.customerId === customer.id;
			if (isWaiting && item.currency === invoice.currency) item.invoiceId = invoice.id;
		}
	}
	return told(call, 'invoice.created', invoice);
};

const isDated = ({ daysUntilDue, dueAt }: StripeInvoice) => daysUntilDue !== null || dueAt !== null;

/** POST a change of a draft; words and metadata may change later too. */
export const updateInvoice: Handler = (call) => {
	const invoice = ours(call);
	const onlyWords = Object.keys(call.values).every((name) =>
		['metadata', 'expand', 'auto_advance'].includes(name),
	);
	if (invoice.status !== 'draft' && !onlyWords) throw notEditable(invoice.id);
	change(call, invoice);
	return told(call, 'invoice.updated', invoice);
};

/** DELETE a draft. */
export const deleteInvoice: Handler = (call) => {
	const { store } = call;
	const invoice = ours(call);
	if (invoice.status !== 'draft') throw notEditable(invoice.id);
	store.happen('invoice.deleted', presentInvoice(store, invoice), call.at, call.idempotencyKey);
	store.state.invoices = store.state.invoices.filter((one) => one !== invoice);
	store.state.items = store.state.items.filter(({ invoiceId }) => invoiceId !== invoice.id);
	return { id: invoice.id, object: 'invoice', deleted: true };
};

/** GET one invoice. */
export const readInvoice: Handler = (call) => shown(call, ours(call));

/** GET invoices, the newest first. */
export const listInvoices: Handler = (call) => {
	const customer = textIn(call, 'customer');
	const status = textIn(call, 'status');
	const isCreated = rangeIn(call, 'created');
	const isDue = rangeIn(call, 'due_date');
	const found = call.store.state.invoices.filter(
		(one) =>
			(customer === null || one.customerId === customer) &&
			(status === null || one.status === status) &&
			isCreated(Math.floor(one.createdAt / 1_000)) &&
			(call.values.due_date === undefined || isDue(Math.floor((one.dueAt ?? 0) / 1_000))),
	);
	return pageOf(call, '/v1/invoices', found, (one) => shown(call, one, 'data.'));
};

/** POST: a draft gets its number and can be paid. */
export const finalizeInvoice: Handler = (call) => {
	const invoice = ours(call);
	if (invoice.status !== 'draft') {
		throw new StripeError(400, 'This invoice is already finalized.', {
			code: 'invoice_not_editable',
		});
	}
	finalize(call, invoice);
	return shown(call, invoice);
};

/** POST: mails it to the customer. */
export const sendInvoice: Handler = (call) => {
	const { store, at } = call;
	const invoice = ours(call);
	if (invoice.collectionMethod !== 'send_invoice') {
		throw new StripeError(400, 'Only invoices with collection_method send_invoice can be sent.');
	}
	if (store.customer(invoice.customerId).email === null) {
		throw new StripeError(400, 'The customer has no email address.', {
			code: 'customer_email_missing',
		});
	}
	if (invoice.status === 'draft') finalize(call, invoice);
	if (invoice.status === 'void') throw new StripeError(400, 'A void invoice cannot be sent.');
	invoice.sentAt.push(at);
	return told(call, 'invoice.sent', invoice);
};

/** POST: nobody has to pay it any more. */
export const voidInvoice: Handler = (call) => {
	const invoice = ours(call);
	mustBe(invoice, ['open', 'uncollectible'], 'voided');
	Object.assign(invoice, { status: 'void', voidedAt: call.at, autoAdvance: false });
	const payment = call.store.paymentOf(invoice.id);
	if (payment !== null) payment.status = 'canceled';
	told(call, 'invoice.voided', invoice);
	return told(call, 'invoice.updated', invoice);
};

/** POST: nobody expects it to be paid any more. */
export const markUncollectible: Handler = (call) => {
	const invoice = ours(call);
	mustBe(invoice, ['open'], 'marked as uncollectible');
	Object.assign(invoice, { status: 'uncollectible', uncollectibleAt: call.at, autoAdvance: false });
	told(call, 'invoice.marked_uncollectible', invoice);
	return told(call, 'invoice.updated', invoice);
};

/** POST: it was paid elsewhere. Cards are the customer's own business. */
export const payInvoice: Handler = (call) => {
	const invoice = ours(call);
	mustBe(invoice, ['open', 'uncollectible'], 'paid');
	if (flagIn(call, 'paid_out_of_band') !== true) {
		throw new StripeError(402, 'The customer has no payment method.', {
			type: 'card_error',
			code: 'invoice_payment_intent_requires_action',
		});
	}
	settle(call.store, invoice, call.at, { isOutOfBand: true, key: call.idempotencyKey });
	return shown(call, invoice);
};

function ours({ store, params }: Call): StripeInvoice {
	return store.invoice(params.invoice ?? '');
}

function mustBe({ id, status }: StripeInvoice, allowed: readonly string[], what: string): void {
	if (allowed.includes(status)) return;
	throw new StripeError(400, `Invoice ${id} is ${status} and cannot be ${what}.`, {
		code: 'invoice_not_editable',
	});
}

function finalize(call: Call, invoice: StripeInvoice): void {
	const { store, at } = call;
	const customer = store.customer(invoice.customerId);
	const number = String(customer.nextInvoice).padStart(4, '0');
	customer.nextInvoice += 1;
	invoice.number = `${customer.invoicePrefix}-${number}`;
	invoice.page = `test_${lettersOf(`page ${invoice.id}`, 64)}`;
	invoice.finalizedAt = at;
	if (invoice.daysUntilDue !== null) invoice.dueAt = at + invoice.daysUntilDue * DAY_MS;
	invoice.status = 'open';
	if (store.totalOf(invoice.id) > 0) {
		store.state.payments.push({
			id: store.nextId('inpay'),
			intentId: store.nextId('pi'),
			invoiceId: invoice.id,
			chargeId: null,
			status: 'open',
			lastError: null,
			createdAt: at,
			paidAt: null,
		});
	}
	told(call, 'invoice.finalized', invoice);
	// What costs nothing is paid.
	if (store.totalOf(invoice.id) <= 0) settle(store, invoice, at, { key: call.idempotencyKey });
}

function methodIn(call: Call): StripeInvoice['collectionMethod'] {
	const method = textIn(call, 'collection_method') ?? 'charge_automatically';
	if (method === 'send_invoice' || method === 'charge_automatically') return method;
	throw invalid('collection_method', `Invalid collection_method: ${method}`);
}

function change(call: Call, invoice: StripeInvoice): void {
	const { values } = call;
	if (values.description !== undefined) invoice.description = textIn(call, 'description');
	if (values.footer !== undefined) invoice.footer = textIn(call, 'footer');
	const days = wholeIn(call, 'days_until_due');
	if (days !== null && days < 0) throw invalid('days_until_due', 'This value must be at least 0.');
	if (days !== null) invoice.daysUntilDue = days;
	const due = wholeIn(call, 'due_date');
	if (due !== null) invoice.dueAt = due * 1_000;
	invoice.autoAdvance = flagIn(call, 'auto_advance') ?? invoice.autoAdvance;
	if (isObject(values.automatic_tax)) {
		invoice.automaticTax = values.automatic_tax.enabled === 'true';
	}
	if (values.custom_fields !== undefined) invoice.customFields = customFieldsIn(call);
	invoice.metadata = metadataIn(call, invoice.metadata);
}

function customFieldsIn({ values }: Call): StripeInvoice['customFields'] {
	const given = objectsIn(values.custom_fields).map(({ name, value }) => ({
		name: textOr(name, ''),
		value: textOr(value, ''),
	}));
	const isFine = given.every(
		({ name, value }) =>
			name !== '' && value !== '' && name.length <= fields.name && value.length <= fields.value,
	);
	if (isFine && given.length <= fields.most) return given;
	throw invalid(
		'custom_fields',
		`Invoices take up to ${fields.most} fields; names have up to ${fields.name} characters, values up to ${fields.value}.`,
	);
}

/** An invoice with what the call wants to see whole. */
function shown(call: Call, invoice: StripeInvoice, under = '') {
	const { store } = call;
	const whole = presentInvoice(store, invoice);
	const extra: Record<string, unknown> = {};
	for (const path of expandIn(call)) {
		switch (path) {
			case `${under}customer`:
				extra.customer = presentCustomer(store.customer(invoice.customerId));
				break;
			case `${under}payments`:
				extra.payments = paymentsOf(store, invoice);
				break;
			default:
				throw invalid('expand', `This property cannot be expanded (${path}).`);
		}
	}
	return { ...whole, ...extra };
}

function paymentsOf(store: StripeStore, { id }: StripeInvoice) {
	const payment = store.paymentOf(id);
	return {
		object: 'list',
		data: payment === null ? [] : [presentPayment(store, payment)],
		has_more: false,
		url: '/v1/invoice_payments',
	};
}

function told(call: Call, type: string, invoice: StripeInvoice) {
	call.store.happen(type, presentInvoice(call.store, invoice), call.at, call.idempotencyKey);
	return shown(call, invoice);
}
