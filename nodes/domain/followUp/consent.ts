import { z } from 'zod';

/** On what ground offers are sent. */
export const bases = ['consent', 'existing-customer', 'legitimate-interest'] as const;

/** On what ground offers are sent. */
export type Basis = (typeof bases)[number];

/** A ground for offers to somebody, with what shows it. */
export const consentSchema = z
	.object({
		basis: z.enum(bases),
		/** ISO 8601, UTC. */
		at: z.string().datetime(),
		/** Where it can be looked up, e.g. `form contact-dk, box 2`; null where nobody kept it. */
		evidence: z.string().min(1).max(500).nullable(),
	})
	.strict();

/** A ground for offers to somebody, with what shows it. */
export type Consent = z.infer<typeof consentSchema>;

const ruleSchema = z
	.object({
		/** Grounds that suffice there. */
		accepts: z.array(z.enum(bases)),
		/** Whether offers may go out without any, until somebody objects. */
		untilObjected: z.boolean().default(false),
		/** Whether a ground counts only with its evidence. */
		needsEvidence: z.boolean().default(false),
		/** Law or guidance it was read from. */
		source: z.string().min(1).max(500),
	})
	.strict();

/** Consent rules by country; data, since laws change. No legal advice. */
export const consentRulesSchema = z
	.object({
		version: z.string().min(1).max(80),
		/** Two letters of ISO 3166. */
		countries: z.record(z.string().regex(/^[A-Z]{2}$/, 'two letters such as DK'), ruleSchema),
		/** Countries that share a rule, by its name. */
		groups: z
			.array(
				z
					.object({
						name: z.string().min(1),
						countries: z.array(z.string().length(2)),
						rule: ruleSchema,
					})
					.strict(),
			)
			.default([]),
		/** For every other country, and where nobody knows it. */
		otherwise: ruleSchema,
	})
	.strict();

/** Consent rules by country. */
export type ConsentRules = z.infer<typeof consentRulesSchema>;

/** What a country asks for. */
interface Asked {
	accepts: readonly Basis[];
	source: string;
}

/** Whether offers may be sent to somebody, and on what ground. */
export type ConsentAnswer =
	/** The ground that was found; null where none is needed until they object. */
	| (Asked & { allowed: true; ground: Consent | null })
	| (Asked & { allowed: false; rule: 'opted-out' | 'no-evidence' | 'no-consent' });

/**
 * Whether offers may go to somebody in a country: a ground that suffices there and was given after
 * the last opt-out. What belongs to an order needs none and is not asked about here.
 *
 * @param optedOutAt ISO 8601 of the last opt-out; null where there was none
 */
export function mayOffer(
	consents: readonly Consent[],
	country: string | null,
	optedOutAt: string | null,
	rules: ConsentRules,
): ConsentAnswer {
	const { accepts, untilObjected, needsEvidence, source } = ruleOf(country, rules);
	const asked = { accepts, source };
	// Only what somebody says after an opt-out takes it back; being a customer says nothing.
	const grounds = consents.filter(
		({ basis, at }) => optedOutAt === null || (basis === 'consent' && at > optedOutAt),
	);
	const fitting = grounds.filter(({ basis }) => accepts.includes(basis));
	const shown = fitting.find(({ evidence }) => evidence !== null || !needsEvidence);
	if (shown !== undefined) return { ...asked, allowed: true, ground: shown };
	if (optedOutAt !== null) return { ...asked, allowed: false, rule: 'opted-out' };
	if (untilObjected) return { ...asked, allowed: true, ground: null };
	return { ...asked, allowed: false, rule: fitting.length > 0 ? 'no-evidence' : 'no-consent' };
}

function ruleOf(country: string | null, rules: ConsentRules): z.infer<typeof ruleSchema> {
	if (country === null) return rules.otherwise;
	if (Object.hasOwn(rules.countries, country)) return rules.countries[country];
	const group = rules.groups.find(({ countries }) => countries.includes(country));
	return group?.rule ?? rules.otherwise;
}
