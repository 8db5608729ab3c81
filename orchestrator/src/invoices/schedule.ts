import { DateTime } from 'luxon';

/** When clients are asked for money that is due. */
export interface InvoiceRules {
	/** Days from the due date on which a reminder is due; less than 0: before it. */
	reminders: readonly number[];
	/** Days after the due date on which people are told that the reminders did not help. */
	overdueAfterDays: number;
}

/** Three days before, and one, seven and fourteen after; three weeks after, people take over. */
export const defaultInvoiceRules: InvoiceRules = {
	reminders: [-3, 1, 7, 14],
	overdueAfterDays: 21,
};

/** The client's clock and days off. */
export interface InvoiceCalendar {
	/** IANA zone. */
	zone: string;
	/** Whether a day, `YYYY-MM-DD`, is off. */
	isHoliday(day: string): boolean;
}

/** What comes due of an invoice, and when. */
export interface InvoicePlan {
	/** In order, none twice. */
	reminders: Date[];
	/** When the day that it was due on is over, where the client is. */
	overdueAt: Date;
	/** When people are told. */
	escalateAt: Date;
}

/** Hour of the client's morning at which something comes due; mails wait for working hours besides. */
const HOUR = 9;

/** Longest row of days off that is stepped over. */
const MOST_DAYS_OFF = 30;

/** When what comes due, on working days of the client: before the due date rather earlier, after it later. */
export function planInvoice(
	dueAt: Date,
	{ reminders, overdueAfterDays }: InvoiceRules,
	calendar: InvoiceCalendar,
): InvoicePlan {
	const dueDay = DateTime.fromJSDate(dueAt, { zone: calendar.zone }).startOf('day');
	const at = (days: number) => morningOf(dueDay.plus({ days }), days < 0 ? -1 : 1, calendar);
	const times = [...new Set(reminders.map((days) => at(days).toMillis()))].sort((a, b) => a - b);
	return {
		reminders: times.map((time) => new Date(time)),
		overdueAt: dueDay.plus({ days: 1 }).toJSDate(),
		escalateAt: at(overdueAfterDays).toJSDate(),
	};
}

function morningOf(day: DateTime, step: 1 | -1, { isHoliday }: InvoiceCalendar): DateTime {
	let found = day;
	for (let steps = 0; steps < MOST_DAYS_OFF; steps += 1) {
		if (found.weekday <= 5 && !isHoliday(found.toISODate() ?? '')) break;
		found = found.plus({ days: step });
	}
	return found.set({ hour: HOUR, minute: 0, second: 0, millisecond: 0 });
}

/** How asking for the money stands. */
export interface Asked {
	/** Nothing that was planned for earlier is asked for. */
	since: Date;
	/** What the newest reminder that came due was planned for. */
	reminderDueAt: Date | null;
	overdueAt: Date | null;
	escalatedAt: Date | null;
}

/** What is due now, and when to look again. */
export interface DueNow {
	/** The newest reminder that is due; those it stands for are left out. */
	reminderAt: Date | null;
	isOverdue: boolean;
	isEscalated: boolean;
	/** null: nothing can come due any more. */
	nextAt: Date | null;
}

/** What is due of an open invoice. Of reminders that were missed the newest is due, once. */
export function dueNow(plan: InvoicePlan, asked: Asked, now: Date): DueNow {
	const isEscalated = asked.escalatedAt === null && plan.escalateAt <= now;
	const isOver = asked.escalatedAt !== null || isEscalated;
	const after = Math.max(asked.since.getTime(), asked.reminderDueAt?.getTime() ?? 0);
	const open = isOver ? [] : plan.reminders.filter((at) => at.getTime() > after);
	const [past, coming] = [open.filter((at) => at <= now), open.filter((at) => at > now)];
	const isOverdue = asked.overdueAt === null && plan.overdueAt <= now;
	const next = [
		...coming,
		...(asked.overdueAt === null && !isOverdue ? [plan.overdueAt] : []),
		...(isOver ? [] : [plan.escalateAt]),
	].map((at) => at.getTime());
	return {
		reminderAt: past.at(-1) ?? null,
		isOverdue,
		isEscalated,
		nextAt: next.length === 0 ? null : new Date(Math.min(...next)),
	};
}
