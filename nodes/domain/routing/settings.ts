import { z } from 'zod';

import { defaultRates } from '../money';
import { canonicalJson, sha256Hex } from '../hash';
import { layOver } from '../layOver';
import { mistakesError, mistakesOf, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { isRecord } from '../webhookItem';
import { pieceSchema } from './schema';

/** What speaks for one person rather than another, in the order of the reasons. */
export const termNames = [
	'cost',
	'lateness',
	'fairness',
	'hub',
	'overlap',
	'continuity',
	'language',
	'growth',
	'capacity',
] as const;

/** One of the things that speak for or against a person. */
export type TermName = (typeof termNames)[number];

const weight = z.number().min(0).max(1_000);
const share = z.number().min(0).max(1);
const name = z.string().min(1).max(120);

const bandSchema = z
	.object({
		hub: name,
		/** What the share is a share of. */
		unit: z.enum(['projects', 'revenue']),
		min: share,
		max: share,
	})
	.strict();

/** A share of the work that a hub should get. */
export type HubBand = z.infer<typeof bandSchema>;

/** Everything the routing goes by: all of it is data, so that another agency can put in its own. */
export const settingsSchema = z
	.object({
		/** Named on every decision. */
		version: z.string().min(1).max(80),
		/** Ways of working by project type: the pieces in their order, each after the one before. */
		types: z.record(
			name,
			z.object({ leadDays: z.number().positive().max(250), pieces: z.array(pieceSchema) }).strict(),
		),
		/** Points that each term can give or take. */
		weights: z
			.object(
				Object.fromEntries(termNames.map((term) => [term, weight])) as Record<
					TermName,
					typeof weight
				>,
			)
			.strict(),
		/** Least part of the price that must be left after paying people, below 1. */
		marginFloor: z.number().min(-10).lt(1),
		hubs: z
			.object({
				/** Days before the decision over which shares are counted. */
				windowDays: z.number().int().min(1).max(730),
				bands: z.array(bandSchema),
			})
			.strict(),
		fairness: z
			.object({
				/** Days before and after the decision over which loads are compared. */
				backDays: z.number().int().min(0).max(365),
				aheadDays: z.number().int().min(1).max(365),
				/**
				 * Hours with the team's load that everybody is taken to have besides: the more, the less a few
				 * hours weigh for somebody who has only a few.
				 */
				settleHours: z.number().min(0).max(2_000),
			})
			.strict(),
		/** Hours in common with the client from which nothing more is gained. */
		overlapHours: z.number().positive().max(24),
		/** Pieces of work that will come over the days ahead; null where nobody can say. */
		expectedPieces: z.number().int().nonnegative().nullable(),
		/** Days ahead in which a place is looked for. */
		horizonDays: z.number().int().min(1).max(365),
		/** Draws ties; another text draws them otherwise. */
		seed: z.string().max(80),
		/** How many people of each piece are shown with all their terms, the chosen one first. */
		shown: z.number().int().min(1).max(100),
		rates: z.record(
			z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
			z.object({ perUsd: z.number().positive(), asOf: z.string(), source: z.string() }).strict(),
		),
	})
	.strict();

/** Everything the routing goes by. */
export type RoutingSettings = z.infer<typeof settingsSchema>;

/**
 * The settings that ship: the agency's own plan, read 2026-11-22. Hours and levels of the pieces are
 * judgement, within the plan's lead times; put in your own.
 */
export const defaultSettings: RoutingSettings = settingsSchema.parse({
	version: 'routing/1',
	types: {
		'quick-edit': {
			leadDays: 1,
			pieces: [
				{ id: 'edit', skill: 'video-editing', level: 1, hours: 1.5, byDay: 1 },
				{ id: 'qa', skill: 'review', level: 2, hours: 0.5, byDay: 1, byAnother: true },
			],
		},
		'social-video': {
			leadDays: 2,
			pieces: [
				{ id: 'template', skill: 'ai-production', level: 1, hours: 1, byDay: 1 },
				{ id: 'edit', skill: 'video-editing', level: 2, hours: 3, byDay: 2 },
				{ id: 'qa', skill: 'review', level: 2, hours: 0.5, byDay: 2, byAnother: true },
			],
		},
		'explainer-video': {
			leadDays: 5,
			pieces: [
				{ id: 'script', skill: 'copywriting', level: 2, hours: 3, byDay: 1, facesClient: true },
				{ id: 'assets', skill: 'ai-production', level: 2, hours: 4, byDay: 2 },
				{ id: 'edit', skill: 'video-editing', level: 3, hours: 6, byDay: 3 },
				{
					id: 'qa',
					skill: 'review',
					level: 3,
					hours: 1,
					byDay: 4,
					byAnother: true,
					facesClient: true,
				},
			],
		},
		'brand-campaign': {
			leadDays: 10,
			pieces: [
				{ id: 'concept', skill: 'design', level: 4, hours: 6, byDay: 2, facesClient: true },
				{ id: 'assets', skill: 'ai-production', level: 3, hours: 8, byDay: 4 },
				{ id: 'motion', skill: 'motion', level: 3, hours: 10, byDay: 6 },
				{ id: 'edit', skill: 'video-editing', level: 4, hours: 8, byDay: 8 },
				{
					id: 'qa',
					skill: 'review',
					level: 4,
					hours: 2,
					byDay: 9,
					byAnother: true,
					facesClient: true,
				},
			],
		},
	},
	weights: {
		cost: 30,
		lateness: 25,
		fairness: 20,
		hub: 10,
		overlap: 5,
		continuity: 8,
		language: 6,
		growth: 4,
		capacity: 12,
	},
	marginFloor: 0.6,
	hubs: {
		windowDays: 30,
		bands: [
			{ hub: 'caracas', unit: 'projects', min: 0.35, max: 0.45 },
			{ hub: 'copenhagen', unit: 'revenue', min: 0.25, max: 0.35 },
			{ hub: 'lima', unit: 'revenue', min: 0.25, max: 0.35 },
		],
	},
	fairness: { backDays: 14, aheadDays: 14, settleHours: 40 },
	overlapHours: 4,
	expectedPieces: null,
	horizonDays: 60,
	seed: 'routing',
	shown: 5,
	rates: defaultRates,
});

const readAs: ReadAs = {
	code: 'routing/settings',
	what: 'The routing settings cannot be used.',
	mend: 'Correct these fields of the settings; what you leave out keeps its default.',
};

/**
 * Lays a person's changes over the default settings and checks the whole. Objects are merged field by
 * field, lists replaced whole, null takes an entry out. Changed settings without a version of their
 * own are named after the defaults and their hash.
 *
 * @throws MendableError `routing/settings` with every mistake: path, expected, received
 */
export function resolveSettings(changes: unknown): RoutingSettings {
	if (changes === undefined || changes === null) return defaultSettings;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return defaultSettings;
	// `null` is a value here, and takes nothing out.
	const { expectedPieces = null, ...rest } = changes;
	const merged = { ...(layOver(defaultSettings, rest) as object), expectedPieces };
	const parsed = settingsSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const mistakes = contradictions(parsed.data);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(parsed.data)).slice(0, 8);
	return { ...parsed.data, version: `${defaultSettings.version}+${mark}` };
}

