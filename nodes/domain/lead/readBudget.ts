import { fromMajor } from '../money';
import { isRecord } from '../webhookItem';
import { findCurrency, withoutCurrency } from './currency';
import type { CurrencyHints } from './currency';
import { numberOfWords, numbersIn } from './readNumber';
import type { WrittenNumber } from './readNumber';
import { known, note, plain, textIn, unreadable } from './reading';
import type { Reading } from './reading';
import type { Budget } from './schema';

/** Above this no creative brief is paid; a phone number or an account number is meant. */
const mostMajor = 1e10;

/** People who say that they do not know, or will not say. */
const undecided =
	/^(n\/?a|tbd|-+|\?+|x+|none|no|unknown|no budget( yet)?|not sure( yet)?|don'?t know|open|flexible|depends|to be (defined|discussed)|no (lo )?se( aun)?|por definir|a convenir|depende|ninguno|sin presupuesto|ved ikke|aner det ikke|intet budget|ingen|efter aftale|fleksibel(t)?|aftales)[.!?]*$/;

/** How often the money comes, and what turns it into a month's. */
const periods: ReadonlyArray<readonly [RegExp, 'month' | 'week' | 'year' | 'hour']> = [
	[/(\/|\b(per|an?|por|la|pr\.?|i)) ?(h(ou)?rs?|hora|timen?)\b|\bhourly\b/, 'hour'],
	[
		/(\/|\b(per|an?|each|al|por|cada|pr\.?|om|i)) ?(mo(nth)?|mes|maned(en)?|md|mnd)\b|\bmonthly\b|\bmensual(es|mente)?\b|\bmanedligt?e?\b/,
		'month',
	],
	[
		/(\/|\b(per|an?|each|al|por|cada|pr\.?|om)) ?(wk|week|semana|ugen?)\b|\bweekly\b|\bsemanal(es|mente)?\b|\bugentligt?\b/,
		'week',
	],
	[
		/(\/|\b(per|an?|each|al|por|cada|pr\.?|om)) ?(yr|year|ano|aret?)\b|\b(yearly|annual(ly)?)\b|\banual(es|mente)?\b|\barligt?\b/,
		'year',
	],
];

const between = /^\s*(-|–|—|~|\/|\.\.+|a|to|til|y|and|og|hasta)\s*$/;
const lessThan = /(less than|under|below|menos de|por debajo de|mindre end|<)\W*$/;
const atMost =
	/(up to|max(imum|imo|imalt)?\.?|at most|hasta|no mas de|no more than|not more than|op til|hojst|≤)( de)?\W*$/;
const moreThanBefore =
	/(more than|over|above|from|at least|starting at|min(imum|imo)?\.?|mas de|desde|al menos|a partir de|mere end|mindst|fra|>|≥)\W*$/;
const moreThanAfter =
	/^\s*(\+(?!\s*(iva|vat|igv|moms|tax))|plus\b|or more|and up|o mas|y mas|en adelante|eller mere|og op)/;

/**
 * Reads a budget from a text, a number or an object with `amount` (or `minor`), `currency`, `per`.
 *
 * Of a range the lower end is taken, as what the lead is sure to spend; of "less than 500" the next
 * whole unit below; of "up to 500" the 500. Each such choice, a currency that was concluded, and a
 * lone separator before three digits ("1.500" is fifteen hundred) are noted. Zero is unknown: it is
 * what an empty number field sends. Yearly and weekly money becomes a month's.
 */
export function readBudget(value: unknown, hints: CurrencyHints): Reading<Budget> {
	if (isRecord(value)) return readObject(value, hints);
	const original = typeof value === 'number' ? decimalText(value) : textIn(value);
	if (original === null) return unreadable('budget', value, 'There is no amount in it.');
	return readAmount(original, value, hints);
}

function readObject(value: Record<string, unknown>, hints: CurrencyHints): Reading<Budget> {
	const currency = typeof value.currency === 'string' ? value.currency.trim().toUpperCase() : null;
	const per = value.per === 'month' ? 'month' : 'project';
	if (typeof value.minor === 'number' && currency !== null && /^[A-Z]{3}$/.test(currency)) {
		if (Number.isSafeInteger(value.minor) && value.minor > 0) {
			return known({ minor: value.minor, currency, per });
		}
		return unreadable('budget', value.minor, 'Minor units are whole numbers above 0.');
	}

	const amount = ['amount', 'value', 'min', 'from', 'text', 'label'].find((key) =>
		Object.hasOwn(value, key),
	);
	if (amount === undefined || isRecord(value[amount])) {
		return unreadable('budget', value, 'There is no amount in it.');
	}
	const inner = readBudget(value[amount], { ...hints, stated: currency ?? hints.stated });
	if (inner.value === null || value.per !== 'month') return inner;
	return { ...inner, value: { ...inner.value, per } };
}

function readAmount(original: string, value: unknown, hints: CurrencyHints): Reading<Budget> {
	const fail = (because: string) => unreadable<Budget>('budget', value, because);
	// Danish "20 t.kr." is twenty thousand kroner.
	const text = plain(original).replace(/(\d)\s?t\.? ?kr/g, '$1 k kr');
	if (undecided.test(text)) return fail('It says that there is no figure yet.');
	if (/^\W*-\s?\W{0,2}\d/.test(text) && !/^\W*-\s/.test(text))
		return fail('A budget cannot be below zero.');

	if (/^\+\d[\d ]{7,}$/.test(text)) return fail('This looks like a phone number.');

	const period = periods.find(([pattern]) => pattern.test(text))?.[1] ?? 'project';
	if (period === 'hour') return fail('This is a rate by the hour; how many hours is not said.');

	const amount = findAmount(withoutCurrency(text));
	if (typeof amount === 'string') return fail(amount);
	if (amount.value === 0) return fail('Zero is what an empty number field sends.');
	if (amount.value > mostMajor) return fail('This is too large to be a budget.');

	const { currency, because } = findCurrency(text, original.slice(0, 300), hints);
	if (currency === null) return fail(because ?? 'The currency is not known.');

	const monthly = { project: 1, month: 1, week: 52 / 12, year: 1 / 12 }[period];
	const money = fromMajor(amount.value * monthly, currency);
	if (money.minor === 0) return fail('This is less than the smallest coin.');
	const reasons = [...amount.choices, because, spread(period)].filter((reason) => reason !== null);
	return known(
		{ ...money, per: period === 'project' ? 'project' : 'month' },
		...(reasons.length > 0 ? [note('budget', value, reasons.join(' '))] : []),
	);
}

interface Amount {
	value: number;
	/** Sentences about what was chosen. */
	choices: string[];
}

/** The amount meant by a text without currency signs, or a sentence on why there is none. */
function findAmount(text: string): Amount | string {
	// ",-" closes a round price in Danish: "1.500,-".
	const written = text.replace(/(\d)\s?[.,]\s?-(?!\d)/g, '$1').replace(/\d+([.,]\d+)?\s?%/g, ' ');
	const all = numbersIn(written);
	if (all.includes(null)) return 'Its separators fit no way of writing numbers.';
	const found = all.filter((number) => number !== null);
	if (found.length === 0) return amountInWords(written);

	const [first, second] = found;
	if (second !== undefined && between.test(written.slice(first.to, second.from))) {
		const low = lowerEnd(first, second);
		return {
			value: low,
			choices: ['Of a range the lower end was taken.', ...guess([first, second])],
		};
	}

	const before = written.slice(0, first.from);
	const choices = guess([first]);
	if (found.length > 1) choices.push('It holds several numbers; the first was taken.');
	if (atMost.test(before)) {
		return { value: first.value, choices: [...choices, 'It is the most they would spend.'] };
	}
	if (lessThan.test(before)) {
		const below = Math.max(Math.ceil(first.value) - 1, first.value / 2);
		return { value: below, choices: [...choices, 'It is less than the figure given.'] };
	}
	if (moreThanBefore.test(before) || moreThanAfter.test(written.slice(first.to))) {
		return { value: first.value, choices: [...choices, 'It is the least they would spend.'] };
	}
	return { value: first.value, choices };
}

/** The lower end of a range; in "1-2k" and "5 a 10 mil" the multiplier belongs to both ends. */
function lowerEnd(first: WrittenNumber, second: WrittenNumber): number {
	const shared = first.times === 1 && second.times > 1 && first.digits < second.digits;
	return Math.min(shared ? first.digits * second.times : first.value, second.value);
}

function guess(numbers: WrittenNumber[]): string[] {
	return numbers.some(({ guessed }) => guessed)
		? ['A separator before three digits was read as thousands.']
		: [];
}

/** An amount in words alone: "dos mil", "five hundred", "tusind". Articles alone are no amount. */
function amountInWords(text: string): Amount | string {
	const words = text.match(/[a-z]+/g) ?? [];
	for (let length = Math.min(words.length, 5); length > 0; length--) {
		for (let from = 0; from + length <= words.length; from++) {
			const value = numberOfWords(words.slice(from, from + length).join(' '));
			if (value !== null && value >= 5) return { value, choices: ['The amount is in words.'] };
		}
	}
	return 'There is no amount in it.';
}

/** A number without exponent, so that it reads like one that was typed. */
function decimalText(value: number): string | null {
	if (!Number.isFinite(value)) return null;
	// A point before three decimals would read as thousands; a JSON number has no such doubt.
	return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2);
}

function spread(period: 'project' | 'month' | 'week' | 'year'): string | null {
	return period === 'year' || period === 'week'
		? `An amount a ${period} was spread over months.`
		: null;
}
