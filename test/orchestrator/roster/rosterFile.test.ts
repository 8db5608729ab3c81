import { dataKind } from '../../../orchestrator/src/data/kinds';
import { publicHolidays, yearsAround } from '../../../orchestrator/src/roster/holidays';
import { withHolidays } from '../../../orchestrator/src/roster/holidayLists';
import { readRosterFile } from '../../../orchestrator/src/roster/rosterFile';
import { rosterSchema } from '../../../nodes/domain/routing/schema';
import { routeProject } from '../../../nodes/domain/routing/routeProject';
import { readRoster } from '../../../nodes/domain/routing/readInputs';
import { defaultSettings } from '../../../nodes/domain/routing/settings';
import { aProject, monday } from '../../support/aStudio';

const mistakesIn = (source: string) =>
	readRosterFile(source).mistakes.map(({ line, message }) => `${line}: ${message}`);

describe('the shipped roster', () => {
	const { value, mistakes } = readRosterFile(dataKind('roster').shipped);
	const roster = withHolidays(rosterSchema.parse(value), monday);

	it('is right, with three hubs, freelancers and a partner', () => {
		expect(mistakes).toEqual([]);
		expect(new Set(roster.people.map(({ hub }) => hub))).toEqual(
			new Set(['caracas', 'copenhagen', 'lima', null]),
		);
		expect(new Set(roster.people.map(({ kind }) => kind)).size).toBe(3);
		expect(readRoster(roster, defaultSettings)).toEqual(roster);
	});

	it.each(Object.keys(defaultSettings.types))('has people for every piece of a %s', (type) => {
		const project = aProject({ type, value: { minor: 500_000, currency: 'USD' } });
		expect(routeProject(project, roster, [], monday).outcome).toBe('assigned');
	});
});

describe('readRosterFile', () => {
	it('tells every mistake with its line', () => {
		const source = [
			'version: roster/3',
			'people:',
			'  - { id: ana, zone: America/Caracas, rate: null, skils: { edit: 3 } }',
			'  - { id: bo, zone: Europe/Kobenhavn, rate: null, hoursPerDay: 25 }',
			'holidays: {}',
		].join('\n');
		expect(mistakesIn(source)).toEqual([
			'3: "skils" is no setting of "people.0"; did you mean "skills"?',
			expect.stringMatching(/^4: "people\.1\.zone": a time zone/),
			expect.stringMatching(/^4: "people\.1\.hoursPerDay": .* 24/),
		]);
	});

	it('tells what does not fit together once each field is right', () => {
		const source = [
			'version: roster/3',
			'people:',
			'  - { id: ana, zone: America/Caracas, rate: null, holidays: Vnz }',
			'  - { id: ana, zone: America/Caracas, kind: freelancer, rate: null }',
			'  - { id: bo, zone: America/Caracas, rate: { minor: 100, currency: XAU } }',
			'holidays:',
			'  Vnzz: [2026-12-24]',
		].join('\n');
		expect(mistakesIn(source)).toEqual([
			expect.stringMatching(/^3: "people\.0\.holidays": .* two letters of a country/),
			expect.stringMatching(/^4: "people\.1\.id": expected a name that is not there yet/),
			expect.stringMatching(/^4: "people\.1\.rate": expected what a freelancer/),
			expect.stringMatching(/^5: "people\.2\.rate\.currency"/),
			'7: "holidays.Vnzz": nobody keeps this list; did you mean "Vnz"?',
		]);
	});

	it.each(['', 'version: 3\npeople: []', 'version: roster/x\npeople: []'])(
		'asks for the version in %j',
		(source) => {
			expect(mistakesIn(source).join('\n')).toContain('"version"');
		},
	);
});

describe('holidays', () => {
	it.each([
		{ country: 'VE', day: '2026-06-24' },
		{ country: 'DK', day: '2026-04-06' },
		{ country: 'PE', day: '2026-07-28' },
		{ country: 'PE', day: '2026-07-29' },
	])('has $day in $country', ({ country, day }) => {
		expect(publicHolidays(country, [2026])).toContain(day);
	});

	it('gives out this year and the next, and the last while it is near', () => {
		expect(yearsAround(new Date('2026-11-26T00:00:00Z'))).toEqual([2026, 2027]);
		expect(yearsAround(new Date('2027-01-20T00:00:00Z'))).toEqual([2026, 2027, 2028]);
	});

	it('adds the days of the roster to those of the country', () => {
		const roster = rosterSchema.parse({
			people: [{ id: 'freja', zone: 'Europe/Copenhagen', holidays: 'DK', rate: null }],
			holidays: { DK: ['2026-12-24'], party: ['2026-06-01'] },
		});
		const { holidays } = withHolidays(roster, monday);
		expect(holidays.DK).toEqual(expect.arrayContaining(['2026-12-24', '2026-12-25', '2027-01-01']));
		expect(holidays.party).toEqual(['2026-06-01']);
	});
});
