/** Where an invoice stands; words and meaning are Stripe's. */
export const invoiceStates = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
export type InvoiceState = (typeof invoiceStates)[number];

/** What Stripe says of an invoice. */
export interface InvoiceStand {
	/** in_… */
	stripeId: string;
	/** Given when it is finalised. */
	number: string | null;
	state: InvoiceState;
	/** Minor units, tax included. */
	total: number;
	amountDue: number;
	dueAt: Date | null;
	/** Page where it can be paid. */
	hostedUrl: string | null;
	pdfUrl: string | null;
	/** When Stripe mailed it; null where that is not known. */
	sentAt: Date | null;
	paidAt: Date | null;
}

/** States in the order in which an invoice goes through them. */
const order: readonly InvoiceState[] = ['draft', 'open', 'uncollectible', 'paid', 'void'];

/** Whether an invoice may go from one state to another, or stay: never back, and what is paid stays so. */
export function mayFollow(before: InvoiceState, after: InvoiceState): boolean {
	return order.indexOf(before) <= order.indexOf(after) && !(before === 'paid' && after === 'void');
}
