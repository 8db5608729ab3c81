import { isObject, objectsIn, textOr, textsIn } from '../json';
import type { Call, Handler } from './call';
import { metadataIn, pageOf, rangeIn, textIn } from './call';
import { invalid } from './errors';
import type { Customer } from './model';
import { presentCustomer } from './present';
import { lettersOf } from './store';

/** Longest address of a mailbox that Stripe takes (its own description, 2020-03). */
const EMAIL_LIMIT = 512;

/** POST a customer. Stripe makes as many for one address as it is asked for. */
export const createCustomer: Handler = (call) => {
	const id = call.store.nextId('cus');
	const customer: Customer = {
		id,
		email: null,
		name: null,
		phone: null,
		description: null,
		address: null,
		preferredLocales: [],
		taxExempt: 'none',
		taxIds: taxIdsIn(call),
		invoicePrefix: lettersOf(`prefix ${id}`, 8).toUpperCase(),
		nextInvoice: 1,
		metadata: {},
		createdAt: call.at,
	};
	change(call, customer);
	call.store.state.customers.push(customer);
	return told(call, 'customer.created', customer);
};

/** POST a change of a customer. */
export const updateCustomer: Handler = (call) => {
	const customer = call.store.customer(call.params.customer ?? '');
	change(call, customer);
	return told(call, 'customer.updated', customer);
};

/** GET one customer. */
export const readCustomer: Handler = ({ store, params }) =>
	presentCustomer(store.customer(params.customer ?? ''));

/** GET customers; those of one address, letter by letter as it was given. */
export const listCustomers: Handler = (call) => {
	const email = textIn(call, 'email');
	const isIn = rangeIn(call, 'created');
	const found = call.store.state.customers.filter(
		(one) => (email === null || one.email === email) && isIn(Math.floor(one.createdAt / 1_000)),
	);
	return pageOf(call, '/v1/customers', found, presentCustomer);
};

function change(call: Call, customer: Customer): void {
	const { values } = call;
	const text = <Name extends 'name' | 'phone' | 'description'>(name: Name) => {
		if (values[name] !== undefined) customer[name] = textIn(call, name);
	};
	text('name');
	text('phone');
	text('description');
	if (values.email !== undefined) customer.email = emailIn(call);
	if (isObject(values.address)) {
		customer.address = Object.fromEntries(
			Object.entries(values.address).map(([name, value]) => [name, textOr(value, '')]),
		);
	}
	if (values.preferred_locales !== undefined) {
		customer.preferredLocales = textsIn(values.preferred_locales);
	}
	const taxExempt = textIn(call, 'tax_exempt');
	if (taxExempt !== null) customer.taxExempt = taxExempt;
	customer.metadata = metadataIn(call, customer.metadata);
}

function emailIn(call: Call): string | null {
	const email = textIn(call, 'email');
	if (email === null) return null;
	if (email.length <= EMAIL_LIMIT && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
	throw invalid('email', `Invalid email address: ${email}`, 'email_invalid');
}

function taxIdsIn({ values }: Call): Customer['taxIds'] {
	return objectsIn(values.tax_id_data).map(({ type, value }) => {
		const id = { type: textOr(type, ''), value: textOr(value, '') };
		if (id.type !== '' && id.value !== '') return id;
		throw invalid('tax_id_data', 'Invalid value for a tax id.', 'tax_id_invalid');
	});
}

function told(call: Call, type: string, customer: Customer) {
	const shown = presentCustomer(customer);
	call.store.happen(type, shown, call.at, call.idempotencyKey);
	return shown;
}
