import { IANAZone } from 'luxon';

import type { Language } from '../language';
import { readCountry, readLanguage } from '../lead/countries';
import { shown } from '../read';
import type { Mistake } from '../read';
import { isRecord } from '../webhookItem';
import { zoneOf } from '../zoneOf';
import { capSchema } from './caps';
import type { Cap, OtherTouch } from './caps';
import type { Usage } from './enrolment';
import { firstOf, textOf } from './looseFields';
import { readMoment } from './moments';
import { quietHoursSchema } from './quietHours';
import type { QuietHours } from './quietHours';
import type { InputNote } from './readEvents';

/** Two letters of a country by its name or code, else by the locale; null where nobody knows it. */
export function countryOf(
	value: unknown,
	locale: unknown,
	field: string,
	notes: InputNote[],
): string | null {
	if (value === undefined)
		return /^[a-z]{2}[-_]([A-Z]{2})$/.exec(textOf(locale) ?? '')?.[1] ?? null;
	const { value: found } = readCountry(value);
	if (found === null) {
		const because = `${shown(value)} is no country that is known; the strictest rules hold.`;
		notes.push({ field, because });
	}
	return found;
}

/** The zone by its name, else that of a country that has one alone. UTC beside a mistake. */
export function zoneIn(
	value: unknown,
	country: string | null,
	field: string,
	mistakes: Mistake[],
): string {
	const text = textOf(value);
	if (text !== null && IANAZone.isValidZone(text)) return text;
	const zone = text === null && country !== null ? zoneOf(country) : null;
	if (zone !== null) return zone;
	mistakes.push({
		path: field,
		expected: 'a time zone such as America/Caracas',
		received: shown(value),
	});
	return 'UTC';
}

/** The language to write in; English where none of ours is named. */
export function languageOf(value: unknown, field: string, notes: InputNote[]): Language {
	if (value !== undefined) {
		const { value: found } = readLanguage(value);
		if (found !== null) return found;
	}
	notes.push({
		field,
		because:
			value === undefined ? 'None was given: English.' : `${shown(value)} is not written: English.`,
	});
	return 'en';
}

/** The sequence that is named, alone, as `after-delivery/2` or as {id, version}; the shipped one for none. */
export function sequenceOf(
	value: unknown,
	versionBeside: unknown,
): { id: string; version: number | null } {
	const text = isRecord(value) ? textOf(value.id) : textOf(value);
	const version = Number(isRecord(value) ? value.version : versionBeside);
	const [, id = text, own] = /^(.+)\/(\d+)$/.exec(text ?? '') ?? [];
	const number = own === undefined ? version : Number(own);
	return {
		id: id ?? 'after-delivery',
		version: Number.isInteger(number) && number > 0 ? number : null,
	};
}

const usageNames: Readonly<Record<Exclude<keyof Usage, 'has'>, string[]>> = {
	projects: 'projects repeatProjects projectCount deliveries orders'.split(' '),
	edits: 'edits quickEdits editCount revisions edit'.split(' '),
	assets: 'assets assetCount brandAssets files'.split(' '),
	social: 'social socialVideos socialPosts socialMedia posts'.split(' '),
};

/** How much of each kind was used, under many names; what cannot be read is unknown. */
export function usageOf(value: unknown, notes: InputNote[]): Usage {
	const given = isRecord(value) ? value : {};
	const count = (kind: keyof typeof usageNames) => {
		const found = firstOf(given, usageNames[kind]);
		if (typeof found === 'boolean') return found ? 1 : 0;
		const number =
			found === undefined ? Number.NaN : Number(Array.isArray(found) ? found.length : found);
		if (found !== undefined && !(Number.isFinite(number) && number >= 0)) {
			notes.push({ field: `usage.${kind}`, because: `${shown(found)} is no number of 0 or more.` });
			return null;
		}
		return found === undefined ? null : number;
	};
	const has = firstOf(given, ['has', 'services', 'products', 'subscriptions']);
	return {
		projects: count('projects'),
		edits: count('edits'),
		assets: count('assets'),
		social: count('social'),
		has: Array.isArray(has) ? has.flatMap((each) => textOf(each) ?? []) : [],
	};
}

