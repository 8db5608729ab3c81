import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { readCountry } from '../../domain/lead/countries';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import type { ParameterReader } from '../parameterReader';
import type { EffectModule } from './effectModule';
import { pathField } from './fields';

/** Writes an invoice and sends it to the client. */
export const stripeInvoice: EffectModule = {
	label: 'Stripe Invoice',
	description: 'Write an invoice with its lines, and send it to the client',
	action: 'Send a stripe invoice',
	kind: 'stripe.invoice',
	keyWord: 'stripe-invoice',
	receipt: 'invoice',
	properties: [
		pathField({
			displayName: 'Invoice Path',
			name: 'invoicePath',
			default: 'facts.invoice',
			description:
				'Where in the item the invoice stands as Delivery makes it: currency, lines, dueDays, purchaseOrder, taxId and memo; nothing there: nothing is to be paid, and none is written',
		}),
		pathField({
			displayName: 'Client Path',
			name: 'invoiceClientPath',
			default: 'facts.contact',
			description:
				'Where in the item the client stands: ID of HubSpot’s contact, email, and what is known of name, language and country',
		}),
		pathField({
			displayName: 'Company Path',
			name: 'invoiceCompanyPath',
			default: 'facts.company.name',
			description:
				'Where in the item the name of the client’s company stands; nothing there: the invoice is for the person',
		}),
		pathField({
			displayName: 'Deal Path',
			name: 'invoiceDealPath',
			default: 'delivery.deal',
			description: 'Where in the item the ID of the deal stands that it is for',
		}),
		pathField({
			displayName: 'Delivery Path',
			name: 'invoiceDeliveryPath',
			default: 'delivery.id',
			description: 'Where in the item the ID of the delivery stands; nothing there: it is for none',
		}),
	],
	draft(parameters) {
		const given = parameters.at('invoicePath');
		const invoice = isRecord(given) ? given : null;
		return {
			destination: 'client',
			content: {
				customer: customerIn(parameters, invoice),
				deal: parameters.textAt('invoiceDealPath', 'Deal Path'),
				delivery: textOf(parameters.at('invoiceDeliveryPath')),
				currency: textOf(invoice?.currency),
				lines: Array.isArray(invoice?.lines) ? invoice.lines.map(lineOf) : [],
				dueDays: typeof invoice?.dueDays === 'number' ? invoice.dueDays : 0,
				purchaseOrder: textOf(invoice?.purchaseOrder),
				memo: textOf(invoice?.memo),
			},
		};
	},
};

/** @throws MendableError `effect/value-invalid` where nobody is there to be invoiced */
function customerIn(
	parameters: ParameterReader,
	invoice: Record<string, unknown> | null,
): Record<string, string | null> {
	const client = parameters.at('invoiceClientPath');
	const [id, email] = [textOf(readPath(client, 'id')), textOf(readPath(client, 'email'))];
	if (id === null || email === null) {
		throw new MendableError(
			'effect/value-invalid',
			'The effect cannot be prepared.',
			`"Client Path" points at "${parameters.text('invoiceClientPath')}", where the item holds ${shown(client)}; a client with id and email was expected.`,
			'Correct the path, or read the deal with Agency Ledger in a node before this one.',
		);
	}
	return {
		client: id,
		email,
		name: textOf(readPath(client, 'name')),
		company: textOf(parameters.at('invoiceCompanyPath')),
		// HubSpot holds names and codes alike.
		country: readCountry(readPath(client, 'country')).value,
		language: textOf(readPath(client, 'language')),
		taxId: textOf(invoice?.taxId),
	};
}

/** Only what an invoice shows; how the line is counted is the ledger's own. */
function lineOf(line: unknown): Record<string, unknown> {
	return {
		description: readPath(line, 'description') ?? '',
		quantity: readPath(line, 'quantity') ?? 1,
		unitAmount: readPath(line, 'unitAmount') ?? null,
		taxCode: textOf(readPath(line, 'taxCode')),
	};
}

function textOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
