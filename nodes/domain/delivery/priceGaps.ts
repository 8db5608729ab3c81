import type { Money } from '../money';
import type { Billing, Order, PricePart } from './schema';

/** What is known of an order's money. */
export interface OrderMoney {
	order: Order;
	/** Price of the package; null where nobody has set it. */
	price: Money | null;
	/** Billing of every delivery before this one that counts. */
	before: readonly Billing[];
}

/** What the price of an order lacks before it can be invoiced. */
export interface PriceGap {
	/** Field of the order, such as `order.addOns[0].price`. */
	field: string;
	lacks: 'price' | 'add-on price' | 'revision price' | 'same currency';
	/** What it is about: an add-on's id, a currency. */
	what: string;
}

/** What has to be known before an invoice can be written. */
export function priceGapsOf({ order, price, before }: OrderMoney): PriceGap[] {
	if (price === null) return [{ field: 'order.price', lacks: 'price', what: '' }];
	const { currency } = price;
	const amounts: Array<[string, Money | null]> = [
		...order.addOns.map(({ price: each }, index): [string, Money | null] => [
			`order.addOns[${index}].price`,
			each,
		]),
		['order.rush', amountOf(order.rush)],
		['order.revisions.each', order.revisions?.each ?? null],
		['order.discount', amountOf(order.discount)],
		...order.deposits.map(({ amount }, index): [string, Money | null] => [
			`order.deposits[${index}].amount`,
			amount,
		]),
	];
	const others = amounts.flatMap(([field, amount]): PriceGap[] =>
		amount === null || amount.currency === currency
			? []
			: [{ field, lacks: 'same currency', what: `${amount.currency}, ${currency}` }],
	);
	const earlier = before.find((billing) => billing.currency !== currency);
	return [
		...order.addOns.flatMap(({ id, price: each }, index): PriceGap[] =>
			each === null
				? [{ field: `order.addOns[${index}].price`, lacks: 'add-on price', what: id }]
				: [],
		),
		...(extraRevisions(order) > 0 && order.revisions?.each === null
			? [
					{
						field: 'order.revisions.each',
						lacks: 'revision price' as const,
						what: String(extraRevisions(order)),
					},
				]
			: []),
		...others,
		...(earlier === undefined
			? []
			: [
					{
						field: 'order.price',
						lacks: 'same currency' as const,
						what: `${currency}, ${earlier.currency}`,
					},
				]),
	];
}

/** Rounds of changes beyond those that the price holds. */
export function extraRevisions({ revisions }: Order): number {
	return revisions === null ? 0 : Math.max(0, revisions.done - revisions.included);
}

function amountOf(part: PricePart | null): Money | null {
	return part !== null && 'amount' in part ? part.amount : null;
}
