import { z } from 'zod';

import type { Language } from './language';

/** An amount in minor units (cents, øre, céntimos) with its ISO 4217 currency. */
export interface Money {
	minor: number;
	/** Three capital letters of ISO 4217. */
	currency: string;
}

/** Accepts money as it is kept: whole minor units of 0 or more, and a currency code. */
export const moneySchema = z.object({
	minor: z.number().int().nonnegative().finite(),
	currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
});

/** One currency's price in US dollars on a day, and who published it. */
export interface ExchangeRate {
	/** Units of the currency that one US dollar buys, above 0. */
	perUsd: number;
	/** Day of the rate, `YYYY-MM-DD`. */
	asOf: string;
	source: string;
}

/** Exchange rates by ISO 4217 code; a currency that is missing cannot be converted. */
export type ExchangeRates = Readonly<Record<string, ExchangeRate>>;

/**
 * The rates that ship. They place a budget in a band, no invoice is made from them; whoever needs
 * them closer overrides them in the rules. The bolívar moves fastest: look at its day.
 *
 * Each as a page reported it, found in stored copies searched 2026-11-22: finanznachrichten.de
 * (dpa-AFX: pound and euro), nationalbanken.dk (central rate of the krone), diariodelyaqui.mx
 * (MXN), noticiasrcn.com (COP), elcomercio.pe (PEN), caracol.com.co (VES).
 */
export const defaultRates: ExchangeRates = {
	USD: { perUsd: 1, asOf: '2026-02-20', source: 'the dollar itself' },
	EUR: { perUsd: 0.85022, asOf: '2026-02-20', source: 'cross rate of the pound, dpa-AFX' },
	GBP: { perUsd: 0.7425, asOf: '2026-02-20', source: 'market rate reported by dpa-AFX' },
	DKK: {
		perUsd: 6.343,
		asOf: '2026-02-20',
		source: 'ERM II central rate of 7.46038 to the euro, times the euro rate of the day',
	},
	MXN: { perUsd: 17.27, asOf: '2026-02-20', source: 'Banco de México, FIX' },
	COP: { perUsd: 3695.72, asOf: '2026-02-20', source: 'Superintendencia Financiera, TRM' },
	PEN: { perUsd: 3.363, asOf: '2026-02-20', source: 'Banco Central de Reserva del Perú' },
	VES: { perUsd: 405.3518, asOf: '2026-02-23', source: 'Banco Central de Venezuela' },
};

/**
 * Decimal places of ISO 4217 where they are not 2 (secondary: not checked against the standard).
 */
const exponents: Readonly<Record<string, number>> = {
	BIF: 0,
	CLP: 0,
	DJF: 0,
	GNF: 0,
	ISK: 0,
	JPY: 0,
	KMF: 0,
	KRW: 0,
	PYG: 0,
	RWF: 0,
	UGX: 0,
	UYI: 0,
	VND: 0,
	VUV: 0,
	XAF: 0,
	XOF: 0,
	XPF: 0,
	BHD: 3,
	IQD: 3,
	JOD: 3,
	KWD: 3,
	LYD: 3,
	OMR: 3,
	TND: 3,
	CLF: 4,
	UYW: 4,
};

/** Decimal places of a currency's minor unit by ISO 4217: 2 for most, 0 for CLP, 3 for KWD. */
export function exponentOf(currency: string): number {
	return exponents[currency] ?? 2;
}

/** Money from an amount in the currency's main unit, rounded half up to the minor unit. */
export function fromMajor(amount: number, currency: string): Money {
	// The small push mends binary fractions: 1.005 * 100 is 100.49999999999999.
	const minor = Math.round(amount * 10 ** exponentOf(currency) * (1 + Number.EPSILON));
	return { minor, currency };
}

/** The amount in the currency's main unit, e.g. 15.5 for 1550 cents. */
export function toMajor({ minor, currency }: Money): number {
	return minor / 10 ** exponentOf(currency);
}

/** The amount in US dollars, not rounded; null when the table has no rate for its currency. */
export function toUsd(money: Money, rates: ExchangeRates = defaultRates): number | null {
	const rate = Object.hasOwn(rates, money.currency) ? rates[money.currency] : undefined;
	return rate === undefined ? null : toMajor(money) / rate.perUsd;
}

/**
 * Money as a person of that language reads it: `$1,500`, `1.500 USD`, `1.500 kr.`; decimals only
 * when there are any.
 */
export function formatMoney(money: Money, language: Language): string {
	const { group, decimal, symbols } = styles[language];
	const exponent = exponentOf(money.currency);
	const digits = String(Math.abs(money.minor)).padStart(exponent + 1, '0');
	const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
	const fraction = exponent === 0 ? '' : digits.slice(-exponent);

	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
	const number = /[1-9]/.test(fraction) ? `${grouped}${decimal}${fraction}` : grouped;
	const sign = money.minor < 0 ? '-' : '';
	const symbol = symbols[money.currency] ?? money.currency;

	if (language !== 'en') return `${sign}${number} ${symbol}`;
	return symbol.length === 1 ? `${sign}${symbol}${number}` : `${sign}${symbol} ${number}`;
}

interface MoneyStyle {
	group: string;
	decimal: string;
	symbols: Readonly<Record<string, string>>;
}

/** After Unicode CLDR, except that dollars stay USD beside the pesos that share the sign. */
const styles: Record<Language, MoneyStyle> = {
	en: { group: ',', decimal: '.', symbols: { USD: '$', EUR: '€', GBP: '£' } },
	es: { group: '.', decimal: ',', symbols: { EUR: '€', GBP: '£' } },
	da: { group: '.', decimal: ',', symbols: { EUR: '€', GBP: '£', DKK: 'kr.' } },
};
