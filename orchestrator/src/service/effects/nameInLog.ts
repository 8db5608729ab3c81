import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Keys may tell of people: logs name them by a part of their digest. */
export function nameInLog(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

const sourceSchema = z.object({ executionId: z.string().regex(/^\d{1,20}$/) });

/** The execution in n8n that an effect was asked for by, for the log; n8n's are numbers, all else is left out. */
export function executionIn(source: unknown): string | undefined {
	return sourceSchema.safeParse(source).data?.executionId;
}
