import { mistakesError, mistakesOf, read, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { isRecord } from '../webhookItem';
import type { Cap, OtherTouch } from './caps';
import { beginning, enrolmentSchema, progressSchema } from './enrolment';
import type { Enrolment } from './enrolment';
import {
	addressesOf,
	capsOf,
	countryOf,
	daysOf,
	languageOf,
	othersOf,
	quietOf,
	sequenceOf,
	usageOf,
	zoneIn,
} from './enrolmentFields';
import { firstOf, textOf } from './looseFields';
import { readMoment } from './moments';
import { readConsents } from './readConsents';
import type { InputNote } from './readEvents';
import type { Sequence } from './schema';

/** An enrolment as somebody wrote it, and what it says of its surroundings. */
export interface EnrolmentReading {
	/** Without its first step, or where its own progress says it stands; see `startOf`. */
	enrolment: Enrolment;
	/** Whether it names no progress of its own. */
	isNew: boolean;
	/** Name and version of the definition it asks for; version null for the newest. */
	sequence: { id: string; version: number | null };
	/** Days off besides those of the country. */
	holidays: string[];
	others: OtherTouch[];
	/** null where it names none of its own. */
	caps: Cap[] | null;
	notes: InputNote[];
}

const enrolmentAs: ReadAs = {
	code: 'follow-up/enrolment',
	what: 'The enrolment cannot be used.',
	mend: 'Correct these fields, as `agency-ops followup simulate --example` shows them.',
};

const anchorNames = 'anchorAt deliveredAt deliveryAt delivered startAt startedAt start'.split(' ');
const enrolledNames = 'enrolledAt enroledAt enrolmentAt enrolled at createdAt'.split(' ');

/** What holds where the enrolment itself does not say. */
export interface EnrolmentDefaults {
	/** In place of what the enrolment names. */
	sequence?: { id: string; version: number | null };
	/** When the delivery was by the events; used where the enrolment does not say. */
	anchorAt?: unknown;
	/** When it is enrolled; the delivery is not, where that is known. */
	enrolledAt?: unknown;
}

/**
 * Reads an enrolment in the words of many tools: client flat or in an object of its own, other
 * names for its fields, what is missing by the country's where that says it.
 *
 * @throws MendableError `follow-up/enrolment` with every mistake: path, expected, received
 */
export function readEnrolment(raw: unknown, defaults: EnrolmentDefaults = {}): EnrolmentReading {
	const mistakes: Mistake[] = [];
	const notes: InputNote[] = [];
	if (!isRecord(raw)) {
		mistakes.push({ path: '', expected: 'an object', received: shown(raw) });
		throw mistakesError(mistakes, enrolmentAs);
	}
	const whole = isRecord(raw.enrolment)
		? raw.enrolment
		: isRecord(raw.enrollment)
			? raw.enrollment
			: raw;
	const top = (...names: string[]) => firstOf(whole, names);
	const given = ['client', 'recipient', 'contact', 'customer', 'person', 'lead']
		.map((name) => whole[name])
		.find(isRecord);
	const ofClient = (...names: string[]) =>
		(given === undefined ? undefined : firstOf(given, names)) ?? top(...names);
	const at = given === undefined ? '' : 'client.';

	const email = textOf(ofClient('email', 'mail', 'address'))?.toLowerCase() ?? null;
	const clientId =
		(given === undefined ? null : textOf(firstOf(given, ['id', 'clientId']))) ??
		textOf(top('clientId', 'client', 'customerId', 'contactId', 'recipient')) ??
		email ??
		textOf(top('id')) ??
		'client';
	const country = countryOf(
		ofClient('country', 'countryCode'),
		ofClient('locale'),
		`${at}country`,
		notes,
	);
	const zone = zoneIn(
		ofClient('zone', 'timezone', 'timeZone', 'tz'),
		country,
		`${at}zone`,
		mistakes,
	);
	const language = languageOf(
		ofClient('language', 'lang', 'locale', 'preferredLanguage'),
		`${at}language`,
		notes,
	);
	const moment = (field: string, value: unknown): string | null => {
		if (value === undefined) return null;
		const found = readMoment(value, zone);
		if (found === null) {
			mistakes.push({
				path: field,
				expected: 'a moment such as 2026-11-22T10:00:00Z',
				received: shown(value),
			});
		} else if (found.assumed !== null) notes.push({ field, because: `Taken as ${found.assumed}.` });
		return found?.at ?? null;
	};
	const occurrence = top('occurrence', 'project', 'projectId', 'delivery', 'deliveryId', 'subject');
	const project = isRecord(occurrence) ? occurrence : {};
	const projectName = textOf(top('projectName') ?? firstOf(project, ['name', 'title']));
	const anchor = top(...anchorNames) ?? firstOf(project, anchorNames) ?? defaults.anchorAt;
	const enrolled = top(...enrolledNames) ?? defaults.enrolledAt;
	const anchorAt = moment('deliveredAt', anchor ?? enrolled);
	const enrolledAt = moment('enrolledAt', enrolled ?? anchor);
	if (anchor === undefined && enrolled === undefined) {
		mistakes.push({
			path: 'deliveredAt',
			expected: 'the moment of the delivery, such as 2026-11-22T10:00:00Z',
			received: 'nothing',
		});
	}
	const named =
		defaults.sequence ?? sequenceOf(top('sequence', 'sequenceId'), top('sequenceVersion'));
	const usage = usageOf(top('usage') ?? ofClient('usage'), notes);
	const quiet = quietOf(ofClient('quietHours', 'quiet'), mistakes);
	const caps = capsOf(top('caps', 'frequencyCap', 'cap'), mistakes);
	const holdout = top('holdout', 'isHoldout');
	const holidays = daysOf(ofClient('holidays'), mistakes);
	const others = othersOf(top('others', 'otherTouches', 'recentTouches'), zone, mistakes);
	const consents = readConsents(ofClient('consents', 'consent', 'marketingConsent'), {
		at: anchorAt ?? enrolledAt ?? '',
		zone,
		notes,
	});
	const kept = top('progress');
	const stored = kept === undefined ? null : progressSchema.safeParse(kept);
	if (stored?.error !== undefined) {
		const found = mistakesOf(stored.error.issues, kept);
		mistakes.push(...found.map((each) => ({ ...each, path: `progress.${each.path}` })));
	}
	if (mistakes.length > 0) throw mistakesError(mistakes, enrolmentAs);

	const begins = anchorAt ?? '';
	const until = later(enrolledAt ?? begins, begins);
	const progress = beginning(begins, until);
	if (consents.refusedAt !== null) progress.facts.optOut.marketing = consents.refusedAt;
	const enrolment: Enrolment = {
		id: textOf(top('id', 'enrolmentId', 'enrollmentId')) ?? `${clientId}/${named.id}`,
		sequence: { id: named.id, version: named.version ?? 1 },
		client: {
			id: clientId,
			name: textOf(ofClient('name', 'fullName', 'clientName')),
			email,
			contacts: addressesOf(ofClient('contacts', 'addresses', 'colleagues')),
			zone,
			country,
			language,
		},
		occurrence: textOf(occurrence) ?? textOf(firstOf(project, ['id'])) ?? 'delivery',
		...(projectName === null ? {} : { projectName: projectName.slice(0, 200) }),
		anchorAt: begins,
		enrolledAt: until,
		usage,
		consents: consents.given,
		holdout: typeof holdout === 'boolean' ? holdout : null,
		quietHours: quiet,
		progress: stored?.data ?? progress,
	};
	return {
		enrolment: read(enrolmentSchema, enrolment, enrolmentAs),
		isNew: kept === undefined,
		sequence: named,
		holidays,
		others,
		caps,
		notes,
	};
}

/** The enrolment in a definition: at its first step, unless it is on its way already. */
export function startOf(
	{ enrolment, isNew }: Pick<EnrolmentReading, 'enrolment' | 'isNew'>,
	{ id, version, steps }: Sequence,
): Enrolment {
	const { progress } = enrolment;
	return {
		...enrolment,
		sequence: { id, version },
		progress: isNew ? { ...progress, step: steps[0].id } : progress,
	};
}

function later(a: string, b: string): string {
	return a > b ? a : b;
}
