import type { Call, Handler } from './call';
import { currencyIn, metadataIn, pageOf, textIn, wantedText, wholeIn } from './call';
import { invalid, required, StripeError } from './errors';
import type { InvoiceItem } from './model';
import { presentItem, presentLine } from './present';

/** Lines that one invoice takes (docs.stripe.com/invoicing, as found in stored copies). */
const mostLines = 250;

/** POST a line for a draft, or one that waits for the customer's next invoice. */
export const createItem: Handler = (call) => {
	const { store, at } = call;
	const customer = store.customer(wantedText(call, 'customer'));
	const invoiceId = textIn(call, 'invoice');
	const invoice = invoiceId === null ? null : store.invoice(invoiceId);
	const currency = currencyIn(call, invoice?.currency ?? 'usd');
	if (invoice !== null) {
		if (invoice.customerId !== customer.id) {
			throw invalid('invoice', 'The invoice belongs to another customer.');
		}
		if (invoice.status !== 'draft') throw notEditable(invoice.id);
		if (invoice.currency !== currency) {
			throw invalid('currency', `The invoice is in ${invoice.currency}, not in ${currency}.`);
		}
		if (store.itemsOf(invoice.id).length >= mostLines) {
			throw invalid('invoice', `Invoices can have up to ${mostLines} lines.`);
		}
	}
	const { quantity, unitAmount, amount } = priceIn(call);
	const item: InvoiceItem = {
		id: store.nextId('ii'),
		customerId: customer.id,
		invoiceId,
		currency,
		description: textIn(call, 'description'),
		quantity,
		unitAmount,
		amount,
		taxCode: textIn(call, 'tax_code'),
		metadata: metadataIn(call),
		createdAt: at,
	};
	store.state.items.push(item);
	const shown = presentItem(item);
	store.happen('invoiceitem.created', shown, at, call.idempotencyKey);
	return shown;
};

/** GET lines, those of one invoice or customer. */
export const listItems: Handler = (call) => {
	const invoice = textIn(call, 'invoice');
	const customer = textIn(call, 'customer');
	const found = call.store.state.items.filter(
		(one) =>
			(invoice === null || one.invoiceId === invoice) &&
			(customer === null || one.customerId === customer),
	);
	return pageOf(call, '/v1/invoiceitems', found, presentItem);
};

/** GET one line. */
export const readItem: Handler = ({ store, params }) =>
	presentItem(store.item(params.invoiceitem ?? ''));

/** DELETE a line of a draft, or one that waits. */
export const deleteItem: Handler = (call) => {
	const { store } = call;
	const item = store.item(call.params.invoiceitem ?? '');
	if (item.invoiceId !== null && store.invoice(item.invoiceId).status !== 'draft') {
		throw notEditable(item.invoiceId);
	}
	store.state.items = store.state.items.filter((one) => one !== item);
	return { id: item.id, object: 'invoiceitem', deleted: true };
};

/** GET the lines of an invoice, in the order of the invoice. */
export const listLines: Handler = (call) => {
	const { id } = call.store.invoice(call.params.invoice ?? '');
	// Lists are the newest first, the lines of an invoice as they were added.
	const lines = [...call.store.itemsOf(id)].reverse();
	return pageOf(call, `/v1/invoices/${id}/lines`, lines, presentLine);
};

/** A price for each, or one amount for all; amounts may be below 0. */
function priceIn(call: Call): Pick<InvoiceItem, 'quantity' | 'unitAmount' | 'amount'> {
	const quantity = wholeIn(call, 'quantity') ?? 1;
	if (quantity < 0) throw invalid('quantity', 'This value must be greater than or equal to 0.');
	const amount = wholeIn(call, 'amount');
	const unit = textIn(call, 'unit_amount_decimal');
	if (amount !== null && unit !== null) {
		throw new StripeError(
			400,
			'You may only specify one of these parameters: amount, unit_amount_decimal.',
		);
	}
	if (amount !== null) return { quantity: 1, unitAmount: String(amount), amount };
	if (unit === null) throw required('amount');
	if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(unit)) {
		throw invalid('unit_amount_decimal', `Invalid decimal: ${unit}`);
	}
	return { quantity, unitAmount: unit, amount: Math.round(Number(unit) * quantity) };
}

/** What is final cannot be changed. */
export function notEditable(id: string): StripeError {
	return new StripeError(400, `Invoice ${id} is no longer editable.`, {
		code: 'invoice_not_editable',
	});
}
