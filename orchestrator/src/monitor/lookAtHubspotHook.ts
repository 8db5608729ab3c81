import { z } from 'zod';
import { askService } from '../adapters/service/askService';
import type { SeedServices } from '../apply/services';
import type { ServiceSecrets, Settings } from '../config';
import { wantedHubspotHook } from '../plan/blueprint';
import type { HubspotHookSeen } from './hubspotHook';

const listed = z.object({ events: z.array(z.object({ receivedAt: z.coerce.date() })) });

/**
 * Looks what HubSpot has told and what it was to tell. Reads only; null where HubSpot is the stand-in, or
 * is to tell nothing.
 *
 * @throws MendableError of HubSpot or of the service
 */
export async function lookAtHubspotHook(
	{ hubspot }: Pick<SeedServices, 'hubspot'>,
	settings: Settings,
	{ ledgerApiKey: apiKey }: Pick<ServiceSecrets, 'ledgerApiKey'>,
): Promise<HubspotHookSeen | null> {
	const hook = wantedHubspotHook(settings);
	if (hook === null) return null;
	const place = { url: settings.service.url, apiKey };
	const [answer, newestDealAt] = await Promise.all([
		askService(place, { path: '/v1/inbox?source=hubspot&limit=1' }),
		hubspot.newestDealAt(),
	]);
	const [last] = listed.parse(answer).events;
	return { hook, heardAt: last?.receivedAt ?? null, newestDealAt };
}
