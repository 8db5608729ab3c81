import { readEnrolment, startOf } from '../../../nodes/domain/followUp/readEnrolment';
import type { InputNote } from '../../../nodes/domain/followUp/readEvents';
import { readEvents } from '../../../nodes/domain/followUp/readEvents';
import { readMoment } from '../../../nodes/domain/followUp/moments';
import { findSequence } from '../../../nodes/domain/followUp/readSequences';
import type { Simulation } from '../../../nodes/domain/followUp/simulate';
import { simulate } from '../../../nodes/domain/followUp/simulate';
import { dayAfter, wallMoment } from '../../../nodes/domain/followUp/wallClock';
import { MendableError } from '../../../nodes/domain/errors';
import type { Language } from '../../../nodes/domain/language';
import type { CurrentRules } from './currentRules';
import { holidaysBetween } from './daysOff';

/** What is to be played through. */
export interface SimulationInput {
	/** As somebody wrote it. */
	enrolment: unknown;
	events: unknown;
	/** A moment, or a day that is counted to its end. */
	until: string;
	/** `after-delivery` or `after-delivery/2`; null for what the enrolment names. */
	sequence: string | null;
	rules: CurrentRules;
	language: Language;
}

/** What would happen, and what was assumed of the input. */
export interface SimulationAnswer extends Simulation {
	zone: string;
	notes: InputNote[];
	versions: { sequence: string; consent: string; offers: string };
}

/**
 * Plays a sequence through for one client, without a network: by their country's public holidays and
 * the rules given, or the caps that the enrolment names.
 *
 * @throws MendableError `follow-up/enrolment`, `follow-up/events`, `follow-up/until`,
 * `follow-up/unknown-sequence`
 */
export function simulateFiles(input: SimulationInput): SimulationAnswer {
	const reading = readEnrolment(input.enrolment, {
		...(input.sequence === null ? {} : { sequence: namedSequence(input.sequence) }),
		anchorAt: deliveryIn(input.events),
	});
	const { rules } = input;
	const sequence = findSequence(rules.sequences, reading.sequence);
	const { client, anchorAt } = reading.enrolment;
	const { events, notes } = readEvents(input.events, client.zone);
	const until = untilOf(input.until, client.zone);
	const enrolment = startOf(reading, sequence);
	const holidays = holidaysBetween(client.country, anchorAt, until);
	const simulation = simulate(enrolment, events, new Date(until), {
		sequence,
		holidays: new Set([...holidays, ...reading.holidays]),
		consent: rules.consent,
		offers: rules.offers,
		caps: reading.caps ?? rules.caps,
		others: reading.others,
		language: input.language,
	});
	return {
		...simulation,
		zone: client.zone,
		notes: [...reading.notes, ...notes],
		versions: {
			sequence: `${sequence.id}/${sequence.version}`,
			consent: rules.consent.version,
			offers: rules.offers.version,
		},
	};
}

function namedSequence(name: string): { id: string; version: number | null } {
	const [, id = name, version] = /^(.+)\/(\d+)$/.exec(name) ?? [];
	return { id, version: version === undefined ? null : Number(version) };
}

/** When the events say that the work was delivered, for an enrolment that does not. */
function deliveryIn(raw: unknown): unknown {
	try {
		const { events } = readEvents(raw, 'UTC');
		return events.find(({ type }) => type === 'delivered')?.at;
	} catch {
		// What is wrong with them is said when they are read for their own sake.
		return undefined;
	}
}

function untilOf(text: string, zone: string): string {
	const day = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? text.trim() : null;
	const read = readMoment(text, zone);
	if (read !== null) {
		if (day === null) return read.at;
		return new Date(wallMoment(dayAfter(day), '00:00', zone)).toISOString();
	}
	throw new MendableError(
		'follow-up/until',
		'Nothing was played through.',
		`--until is ${JSON.stringify(text)}; expected a moment such as 2026-12-31T18:00:00Z, or a day.`,
		'Correct --until.',
	);
}
