import { DateTime } from 'luxon';
import type { Roster } from '../../../nodes/domain/routing/schema';
import type { DayHours } from '../roster/dayHours';

/** When and to whom the digest of capacity goes. */
export interface DigestSettings {
	/** `HH:MM` by the clock of each hub. */
	at: string;
	hubs: Record<string, HubSettings>;
}

/** A hub that gets a digest. */
export interface HubSettings {
	/** IANA zone of its mornings. */
	zone: string;
	language: 'en' | 'es' | 'da';
}

/** A digest that is due. */
export interface DueDigest extends HubSettings {
	hub: string;
	/** Day of the hub's zone. */
	day: string;
}

/**
 * The digests whose hour has come on this day of their hub, where somebody of the hub works that day.
 * A service that was away at the hour still finds it due until the day is over. An hour that the
 * clock skips counts as the one after it.
 */
export function digestsDue(
	now: Date,
	{ at, hubs }: DigestSettings,
	{ people }: Roster,
	hoursOn: DayHours,
): DueDigest[] {
	const [hour = 0, minute = 0] = at.split(':').map(Number);
	return Object.entries(hubs).flatMap(([hub, settings]): DueDigest[] => {
		const local = DateTime.fromJSDate(now, { zone: settings.zone });
		if (local < local.startOf('day').set({ hour, minute })) return [];
		const day = local.toFormat('yyyy-MM-dd');
		const isWorking = people.some(
			({ id, kind, hub: of }) => kind === 'internal' && of === hub && (hoursOn(id, day) ?? 0) > 0,
		);
		return isWorking ? [{ hub, day, ...settings }] : [];
	});
}
