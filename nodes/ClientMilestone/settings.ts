import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';
import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { milestoneOfDeal, readMilestone } from '../domain/milestone/readMilestone';
import type { MilestoneEvent } from '../domain/milestone/schema';
import { resolveMilestoneSettings } from '../domain/milestone/settings';
import type { MilestoneSettings } from '../domain/milestone/settings';
import { isRecord } from '../domain/webhookItem';
import { jsonParameter } from '../shared/jsonParameter';
import { momentAt } from '../shared/momentAt';
import { onlyGiven } from '../shared/onlyGiven';

/** What one run of the node goes by; the same for all of its items. */
export interface ClientMilestoneSettings {
	/** What somebody changed in the node, in the form of the settings. */
	changes: Record<string, unknown>;
	/** Path to the texts that the ledger keeps, as Agency Ledger adds them with the deal. */
	textsField: string;
	/** The milestone of every item; null: each names its own. */
	milestone: string | null;
	source: 'deal' | 'field';
	/** Path to the event inside the item; empty for the whole. */
	eventField: string;
	/** Path to the link; empty: the event's own. */
	linkPath: string;
	/** Path to the moment of the decision; empty for now. */
	momentField: string;
	urgent: boolean;
	/** Of the team. */
	language: Language;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `texts/not-json`
 */
export function readSettings(context: IExecuteFunctions): ClientMilestoneSettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const milestone = textOf(context.getNodeParameter('milestone', 0, 'item'));
	return {
		changes: changesOf(context, options),
		textsField: textOf(options.textsField) || defaultTextsField,
		milestone: milestone === 'item' ? null : milestone,
		source: context.getNodeParameter('source', 0, 'deal') === 'field' ? 'field' : 'deal',
		eventField: textOf(context.getNodeParameter('eventField', 0, '')),
		linkPath: textOf(context.getNodeParameter('linkPath', 0, '')),
		momentField: textOf(options.momentField),
		urgent: options.urgent === true,
		language: isLanguage(options.language) ? options.language : 'en',
		test: context.getMode() === 'manual',
	};
}

/** Where Agency Ledger puts texts. */
const defaultTextsField = 'milestoneTexts';

/** Settings of a run that no item brings texts for are made once. */
const resolved = new WeakMap<ClientMilestoneSettings, Map<string, MilestoneSettings>>();

/**
 * What an item's milestone goes by: the node's own fields, then the texts that the ledger handed on with
 * the item, then what ships.
 *
 * @throws MendableError `milestone/settings`, `milestone/message`
 */
export function settingsFor(
	json: IDataObject,
	settings: ClientMilestoneSettings,
): MilestoneSettings {
	const kept = readPath(json, settings.textsField) ?? null;
	const key = JSON.stringify(kept);
	const made = resolved.get(settings) ?? new Map<string, MilestoneSettings>();
	resolved.set(settings, made);
	const known = made.get(key) ?? resolveMilestoneSettings(settings.changes, kept);
	made.set(key, known);
	return known;
}

/**
 * The milestone that an item tells of.
 *
 * @throws MendableError `milestone/not-found` when the item has nothing at the path, `milestone/invalid`
 */
export function eventIn(json: IDataObject, settings: ClientMilestoneSettings): MilestoneEvent {
	const { milestone, source, eventField, linkPath, urgent } = settings;
	const given = source === 'field' ? foundAt(json, eventField) : json;
	if (!isRecord(given)) return readMilestone(given);
	const event = {
		...given,
		...(milestone === null ? {} : { milestone }),
		...(linkPath === '' ? {} : { link: readPath(json, linkPath) ?? null }),
		...(urgent ? { urgent } : {}),
	};
	return source === 'deal' ? milestoneOfDeal(event) : readMilestone(event);
}

/**
 * When a milestone is judged: now, since a mail that was held up must not go out in the night.
 *
 * @throws MendableError `milestone/moment` when the item's is no time
 */
export function momentIn(
	json: IDataObject,
	{ momentField }: ClientMilestoneSettings,
	now: Date,
): Date {
	return momentAt(json, momentField, 'milestone') ?? now;
}

function foundAt(json: IDataObject, eventField: string): unknown {
	if (eventField === '') return json;
	const found = readPath(json, eventField);
	if (found !== undefined) return found;
	throw new MendableError(
		'milestone/not-found',
		'There is no milestone in this item.',
		`The path "${eventField}" leads to nothing; the item has ${Object.keys(json).slice(0, 10).join(', ') || 'no fields'}.`,
		'Correct "Event Field", or leave it empty to take the whole item.',
	);
}

/** The person's changes to the settings, in the form of the settings. */
function changesOf(context: IExecuteFunctions, options: IDataObject): Record<string, unknown> {
	const agency = context.getNodeParameter('agency', 0, {}) as IDataObject;
	const hours = context.getNodeParameter('hours', 0, {}) as IDataObject;
	const texts = jsonParameter('texts', context.getNodeParameter('texts', 0, ''), 'Texts JSON');
	return onlyGiven({
		brand: onlyGiven({
			name: filled(agency.name),
			colour: filled(agency.colour),
			logo: filled(agency.logo),
			address: filled(agency.address),
		}),
		linkHosts: listIn(agency.linkHosts),
		hours: onlyGiven({ from: filled(hours.from), to: filled(hours.to), days: hours.days }),
		holidays: listIn(hours.holidays),
		zone: filled(hours.zone),
		language: options.clientLanguage,
		texts: texts ?? undefined,
	});
}

function filled(value: unknown): unknown {
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

function listIn(value: unknown): string[] | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	return value.split(/[\s,;]+/).filter((entry) => entry !== '');
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
