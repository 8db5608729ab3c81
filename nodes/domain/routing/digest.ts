import type { PersonCapacity, UnassignedWork } from './capacity';
import { capacityOf } from './capacity';
import { withDays } from './freeTime';
import { hoursOf, movableOf, takeOver } from './handOver';
import type { Member, Office } from './office';

/** Work that somebody else could do for a person who has too much. */
export interface TakeOver {
	booking: string;
	project: string;
	piece: string;
	hours: number;
	/** Who could do it; without having too much themselves. */
	person: string;
	name: string;
}

/** How a hub stands in the days ahead, for those who lead it. */
export interface CapacityDigest {
	hub: string;
	/** First and last day, both counted. */
	from: string;
	to: string;
	/** Hours of the hub's own people. */
	available: number;
	committed: number;
	/** 0 to 1 and more; null where nobody works. */
	utilisation: number | null;
	warnAt: number;
	/** Who has too much, the most first, with somebody who could help. */
	warnings: Array<Figures & { suggestion: TakeOver | null }>;
	/** Work that nobody has, of all hubs: whoever has time may take it. */
	unassigned: UnassignedWork[];
	/** Who has most time left, the most first. */
	free: Figures[];
}

/** What is told of a person. */
export type Figures = Pick<
	PersonCapacity,
	'person' | 'name' | 'available' | 'committed' | 'free' | 'utilisation'
>;

/** People who are named as free: more would be a list of everybody. */
const MOST_FREE = 5;

/**
 * Puts together what a hub's people should know in the morning: load, who has too much and who could
 * take something over, work that nobody has, and who is free.
 *
 * @param from first day, as a rule today in the hub's zone
 */
export function capacityDigest(
	office: Office,
	{
		hub,
		from,
		days,
		warnAt,
		unassigned,
	}: { hub: string; from: string; days: number; warnAt: number; unassigned: UnassignedWork[] },
): CapacityDigest {
	const own = office.members.filter(({ person }) => person.kind === 'internal');
	const here = own
		.filter(({ person }) => person.hub === hub)
		.map((member) => ({ member, figures: capacityOf(office, member, from, days, warnAt) }));
	const sum = (figure: (figures: PersonCapacity) => number) =>
		Math.round(here.reduce((total, { figures }) => total + figure(figures), 0) * 100) / 100;
	const [available, committed] = [sum((each) => each.available), sum((each) => each.committed)];
	const warned = here
		.filter(({ figures }) => figures.isOver)
		.sort((a, b) => (b.figures.utilisation ?? Infinity) - (a.figures.utilisation ?? Infinity));
	const to = office.clock.dayAfter(from, days - 1);
	return {
		hub,
		from,
		to,
		available,
		committed,
		utilisation: available > 0 ? committed / available : null,
		warnAt,
		warnings: warned.map(({ member, figures }) => ({
			...told(figures),
			suggestion: suggest(office, own, member, { from, to, days, warnAt }),
		})),
		unassigned,
		free: here
			.map(({ figures }) => figures)
			.filter(({ free, isOver }) => free > 0 && !isOver)
			.sort((a, b) => b.free - a.free || (a.name < b.name ? -1 : 1))
			.slice(0, MOST_FREE)
			.map(told),
	};
}

/** The largest piece that nobody has started and that a colleague has room for without too much. */
function suggest(
	office: Office,
	own: readonly Member[],
	holder: Member,
	{ from, to, days, warnAt }: { from: string; to: string; days: number; warnAt: number },
): TakeOver | null {
	const held = movableOf(office, [holder])
		.filter(({ booking }) => booking.days.some(({ day }) => from <= day && day <= to))
		.sort(
			(a, b) => hoursOf(b.booking) - hoursOf(a.booking) || (a.booking.id < b.booking.id ? -1 : 1),
		);
	for (const work of held) {
		const { booking } = work;
		for (const member of own) {
			const slot = takeOver(office, member, work);
			if (slot === null) continue;
			const after = { ...member, calendar: withDays(member.calendar, slot.days) };
			if (capacityOf(office, after, from, days, warnAt).isOver) continue;
			const { id, project, piece } = booking;
			const { person } = member;
			const hours = Math.round(hoursOf(booking) * 100) / 100;
			return {
				booking: id,
				project,
				piece,
				hours,
				person: person.id,
				name: person.name ?? person.id,
			};
		}
	}
	return null;
}

function told({ person, name, available, committed, free, utilisation }: PersonCapacity): Figures {
	return { person, name, available, committed, free, utilisation };
}
