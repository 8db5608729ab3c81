import type { Destination } from '../service/pacing/pacer';
import { openPacer } from '../service/pacing/pacer';
import { publishedPaces } from '../service/pacing/paces';
import type { OpenServices } from './services';

/** Longest wait for a turn; the longest window of a published limit is a minute. */
const TURN_WITHIN_MS = 10 * 60_000;

/** Waits for the turn of a call. */
export type Turns = (destination: Destination) => Promise<void>;

/** Turns at the vendors' published paces; the service counts its own calls beside: they leave room for both. */
export function openTurns(): Turns {
	const pacer = openPacer(publishedPaces, new AbortController().signal);
	return async (destination) => {
		await pacer.lane(destination).next(pacer.place(), TURN_WITHIN_MS);
	};
}

/**
 * The same services, called no faster than HubSpot allows: each of its methods is one call. What speaks
 * to ClickUp waits by itself, since there a method may be several.
 */
export function pacedServices(services: OpenServices, turns: Turns): OpenServices {
	const hubspot = new Proxy(services.hubspot, {
		get: (target, name, receiver) => {
			const value: unknown = Reflect.get(target, name, receiver);
			if (typeof value !== 'function') return value;
			return async (...given: unknown[]) => {
				await turns({ pace: 'hubspotAccount', name: '' });
				return (await (value as (...all: unknown[]) => unknown).apply(target, given)) as unknown;
			};
		},
	});
	return { ...services, hubspot };
}
