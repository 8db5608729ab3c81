import { z } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

/** A client's link into the portal. */
export const portalLinkSchema = z.object({
	url: z.string().url(),
	/** Page of the delivery that was asked for; null: none was. */
	deliveryUrl: z.string().url().nullable(),
	/** ISO 8601, UTC. */
	expiresAt: z.string(),
});
/** A client's link into the portal. */
export type PortalLink = z.infer<typeof portalLinkSchema>;

/**
 * Reads the service's answer to a call for a link.
 *
 * @throws MendableError `portal/…`, or the service's own report when it refused the call
 */
export function readPortalLink(status: number, body: unknown): PortalLink {
	if (status < 200 || status > 299) throw ledgerRefusal('portal', status, body);
	const answer = portalLinkSchema.safeParse(body);
	if (!answer.success) throw foreignAnswer('portal', status);
	return answer.data;
}
