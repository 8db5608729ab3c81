import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../../ledgerRefusal';

/** What is known of a content, as the service tells it. */
export const knownAnswerSchema = z.object({
	known: z.record(z.unknown()),
	standing: z.record(z.unknown()),
	/** Who made it, as the roster has them. */
	makers: z.array(z.record(z.unknown())).default([]),
	versionStackId: z.string().nullable().default(null),
	versionIds: z.array(z.string()).default([]),
});

/** A verdict that was kept. */
export const keptVerdictSchema = z.object({
	id: z.string().min(1),
	repeated: z.boolean(),
	version: z.number(),
	/** Versions that were sent back before this one. */
	cycles: z.number(),
	/** Whether the content has now passed every gate. */
	isApproved: z.boolean(),
	standing: z.record(z.unknown()),
});

/** Who was asked for a review; nobody where the gate is passed already. */
export const askedReviewSchema = z.object({
	result: z.enum(['asked', 'passed']),
	repeated: z.boolean(),
	review: z
		.object({ id: z.string().min(1), reviewer: z.object({ id: z.string() }).passthrough() })
		.passthrough()
		.nullable(),
});

/**
 * Reads the service's answer to a call about a file's gates.
 *
 * @throws MendableError `quality/…`, or the service's own report when it refused the call
 */
export function readQualityAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('quality', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('quality', status);
	return answer.data;
}
