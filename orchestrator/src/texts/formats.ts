import { DateTime } from 'luxon';

/** Languages the shipped texts are written in. */
export const languages = ['en', 'es', 'da'] as const;
export type Language = (typeof languages)[number];

/** The language to write in: the one asked for when there is a text in it, else English. */
export function languageOf(asked: unknown): Language {
	const short = typeof asked === 'string' ? asked.slice(0, 2).toLowerCase() : '';
	return languages.find((language) => language === short) ?? 'en';
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es-419', da: 'da-DK' };

const moneyFormats = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount as people of the language do, without cents where there are none.
 *
 * @param minor minor units of the currency (cents), an integer
 * @param currency ISO 4217 code; an unknown one is written after the number
 */
export function formatMoney(minor: number, currency: string, language: Language): string {
	const digits = minorDigits(currency);
	const major = minor / 10 ** digits;
	const isWhole = Number.isInteger(major);
	const name = `${language}/${isCurrency(currency) ? currency : ''}/${isWhole}`;
	const format = remembered(
		moneyFormats,
		name,
		() =>
			new Intl.NumberFormat(locales[language], {
				...(isCurrency(currency)
					? { style: 'currency', currency, currencyDisplay: language === 'es' ? 'code' : 'symbol' }
					: {}),
				minimumFractionDigits: isWhole ? 0 : digits,
				maximumFractionDigits: isWhole ? 0 : digits,
				useGrouping: true,
			}),
	);
	const written = format.format(major);
	return isCurrency(currency) ? written : `${written} ${currency}`;
}

/** An amount in major units as services take it, e.g. `1500.00` for 150000 US cents. */
export function majorUnits(minor: number, currency: string): string {
	const digits = minorDigits(currency);
	return (minor / 10 ** digits).toFixed(digits);
}

function isCurrency(code: string): boolean {
	return /^[A-Z]{3}$/.test(code);
}

const minorDigitsKnown = new Map<string, number>();

/** Number of decimals of a currency (ISO 4217 as Intl knows it), 2 when it is not known. */
function minorDigits(currency: string): number {
	if (!isCurrency(currency)) return 2;
	return remembered(minorDigitsKnown, currency, () => {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		return format.resolvedOptions().maximumFractionDigits ?? 2;
	});
}

/** Intl's objects take long to make; there are few of them, whatever a form sends: names are checked. */
function remembered<Value>(known: Map<string, Value>, name: string, make: () => Value): Value {
	const found = known.get(name);
	if (found !== undefined) return found;
	const made = make();
	known.set(name, made);
	return made;
}

/**
 * Writes a moment in a language and a zone; what is no moment gives an empty text.
 *
 * @param style `day` is 22 November 2026, `minute` adds the time and the zone
 */
export function formatMoment(
	moment: string,
	style: 'day' | 'minute',
	language: Language,
	zone: string,
): string {
	const local = DateTime.fromISO(moment, { zone }).setLocale(locales[language]);
	if (!local.isValid) return '';
	return local.toLocaleString(
		style === 'day'
			? { day: 'numeric', month: 'long', year: 'numeric' }
			: {
					day: 'numeric',
					month: 'short',
					year: 'numeric',
					hour: '2-digit',
					minute: '2-digit',
					hourCycle: 'h23',
					timeZoneName: 'short',
				},
	);
}

/** Writes a day as people of the language do when the week is known: Mon 23 Nov. */
export function formatWeekday(day: string, language: Language): string {
	const date = DateTime.fromISO(day, { zone: 'utc' }).setLocale(locales[language]);
	return date.isValid
		? date.toLocaleString({ weekday: 'short', day: 'numeric', month: 'short' })
		: day;
}

/** Name of a country (ISO 3166 alpha-2) in a language; the code itself when it has none. */
export function countryName(code: string, language: Language): string {
	if (!/^[A-Z]{2}$/.test(code)) return code;
	return displayNames('region', language).of(code) ?? code;
}

/** Name of a language in a language; the code itself when it has none. */
export function languageName(code: string, language: Language): string {
	if (!/^[a-z]{2}$/.test(code)) return code;
	return displayNames('language', language).of(code) ?? code;
}

const displayNamesKnown = new Map<string, Intl.DisplayNames>();

function displayNames(type: 'region' | 'language', language: Language): Intl.DisplayNames {
	return remembered(
		displayNamesKnown,
		`${type}/${language}`,
		() => new Intl.DisplayNames(locales[language], { type }),
	);
}

/** Flag of a country as an emoji, empty for what is no country code. */
export function flagOf(code: string): string {
	if (!/^[A-Z]{2}$/.test(code)) return '';
	const REGIONAL_A = 0x1f1e6;
	const letters = [...code].map((letter) => REGIONAL_A + letter.charCodeAt(0) - 65);
	return String.fromCodePoint(...letters);
}
