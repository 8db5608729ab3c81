import { routeProject } from '../../../nodes/domain/routing/routeProject';
import { tellWhy, tellWhyPerson } from '../../../orchestrator/src/routing/tellWhy';
import {
	decisionRecordSchema,
	findPerson,
	peopleIn,
	whyOf,
} from '../../../orchestrator/src/routing/why';
import { aPerson, aProject, aRoster, monday, someSettings } from '../../support/aStudio';

const people = [
	aPerson('ana', { name: 'Ana Ruiz' }),
	aPerson('luis', { name: 'Luis Mendoza', rate: { minor: 2_000, currency: 'USD', per: 'hour' } }),
	aPerson('noor', { name: 'Noor', skills: { write: 4 } }),
	aPerson('ines', { name: 'Inés Ruiz', skills: { edit: 1 } }),
];
const declined = [{ piece: 'cut', person: 'ana', because: 'On a shoot' }];
const roster = aRoster(people);
const decide = (changes = {}) =>
	routeProject(aProject(changes), roster, [], monday, someSettings());

/** As the service hands it out, after a way through JSON. */
const recordOf = (decision: object) =>
	decisionRecordSchema.parse(
		JSON.parse(
			JSON.stringify({ keptAt: monday, test: false, text: 'Café Aurora: assigned', decision }),
		),
	);
const first = recordOf(decide());
const again = recordOf(decide({ only: 'cut', declined }));

describe('why somebody has a piece or not', () => {
	it.each([
		{ person: 'ana', record: first, result: 'chosen', says: /^\+4\.5 {2}costs \$30$/ },
		{ person: 'luis', record: first, result: 'behind', says: /^-4\.5 {2}costs \$60$/ },
		{ person: 'noor', record: first, result: 'blocked', says: /does not have the skill edit/ },
		{ person: 'ines', record: first, result: 'blocked', says: /level 1 in edit, level 2/ },
		{ person: 'ana', record: again, result: 'blocked', says: /said no: On a shoot/ },
		{ person: 'luis', record: again, result: 'chosen', says: /./ },
	])('$person is $result', ({ person, record, result, says }) => {
		const [why, ...more] = whyOf(record.decision, person);
		expect(more).toEqual([]);
		expect(why).toMatchObject({ piece: 'cut', result });
		expect(why?.because.join('\n')).toMatch(says);
	});

	it('says how far behind the next was, who could not, and what would change it', () => {
		const text = tellWhy([again, first], 'America/Caracas').join('\n');
		expect(text).toContain('cut: Ana Ruiz, 3 h, done 23 Nov 2026, 12:22');
		expect(text).toContain('next: Luis Mendoza, 4.5 points behind');
		expect(text).toContain('cut: Ana Ruiz said no: On a shoot');
		expect(text).toContain('It would be otherwise if');
		expect(text.indexOf('On a shoot')).toBeLessThan(text.indexOf('4.5 points'));
	});

	it('says it of one person alone', () => {
		const lines = tellWhyPerson([first], 'luis', 'utc');
		expect(lines.slice(-2)).toEqual([
			'  cut: Luis Mendoza came 4.5 points behind',
			'    -4.5  costs $60',
		]);
	});
});

describe('findPerson', () => {
	const known = peopleIn([first.decision]);

	it.each([
		{ asked: 'ANA', found: 'ana' },
		{ asked: 'luis mendoza', found: 'luis' },
		{ asked: 'Mendoza', found: 'luis' },
		{ asked: 'noor', found: 'noor' },
		{ asked: 'nobody', found: null },
	])('finds $found by "$asked"', ({ asked, found }) => {
		expect(findPerson(known, asked)).toBe(found);
	});

	it('takes nobody where several are meant', () => {
		const two = new Map([...known, ['eva', 'Eva Ruiz']]);
		expect(findPerson(two, 'Ruiz')).toBeNull();
	});
});
