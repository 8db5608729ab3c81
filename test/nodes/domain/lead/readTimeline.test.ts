import { readTimeline } from '../../../../nodes/domain/lead/readTimeline';
import type { DateHints } from '../../../../nodes/domain/lead/readDate';
import { today } from '../../../support/aLead';

function read(value: unknown, hints: Partial<DateHints> = {}, key = 'timeline') {
	return readTimeline(value, key, today, { language: 'en', country: null, ...hints });
}

describe('readTimeline', () => {
	it.each([
		// English
		['ASAP', 0],
		['urgent!!', 0],
		['as soon as possible', 0],
		['today', 0],
		['tomorrow', 1],
		['48h', 2],
		['within 72 hours', 3],
		['in a few days', 3],
		['by Friday', 5],
		['next week', 7],
		['Within a week', 7],
		['two weeks', 14],
		['a couple of weeks', 14],
		['2-3 weeks', 14],
		['1½ weeks', 11],
		['next month', 30],
		['1-3 months', 30],
		['within 30 days', 30],
		['More than 3 months', 92],
		['3+ months', 92],
		['in half a year', 182],
		['1 year', 365],
		['need it in two weeks, asap if possible', 14],
		['December 1st', 9],
		['before 15 January 2027', 54],
		['Q1 2027', 40],
		['end of year', 39],
		['this month', 8],
		// Spanish
		['lo antes posible', 0],
		['urgente', 0],
		['mañana', 1],
		['pasado mañana', 2],
		['24 horas', 1],
		['el viernes', 5],
		['una semana', 7],
		['la próxima semana', 7],
		['en dos semanas', 14],
		['en un par de semanas', 14],
		['una quincena', 15],
		['tres a cuatro semanas', 21],
		['dentro de un mes', 30],
		['el mes que viene', 30],
		['más de 3 meses', 92],
		['medio año', 182],
		['un mes y medio', 45],
		['1 de diciembre', 9],
		['el 15 de enero de 2027', 54],
		['fin de mes', 8],
		['fin de año', 39],
		// Danish
		['hurtigst muligt', 0],
		['i dag', 0],
		['i morgen', 1],
		['48 timer', 2],
		['på fredag', 5],
		['næste uge', 7],
		['om en uge', 7],
		['om 14 dage', 14],
		['to uger', 14],
		['om et par uger', 14],
		['inden for 2 uger', 14],
		['i løbet af 3-5 uger', 21],
		['om en måned', 30],
		['næste måned', 30],
		['mere end 3 måneder', 92],
		['et halvt år', 182],
		['1. december', 9],
		['i marts', 99],
		['slutningen af måneden', 8],
		// Dates, numbers and other shapes
		['2026-12-01', 9],
		['2026-11-22', 0],
		[14, 14],
		['14', 14],
		['2027', 40],
		[{ days: 21, level: 'month' }, 21],
		[['2 weeks'], 14],
	])('reads %p as %d days', (value, days) => {
		expect(read(value).value).toBe(days);
	});

	it.each([
		['03/12/2026', 'a Dane', { language: 'da', country: 'DK' }, 11],
		['03/12/2026', 'a Spaniard', { language: 'es', country: null }, 11],
		['12/03/2026', 'an American', { language: 'en', country: 'US' }, 11],
		['12/03/2026', 'somebody who writes English', { language: 'en', country: null }, 11],
		['03/12/2026', 'a Briton', { language: 'en', country: 'GB' }, 11],
		['12/25/2026', 'anybody, as there is no 25th month', { language: 'es', country: null }, 33],
		['25.12.2026', 'anybody', { language: 'en', country: 'US' }, 33],
		['15/12', 'a Spaniard, without a year', { language: 'es', country: null }, 23],
		['15/11', 'a Spaniard, meaning next year', { language: 'es', country: null }, 358],
	] as const)('reads %s from %s', (value, _who, hints, days) => {
		expect(read(value, hints).value).toBe(days);
	});

	it('takes the unit of a bare number from the key', () => {
		expect(read('3', {}, 'timeline weeks').value).toBe(21);
	});

	it.each([
		['', 'There is no time in it.'],
		['💰', 'There is no time in it.'],
		['0', 'Zero is what an empty number field sends.'],
		['not sure', 'It says that there is no date yet.'],
		['no sé', 'It says that there is no date yet.'],
		['flexible', 'It says that there is no hurry, but no date.'],
		['not urgent', 'It says that there is no hurry, but no date.'],
		['no es urgente', 'It says that there is no hurry, but no date.'],
		['haster ikke', 'It says that there is no hurry, but no date.'],
		['2020-01-01', 'This day is past.'],
		['100 years', 'This is more than ten years away.'],
		[{ days: -1 }, 'This day is past.'],
		[{ some: 'object' }, 'There is no time in it.'],
	])('leaves %p unknown and says why', (value, because) => {
		const { value: days, notes } = read(value);
		expect(days).toBeNull();
		expect(notes.map((note) => note.because)).toEqual([because]);
	});

	it.each([
		['2-3 weeks', 'Of a range the lower end was taken.'],
		['more than 3 months', 'It is longer than the time given.'],
		['in March', 'A month alone was read as its first day.'],
		['November', 'A month alone was read as its last day.'],
		['03/04/2027', 'The date was read with the month before day.'],
		['14', 'A number alone was read as days.'],
	])('says what it chose in %p', (value, because) => {
		expect(read(value).notes.map((note) => note.because)).toEqual([because]);
	});
});
