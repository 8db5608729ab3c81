import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { stopsAt } from '../../ledger/effects';

/** Longest key: the node makes at most 400 characters, and `test/` goes before them. */
export const KEY_LIMIT = 410;

/** Longest a caller may say that it waits, in milliseconds; callers hang up after two minutes. */
export const LONGEST_WAIT_MS = 110_000;

const text = z.string().max(2_000);

/** What a call for an effect holds. */
export const effectRequestSchema = z
	.object({
		key: z
			.string()
			.max(KEY_LIMIT)
			.regex(
				/^(test\/)?[a-z][a-z0-9-]*:[^/\s]+\/[^\s]+$/,
				'expected subject:id/effect/destination/occurrence, such as lead:4711/slack-message/sales/1',
			),
		kind: z.string().min(1),
		test: z.boolean().default(false),
		onConflict: z.enum(['fail', 'keepFirst']).default('fail'),
		/** Whether an effect that was refused for good is tried again, with the content of this call. */
		retry: z.boolean().default(false),
		/** How long the caller waits for the answer, in milliseconds; then it is told where it stands. */
		waitMs: z.number().int().min(0).max(LONGEST_WAIT_MS).optional(),
		/** Moment before which it is not done; the call is answered at once with 202. */
		notBefore: z
			.string()
			.datetime({ offset: true, message: 'expected a time such as 2026-11-30T14:00:00Z' })
			.optional(),
		/** The event of the inbox whose flow asks: its end waits for what is not done yet. */
		event: z
			.object({ id: z.string().min(1).max(100), stopsAt: z.enum(stopsAt).default('nothing') })
			.strict()
			.nullish(),
		content: z.record(z.unknown()),
		data: z.record(z.unknown()).default({}),
		source: z
			.object({
				workflowId: text,
				workflowName: text,
				executionId: text,
				nodeName: text,
				executionUrl: text,
			})
			.partial()
			.default({}),
	})
	.strict()
	.superRefine(({ key, test }, context) => {
		if (key.startsWith('test/') === test) return;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['key'],
			message: test
				? 'expected a key that begins with "test/", since "test" is true'
				: 'expected a key without "test/", since "test" is false',
		});
	});

/** A call for an effect, checked. */
export type EffectRequest = z.infer<typeof effectRequestSchema>;

/**
 * Reads a call's body.
 *
 * @throws MendableError `request/invalid` that names every wrong field
 */
export function readRequest(body: unknown): EffectRequest {
	return readAs(effectRequestSchema, body, 'The effect cannot be taken.', '');
}

/**
 * Reads a value by its schema.
 *
 * @param where path that goes before the names of wrong fields
 * @throws MendableError `request/invalid` that names every wrong field
 */
export function readAs<Output>(
	schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
	value: unknown,
	what: string,
	where: string,
): Output {
	const read = schema.safeParse(value);
	if (read.success) return read.data;
	const wrong = read.error.issues.map(({ path, message }) => {
		const field = [...(where === '' ? [] : [where]), ...path].join('.');
		return `Field "${field || '(the whole)'}": ${message}.`;
	});
	throw new MendableError(
		'request/invalid',
		what,
		wrong.join(' '),
		'Correct these fields in the node that made the call.',
	);
}

/** What an effect is about, by its key: `lead:4711` of `test/lead:4711/slack-message/sales/1`. */
export function subjectOf(key: string): string {
	return key.replace(/^test\//, '').split('/')[0] ?? '';
}
