import { dayOf, daysBetween } from '../calendar';
import { isRecord } from '../webhookItem';
import { findDay, lastOfMonth, lastOfWeek } from './readDate';
import type { DateHints } from './readDate';
import { numberOfWords, readDigits } from './readNumber';
import { known, note, plain, textIn, unreadable } from './reading';
import type { Reading } from './reading';

/** Ten years; more than that is no plan for a video. */
const mostDays = 3650;

/** People who give no time, and people who say that it does not matter. */
const undecided =
	/^(n\/?a|tbd|-+|\?+|x+|no|none|unknown|no idea|not sure( yet)?|don'?t know|por definir|no (lo )?se( aun)?|ninguno|ved ikke|aner det ikke|ingen)[.!?]*$/;
const noHurry =
	/\b(flexible|whenever|no (rush|hurry)|not urgent|any ?time|open ended|sin (prisa|apuro)|no (es |hay )?(urgente|prisa|apuro)|cuando (sea|puedan)|fleksibel(t)?|ingen hast|haster ikke|ikke travlt|nar som helst)\b/;

const urgent =
	/\b(asap|a\.s\.a\.p|urgent(e|ly|emente)?|immediate(ly)?|right (away|now)|as soon as possible|same day|today|tonight|ya( mismo)?|ahora|inmediat[oa]|de inmediato|cuanto antes|lo antes posible|lo mas pronto posible|hoy|mismo dia|hurtigst( muligt)?|straks|snarest( muligt)?|nu|med det samme|haster|i ?dag|samme dag|express)\b/;

/** Weekdays from Sunday on, in English, Spanish and Danish. */
const weekdays = [
	/\b(sunday|domingo|sondag)\b/,
	/\b(monday|lunes|mandag)\b/,
	/\b(tuesday|martes|tirsdag)\b/,
	/\b(wednesday|miercoles|onsdag)\b/,
	/\b(thursday|jueves|torsdag)\b/,
	/\b(friday|viernes|fredag)\b/,
	/\b(saturday|sabado|lordag)\b/,
];

/** Spans with a half in them, looked for before the whole ones they contain. */
const halves: ReadonlyArray<readonly [RegExp, number]> = [
	[/\b(half a year|medio ano|et halvt ar|halvt ar)\b/, 182],
	[/\b(year and a half|halvandet ar|ano y medio)\b/, 548],
	[/\b(halvanden maned|mes y medio|month and a half)\b/, 45],
];

/** Phrases that name a day or a distance, with the days from now; checked in this order. */
const phrases: ReadonlyArray<readonly [RegExp, (now: Date) => number]> = [
	[/\b(day after tomorrow|pasado manana|i overmorgen|overmorgen)\b/, () => 2],
	[/\b(tomorrow|manana|i ?morgen)\b/, () => 1],
	[
		/\b(end of (the |this )?month|fin(es|al)? de(l| este)? mes|(slut(ningen)?|udgangen) (af|pa) (maneden|denne maned))\b/,
		(now) => daysBetween(now, lastOfMonth(now)),
	],
	[
		/\b(end of (the |this )?year|fin(es|al)? de(l| este)? ano|(slut(ningen)?|udgangen) (af|pa) (aret|dette ar)|this year|este ano|i ar)\b/,
		(now) => daysBetween(now, new Date(Date.UTC(now.getUTCFullYear(), 11, 31))),
	],
	[
		/\b(end of (the |this )?week|this week(end)?|esta semana|(este )?fin de semana|denne uge|i denne uge|weekenden)\b/,
		(now) => daysBetween(now, lastOfWeek(now)),
	],
	[
		/\b(next week|(la )?(proxima|siguiente) semana|semana (que viene|proxima|entrante)|naeste uge)\b/,
		() => 7,
	],
	[/\b(this month|este mes|denne maned)\b/, (now) => daysBetween(now, lastOfMonth(now))],
	[
		/\b(next month|(el )?(proximo|siguiente) mes|mes (que viene|proximo|entrante)|naeste maned)\b/,
		() => 30,
	],
	[
		/\b(next quarter|(proximo|siguiente) trimestre|naeste kvartal)\b/,
		(now) =>
			daysBetween(
				now,
				new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 + 3, 1)),
			),
	],
	[
		/\b(next year|(el )?(proximo|siguiente) ano|ano (que viene|proximo)|naeste ar)\b/,
		(now) => daysBetween(now, new Date(Date.UTC(now.getUTCFullYear() + 1, 0, 1))),
	],
];

/** Days of each unit; a month is 30.44 days, a quincena 15. */
const units: ReadonlyArray<readonly [RegExp, number]> = [
	[/^(h|hrs?|hours?|horas?|timer?)$/, 1 / 24],
	[
		/^(d|days?|dias?|dag(e)?|dogn|working days|business days|dias habiles|hverdage|arbejdsdage)$/,
		1,
	],
	[/^(w|wks?|weeks?|semanas?|sem|ugers?|uge)$/, 7],
	[/^(quincenas?)$/, 15],
	[/^(mo|mos|mths?|months?|mes(es)?|maned(er)?|mdr?)$/, 30.4375],
	[/^(quarters?|trimestres?|kvartal(er)?)$/, 91.3125],
	[/^(y|yrs?|years?|anos?|ar)$/, 365.25],
];

const unitWords =
	'hours?|hrs?|horas?|timer|time|h|working days|business days|days?|dias habiles|dias?|hverdage|arbejdsdage|dage|dag|dogn|d|weeks?|wks?|semanas?|sem|uger|uge|w|quincenas?|months?|mths?|mos?|meses|mes|maneder|maned|mdr?|quarters?|trimestres?|kvartal(?:er)?|years?|yrs?|anos?|ar|y';
