import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { MendableError } from '../domain/errors';
import { readPath } from '../domain/effect/readPath';
import { capSchema, defaultCaps } from '../domain/followUp/caps';
import { consentRulesSchema } from '../domain/followUp/consent';
import type { FollowUpRules } from '../domain/followUp/decideNext';
import { defaultConsentRules } from '../domain/followUp/defaultConsent';
import { defaultOffers } from '../domain/followUp/defaultOffers';
import { defaultSequences } from '../domain/followUp/defaultSequences';
import { readMoment } from '../domain/followUp/moments';
import { offersSchema } from '../domain/followUp/offers';
import { readSequences } from '../domain/followUp/readSequences';
import { isLanguage } from '../domain/language';
import { layOver } from '../domain/layOver';
import { read, shown } from '../domain/read';
import { jsonParameter } from '../shared/jsonParameter';

/** What one run of the node goes by; the same for all of its items. */
export interface FollowUpSettings {
	rules: FollowUpRules;
	/** Paths inside the item; empty for the whole, and for none. */
	enrolmentField: string;
	eventsField: string;
	holidaysField: string;
	momentField: string;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

const mend = 'Correct these fields of the node.';

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `follow-up/sequence`, `follow-up/consent`, `follow-up/offers`,
 * `follow-up/caps`, or `…/not-json` for a text that is no JSON
 */
export function readSettings(context: IExecuteFunctions): FollowUpSettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const text = (name: string, fallback: string) => {
		const value = context.getNodeParameter(name, 0, fallback);
		return typeof value === 'string' ? value.trim() : fallback;
	};
	const option = (name: string) => {
		const value = options[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const json = (name: string, field: string) =>
		jsonParameter(`follow-up/${name}`, options[name], field);
	const consent = json('consent', 'Consent Rules');
	const offers = json('offers', 'Offers');
	const caps = json('caps', 'Frequency Caps');
	const { language } = options;
	return {
		rules: {
			sequences: sequencesOf(context),
			consent:
				consent === null
					? defaultConsentRules
					: read(consentRulesSchema, layOver(defaultConsentRules, consent), {
							code: 'follow-up/consent',
							what: 'The consent rules cannot be used.',
							mend,
						}),
			offers:
				offers === null
					? defaultOffers
					: read(offersSchema, offers, {
							code: 'follow-up/offers',
							what: 'The offers cannot be used.',
							mend,
						}),
			caps:
				caps === null
					? defaultCaps
					: read(z.array(capSchema), caps, {
							code: 'follow-up/caps',
							what: 'The frequency caps cannot be used.',
							mend,
						}),
			holidays: [],
			language: language === 'client' || isLanguage(language) ? language : 'en',
		},
		enrolmentField: text('enrolmentField', 'enrolment'),
		eventsField: text('eventsField', 'events'),
		holidaysField: option('holidaysField'),
		momentField: option('momentField'),
		test: context.getMode() === 'manual',
	};
}

/**
 * The client and the delivery inside an item, with the days off that stand beside them.
 *
 * @throws MendableError `follow-up/not-found` when the item has nothing at the path
 */
export function enrolmentIn(
	json: IDataObject,
	{ enrolmentField, holidaysField }: FollowUpSettings,
): unknown {
	const found = enrolmentField === '' ? json : readPath(json, enrolmentField);
	if (found === undefined) {
		throw new MendableError(
			'follow-up/not-found',
			'There is no enrolment in this item.',
			`The path "${enrolmentField}" leads to nothing; the item has ${Object.keys(json).slice(0, 10).join(', ') || 'no fields'}.`,
			'Correct "Enrolment Field", or leave it empty to take the whole item.',
		);
	}
	const holidays = holidaysField === '' ? undefined : readPath(json, holidaysField);
	if (holidays === undefined || typeof found !== 'object') return found;
	return { ...found, holidays };
}

/** What happened, inside an item; null where it has nothing at the path. */
export function eventsIn(json: IDataObject, { eventsField }: FollowUpSettings): unknown {
	return eventsField === '' ? null : (readPath(json, eventsField) ?? null);
}

/**
 * The moment to decide for.
 *
 * @throws MendableError `follow-up/moment` for what is no moment
 */
export function momentIn(json: IDataObject, { momentField }: FollowUpSettings, now: Date): Date {
	if (momentField === '') return now;
	const value = readPath(json, momentField);
	const moment = readMoment(value, 'utc');
	if (moment !== null) return new Date(moment.at);
	throw new MendableError(
		'follow-up/moment',
		'Nobody can say what is due at this moment.',
		`"${momentField}" holds ${shown(value)}; expected a moment such as 2026-11-22T10:00:00Z.`,
		'Correct "Moment Field", or leave it empty to take the present.',
	);
}

function sequencesOf(context: IExecuteFunctions): FollowUpRules['sequences'] {
	if (context.getNodeParameter('sequencesSource', 0, 'default') !== 'json') return defaultSequences;
	const given = context.getNodeParameter('sequencesJson', 0, '[]');
	return readSequences(jsonParameter('follow-up/sequence', given, 'Sequences JSON'));
}
