import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal, refusalSchema } from '../ledgerRefusal';

/** Roster and bookings as the service gives them. */
export const inputsSchema = z.object({
	roster: z.record(z.unknown()),
	bookings: z.array(z.record(z.unknown())),
	rosterVersion: z.string(),
});

/** How a hub stands, as the service tells it. */
export const digestSchema = z.object({ digest: z.record(z.unknown()) });

/** A reservation as the service tells of it. */
export const reservationSchema = z
	.object({ id: z.string().min(1), state: z.string().min(1) })
	.passthrough();

/** Hours that are held. */
export const reservedSchema = z.object({
	repeated: z.boolean(),
	reservations: z.array(reservationSchema),
	/** What the first call gave, where this is not the first. */
	context: z.record(z.unknown()).default({}),
});

/** A reservation that was answered, given back or moved. */
export const changedSchema = z.object({ changed: z.boolean(), reservation: reservationSchema });

/** Why hours were not given or a reservation does not stand so any more. */
export const conflictSchema = refusalSchema.extend({
	conflicts: z.array(z.record(z.unknown())).default([]),
});

/** Moves that were kept, or made. */
export const proposedSchema = z.object({
	proposal: z.object({ id: z.string().min(1), state: z.string().min(1) }).passthrough(),
});

/** Code that says: what the moves were worked out from is not so any more. */
export const staleMoves = 'moves/stale';

/** Codes that say: others were faster, read again and route again. */
export const takenCodes: readonly string[] = ['reservation/taken', 'reservation/other-roster'];

/**
 * Reads the service's answer to a call about hours of people.
 *
 * @throws MendableError `reservation/…`, or the service's own report when it refused the call
 */
export function readReservationAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('reservation', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('reservation', status);
	return answer.data;
}
