import { z } from 'zod';
import { firstPlace } from '../../ledger/madeThings';

const time = z.string().datetime().nullable().default(null);

/** How far the monitor has read, as its cursor keeps it. */
export const positionSchema = z.object({
	/** Where the audit of old effects goes on. */
	audit: z.object({ at: z.string(), key: z.string() }).default(firstPlace),
	/** When the audit last came round. */
	auditedAt: time,
	/** Until when changes were read. */
	clickup: time,
	contact: time,
	deal: time,
	stripe: time,
	/** Last delivery that the round through all of them looked at. */
	deliveries: z.string().default(''),
	/** Last event of the inbox that was looked at. */
	inbox: z.string().default(''),
	/** How often in a row a service could not be read. */
	failures: z.record(z.number()).default({}),
});
/** How far the monitor has read. */
export type Position = z.infer<typeof positionSchema>;

/** The name of the cursor that a sweep holds while it runs. */
export const SWEEP_CURSOR = 'sweep';
