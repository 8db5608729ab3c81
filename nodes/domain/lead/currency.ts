import { currencyOfCountry, dollarOf, kroneOf, pesoOf } from './countries';

/** The currency that an amount is in, and why, when that had to be concluded. */
export interface CurrencyFinding {
	/** ISO 4217; null when it names a currency that we do not know. */
	currency: string | null;
	/** A sentence for the note; null when the text says it plainly. */
	because: string | null;
}

/** What speaks for a currency beside the amount itself. */
export interface CurrencyHints {
	/** Key of the field, made plain: "presupuesto usd". */
	key: string;
	/** What a field of its own said, or null. */
	stated: string | null;
	/** ISO 3166-1 alpha-2, or null. */
	country: string | null;
	/** What to take when nothing speaks. */
	fallback: string;
}

/** Signs and names that mean one currency, most particular first; texts are plain (lower case). */
const signs: ReadonlyArray<readonly [RegExp, string]> = [
	[/\br\$|\b(brl|reais)\b/, 'BRL'],
	[/\bmx\$|\bmxn\b|\bpesos? mexicanos?\b|\bmexican pesos?\b/, 'MXN'],
	[/\bcol\$|\bcop\b|\bpesos? colombianos?\b|\bcolombian pesos?\b/, 'COP'],
	[/\bclp\b|\bpesos? chilenos?\b/, 'CLP'],
	[/\bars\b|\bar\$|\bpesos? argentinos?\b/, 'ARS'],
	[/\bca?\$|\bcad\b/, 'CAD'],
	[/\ba\$|\baud\b/, 'AUD'],
	[/\bus ?\$|\bu\$s|\busd\$?|\$ ?usd\b|\bdolar(es)?\b|\bdollars?\b|\bbucks\b/, 'USD'],
	[/€|\beur(os?)?\b/, 'EUR'],
	[/£|\b(gbp|pounds?|libras?|quid)\b/, 'GBP'],
	[/\bdkk\b|\bd\.? ?kr\b|\bdanske kr(oner)?\b/, 'DKK'],
	[/\bsek\b/, 'SEK'],
	[/\bnok\b/, 'NOK'],
	[/\bchf\b/, 'CHF'],
	[/\bs\/\.?|\b(pen|sol|soles)\b/, 'PEN'],
	[/\b(bs\.?[sdf]?|ves|bolivar(es)?)(?![a-z])/, 'VES'],
];

/** Everything in an amount that belongs to its currency, so that only words and digits remain. */
const anySign =
	/\b(us|mx|col|ar|ca?|a|r|u) ?\$s?|\$|€|£|\bs\/\.?|\b(brl|reais|mxn|cop|clp|ars|cad|aud|usd|dolar(es)?|dollars?|bucks|eur(os?)?|gbp|pounds?|libras?|quid|dkk|sek|nok|chf|pen|soles|sol|bs\.?[sdf]?|ves|bolivar(es)?|pesos?( mexicanos?| colombianos?| chilenos?| argentinos?)?|(danske )?kroner|kr)(?![a-z])\.?/g;

/** ISO codes that n8n's runtime knows, for amounts in currencies that are not in the list above. */
const isoCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * Finds the currency of an amount: from its own signs, else the field's key, else a currency field,
 * else the country, else the agency's own.
 *
 * @param original the text as it came: capital letters tell a currency code from a word
 */
export function findCurrency(
	text: string,
	original: string,
	hints: CurrencyHints,
): CurrencyFinding {
	const own = fromText(text, hints.country) ?? codeBesideNumber(original);
	if (own !== null) return own;
	for (const hint of [hints.key, hints.stated ?? '']) {
		const hinted = fromText(hint, hints.country) ?? codeBesideNumber(hint.toUpperCase());
		if (hinted?.currency) return { currency: hinted.currency, because: null };
	}
	const local = currencyOfCountry(hints.country);
	if (local !== null) {
		return {
			currency: local,
			because: `No currency was given: read as ${local}, the country's own.`,
		};
	}
	return {
		currency: hints.fallback,
		because: `No currency was given: read as ${hints.fallback}, the agency's own.`,
	};
}

/** The text without the signs and names of currencies. */
export function withoutCurrency(text: string): string {
	return text.replace(anySign, (sign) => ' '.repeat(sign.length));
}

function fromText(text: string, country: string | null): CurrencyFinding | null {
	const sure = signs.find(([pattern]) => pattern.test(text));
	if (sure !== undefined) return { currency: sure[1], because: null };

	if (/\b(kr|kroner|tkr)(?![a-z])/.test(text) || /t\.? ?kr/.test(text)) {
		const currency = kroneOf(country);
		return { currency, because: currency === 'DKK' ? null : `Kronor were read as ${currency}.` };
	}
	if (/\bpesos?\b/.test(text)) {
		const currency = pesoOf(country);
		const because =
			currency === null ? 'Pesos of which country?' : `Pesos were read as ${currency}.`;
		return { currency, because };
	}
	if (text.includes('$')) {
		const currency = dollarOf(country);
		if (currency === 'USD') return { currency, because: null };
		return { currency, because: `"$" was read as ${currency} because the country is ${country}.` };
	}
	const other = /\p{Sc}/u.exec(text);
	return other && { currency: null, because: `The currency "${other[0]}" is not known here.` };
}

/** A currency code in capitals right before or after digits, e.g. "JPY 50000". */
function codeBesideNumber(original: string): CurrencyFinding | null {
	const match = /(?:^|[^A-Za-z])([A-Z]{3})\s?\d|\d\s?([A-Z]{3})(?![A-Za-z])|^([A-Z]{3})$/.exec(
		original,
	);
	const code = match?.[1] ?? match?.[2] ?? match?.[3];
	return code !== undefined && isoCodes.has(code) ? { currency: code, because: null } : null;
}
