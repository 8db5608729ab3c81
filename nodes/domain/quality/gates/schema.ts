import { z } from 'zod';

import { moneySchema } from '../../money';

const moment = z.string().datetime({ offset: true });
const name = z.string().min(1).max(200);

/** SHA-256 of a file's bytes: 64 hex digits in small letters, which is the one name of its content. */
export const sha256Schema = z
	.string()
	.regex(/^[0-9a-f]{64}$/, 'a SHA-256 as 64 hex digits in small letters');

/** The gates in the order in which a file passes them. */
export const gates = ['machine', 'peer', 'senior'] as const;

/** One of the gates: 1 the machine measures, 2 a colleague looks, 3 a senior approves. */
export type Gate = (typeof gates)[number];

/** What somebody needs for a gate: a skill of the roster, and its least level from 1 to 5. */
export const reviewerWantedSchema = z
	.object({ skill: name, level: z.number().int().min(1).max(5) })
	.strict();

/** What somebody needs for a gate. */
export type ReviewerWanted = z.infer<typeof reviewerWantedSchema>;

/** The gates at which a person decides. */
export type ReviewGate = Exclude<Gate, 'machine'>;

/** How a gate can end, the best first. */
export const gateOutcomes = ['pass', 'fail', 'needs-review'] as const;

/** How a gate can end; `needs-review` is for what no rule may decide. */
export type GateOutcome = (typeof gateOutcomes)[number];

/** Something wrong with a file, as a check of its measurements tells it. */
export const findingSchema = z.object({
	/** Name of the limit that was missed, e.g. `loudness`. */
	rule: name,
	severity: name,
	/** Seconds from the beginning of the file; null where it holds for the whole. */
	from: z.number().nonnegative().nullable().default(null),
	to: z.number().nonnegative().nullable().default(null),
	expected: z.unknown(),
	actual: z.unknown(),
	/** Command or setting that mends it. */
	fix: z.unknown(),
	/** Spec pack that holds the limit. */
	pack: z.unknown(),
});

/** Something wrong with a file. */
export type Finding = z.infer<typeof findingSchema>;

/** A spec pack that a file was checked against, by its version. */
export const specSchema = z.object({ id: name, version: name });

/** A spec pack by its version. */
export type Spec = z.infer<typeof specSchema>;

/** Leave not to mend a finding: in one file, or in a project up to a day. */
export const waiverSchema = z
	.object({
		id: name,
		/** The finding's rule. */
		rule: name,
		/** The one file it holds for; null where it holds for a project. */
		sha256: sha256Schema.nullable().default(null),
		/** Project it holds for; null where it holds for one file. */
		project: name.nullable().default(null),
		reason: z.string().trim().min(1).max(1_000),
		/** Who gave it, by their id in the roster. */
		by: name,
		at: moment,
		/** From when on it does nothing; null without end, which only one file can have. */
		expiresAt: moment.nullable().default(null),
	})
	.refine(({ sha256, project }) => (sha256 === null) !== (project === null), {
		message: 'either a file or a project',
	})
	.refine(({ project, expiresAt }) => project === null || expiresAt !== null, {
		message: 'a day on which it ends, where it holds for a project',
		path: ['expiresAt'],
	});

/** Leave not to mend a finding. */
export type Waiver = z.infer<typeof waiverSchema>;

/** What a gate said of a file, as it is kept. */
export const verdictSchema = z.object({
	id: name,
	gate: z.enum(gates),
	outcome: z.enum(gateOutcomes),
	/** The content that it speaks of, and no other. */
	sha256: sha256Schema,
	/** Who decided, by their id in the roster; null for the machine. */
	by: name.nullable().default(null),
	specs: z.array(specSchema).default([]),
	/** Until when it holds, where it leans on a waiver that ends; null without end. */
	heldUntil: moment.nullable().default(null),
	at: moment,
});

