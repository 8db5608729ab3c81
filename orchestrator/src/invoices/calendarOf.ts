import { clientCalendar } from '../roster/clientCalendar';
import { isCountry, publicHolidays } from '../roster/holidays';
import type { Invoice } from '../ledger/invoices';
import type { InvoiceCalendar } from './schedule';

/** The calendar of an invoice's client; of one whose country is not known, UTC without days off. */
export function calendarOf(
	{ clientFacts }: Pick<Invoice, 'clientFacts'>,
	now: Date,
): InvoiceCalendar {
	const { country, zone } = clientFacts;
	const known = zone ?? clientCalendar(country, null, now).zone ?? 'utc';
	if (country === null || !isCountry(country)) return { zone: known, isHoliday: () => false };
	return {
		zone: known,
		isHoliday: (day) => publicHolidays(country, [Number(day.slice(0, 4))]).includes(day),
	};
}
