import { isLanguage, languages } from '../language';
import type { Language } from '../language';
import { cleanText, known, note, plain, textIn, unreadable } from './reading';
import type { Reading } from './reading';

/** Spoken names that no dictionary of regions lists, made plain. */
const nicknames: Readonly<Record<string, string>> = {
	usa: 'US',
	'u s a': 'US',
	'u s': 'US',
	'ee uu': 'US',
	eeuu: 'US',
	america: 'US',
	uk: 'GB',
	england: 'GB',
	scotland: 'GB',
	inglaterra: 'GB',
	storbritannien: 'GB',
	holland: 'NL',
	holanda: 'NL',
	'republica dominicana': 'DO',
};

/** Countries whose forms are written in Spanish, by the agency's markets. */
const spanish = 'VE PE ES MX CO AR CL EC BO PY UY CR PA DO GT HN NI SV CU PR GQ'.split(' ');

/** Countries that use the euro, 2026. */
const euro = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');

/**
 * What a price without a currency means in a country. Venezuela is left out: prices there are named
 * in dollars, and who means bolívares says so.
 */
const currencies: Readonly<Record<string, string>> = {
	DK: 'DKK',
	GL: 'DKK',
	FO: 'DKK',
	SE: 'SEK',
	NO: 'NOK',
	GB: 'GBP',
	CH: 'CHF',
	US: 'USD',
	CA: 'CAD',
	AU: 'AUD',
	BR: 'BRL',
	PE: 'PEN',
	MX: 'MXN',
	CO: 'COP',
	CL: 'CLP',
	AR: 'ARS',
	UY: 'UYU',
	DO: 'DOP',
	...Object.fromEntries(euro.map((country) => [country, 'EUR'])),
};

/** Currencies that are written with a bare `$` at home. */
const dollarSigns = new Set(['MXN', 'COP', 'CLP', 'ARS', 'UYU', 'CAD', 'AUD']);

/** Currencies that are called pesos. */
const pesos = new Set(['MXN', 'COP', 'CLP', 'ARS', 'UYU', 'DOP']);

/** Calling codes of the markets; +1 is left out because it is shared by many countries. */
const callingCodes: ReadonlyArray<readonly [string, string]> = Object.entries({
	'593': 'EC',
	'591': 'BO',
	'595': 'PY',
	'598': 'UY',
	'506': 'CR',
	'507': 'PA',
	'502': 'GT',
	'503': 'SV',
	'351': 'PT',
	'353': 'IE',
	'358': 'FI',
	'298': 'FO',
	'299': 'GL',
	'45': 'DK',
	'46': 'SE',
	'47': 'NO',
	'58': 'VE',
	'51': 'PE',
	'52': 'MX',
	'57': 'CO',
	'54': 'AR',
	'56': 'CL',
	'55': 'BR',
	'34': 'ES',
	'44': 'GB',
	'49': 'DE',
	'33': 'FR',
	'39': 'IT',
	'31': 'NL',
});

/** ISO codes and names of all regions in our languages; built at the first look-up, as most leads need one or none. */
let regionOfName: Map<string, string> | null = null;

/** Reads a country from a name in English, Spanish or Danish, or from its ISO code. */
export function readCountry(value: unknown): Reading<string> {
	const text = textIn(value);
	const name =
		text === null
			? ''
			: plain(text)
					.replace(/[^a-z]+/g, ' ')
					.trim();
	if (name === '') return unreadable('country', value, 'There is no country name in it.');

	const nickname = Object.hasOwn(nicknames, name) ? nicknames[name] : undefined;
	const region = nickname ?? regionNames().get(name) ?? null;
	if (region !== null) return known(region);
	return unreadable('country', value, 'No country has this name in English, Spanish or Danish.');
}

/** The country of a phone number that is written with its calling code, said in a note. */
export function countryOfPhone(phone: string | null): Reading<string> {
	const entry = callingCodes.find(([code]) => phone?.startsWith(`+${code}`));
	if (entry === undefined) return { value: null, notes: [] };
	const because = `No country was given; +${entry[0]} is the calling code of ${entry[1]}.`;
	return known(entry[1], note('country', phone, because));
}

