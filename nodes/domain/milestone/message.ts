import { MendableError } from '../errors';
import type { Language } from '../language';

/** A value that a message may speak of. */
export type MessageValue = string | number;

/** Values by name; undefined is unknown. */
export type MessageValues = Readonly<Record<string, MessageValue | undefined>>;

type Part =
	| { kind: 'text'; text: string }
	| { kind: 'value'; name: string }
	/** The number of the plural that stands around it, written out. */
	| { kind: 'number' }
	| { kind: 'plural'; name: string; cases: ReadonlyMap<string, readonly Part[]> };

/** The parts of Unicode's CLDR that a plural of our languages can have, beside `=0` and the like. */
const categories = new Set(['one', 'many', 'other']);

const parsed = new Map<string, readonly Part[]>();

/** Most messages that are remembered; an agency's texts are far fewer. */
const mostRemembered = 2_000;

/**
 * Fills a message written in the part of ICU's MessageFormat that our texts use: `{name}`, and
 * `{days, plural, =0 {today} one {in # day} other {in # days}}`. There is no other way to choose, so
 * that a text is easy to write and cannot run anything.
 *
 * @returns null when it speaks of something that is not known
 * @throws MendableError `milestone/message` for braces that do not match, and other mistakes in the text
 */
export function fillMessage(
	message: string,
	values: MessageValues,
	language: Language,
): string | null {
	return fillParts(partsOf(message), values, language, null);
}

/**
 * The names that a message speaks of.
 *
 * @throws MendableError `milestone/message`
 */
export function namesIn(message: string): string[] {
	const namesOf = (parts: readonly Part[]): string[] =>
		parts.flatMap((part) => {
			if (part.kind === 'value') return [part.name];
			return part.kind === 'plural'
				? [part.name, ...[...part.cases.values()].flatMap(namesOf)]
				: [];
		});
	return [...new Set(namesOf(partsOf(message)))];
}

function fillParts(
	parts: readonly Part[],
	values: MessageValues,
	language: Language,
	count: number | null,
): string | null {
	let filled = '';
	for (const part of parts) {
		const piece = fillPart(part, values, language, count);
		if (piece === null) return null;
		filled += piece;
	}
	return filled;
}

function fillPart(
	part: Part,
	values: MessageValues,
	language: Language,
	count: number | null,
): string | null {
	if (part.kind === 'text') return part.text;
	if (part.kind === 'number') return count === null ? '#' : numberFormat(language).format(count);
	const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
	if (value === undefined || value === '') return null;
	if (part.kind === 'value') {
		return typeof value === 'number' ? numberFormat(language).format(value) : value;
	}
	const number = Number(value);
	if (!Number.isFinite(number)) return null;
	const chosen =
		part.cases.get(`=${number}`) ??
		part.cases.get(pluralRules(language).select(number)) ??
		part.cases.get('other');
	return chosen === undefined ? null : fillParts(chosen, values, language, number);
}

function partsOf(message: string): readonly Part[] {
	const known = parsed.get(message);
	if (known !== undefined) return known;
	const reader = { text: message, at: 0 };
	const parts = readParts(reader, false);
	if (reader.at < message.length) throw mistake(message, reader.at, 'a "}" too many');
	if (parsed.size >= mostRemembered) parsed.clear();
	parsed.set(message, parts);
	return parts;
}

interface Reader {
	readonly text: string;
	at: number;
}

/** Reads up to the end, or to a closing brace, which is left. */
function readParts(reader: Reader, inPlural: boolean): Part[] {
	const parts: Part[] = [];
	const { text } = reader;
	while (reader.at < text.length && text[reader.at] !== '}') {
		if (text[reader.at] === '{') {
			parts.push(readPlaceholder(reader));
		} else if (inPlural && text[reader.at] === '#') {
			parts.push({ kind: 'number' });
			reader.at += 1;
		} else {
			const stop = inPlural ? /[{}#]/g : /[{}]/g;
			stop.lastIndex = reader.at;
			const end = stop.exec(text)?.index ?? text.length;
			parts.push({ kind: 'text', text: text.slice(reader.at, end) });
			reader.at = end;
		}
	}
	return parts;
}

function readPlaceholder(reader: Reader): Part {
	const { text, at } = reader;
	const head = /\{\s*([A-Za-z][A-Za-z0-9]*)\s*(\}|,\s*plural\s*,)/y;
	head.lastIndex = at;
	const found = head.exec(text);
	if (found === null) throw mistake(text, at, 'no {name} and no {name, plural, …}');
	reader.at = head.lastIndex;
	const name = found[1];
	if (found[2] === '}') return { kind: 'value', name };

	const cases = new Map<string, readonly Part[]>();
	const selector = /\s*(=\d+|[a-z]+)\s*\{/y;
	for (;;) {
		selector.lastIndex = reader.at;
		const next = selector.exec(text);
		if (next === null) break;
		if (!next[1].startsWith('=') && !categories.has(next[1])) {
			throw mistake(text, reader.at, `"${next[1]}" is none of =0, =1, …, one, many, other`);
		}
		reader.at = selector.lastIndex;
		cases.set(next[1], readParts(reader, true));
		if (text[reader.at] !== '}') throw mistake(text, reader.at, 'a "}" is missing');
		reader.at += 1;
	}
	const close = /\s*\}/y;
	close.lastIndex = reader.at;
	if (close.exec(text) === null) throw mistake(text, reader.at, 'a "}" is missing');
	reader.at = close.lastIndex;
	if (!cases.has('other')) throw mistake(text, at, `the plural of "${name}" has no "other"`);
	return { kind: 'plural', name, cases };
}

function mistake(text: string, at: number, why: string): MendableError {
	return new MendableError(
		'milestone/message',
		'A text of a mail cannot be read.',
		`"${text.length > 80 ? `${text.slice(0, 80)}…` : text}" has at character ${at + 1}: ${why}.`,
		'Write values as {project}, and numbers as {days, plural, one {# day} other {# days}}.',
	);
}

/** As the languages are written in the agency's markets; Intl's objects take long to make. */
const numberFormats = {
	en: new Intl.NumberFormat('en-GB'),
	es: new Intl.NumberFormat('es-419'),
	da: new Intl.NumberFormat('da-DK'),
} satisfies Record<Language, Intl.NumberFormat>;

const plurals = {
	en: new Intl.PluralRules('en-GB'),
	es: new Intl.PluralRules('es-419'),
	da: new Intl.PluralRules('da-DK'),
} satisfies Record<Language, Intl.PluralRules>;

function numberFormat(language: Language): Intl.NumberFormat {
	return numberFormats[language];
}

function pluralRules(language: Language): Intl.PluralRules {
	return plurals[language];
}
