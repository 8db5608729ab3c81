import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

const record = z.record(z.unknown());

/** What a delivery of a deal may be made from, as the service tells it. */
export const dealFilesSchema = z.object({
	deal: z.string(),
	project: z.string(),
	files: z.array(record),
	ordered: z.array(record),
	/** What somebody wrote down that was ordered; an older service knows of none. */
	order: record.nullish(),
	orderVersion: z.string().nullish(),
	deliveries: z.array(
		z.object({
			id: z.string().min(1),
			version: z.number(),
			kind: z.string(),
			state: z.string(),
			manifest: record,
			facts: record,
		}),
	),
});

/** A delivery that was begun, or had been before. */
export const startedDeliverySchema = z.object({
	id: z.string().min(1),
	version: z.number(),
	state: z.string(),
	repeated: z.boolean(),
});

const viewSchema = z
	.object({ id: z.string().min(1), state: z.string(), facts: record })
	.passthrough();

/** A delivery as it stands. */
export const readDeliverySchema = z.object({ delivery: viewSchema });

/** A delivery that was to be marked as delivered, as it stands now. */
export const changedDeliverySchema = z.object({ changed: z.boolean(), delivery: viewSchema });

/** States in which the client can have the files. */
export const storedStates = ['stored', 'delivered'];

/**
 * Reads the service's answer to a call about deliveries.
 *
 * @throws MendableError `delivery/…`, or the service's own report when it refused the call
 */
export function readDeliveryAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('delivery', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('delivery', status);
	return answer.data;
}
