import { clock, day, h, rawRequests } from './dom.js';
import { renderDeliveries } from './frameio.js';
import { table, values } from './records.js';

const actNames = {
	pay: 'Pay as the client',
	fail: 'Let the card be declined',
	dispute: 'Dispute the payment',
	win: 'End the dispute: won',
	lose: 'End the dispute: lost',
};

/** The Stripe tab: invoices with what their clients can do, and the calls of webhook endpoints. */
export function renderStripe({ invoices, total, deliveries }, open, toggle, act) {
	return h(
		'div',
		{ class: 'stack' },
		table({
			title: 'Invoices',
			what: 'invoices',
			total,
			hint: 'Invoices appear here when a workflow makes them.',
			columns: ['Invoice', 'Status', 'Amount', 'Client', 'Due', 'Created'],
			rows: invoices.map((invoice) => ({
				id: `invoice-${invoice.id}`,
				title: invoice.number ?? 'Draft',
				cells: [
					h('span', { class: `pill invoice-${invoice.status}` }, statusOf(invoice)),
					money(invoice.total, invoice.currency),
					[h('div', null, invoice.customer), h('small', null, invoice.email)],
					invoice.dueAt ? day(invoice.dueAt) : '–',
					h(
						'time',
						{ datetime: new Date(invoice.createdAt).toISOString() },
						clock(invoice.createdAt),
					),
				],
				more: () => [
					buttons(invoice, act),
					lines(invoice),
					values(factsOf(invoice)),
					rawRequests(invoice.id),
				],
			})),
			open,
			toggle,
		}),
		renderDeliveries(deliveries),
	);
}

function statusOf({ status, dispute, lastError }) {
	if (dispute === 'needs_response') return `${status}, disputed`;
	if (dispute) return `${status}, dispute ${dispute}`;
	return lastError ? `${status}, declined` : status;
}

function buttons({ id, acts }, act) {
	return (
		acts.length > 0 &&
		h(
			'p',
			{ class: 'acts' },
			acts.map((name, index) =>
				h(
					'button',
					{
						type: 'button',
						id: `${name}-${id}`,
						class: index === 0 ? 'primary' : null,
						onclick: () => act(id, name),
					},
					actNames[name],
				),
			),
		)
	);
}

const lines = ({ lines: all, currency }) =>
	h(
		'ul',
		{ class: 'invoice-lines' },
		all.map(({ text, quantity, amount }) =>
			h('li', null, h('span', null, `${quantity} × ${text ?? ''}`), ' ', money(amount, currency)),
		),
	);

const factsOf = ({ id, url, facts, sentAt, paidAt }) => ({
	...facts,
	'at Stripe': id,
	...(url && { page: url }),
	...(sentAt.length > 0 && { 'mailed by Stripe': sentAt.map(clock).join(', ') }),
	...(paidAt && { paid: clock(paidAt) }),
});

function money(minor, currency) {
	const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
	const { maximumFractionDigits = 2 } = format.resolvedOptions();
	return format.format(minor / 10 ** maximumFractionDigits);
}
