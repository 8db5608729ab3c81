import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';
import { originOf } from '../domain/inbox/envelope';
import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { projectAgain } from '../domain/routing/projectAgain';
import { projectOfDeal } from '../domain/routing/projectOfDeal';
import type { Booking, Project, Roster } from '../domain/routing/schema';
import { resolveSettings } from '../domain/routing/settings';
import type { RoutingSettings } from '../domain/routing/settings';
import { changesOf } from '../shared/changesOf';
import { jsonParameter } from '../shared/jsonParameter';
import { momentAt } from '../shared/momentAt';
import { onlyGiven } from '../shared/onlyGiven';

/** Where a value that a decision needs comes from: the item, or the node itself. */
export type Source = { kind: 'field'; path: string } | { kind: 'value'; value: unknown };

/** What one run of the node goes by; the same for all of its items. */
export interface ProjectRoutingSettings {
	routing: RoutingSettings;
	roster: Source;
	bookings: Source;
	/** `client` stands for the language of each project's client. */
	language: Language | 'client';
	/** What the project is made of: a field of the item, a won deal, or an assignment that was lost. */
	project: 'field' | 'deal' | 'assignment';
	/** Path to the project inside the item; empty for the whole. */
	projectField: string;
	/** Path to the moment of the decision; empty for now. */
	momentField: string;
	/** Whether the item keeps what else it holds. */
	keepFields: boolean;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

const weightsSchema = z
	.object({ weight: z.array(z.object({ term: z.string(), points: z.number() })).default([]) })
	.default({});

const bandsSchema = z
	.object({
		band: z
			.array(
				z.object({
					hub: z.string(),
					unit: z.string(),
					minPercent: z.number(),
					maxPercent: z.number(),
				}),
			)
			.default([]),
	})
	.default({});

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `routing/settings`, or `…/not-json` for a text that is no JSON
 */
export function readSettings(context: IExecuteFunctions): ProjectRoutingSettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const { language, momentField } = options;
	const projectField = context.getNodeParameter('projectField', 0, 'project');
	return {
		routing: resolveSettings(changesOf(context, 'settings', () => fieldsOf(context))),
		roster: sourceOf(context, 'roster', 'Roster JSON'),
		bookings: sourceOf(context, 'bookings', 'Bookings JSON'),
		language: language === 'client' || isLanguage(language) ? language : 'en',
		project: projectSourceOf(context.getNodeParameter('projectSource', 0, 'field')),
		projectField: typeof projectField === 'string' ? projectField : '',
		momentField: typeof momentField === 'string' ? momentField : '',
		keepFields: options.keepFields === true,
		test: context.getMode() === 'manual',
	};
}

function projectSourceOf(value: unknown): ProjectRoutingSettings['project'] {
	return value === 'deal' || value === 'assignment' ? value : 'field';
}

/**
 * The project inside an item, of its deal, or of its assignment.
 *
 * @throws MendableError `routing/not-found` when the item has nothing at the path; as projectOfDeal
 * and projectAgain
 */
export function projectIn(
	json: IDataObject,
	roster: Roster,
	bookings: readonly Booking[],
	{ project, projectField, routing }: ProjectRoutingSettings,
): unknown {
	if (project === 'deal') return projectOfDeal(json, routing);
	if (project === 'assignment') return projectAgain(json, roster, bookings, routing);
	if (projectField.trim() === '') return json;
	return found(json, projectField, 'Project Field', 'project');
}

/**
 * The roster for an item.
 *
 * @throws MendableError `routing/not-found`
 */
export function rosterFor(json: IDataObject, { roster }: ProjectRoutingSettings): unknown {
	if (roster.kind === 'value') return roster.value;
	return found(json, roster.path, 'Roster Field', 'roster');
}

/** What people have to do already; nothing, where the item has nothing at the path. */
export function bookingsFor(json: IDataObject, { bookings }: ProjectRoutingSettings): unknown {
	return (bookings.kind === 'value' ? bookings.value : readPath(json, bookings.path)) ?? [];
}

/**
 * The moment of the decision.
 *
 * @throws MendableError `routing/moment` when the item's is no time
 */
export function momentIn(
	json: IDataObject,
	{ momentField }: ProjectRoutingSettings,
	now: Date,
): Date {
	return momentAt(json, momentField, 'routing') ?? now;
}

/**
 * The bookings that count for a project. A flow that is started again finds what its first try booked:
 * that is no work beside the project, and counted as such would leave it without room.
 */
export function countedFor(
	{ id, only }: Project,
	bookings: readonly Booking[],
	{ project }: ProjectRoutingSettings,
): Booking[] {
	return bookings.filter(
		(booking) =>
			project === 'field' ||
			booking.project !== id ||
			(only !== undefined && booking.piece !== only),
	);
}

/** What an item holds besides, without what was only there to decide by. */
export function otherFields(
	json: IDataObject,
	{ keepFields, roster, bookings }: ProjectRoutingSettings,
): IDataObject {
	if (!keepFields) return originOf(json) === null ? {} : { inbox: json.inbox };
	const read = [roster, bookings].flatMap((from) => (from.kind === 'field' ? [from.path] : []));
	return Object.fromEntries(Object.entries(json).filter(([name]) => !read.includes(name)));
}

function found(json: IDataObject, path: string, field: string, what: string): unknown {
	const value = readPath(json, path);
	if (value !== undefined) return value;
	const fields = Object.keys(json).slice(0, 10).join(', ') || 'no fields';
	throw new MendableError(
		'routing/not-found',
		`There is no ${what} in this item.`,
		`The path "${path}" leads to nothing; the item has ${fields}.`,
		`Correct "${field}".`,
	);
}

function sourceOf(context: IExecuteFunctions, name: 'roster' | 'bookings', field: string): Source {
	if (context.getNodeParameter(`${name}Source`, 0, 'field') === 'field') {
		const path = context.getNodeParameter(`${name}Field`, 0, name);
		return { kind: 'field', path: typeof path === 'string' ? path : name };
	}
	const value = context.getNodeParameter(`${name}Json`, 0, '');
	return { kind: 'value', value: jsonParameter(name, value, field) };
}

/** The changes that a person made by fields, in the form of the settings. */
function fieldsOf(context: IExecuteFunctions): unknown {
	const given = context.getNodeParameter('settings', 0, {}) as IDataObject;
	const { weight } = weightsSchema.parse(context.getNodeParameter('weights', 0, {}));
	const { band } = bandsSchema.parse(context.getNodeParameter('bands', 0, {}));
	return onlyGiven({
		marginFloor: part(given.marginFloorPercent),
		horizonDays: given.horizonDays,
		overlapHours: given.overlapHours,
		expectedPieces: given.expectedPieces,
		shown: given.shown,
		weights: onlyGiven(Object.fromEntries(weight.map(({ term, points }) => [term, points]))),
		hubs: onlyGiven({
			windowDays: given.windowDays,
			bands:
				band.length === 0
					? undefined
					: band.map(({ hub, unit, minPercent, maxPercent }) => ({
							hub,
							unit,
							min: minPercent / 100,
							max: maxPercent / 100,
						})),
		}),
	});
}

function part(percent: unknown): unknown {
	return typeof percent === 'number' ? percent / 100 : percent;
}