/** What a gate said of a file. */
export type Verdict = z.infer<typeof verdictSchema>;

/** What the depth of a review depends on; null where nobody knows. */
export const riskFactsSchema = z
	.object({
		newClient: z.boolean().nullable().default(null),
		firstProject: z.boolean().nullable().default(null),
		/** What the client pays. */
		value: moneySchema.nullable().default(null),
	})
	.default({});

/** What the depth of a review depends on. */
export type RiskFacts = z.infer<typeof riskFactsSchema>;

const line = z.string().trim().min(1).max(300);
const lines = z.array(line).max(40).default([]);

/** What was agreed with the client, as far as a reviewer can look for it. */
export const briefSchema = z
	.object({
		goal: line.nullish(),
		audience: line.nullish(),
		tone: line.nullish(),
		callToAction: line.nullish(),
		/** Language that is spoken and written in the film. */
		language: line.nullish(),
		/** What has to be seen or heard, and what must not be. */
		mustHave: lines,
		mustNot: lines,
		deliverables: lines,
	})
	.default({});

/** What was agreed with the client. */
export type Brief = z.infer<typeof briefSchema>;

/** What is kept of a file beside the check at hand. */
export const knownFileSchema = z
	.object({
		/** Content of the newest version; null where no other is known. */
		current: sha256Schema.nullable().default(null),
		/** Who made the file, by their ids in the roster; empty where nobody knows. */
		authors: z.array(name).default([]),
		project: name.nullable().default(null),
		/** Versions that were sent back before this one. */
		cycles: z.number().int().nonnegative().default(0),
		verdicts: z.array(verdictSchema).default([]),
		waivers: z.array(waiverSchema).default([]),
		risk: riskFactsSchema,
		brief: briefSchema,
	})
	.default({});

/** What is kept of a file beside the check at hand. */
export type KnownFile = z.infer<typeof knownFileSchema>;

/** A file's measurements against spec packs, as `media.checked` tells of them. */
export const mediaCheckSchema = z.object({
	subject: name,
	sha256: sha256Schema,
	specs: z.array(specSchema).default([]),
	findings: z.array(findingSchema),
	/** Findings beyond those that are listed. */
	moreFindings: z.number().int().nonnegative().default(0),
	verdict: z.enum(gateOutcomes).nullable().default(null),
	/** What could not be measured, e.g. `audio.truePeakDbtp`. */
	unmeasured: z.array(name).default([]),
	/**
	 * Limits that could not be judged because of it. Where a check does not say, everything that was not
	 * measured is taken to matter.
	 */
	unchecked: z
		.array(z.object({ rule: name, pack: name, severity: name, path: z.string().max(200) }))
		.nullable()
		.default(null),
});

/** A file's measurements against spec packs. */
export type MediaCheck = z.infer<typeof mediaCheckSchema>;

/** What a reviewer answered about a file. */
export const reviewAnswerSchema = z.object({
	subject: name,
	/** The content that the reviewer was asked about. */
	sha256: sha256Schema,
	gate: z.enum(['peer', 'senior']),
	reviewer: z.object({
		id: name,
		name: z.string().max(200).optional(),
		/** Level from 1 to 5 by skill, as the roster has them. */
		skills: z.record(name, z.number()).default({}),
	}),
	answer: z.enum(['approve', 'changes']),
	/** The reviewer's own words. */
	note: z.string().max(3_000).nullable().default(null),
	/** Points of the checklist one by one; null where approving says yes to all of them. */
	checklist: z
		.array(z.object({ id: name, ok: z.boolean() }))
		.nullable()
		.default(null),
	/** How content the client will be, from 1 to 10, as a senior guesses it. */
	satisfaction: z.number().int().min(1).max(10).nullable().default(null),
	/** What else the client could need, for the follow-up. */
	opportunity: z.string().max(1_000).nullable().default(null),
});

/** What a reviewer answered about a file. */
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>;
