/** An amount written in a text, and where it stands. */
export interface WrittenNumber {
	value: number;
	/** Index of its first character. */
	from: number;
	/** Index after its last character, multiplier included. */
	to: number;
	/** Whether one separator before three digits was taken for thousands ("1.500"). */
	guessed: boolean;
	/** The digits alone, before "k" or "mil" was applied. */
	digits: number;
	/** What "k", "mil" or "tusind" multiplied it by; 1 without. */
	times: number;
}

/** Digits with separators, then perhaps a multiplier. Groups after spaces must have three digits. */
const numbers =
	/(\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d[\d.,]*\d|\d)(?:\s*(k|mil|tusinde?|thousand|mio|millon|millones|millions?|million(?:er)?)(?![a-z]))?/g;

const multipliers: Readonly<Record<string, number>> = {
	k: 1e3,
	mil: 1e3,
	thousand: 1e3,
	tusind: 1e3,
	tusinde: 1e3,
	mio: 1e6,
	millon: 1e6,
	millones: 1e6,
	million: 1e6,
	millions: 1e6,
	millioner: 1e6,
};

/**
 * The numbers in a plain text, in order, with what they are ambiguous about. Null entries are runs of
 * digits that fit no way of writing numbers ("1.2.3", "1234.567").
 */
export function numbersIn(text: string): Array<WrittenNumber | null> {
	return [...text.matchAll(numbers)].map((match) => {
		const [all, written, multiplier] = match;
		const times = multiplier === undefined ? 1 : multipliers[multiplier];
		const read = readDigits(written, times > 1);
		if (read === null) return null;
		return {
			value: round(read.value * times),
			digits: read.value,
			times,
			guessed: read.guessed,
			from: match.index,
			to: match.index + all.length,
		};
	});
}

/**
 * Reads digits with separators as people write them in Europe and in the Americas.
 *
 * - both separators: the last one is the decimal one ("1.500,50", "1,500.50");
 * - one separator more than once: thousands ("1.500.000");
 * - one separator, three digits after it: thousands ("1.500", "1,500"), as nobody quotes money in
 *   thousandths, unless a multiplier follows ("1,500k") or a zero goes before ("0.500");
 * - one separator, one or two digits after it: decimals ("1,5", "99.90").
 *
 * Null when none of these fits.
 */
export function readDigits(
	written: string,
	multiplied: boolean,
): { value: number; guessed: boolean } | null {
	const digits = written.replace(/[ '’]/g, '');
	const separators = digits.replace(/\d/g, '');
	if (separators === '') return { value: Number(digits), guessed: false };

	const last = separators[separators.length - 1];
	const kinds = new Set(separators);
	if (kinds.size === 2) {
		const other = last === '.' ? ',' : '.';
		const [whole, fraction, ...more] = digits.split(last);
		if (more.length > 0 || fraction.length > 2 || !inGroups(whole, other)) return null;
		return { value: Number(`${whole.split(other).join('')}.${fraction}`), guessed: false };
	}
	if (separators.length > 1) {
		if (!inGroups(digits, last)) return null;
		return { value: Number(digits.split(last).join('')), guessed: false };
	}

	const [whole, fraction] = digits.split(last);
	const isGroup = fraction.length === 3 && !multiplied && !whole.startsWith('0');
	if (isGroup && whole.length <= 3) return { value: Number(whole + fraction), guessed: true };
	if (fraction.length > 3 || (fraction.length === 3 && isGroup)) return null;
	return { value: Number(`${whole}.${fraction}`), guessed: false };
}

function inGroups(digits: string, separator: string): boolean {
	const [first, ...rest] = digits.split(separator);
	return /^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group));
}

/** Removes what binary fractions add to a product of two short decimals. */
function round(value: number): number {
	return Math.round(value * 1e4) / 1e4;
}

/** Number words by language, up to what people write out in a form. */
const words: ReadonlyArray<Readonly<Record<string, number>>> = [
	{
		a: 1,
		an: 1,
		one: 1,
		two: 2,
		couple: 2,
		three: 3,
		few: 3,
		four: 4,
		five: 5,
		six: 6,
		seven: 7,
		eight: 8,
		nine: 9,
		ten: 10,
		eleven: 11,
		twelve: 12,
		fifteen: 15,
		twenty: 20,
		thirty: 30,
		fifty: 50,
		hundred: 100,
		thousand: 1000,
	},
	{
		un: 1,
		una: 1,
		uno: 1,
		dos: 2,
		par: 2,
		tres: 3,
		cuatro: 4,
		cinco: 5,
		seis: 6,
		siete: 7,
		ocho: 8,
		nueve: 9,
		diez: 10,
		once: 11,
		doce: 12,
		quince: 15,
		veinte: 20,
		treinta: 30,
		cincuenta: 50,
		cien: 100,
		ciento: 100,
		doscientos: 200,
		trescientos: 300,
		cuatrocientos: 400,
		quinientos: 500,
		seiscientos: 600,
		setecientos: 700,
		ochocientos: 800,
		novecientos: 900,
		mil: 1000,
	},
	{
		en: 1,
		et: 1,
		to: 2,
		par: 2,
		tre: 3,
		fire: 4,
		fem: 5,
		seks: 6,
		syv: 7,
		otte: 8,
		ni: 9,
		ti: 10,
		elleve: 11,
		tolv: 12,
		fjorten: 14,
		femten: 15,
		tyve: 20,
		tredive: 30,
		halvtreds: 50,
		hundrede: 100,
		femhundrede: 500,
		tusind: 1000,
		tusinde: 1000,
	},
];

/** Words between number words that carry no number: "a couple of", "et par", "ciento y". */
const fillers = new Set(['of', 'and', 'y', 'og', 'de']);

/**
 * The number that a run of words names in one language ("dos mil quinientos", "five hundred",
 * "et par"), or null when any word of it is none of that language's.
 */
export function numberOfWords(text: string): number | null {
	const parts = text.split(/[\s-]+/).filter((part) => part !== '' && !fillers.has(part));
	if (parts.length === 0) return null;
	for (const language of words) {
		const values = parts.map((part) => (Object.hasOwn(language, part) ? language[part] : null));
		if (values.some((value) => value === null)) continue;
		return combine(values.filter((value) => value !== null));
	}
	return null;
}

/** Adds number words the way they are spoken: a hundred or thousand multiplies what stands before it. */
function combine(values: number[]): number {
	let total = 0;
	let current = 0;
	for (const value of values) {
		if (value === 1000) {
			total += Math.max(current, 1) * 1000;
			current = 0;
		} else if (value === 100 && current > 0 && current < 10) {
			current *= 100;
		} else {
			current = isArticle(values, current) ? value : current + value;
		}
	}
	return total + current;
}

/** Whether what was counted so far is only the article of the next word: "a couple", "et par". */
function isArticle(values: number[], current: number): boolean {
	return current === 1 && values.length === 2;
}
