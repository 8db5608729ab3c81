import { clientCalendar } from '../../../orchestrator/src/roster/clientCalendar';

const november = new Date('2026-11-20T12:00:00Z');

describe('the calendar of a client', () => {
	it.each([
		{ country: 'PE', state: null, zone: 'America/Lima', off: '2026-12-08' },
		{ country: 'Peru', state: null, zone: 'America/Lima', off: '2026-12-25' },
		{ country: 'Dinamarca', state: null, zone: 'Europe/Copenhagen', off: '2026-12-26' },
		// Madrid, Ceuta and the Canaries are an hour apart.
		{ country: 'Spain', state: null, zone: 'Europe/Madrid', off: '2026-12-08' },
		{ country: 'Spain', state: 'Islas Canarias', zone: 'Atlantic/Canary', off: '2026-12-25' },
		{ country: 'US', state: null, zone: null, off: '2026-11-26' },
		{
			country: 'United States',
			state: 'california',
			zone: 'America/Los_Angeles',
			off: '2026-11-27',
		},
		{ country: 'US', state: 'NY', zone: 'America/New_York', off: '2026-11-26' },
		{ country: 'US', state: 'Nowhere', zone: null, off: '2026-11-26' },
		{ country: 'Brasil', state: 'São Paulo', zone: 'America/Sao_Paulo', off: '2026-12-25' },
	])('of $country, $state: clock of $zone, off on $off', ({ country, state, zone, off }) => {
		const found = clientCalendar(country, state, november);
		expect(found.zone).toBe(zone);
		expect(found.holidays).toContain(off);
	});

	it('has days of a state that its country has not', () => {
		// The day after Thanksgiving is one of California's own.
		expect(clientCalendar('US', null, november).holidays).not.toContain('2026-11-27');
	});

	it('reaches into the next year, and not further than is looked', () => {
		const { holidays } = clientCalendar('DK', null, new Date('2026-12-20T12:00:00Z'));
		expect(holidays).toContain('2027-01-01');
		expect(holidays).toEqual([...holidays].sort());
		expect(holidays.every((day) => day >= '2026-12-19' && day <= '2027-02-18')).toBe(true);
	});

	it.each([null, '', 'Atlantis', '<script>'])('knows nothing of %j', (country) => {
		expect(clientCalendar(country, 'CA', november)).toEqual({ zone: null, holidays: [] });
	});
});
