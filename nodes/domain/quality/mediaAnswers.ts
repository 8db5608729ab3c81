import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

/** A check that was asked for, as the service answers. */
export const askedCheckSchema = z.object({
	checkId: z.string().min(1),
	state: z.string().min(1),
	repeated: z.boolean(),
});

/** A check as the service tells of it. */
export const toldCheckSchema = z.object({
	check: z.object({ checkId: z.string().min(1), state: z.string().min(1) }).passthrough(),
});

/**
 * Reads the service's answer to a call about a media check.
 *
 * @throws MendableError `media/…`, or the service's own report when it refused the call
 */
export function readMediaAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('media', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('media', status);
	return answer.data;
}