/** Quiet hours in place of the sequence's; null for none. */
export function quietOf(value: unknown, mistakes: Mistake[]): QuietHours | null {
	if (!isRecord(value)) return null;
	const time = (...names: string[]) => {
		const found = firstOf(value, names);
		if (typeof found === 'number') return `${String(found).padStart(2, '0')}:00`;
		const text = textOf(found);
		return text === null
			? undefined
			: text.replace(/^(\d):/, '0$1:').replace(/^(\d\d:\d\d):\d\d$/, '$1');
	};
	const quiet = {
		from: time('from', 'start', 'begin'),
		to: time('to', 'end', 'until'),
		days: firstOf(value, ['days', 'quietDays']),
	};
	const parsed = quietHoursSchema.safeParse(quiet);
	if (parsed.success) return parsed.data;
	for (const { path, message } of parsed.error.issues) {
		const [field = ''] = path;
		const received = shown(quiet[field as keyof typeof quiet]);
		mistakes.push({ path: `quietHours.${field}`, expected: message, received });
	}
	return null;
}

/** Caps in place of the usual ones; null for none. */
export function capsOf(value: unknown, mistakes: Mistake[]): Cap[] | null {
	if (value === undefined) return null;
	return (Array.isArray(value) ? value : [value]).flatMap((each, index) => {
		const given = isRecord(each) ? each : {};
		const cap = {
			most: firstOf(given, ['most', 'max', 'count', 'limit', 'touches']),
			days: firstOf(given, ['days', 'perDays', 'windowDays', 'per', 'inDays']),
		};
		const parsed = capSchema.safeParse(cap);
		if (parsed.success) return [parsed.data];
		const path = `caps[${index}]`;
		mistakes.push({ path, expected: '{most, days}, each a number above 0', received: shown(each) });
		return [];
	});
}

/** Days off. */
export function daysOf(value: unknown, mistakes: Mistake[]): string[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((each, index) => {
		const day = textOf(isRecord(each) ? firstOf(each, ['date', 'day']) : each)?.slice(0, 10) ?? '';
		if (/^\d{4}-\d\d-\d\d$/.test(day)) return [day];
		mistakes.push({
			path: `holidays[${index}]`,
			expected: 'a day as YYYY-MM-DD',
			received: shown(each),
		});
		return [];
	});
}

/** Messages of other sequences. */
export function othersOf(value: unknown, zone: string, mistakes: Mistake[]): OtherTouch[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((each, index): OtherTouch[] => {
		const given = isRecord(each) ? each : { at: each };
		const at = readMoment(firstOf(given, ['at', 'sentAt', 'time', 'timestamp', 'dueAt']), zone);
		if (at === null) {
			mistakes.push({
				path: `others[${index}].at`,
				expected: 'a moment such as 2026-11-22T10:00:00Z',
				received: shown(each),
			});
			return [];
		}
		const priority = Number(firstOf(given, ['priority']) ?? 50);
		const sequence = textOf(firstOf(given, ['sequence', 'sequenceId'])) ?? 'other';
		const isPlanned = firstOf(given, ['planned', 'isPlanned']);
		return [
			{
				at: at.at,
				sequence,
				priority: Number.isFinite(priority) ? priority : 50,
				isPlanned: typeof isPlanned === 'boolean' ? isPlanned : null,
			},
		];
	});
}

/** Addresses of people, lower case. */
export function addressesOf(value: unknown): string[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((each) => {
		const text = textOf(isRecord(each) ? firstOf(each, ['email', 'address']) : each);
		return text !== null && text.includes('@') ? [text.toLowerCase()] : [];
	});
}
