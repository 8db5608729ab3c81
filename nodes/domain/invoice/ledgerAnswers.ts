import { z } from 'zod';
import type { ZodTypeAny } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

/** Whether a client may be reminded of an invoice, as the service answers. */
export const reminderClaimSchema = z
	.object({ result: z.enum(['send', 'withheld']), because: z.string().nullish() })
	.passthrough();

/**
 * Reads the service's answer to a call about invoices.
 *
 * @throws MendableError `invoice/…`, or the service's own report when it refused the call
 */
export function readInvoiceAnswer<Schema extends ZodTypeAny>(
	schema: Schema,
	status: number,
	body: unknown,
): z.infer<Schema> {
	if (status < 200 || status > 299) throw ledgerRefusal('invoice', status, body);
	const answer = schema.safeParse(body);
	if (!answer.success) throw foreignAnswer('invoice', status);
	return answer.data;
}
