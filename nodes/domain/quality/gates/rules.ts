import { z } from 'zod';

import { canonicalJson, hashOf, sha256Hex } from '../../hash';
import { languages } from '../../language';
import type { Language } from '../../language';
import { layOver } from '../../layOver';
import { defaultRates, moneySchema } from '../../money';
import { mistakesError, mistakesOf, shown } from '../../read';
import type { Mistake, ReadAs } from '../../read';
import { isRecord } from '../../webhookItem';
import { defaultChecklist } from './defaultChecklist';
import { reviewerWantedSchema } from './schema';

const name = z.string().min(1).max(200);
const points = z.number().min(0).max(100);

/** What a finding does to a verdict, the worst first. */
export const effects = ['fail', 'needs-review', 'note'] as const;

/** What a finding does to a verdict: fails it, leaves it to a person, or is only told. */
export type FindingEffect = (typeof effects)[number];

/** How closely people look, the closest first. */
export const depths = ['full', 'standard', 'short'] as const;

/** How closely people look. */
export type Depth = (typeof depths)[number];

const sentences = z.object(
	Object.fromEntries(languages.map((language) => [language, z.string().min(1).max(300)])) as Record<
		Language,
		z.ZodString
	>,
);

/** Everything that gates go by: data, so that another agency can put in its own. */
export const gateRulesSchema = z
	.object({
		/** Named on every decision. */
		version: z.string().min(1).max(80),
		/** By severity of a finding; one that is missing here is left to a person. */
		severities: z.record(name, z.enum(effects)),
		/** By rule of a finding, before its severity is looked at. */
		findings: z.record(name, z.enum(effects)),
		/** What becomes of a file that could not be measured in full; nothing lets it pass. */
		unmeasured: z.enum(['fail', 'needs-review']),
		waivers: z
			.object({
				/** Most days that a waiver of a whole project can hold. */
				longestDays: z.number().int().min(1).max(730),
				/** Rules that nobody can waive. */
				never: z.array(name),
			})
			.strict(),
		/** Whom a gate may be answered by. */
		reviewers: z.object({ peer: reviewerWantedSchema, senior: reviewerWantedSchema }).strict(),
		risk: z
			.object({
				newClient: points,
				firstProject: points,
				/** From this price on. */
				value: z.object({ from: moneySchema, points }).strict(),
				/** For each version that was sent back, up to the most. */
				cycles: z.object({ each: points, most: points }).strict(),
				/** Part of the points that a fact has which nobody knows. */
				unknown: z.number().min(0).max(1),
				/** Points from which on people look so closely; fewer are `short`. */
				depths: z.object({ full: points, standard: points }).strict(),
			})
			.strict(),
		/** What reviewers look at, beside the points that the brief makes. */
		checklist: z.array(
			z
				.object({
					id: name,
					gates: z.array(z.enum(['peer', 'senior'])).min(1),
					depths: z.array(z.enum(depths)).min(1),
					text: sentences,
				})
				.strict(),
		),
		rates: z.record(
			z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
			z.object({ perUsd: z.number().positive(), asOf: z.string(), source: z.string() }).strict(),
		),
	})
	.strict();

/** Everything that gates go by. */
export type GateRules = z.infer<typeof gateRulesSchema>;

/**
 * The rules that ship. Gates, order and what each looks at are the agency's own plan, read 2026-11-22;
 * points, levels and lengths are judgement: put in your own.
 */
export const defaultGateRules: GateRules = gateRulesSchema.parse({
	version: 'gates/1',
	severities: {
		blocker: 'fail',
		critical: 'fail',
		error: 'fail',
		major: 'fail',
		warning: 'needs-review',
		minor: 'note',
		note: 'note',
		info: 'note',
	},
	findings: {},
	unmeasured: 'needs-review',
	waivers: { longestDays: 90, never: [] },
	reviewers: { peer: { skill: 'review', level: 3 }, senior: { skill: 'review', level: 4 } },
	risk: {
		newClient: 2,
		firstProject: 2,
		// The plan's Enterprise tier begins at $500.
		value: { from: { minor: 50_000, currency: 'USD' }, points: 2 },
		cycles: { each: 1, most: 3 },
		unknown: 0.5,
		depths: { full: 3, standard: 1 },
	},
	checklist: defaultChecklist,
	rates: defaultRates,
});

const readAs: ReadAs = {
	code: 'gates/rules',
	what: 'The rules of the gates cannot be used.',
	mend: 'Correct these fields of the rules; what you leave out keeps its default.',
};

/**
 * Lays a person's changes over the default rules and checks the whole. Objects are merged field by
 * field, lists replaced whole, null takes an entry out. Changed rules without a version of their own
 * are named after the defaults and their hash.
 *
 * @throws MendableError `gates/rules` with every mistake: path, expected, received
 */
export function resolveGateRules(changes: unknown): GateRules {
	if (changes === undefined || changes === null) return defaultGateRules;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return defaultGateRules;
	const merged = layOver(defaultGateRules, changes);
	const parsed = gateRulesSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const mistakes = contradictions(parsed.data);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(parsed.data)).slice(0, 8);
	return { ...parsed.data, version: `${defaultGateRules.version}+${mark}` };
}

/** Rules are the same objects from one verdict to the next, and long: each is hashed once. */
const hashes = new WeakMap<GateRules, string>();

/** Hash of the rules that a decision goes by. */
export function hashOfRules(rules: GateRules): string {
	const known = hashes.get(rules);
	if (known !== undefined) return known;
	const hash = hashOf(rules);
	hashes.set(rules, hash);
	return hash;
}

/** What is wrong with rules whose every field is right by itself. */
function contradictions({ risk, reviewers, checklist, rates }: GateRules): Mistake[] {
	const { full, standard } = risk.depths;
	const { peer, senior } = reviewers;
	const { currency } = risk.value.from;
	return [
		...(standard <= full
			? []
			: [
					{
						path: 'risk.depths.standard',
						expected: `at most risk.depths.full, which is ${full}`,
						received: shown(standard),
					},
				]),
		...(peer.skill !== senior.skill || senior.level >= peer.level
			? []
			: [
					{
						path: 'reviewers.senior.level',
						expected: `at least reviewers.peer.level, which is ${peer.level}`,
						received: shown(senior.level),
					},
				]),
		...checklist.flatMap(({ id }, index) =>
			checklist.findIndex((item) => item.id === id) < index
				? [{ path: `checklist[${index}].id`, expected: 'a name of its own', received: shown(id) }]
				: [],
		),
		...(Object.hasOwn(rates, currency)
			? []
			: [{ path: `rates.${currency}`, expected: 'a rate', received: 'nothing' }]),
	];
}
