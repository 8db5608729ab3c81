import type { Blueprint } from '../plan/model';
import { endpointToKeep, lackingEvents } from '../plan/planStripe';
import type { SeedServices } from './services';

/**
 * Brings the endpoint at Stripe to what is wanted. One whose secret we know is changed, and keeps what
 * it tells of besides; else a new one is made and its secret kept before the others of this address go,
 * so that no event falls between.
 */
export async function writeStripeHook({
	services: { stripeHooks: hooks },
	wanted: { stripeHook: wanted },
}: {
	services: Pick<SeedServices, 'stripeHooks'>;
	wanted: Pick<Blueprint, 'stripeHook'>;
}): Promise<void> {
	if (wanted === null || hooks === null) return;
	const found = await hooks.list();
	const heldId = hooks.heldId();
	const known = endpointToKeep(wanted, found, heldId);
	let kept = known?.id;
	if (known === undefined) {
		const made = await hooks.create(wanted);
		hooks.keep(made);
		kept = made.id;
	} else {
		const events = [...known.events, ...lackingEvents(known, wanted.events)];
		await hooks.update(known.id, { url: wanted.url, events });
	}
	for (const { id, url } of found) {
		const isOurs = url === wanted.url || id === heldId;
		if (isOurs && id !== kept) await hooks.remove(id);
	}
}
