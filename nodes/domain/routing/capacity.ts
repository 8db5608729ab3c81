import { loadsOver } from './freeTime';
import type { Member, Office } from './office';
import type { Kind } from './schema';

/** Hours of somebody on a day of their zone. */
export interface DayCapacity {
	day: string;
	/** Hours they work; 0 on days off. */
	available: number;
	/** Hours given away. */
	committed: number;
	/** What is left, 0 or more. */
	free: number;
}

/** Hours of somebody over some days. */
export interface PersonCapacity extends Omit<DayCapacity, 'day'> {
	person: string;
	name: string;
	kind: Kind;
	hub: string | null;
	zone: string;
	days: DayCapacity[];
	/** Committed as a part of available; null where there is nothing to work. */
	utilisation: number | null;
	/** Whether the utilisation reaches the warning, or a day has more than it holds. */
	isOver: boolean;
}

/** Work that nobody has: somebody said no or nothing, and nobody else has it. */
export interface UnassignedWork {
	project: string;
	piece: string;
	skill: string | null;
	/** Hours it was planned with. */
	hours: number;
	because: 'declined' | 'unanswered';
	/** Who was asked last. */
	asked: string;
	/** ISO 8601, UTC; null for any time. */
	dueAt: string | null;
}

/**
 * Committed and free hours of everybody, day by day, by hub and name.
 *
 * @param from first day, of each person's own zone
 * @param warnAt part of the hours from which somebody has too much, e.g. 0.85; the bound counts
 */
export function capacityOver(
	office: Office,
	from: string,
	count: number,
	warnAt: number,
): PersonCapacity[] {
	return office.members
		.map((member) => capacityOf(office, member, from, count, warnAt))
		.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** The same of one person. */
export function capacityOf(
	{ clock }: Office,
	{ person, calendar }: Member,
	from: string,
	count: number,
	warnAt: number,
): PersonCapacity {
	const days = loadsOver(calendar, clock, from, count).map(
		({ available, booked }, index): DayCapacity => ({
			day: clock.dayAfter(from, index),
			available,
			committed: rounded(booked),
			free: rounded(Math.max(0, available - booked)),
		}),
	);
	const sum = (figure: (day: DayCapacity) => number) =>
		rounded(days.reduce((total, day) => total + figure(day), 0));
	const [available, committed] = [sum((day) => day.available), sum((day) => day.committed)];
	const utilisation = available > 0 ? committed / available : null;
	return {
		person: person.id,
		name: person.name ?? person.id,
		kind: person.kind,
		hub: person.hub,
		zone: person.zone,
		days,
		available,
		committed,
		free: sum((day) => day.free),
		utilisation,
		isOver:
			(utilisation !== null && utilisation >= warnAt - 1e-9) ||
			days.some((day) => day.committed > day.available + 1e-9),
	};
}

/** Own people by hub first, then freelancers, then partners. */
function placeOf({ kind, hub, name }: PersonCapacity): string {
	const rank = { internal: 0, freelancer: 1, partner: 2 }[kind];
	return `${rank} ${hub ?? '~'} ${name}`;
}

function rounded(hours: number): number {
	return Math.round(hours * 100) / 100;
}
