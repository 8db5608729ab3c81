import { fillMessage } from '../../../../nodes/domain/milestone/message';
import type { MessageValues } from '../../../../nodes/domain/milestone/message';
import type { Money } from '../../../../nodes/domain/money';
import { html } from './markup';
import type { Markup } from './markup';
import { formatMoment, formatMoney } from '../../texts/formats';
import type { Language } from '../../texts/formats';
import type { TextEntry } from '../../texts/library';
import { wordingOf } from '../../texts/library';

/** The words of the pages in one language, for clients of one zone. */
export interface PageWords {
	language: Language;
	/** A message of a table, with its values. */
	say(table: string, part: string, values?: MessageValues): string;
	/** A message that names the agency's address, which is a link there. */
	sayWhereToWrite(table: string, part: string, values?: MessageValues): Markup;
	/** A day as people of the language write it. */
	day(at: Date): string;
	money(amount: Money): string;
	/** A size in the unit that suits it, e.g. `12.4 MB`. */
	size(bytes: number): string;
}

/** Values that every message may name. */
export interface AlwaysSaid {
	agency: string;
	replyTo: string;
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es-419', da: 'da-DK' };

/** Stands where the address goes; no text has it. */
const MARK = '\u0000';

/** As the units are read: decimal, which is how storage and networks count. */
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** The words of the text `portal` in a language. */
export function pageWords(
	entry: TextEntry,
	asked: Language,
	zone: string,
	always: AlwaysSaid,
): PageWords {
	const words = wordingOf(entry, asked);
	const { language } = words;
	const say = (table: string, part: string, values: MessageValues = {}) =>
		fillMessage(words.table(table)[part] ?? '', { ...always, ...values }, language) ?? '';
	return {
		language,
		say,
		sayWhereToWrite: (table, part, values = {}) => {
			const [before = '', after] = say(table, part, { ...values, replyTo: MARK }).split(MARK);
			if (after === undefined) return html`${before}`;
			const { replyTo } = always;
			return html`${before}<a href="mailto:${encodeURI(replyTo)}">${replyTo}</a>${after}`;
		},
		day: (at) => formatMoment(at.toISOString(), 'day', language, zone),
		money: ({ minor, currency }) => formatMoney(minor, currency, language),
		size: (bytes) => {
			// A value just below the next unit would be rounded up to 1000 of its own.
			const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes * 1.0005) / 3);
			const at = Math.min(Math.max(power, 0), units.length - 1);
			return new Intl.NumberFormat(locales[language], {
				style: 'unit',
				unit: units[at],
				unitDisplay: at === 0 ? 'long' : 'short',
				maximumSignificantDigits: 3,
			}).format(bytes / 1_000 ** at);
		},
	};
}
