import { hashOf } from '../hash';
import { toUsd } from '../money';
import type { CapacityView } from './capacityPrice';
import { loadsOver } from './freeTime';
import type { Calendar, DayLoad } from './freeTime';
import { hubShares } from './hubShares';
import type { HubShares } from './hubShares';
import type { Booking, Person, Roster } from './schema';
import type { RoutingSettings } from './settings';
import { workClock } from './workClock';
import type { WorkClock } from './workClock';

/** Somebody of the roster with what they have to do. */
export interface Member {
	person: Person;
	calendar: Calendar;
	/**
	 * Hours over the days that loads are compared over. `expected` is what the person would have if on
	 * each day they had as large a part of their hours booked as the team.
	 */
	load: { available: number; booked: number; expected: number };
	/** Hours over the days ahead. */
	ahead: { all: number; free: number };
	/** Clients that the person has worked for. */
	clients: ReadonlySet<string>;
}

/** Everybody with what they have to do at a moment: what decisions about projects are made from. */
export interface Office {
	roster: Roster;
	bookings: readonly Booking[];
	settings: RoutingSettings;
	/** Milliseconds. */
	now: number;
	clock: WorkClock;
	/** By id, so that the order of the roster decides nothing. */
	members: readonly Member[];
	shares: HubShares;
	/** Demand and hours of own people over the days ahead. */
	view: CapacityView;
	/** Hash of what the office was opened with, worked out once. */
	hash: () => string;
}

/** Zones keep their rules from one decision to the next. */
const clock = workClock();

/** Works out who has what to do; the same office serves any number of decisions at its moment. */
export function openOffice(
	roster: Roster,
	bookings: readonly Booking[],
	now: Date,
	settings: RoutingSettings,
): Office {
	let hash: string | undefined;
	const moment = now.getTime();
	// By id, so that sums come out the same in any order of the input.
	const ordered = [...bookings].sort((a, b) => (a.id < b.id ? -1 : 1));
	const ofPerson = new Map<string, Booking[]>();
	for (const booking of ordered) {
		const held = ofPerson.get(booking.person);
		if (held === undefined) ofPerson.set(booking.person, [booking]);
		else held.push(booking);
	}
	const holidays = new Map(
		Object.entries(roster.holidays).map(([name, days]) => [name, new Set(days)]),
	);
	const drafts = [...roster.people]
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map((person): Draft => {
			const held = ofPerson.get(person.id) ?? [];
			const booked = new Map<string, number>();
			for (const { days } of held) {
				for (const { day, hours } of days) booked.set(day, (booked.get(day) ?? 0) + hours);
			}
			const off = person.holidays === null ? undefined : holidays.get(person.holidays);
			const calendar: Calendar = { person, holidays: off ?? new Set(), booked };
			const clients = new Set(held.flatMap(({ client }) => (client === null ? [] : [client])));
			const days = daysOf(calendar, moment, settings);
			return { person, calendar, clients, days };
		});
	const members = loaded(drafts, settings);
	const own = members.filter(({ person }) => person.kind === 'internal');
	const sum = (figure: (member: Member) => number) =>
		own.reduce((total, member) => total + figure(member), 0);
	return {
		roster,
		bookings: ordered,
		settings,
		now: moment,
		clock,
		members,
		shares: hubShares(roster, ordered, clock, moment, settings),
		view: {
			allHours: sum(({ ahead }) => ahead.all),
			freeHours: sum(({ ahead }) => ahead.free),
			people: own.filter(({ ahead }) => ahead.all > 0).length,
			expectedJobs: settings.expectedPieces,
			arrivedJobs: aheadOf(ordered, moment, settings),
			meanHours: meanHours(ordered, settings),
		},
		hash: () => (hash ??= hashOf({ roster, bookings, now, settings })),
	};
}

/** What a person is paid for so many hours of one piece, in US dollars; nothing more without a rate. */
export function costOf({ rate }: Person, hours: number, { rates }: RoutingSettings): number {
	if (rate === null) return 0;
	const usd = toUsd(rate, rates) ?? Infinity;
	return rate.per === 'hour' ? usd * hours : usd;
}

/** Somebody before the loads of all are compared. */
interface Draft extends Omit<Member, 'load' | 'ahead'> {
	/** Day by day, from the first that loads are compared over. */
	days: DayLoad[];
}

function daysOf(
	calendar: Calendar,
	now: number,
	{ fairness: { backDays, aheadDays } }: RoutingSettings,
): DayLoad[] {
	const today = clock.dayAt(calendar.person.zone, now);
	return loadsOver(calendar, clock, clock.dayAfter(today, -backDays), backDays + aheadDays);
}

/**
 * Compares loads day by day: whoever was away on a day, or had not come yet, owes nothing for it, and
 * nobody is filled up to make good for days on which they were not there.
 */
function loaded(drafts: readonly Draft[], { fairness }: RoutingSettings): Member[] {
	const own = drafts.filter(({ person }) => person.kind === 'internal');
	const team = Array.from({ length: fairness.backDays + fairness.aheadDays }, (_, day) => {
		const total = totalOf(own.map(({ days }) => days[day]));
		return total.available > 0 ? total.booked / total.available : 0;
	});
	return drafts.map(({ days, ...member }) => {
		const expected = days.reduce((sum, { available }, day) => sum + available * team[day], 0);
		const ahead = totalOf(days.slice(fairness.backDays));
		return {
			...member,
			load: { ...totalOf(days), expected },
			ahead: { all: ahead.available, free: Math.max(0, ahead.available - ahead.booked) },
		};
	});
}

function totalOf(days: readonly DayLoad[]): DayLoad {
	return days.reduce(
		(sum, { available, booked }) => ({
			available: sum.available + available,
			booked: sum.booked + booked,
		}),
		{ available: 0, booked: 0 },
	);
}

/** Pieces of work that lie, all or in part, in the days ahead. */
function aheadOf(bookings: readonly Booking[], now: number, { fairness }: RoutingSettings): number {
	const today = clock.dayAt('UTC', now);
	const last = clock.dayAfter(today, fairness.aheadDays);
	return bookings.filter(({ days }) => days.some(({ day }) => day >= today && day < last)).length;
}

/** Hours of a piece: the mean of what is booked, or of the settings where nothing is. */
function meanHours(bookings: readonly Booking[], { types }: RoutingSettings): number {
	const booked = bookings.map(({ days }) => days.reduce((sum, { hours }) => sum + hours, 0));
	const usual = Object.values(types).flatMap(({ pieces }) => pieces.map(({ hours }) => hours));
	const hours = booked.length > 0 ? booked : usual;
	return hours.length === 0 ? 1 : hours.reduce((sum, each) => sum + each, 0) / hours.length;
}
