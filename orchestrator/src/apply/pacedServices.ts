import type { Destination } from '../service/pacing/pacer';
import { openPacer } from '../service/pacing/pacer';
import { publishedPaces } from '../service/pacing/paces';
import type { OpenServices } from './services';

/** Longest wait for a turn; the longest window of a published limit is a minute. */
const TURN_WITHIN_MS = 10 * 60_000;

/**
 * The same services, called no faster than the vendors allow. The service counts its own calls beside:
 * the paces leave room for both.
 */
export function pacedServices(services: OpenServices): OpenServices {
	const pacer = openPacer(publishedPaces, new AbortController().signal);
	const paced = <Port extends object>(port: Port, destination: Destination): Port => {
		const lane = pacer.lane(destination);
		return new Proxy(port, {
			get: (target, name, receiver) => {
				const value: unknown = Reflect.get(target, name, receiver);
				if (typeof value !== 'function') return value;
				return async (...given: unknown[]) => {
					await lane.next(pacer.place(), TURN_WITHIN_MS);
					return (await (value as (...all: unknown[]) => unknown).apply(target, given)) as unknown;
				};
			},
		});
	};
	return {
		...services,
		hubspot: paced(services.hubspot, { pace: 'hubspotAccount', name: '' }),
		clickup: paced(services.clickup, { pace: 'clickupToken', name: '' }),
	};
}
