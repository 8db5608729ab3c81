import { stripeApiVersion } from '../adapters/stripe/client';
import type { FoundEndpoint } from '../adapters/stripe/webhooks';
import type { Blueprint, Change, Snapshot, Target, ValueChange, WantedStripeHook } from './model';

/** The endpoint at Stripe: there once, with a secret we know and the events that we read. */
export function planStripe({ stripeHook }: Blueprint, { stripeHooks }: Snapshot): Change[] {
	if (stripeHook === null || stripeHooks === null) return [];
	const { url, ownSecretEnv } = stripeHook;
	const target: Target = { service: 'Stripe', kind: 'endpoint', key: 'endpoint', name: url };
	if ('mend' in stripeHooks) {
		const { why, mend } = stripeHooks;
		if (ownSecretEnv !== null) return [{ kind: 'keep', target, because: secretIn(ownSecretEnv) }];
		return [
			{
				kind: 'manual',
				target,
				because: why,
				mend: `${mend} Or register ${url} at Stripe by hand, and put its signing secret where hooks.stripeSecretEnv says.`,
			},
		];
	}
	if (!stripeHook.isReachable) {
		if (ownSecretEnv !== null) return [{ kind: 'keep', target, because: secretIn(ownSecretEnv) }];
		return [
			{
				kind: 'manual',
				target,
				because: 'Stripe calls public addresses only',
				mend: 'Set hooks.publicUrl to the address under which the service is reached from outside.',
			},
		];
	}
	return [{ ...endpointChange(stripeHook, stripeHooks.endpoints, stripeHooks.heldId), target }];
}

/** The endpoint that is brought to what is wanted; undefined where a new one is made instead. */
export function endpointToKeep(
	wanted: WantedStripeHook,
	endpoints: readonly FoundEndpoint[],
	heldId: string | null,
): FoundEndpoint | undefined {
	const held = endpoints.find(({ id }) => id === heldId);
	if (held !== undefined) return held.apiVersion === stripeApiVersion ? held : undefined;
	const { ownSecretEnv, knownId } = wanted;
	return endpoints.find(
		({ id, url }) => url === wanted.url && (ownSecretEnv !== null || id === knownId),
	);
}

/** Events that an endpoint does not tell of. */
export function lackingEvents({ events }: FoundEndpoint, wanted: readonly string[]): string[] {
	if (events.includes('*')) return [];
	return wanted.filter((each) => !events.includes(each));
}

const secretIn = (variable: string) => `its secret stands in ${variable}`;

type Kind = { kind: 'create' | 'update' | 'keep'; because: string; values?: ValueChange[] };

function endpointChange(
	wanted: WantedStripeHook,
	endpoints: FoundEndpoint[],
	heldId: string | null,
): Kind {
	const ours = endpoints.filter(({ id, url }) => id === heldId || url === wanted.url);
	if (ours.length === 0) return { kind: 'create', because: 'there is none for this address' };
	const kept = endpointToKeep(wanted, endpoints, heldId);
	if (kept === undefined) {
		const isHeld = ours.some(({ id }) => id === heldId);
		const why = isHeld
			? 'it speaks another version of the API'
			: 'its secret is not known here, and Stripe tells it once';
		return { kind: 'update', because: `${why}: it is made anew` };
	}
	if (ours.length > 1) return { kind: 'update', because: `there are ${ours.length} of it` };
	if (!kept.isEnabled) return { kind: 'update', because: 'it is switched off' };
	if (kept.url !== wanted.url) {
		const values = [{ of: 'address', from: kept.url, to: wanted.url }];
		return { kind: 'update', because: 'its address differs', values };
	}
	const lacking = lackingEvents(kept, wanted.events);
	if (lacking.length > 0) return { kind: 'update', because: `it lacks ${lacking.join(', ')}` };
	return {
		kind: 'keep',
		because: wanted.ownSecretEnv === null ? 'it is there' : secretIn(wanted.ownSecretEnv),
	};
}
