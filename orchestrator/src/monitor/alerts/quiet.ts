import { DateTime } from 'luxon';

/** Hours in which a hub hears of nothing but what is urgent. */
export interface QuietHours {
	/** `HH:MM`; the minute itself is quiet. */
	from: string;
	/** `HH:MM`; the minute itself is not. Before `from` means the next morning. */
	to: string;
	/** IANA zone of each hub by its name. */
	zones: Readonly<Record<string, string>>;
}

/**
 * Whether a hub is left in peace at a moment, by its own clock. What belongs to no hub waits only while
 * all of them are quiet: somebody is awake otherwise.
 */
export function isQuiet(quiet: QuietHours | null, hub: string | null, at: number): boolean {
	if (quiet === null) return false;
	const zone = hub === null ? undefined : quiet.zones[hub];
	if (zone !== undefined) return isQuietIn(quiet, zone, at);
	const zones = Object.values(quiet.zones);
	return zones.length > 0 && zones.every((each) => isQuietIn(quiet, each, at));
}

function isQuietIn({ from, to }: QuietHours, zone: string, at: number): boolean {
	const clock = DateTime.fromMillis(at, { zone }).toFormat('HH:mm');
	return from <= to ? from <= clock && clock < to : from <= clock || clock < to;
}