/** The currency that a country's people mean when they name none, or null. */
export function currencyOfCountry(country: string | null): string | null {
	return country !== null && Object.hasOwn(currencies, country) ? currencies[country] : null;
}

/** What a bare `$` means to somebody in that country. */
export function dollarOf(country: string | null): string {
	const currency = currencyOfCountry(country);
	return currency !== null && dollarSigns.has(currency) ? currency : 'USD';
}

/** What "pesos" means to somebody in that country, or null where there are none. */
export function pesoOf(country: string | null): string | null {
	const currency = currencyOfCountry(country);
	return currency !== null && pesos.has(currency) ? currency : null;
}

/** What "kr" means to somebody in that country; Danish kroner unless it is Sweden or Norway. */
export function kroneOf(country: string | null): string {
	const currency = currencyOfCountry(country);
	return currency === 'SEK' || currency === 'NOK' ? currency : 'DKK';
}

/** The language that a country's people are written to in: Spanish, Danish, or English. */
export function languageOfCountry(country: string): Language {
	if (spanish.includes(country)) return 'es';
	return ['DK', 'GL', 'FO'].includes(country) ? 'da' : 'en';
}

/** Names of languages as forms give them, made plain. */
const languageNames: Readonly<Record<string, Language>> = {
	english: 'en',
	ingles: 'en',
	engelsk: 'en',
	spanish: 'es',
	espanol: 'es',
	castellano: 'es',
	spansk: 'es',
	danish: 'da',
	danes: 'da',
	dansk: 'da',
	dk: 'da',
};

/** Reads one of our languages from its name or a tag such as `es-VE`. */
export function readLanguage(value: unknown): Reading<Language> {
	const text = plain(textIn(value) ?? '');
	const tag = text.split(/[-_]/)[0];
	if (isLanguage(tag)) return known(tag);
	const name = text.replace(/[^a-z]/g, '');
	if (Object.hasOwn(languageNames, name)) return known(languageNames[name]);
	return unreadable('language', value, 'It is not English, Spanish or Danish.');
}

/** Words that one of the languages has and the two others do not. */
const telling: Record<Language, ReadonlySet<string>> = {
	en: new Set(
		'the and we need for with our would like you your hello hi want looking please this is video about what when name company'.split(
			' ',
		),
	),
	es: new Set(
		'el la los las necesito necesitamos queremos quiero para con una nuestra nuestro hola gracias por que como empresa presupuesto nombre correo mensaje pais plazo servicio y'.split(
			' ',
		),
	),
	da: new Set(
		'og vi jeg har brug til en et ikke hej med skal gerne os vores tak virksomhed navn besked hvad hvornar tidsramme ydelse dit din af'.split(
			' ',
		),
	),
};

/**
 * Guesses the language of a text by counting words that only one language has; null unless one
 * language has at least two and more than each other.
 */
export function languageOfText(text: string): Language | null {
	const counts: Record<Language, number> = { en: 0, es: 0, da: 0 };
	for (const word of plain(cleanText(text, 300, false).text).match(/[a-z]+/g) ?? []) {
		for (const language of languages) if (telling[language].has(word)) counts[language]++;
	}
	const [best, second] = [...languages].sort((a, b) => counts[b] - counts[a]);
	return counts[best] >= 2 && counts[best] > counts[second] ? best : null;
}

function regionNames(): Map<string, string> {
	regionOfName ??= buildRegionNames();
	return regionOfName;
}

function buildRegionNames(): Map<string, string> {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	const codes = letters.flatMap((first) => letters.map((second) => first + second));
	const current = codes.filter((code) => new Intl.Locale(`und-${code}`).region === code);

	const names = new Map(current.map((code) => [code.toLowerCase(), code]));
	for (const language of languages) {
		const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
		for (const code of current) {
			const name = display.of(code);
			if (name !== undefined)
				names.set(
					plain(name)
						.replace(/[^a-z]+/g, ' ')
						.trim(),
					code,
				);
		}
	}
	return names;
}
