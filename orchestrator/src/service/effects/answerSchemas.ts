import { z } from 'zod';
import type { EffectError } from '../../ledger/effects';

/** Why an effect is not done, as lists and answers show it. */
export const effectErrorSchema = z.object({
	code: z.string(),
	what: z.string(),
	why: z.string(),
	mend: z.string(),
	/** HTTP or SMTP status of the vendor; null where it gave none. */
	serviceStatus: z.number().nullable(),
	/** Milliseconds the vendor asked us to wait. */
	retryAfterMs: z.number().optional(),
	/** Why the vendor could not be asked for it afterwards. */
	lookUpFailed: z.string().optional(),
}) satisfies z.ZodType<EffectError>;

const effect = { key: z.string(), kind: z.string() };

/** 200: it is done, now or before. */
export const doneAnswerSchema = z.object({
	...effect,
	state: z.literal('done'),
	receipt: z.record(z.unknown()).describe('Ids and links the vendor gave'),
	repeated: z.boolean().describe('Whether it was done before this call'),
	conflict: z.boolean().describe('Whether it was done with other content, which was kept'),
});

/** 202: it is not done yet, or nobody knows. */
export const lateAnswerSchema = z.object({
	...effect,
	state: z.enum(['planned', 'in_flight', 'unknown']),
	detail: z.string(),
	error: effectErrorSchema.nullable(),
	retryAfterMs: z.number().nullable(),
	conflict: z.boolean(),
});

/** 422: the vendor refused it for good. */
export const refusedAnswerSchema = z.object({
	...effect,
	state: z.literal('failed'),
	error: z
		.object({ code: z.string(), what: z.string(), why: z.string(), mend: z.string() })
		.nullable(),
	serviceStatus: z.number().nullable(),
	repeated: z.boolean(),
	conflict: z.boolean(),
});

/** What became of an effect that a person looked after. */
export const resolvedAnswerSchema = z.object({ ...effect, state: z.enum(['done', 'planned']) });