/** What is wrong with settings whose every field is right by itself. */
function contradictions({ types, hubs, rates }: RoutingSettings): Mistake[] {
	const ofTypes = Object.entries(types).flatMap(([type, { leadDays, pieces }]): Mistake[] => {
		const path = `types.${type}.pieces`;
		if (pieces.length === 0) return [{ path, expected: 'at least one piece', received: 'none' }];
		return pieces.flatMap(({ id, byDay }, index): Mistake[] => [
			...(pieces.findIndex((piece) => piece.id === id) < index
				? [{ path: `${path}[${index}].id`, expected: 'a name of its own', received: shown(id) }]
				: []),
			...(byDay > Math.ceil(leadDays)
				? [
						{
							path: `${path}[${index}].byDay`,
							expected: `at most leadDays, which is ${leadDays}`,
							received: shown(byDay),
						},
					]
				: []),
		]);
	});
	const ofBands = hubs.bands.flatMap(({ min, max }, index): Mistake[] =>
		min <= max
			? []
			: [{ path: `hubs.bands[${index}].min`, expected: `at most ${max}`, received: shown(min) }],
	);
	const ofRates: Mistake[] = Object.hasOwn(rates, 'USD')
		? []
		: [{ path: 'rates.USD', expected: 'a rate', received: 'nothing' }];
	return [...ofTypes, ...ofBands, ...ofRates];
}
