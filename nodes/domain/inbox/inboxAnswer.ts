import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

/** The inbox has an event: since this call, or since an earlier one. */
export const recordedSchema = z.object({
	id: z.string().min(1),
	/** Whether the inbox had it before; it is then worked on once all the same. */
	repeated: z.boolean(),
});

/** What became of an event whose end was reported. */
export const endedSchema = z.object({ state: z.string().min(1) }).passthrough();

/** A deal as the service reads it from HubSpot, with whom it is for and the lead it came from. */
export const dealReadSchema = z.object({
	deal: z.object({ id: z.string().min(1) }).passthrough(),
	contact: z.record(z.unknown()).nullable(),
	company: z.record(z.unknown()).nullable(),
	lead: z.record(z.unknown()).nullable(),
	/** What people pushed for the milestone asked for. */
	milestoneTexts: z.record(z.unknown()).nullish(),
});

/** Anything the service tells about an event or effects. */
export const toldSchema = z.record(z.unknown());

/**
 * Reads the service's answer to a call about an event.
 *
 * @throws MendableError `event/…`, or the service's own report when it refused the call
 */
export function readAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('event', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('event', status);
	return answer.data;
}
