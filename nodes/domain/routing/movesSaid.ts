import { z } from 'zod';

/** What was decided about moving work for a project, as the event says that is handed over again. */
const movesSaidSchema = z.object({ moves: z.object({ state: z.literal('refused') }) });

/** Whether somebody said no to moving the work of others for this item's project. */
export function othersStay(item: unknown): { othersStay?: true } {
	return movesSaidSchema.safeParse(item).success ? { othersStay: true } : {};
}
