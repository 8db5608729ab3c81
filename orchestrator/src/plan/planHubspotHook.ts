import type { Blueprint, Change, Target, WantedHubspotHook } from './model';

/**
 * The subscriptions at HubSpot. A private app's are made in its settings alone: HubSpot lets no API see
 * or change them (developers.hubspot.com/docs/api/create-and-edit-webhook-subscriptions-in-private-apps,
 * as found in a stored copy searched 2026-11-26). So what can be seen from here is judged: the address
 * and the secret; doctor judges what has come.
 */
export function planHubspotHook({ hubspotHook }: Pick<Blueprint, 'hubspotHook'>): Change[] {
	if (hubspotHook === null) return [];
	const { url, isReachable, secretEnv, hasSecret } = hubspotHook;
	const target: Target = {
		service: 'HubSpot',
		kind: 'subscription',
		key: 'subscription',
		name: `webhooks to ${url}`,
	};
	if (!isReachable) {
		return [
			{
				kind: 'manual',
				target,
				because: 'HubSpot calls public https addresses only',
				mend: 'Set hooks.publicUrl to the address under which the service is reached from outside; or "webhooks: false" under hubspot, where nothing is to be heard of deals that people move.',
			},
		];
	}
	if (!hasSecret) {
		const because = `${secretEnv} is empty, so the service refuses whatever HubSpot tells`;
		return [{ kind: 'manual', target, because, mend: subscribeSteps(hubspotHook) }];
	}
	return [{ kind: 'keep', target, because: `its secret stands in ${secretEnv}` }];
}

/** What a person does in HubSpot, click by click. */
export function subscribeSteps({ url, secretEnv }: Pick<WantedHubspotHook, 'url' | 'secretEnv'>) {
	return [
		'In HubSpot, open the private app and go to Webhooks.',
		`Target URL: ${url}.`,
		'Create subscriptions for deals: "Created", and "Property changed" for dealstage; save and activate them.',
		`Copy the client secret from Auth into ${secretEnv} where the service runs, and restart it.`,
	].join(' ');
}