const numberWords = '[a-z]+(?: (?:of|de|par|few|couple))*';
const quantity = new RegExp(
	`(?<![a-z0-9])(\\d+(?:[.,]\\d+)?|${numberWords})(\\+)?(?:\\s*(?:-|–|—|to|a|til|or|o|eller|y|og|and)\\s*(\\d+(?:[.,]\\d+)?|[a-z]+))?(\\+)?\\s*(?<=[\\d+\\s])(${unitWords})(?![a-z])`,
	'g',
);
const lonelyUnit =
	/^(?:in |within |en |om |inden for |dentro de )?(?:the |la |el )?(week|semana|month|mes|day|dia|uge|maned)$/;
const moreThan =
	/(more than|over|above|after|later than|mas de|despues de|mere end|efter|over|>)\W*$/;

/**
 * Reads from a text, a number of days, or an object with `days` in how many days the work is wanted.
 *
 * Urgent words are 0 days; of a range the lower end is taken, as the day to plan for; "more than 3
 * months" is one day more. A month alone is its first day. Days in the past and "whenever" are
 * unknown. Choices are noted.
 */
export function readTimeline(
	value: unknown,
	key: string,
	now: Date,
	hints: DateHints,
): Reading<number> {
	if (isRecord(value) && typeof value.days === 'number') return inDays(value.days, value, null);
	const original = textIn(value);
	if (original === null) return unreadable('timeline', value, 'There is no time in it.');

	const text = plain(original.replace(/(\d)\s?½/g, '$1.5').replace(/½/g, '0.5'));
	if (undecided.test(text))
		return unreadable('timeline', value, 'It says that there is no date yet.');
	if (noHurry.test(text))
		return unreadable('timeline', value, 'It says that there is no hurry, but no date.');

	const half = halves.find(([pattern]) => pattern.test(text));
	if (half !== undefined) return inDays(half[1], value, null);
	const amount = findQuantity(text);
	if (amount !== null) return inDays(amount.days, value, amount.because);
	const phrase = phrases.find(([pattern]) => pattern.test(text));
	if (phrase !== undefined) return inDays(phrase[1](now), value, null);
	if (urgent.test(text)) return inDays(0, value, null);

	const found = findDay(text, now, hints);
	if (found !== null) return inDays(daysBetween(now, found.day), value, found.because);
	const weekday = weekdays.findIndex((name) => name.test(text));
	if (weekday >= 0) return inDays((weekday - now.getUTCDay() + 7) % 7 || 7, value, null);
	return readBareNumber(text, key, value, now);
}

/** A number alone: the key may name its unit ("timeline_weeks"), else it counts days. */
function readBareNumber(text: string, key: string, value: unknown, now: Date): Reading<number> {
	const digits = /^\W*(\d+(?:[.,]\d{1,2})?)\W*$/.exec(text)?.[1];
	if (digits === undefined) return unreadable('timeline', value, 'There is no time in it.');

	const number = readDigits(digits, false)?.value ?? Number.NaN;
	if (number === 0) {
		return unreadable('timeline', value, 'Zero is what an empty number field sends.');
	}
	if (/^20\d\d$/.test(digits)) {
		const start = dayOf(number, 1, 1);
		const days = start === null ? -1 : Math.max(daysBetween(now, start), -1);
		return inDays(days, value, 'A year alone was read as its first day.');
	}
	const unit =
		key
			.split(' ')
			.map(daysOfUnit)
			.find((days) => days !== null) ?? null;
	return inDays(
		number * (unit ?? 1),
		value,
		unit === null ? 'A number alone was read as days.' : null,
	);
}

interface Quantity {
	days: number;
	because: string | null;
}

/** A number with a unit: "2 weeks", "dos semanas", "om 14 dage", "1-3 months", "3+ måneder". */
function findQuantity(text: string): Quantity | null {
	if (lonelyUnit.test(text))
		return { days: daysOfUnit(lonelyUnit.exec(text)?.[1] ?? '') ?? 0, because: null };

	for (const match of text.matchAll(quantity)) {
		const [, first, plusA, second, plusB, unit] = match;
		const perUnit = daysOfUnit(unit);
		const low = numberIn(first);
		const high = second === undefined ? null : numberIn(second);
		if (perUnit === null || (low === null && high === null)) continue;

		const count = low !== null && high !== null ? Math.min(low, high) : (low ?? high ?? 0);
		const days = Math.round(count * perUnit);
		const rest = text.slice(0, match.index) + (low === null ? first : '');
		if (plusA !== undefined || plusB !== undefined || moreThan.test(rest)) {
			return { days: days + 1, because: 'It is longer than the time given.' };
		}
		return {
			days,
			because: low !== null && high !== null ? 'Of a range the lower end was taken.' : null,
		};
	}
	return null;
}

/** The number in digits or in the last words that make one ("dentro de dos" is two). */
function numberIn(text: string): number | null {
	if (/^\d/.test(text)) return readDigits(text, false)?.value ?? null;
	const words = text.split(' ');
	for (let from = 0; from < words.length; from++) {
		const value = numberOfWords(words.slice(from).join(' '));
		if (value !== null) return value;
	}
	return null;
}

function daysOfUnit(word: string): number | null {
	return units.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

function inDays(days: number, value: unknown, because: string | null): Reading<number> {
	if (!Number.isFinite(days)) return unreadable('timeline', value, 'There is no time in it.');
	if (days < 0) return unreadable('timeline', value, 'This day is past.');
	if (days > mostDays) return unreadable('timeline', value, 'This is more than ten years away.');
	const notes = because === null ? [] : [note('timeline', value, because)];
	return known(Math.round(days), ...notes);
}
