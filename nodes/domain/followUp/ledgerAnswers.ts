import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

/** An enrolment as the service answers. */
export const enrolledSchema = z.object({
	/** null where nobody was enrolled. */
	followUp: z
		.object({ id: z.string().min(1), state: z.string() })
		.passthrough()
		.nullable(),
	repeated: z.boolean(),
	because: z.string().optional(),
});

/** Whether a message may be sent, as the service answers. */
export const claimedSchema = z
	.object({ result: z.enum(['send', 'later', 'withheld']) })
	.passthrough();

/** What enrolments were told, as the service answers. */
export const toldSchema = z.object({
	told: z.array(
		z.object({ id: z.string(), changed: z.boolean(), exit: z.string().nullable() }).passthrough(),
	),
});

/** What a stop ended, as the service answers. */
export const stoppedSchema = z.object({ told: z.number() });

/**
 * Reads the service's answer to a call about follow-ups.
 *
 * @throws MendableError `follow-up/…`, or the service's own report when it refused the call
 */
export function readFollowUpAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('follow-up', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('follow-up', status);
	return answer.data;
}
