import { eventId } from '../../inbox/eventId';

/** An id of the monitor's own, of the shape of an event's: it sorts by the time it was made. */
export function monitorId(prefix: 'alt' | 'fnd', at: Date): string {
	return eventId(at).replace(/^evt/, prefix);
}
