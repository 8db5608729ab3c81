import { MendableError } from '../../../../nodes/domain/errors';
import { exponentOf } from '../../../../nodes/domain/money';

/**
 * Decimal places in which Stripe counts, where they are not those of ISO 4217
 * (docs.stripe.com/currencies, as found in stored copies searched 2026-11-26).
 */
const stripeExponents: Readonly<Record<string, number>> = { ISK: 2, MGA: 0 };

/** Currencies for which Stripe's pages say two things; nobody should have to find out by an invoice. */
const unclear: readonly string[] = ['UGX'];

/**
 * An amount as Stripe counts it.
 *
 * @param minor minor units of ISO 4217
 * @throws MendableError `stripe/currency-unclear`, `stripe/amount-not-whole`
 */
export function toStripe(minor: number, currency: string): number {
	if (unclear.includes(currency)) {
		throw new MendableError(
			'stripe/currency-unclear',
			'The invoice cannot be made.',
			`It is not certain how Stripe counts amounts in ${currency}.`,
			'Invoice in another currency, or write this one by hand at Stripe.',
		);
	}
	const amount = minor * 10 ** (placesOf(currency) - exponentOf(currency));
	// Three-decimal currencies must end in 0 (the same page).
	const isWhole = Number.isInteger(amount) && (placesOf(currency) !== 3 || amount % 10 === 0);
	if (isWhole) return amount;
	throw new MendableError(
		'stripe/amount-not-whole',
		'The invoice cannot be made.',
		`Stripe takes no amount as small as ${minor} minor units of ${currency}.`,
		'Round the prices of the lines to what can be paid in that currency.',
	);
}

/** An amount of Stripe's in minor units of ISO 4217. */
export function fromStripe(amount: number, currency: string): number {
	return Math.round(amount * 10 ** (exponentOf(currency) - placesOf(currency)));
}

function placesOf(currency: string): number {
	return stripeExponents[currency] ?? exponentOf(currency);
}
