import { DateTime } from 'luxon';
import { isHourly, lastBeginning } from './cron';
import type { Schedule } from './readSchedules';

const HOUR_MS = 3_600_000;

/** Zones are at most so far from UTC, ahead and behind, in milliseconds. */
const AHEAD_MS = 14 * HOUR_MS;
const BEHIND_MS = 12 * HOUR_MS;

/** How far from a change of the clocks n8n may begin something by either of them, in milliseconds. */
const NEAR_CHANGE_MS = 3 * HOUR_MS;

/** A turn that has come: it began in there, if it did. */
export interface Turn {
	/** No beginning before it, milliseconds since 1970, counts for the turn. */
	from: number;
	/** It is over: what has not begun by then has not in this turn. */
	until: number;
}

/**
 * The last turn of a schedule that is over; null where it has had none. Around a change of the clocks an
 * hour is allowed on either side, and half a day where nobody knows the zone.
 *
 * @param zone null where it is not known
 * @param at milliseconds since 1970
 */
export function lastDue(schedule: Schedule, zone: string | null, at: number): Turn | null {
	if ('everyMs' in schedule) return { from: at - schedule.everyMs, until: at };
	const { cron } = schedule;
	if (zone === null) {
		const [early, late] = isHourly(cron) ? [HOUR_MS, HOUR_MS] : [AHEAD_MS, BEHIND_MS];
		return turnBefore(schedule, 'utc', at, early, late);
	}
	const turn = turnBefore(schedule, zone, at, 0, 0);
	return turn !== null && isNearChange(turn, zone)
		? turnBefore(schedule, zone, at, HOUR_MS, HOUR_MS)
		: turn;
}

function turnBefore(
	{ cron, spanMs, skipsMs }: Extract<Schedule, { spanMs: number }>,
	zone: string,
	at: number,
	earlyMs: number,
	lateMs: number,
): Turn | null {
	const wall = wallOf(at - lateMs, zone);
	const began = lastBeginning(cron, wall - spanMs);
	if (began === null) return null;
	const from = momentOf(began, zone);
	return { from: from - earlyMs - skipsMs, until: from + spanMs + lateMs };
}

function isNearChange({ from, until }: Turn, zone: string): boolean {
	const offset = (at: number) => DateTime.fromMillis(at, { zone }).offset;
	return offset(from - NEAR_CHANGE_MS) !== offset(until + NEAR_CHANGE_MS);
}

/** What a clock in a zone shows, as if it were UTC. */
function wallOf(at: number, zone: string): number {
	return at + DateTime.fromMillis(at, { zone }).offset * 60_000;
}

function momentOf(wall: number, zone: string): number {
	return DateTime.fromMillis(wall, { zone: 'utc' })
		.setZone(zone, { keepLocalTime: true })
		.toMillis();
}
