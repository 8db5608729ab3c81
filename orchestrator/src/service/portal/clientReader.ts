import { cachedLookUp } from '../../adapters/cached';
import { LookUpFailed } from '../../adapters/harmless';
import type { ClientRecords, HubspotClients } from '../../adapters/hubspot/clientDeals';
import { DeadlineError, withDeadline } from '../../adapters/transport';
import type { PortalSources } from '../../portal/readFacts';

/** Clients turn pages back and forth; HubSpot is asked once in that time. */
const KEPT_MS = 60_000;

/** How long a page waits for HubSpot; what comes later is there for the next one. */
const PATIENCE_MS = 3_000;

/** The values that a client's page is made of. */
const wanted = {
	contact: ['firstname', 'lastname', 'hs_language', 'country'],
	deals: ['dealname', 'dealstage'],
} as const;

/** Reads clients from HubSpot, which may be away. */
export function openClientReader(
	clients: HubspotClients,
	patienceMs: number = PATIENCE_MS,
): PortalSources['hubspot'] {
	const known = cachedLookUp<ClientRecords | null>(
		async (id) => await clients.read(id, wanted),
		(found) => (found === null ? 0 : KEPT_MS),
	);
	return async (client) => {
		// Only what HubSpot could have: a link may be for a client of a test.
		if (!/^\d{1,30}$/.test(client)) return null;
		try {
			return await withDeadline(known.get(client), patienceMs);
		} catch (error) {
			if (error instanceof LookUpFailed || error instanceof DeadlineError) return 'away';
			throw error;
		}
	};
}
