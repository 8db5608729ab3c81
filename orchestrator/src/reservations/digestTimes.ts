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

/** Hours after which nobody wants to hear any more how the morning stood. */
const LATE_HOURS = 4;

/**
 * The digests whose hour has come this morning of their hub, where somebody of the hub works that day.
 * A service that was away at the hour, or is new, still finds it due for four hours. An hour that the
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
		const dueAt = local.startOf('day').set({ hour, minute });
		if (local < dueAt || local >= dueAt.plus({ hours: LATE_HOURS })) return [];
		const day = local.toFormat('yyyy-MM-dd');
		const isWorking = people.some(
			({ id, kind, hub: of }) => kind === 'internal' && of === hub && (hoursOn(id, day) ?? 0) > 0,
		);
		return isWorking ? [{ hub, day, ...settings }] : [];
	});
}
