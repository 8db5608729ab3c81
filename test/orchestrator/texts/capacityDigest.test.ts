import { openTexts } from '../../../orchestrator/src/texts/texts';

const texts = openTexts({ name: 'IAmazing Content', colour: '#3b2f8f', hours: [] }, 'utc');

const person = {
	person: 'luis',
	name: 'Luis <b>',
	available: 40,
	committed: 38,
	free: 2,
	utilisation: 0.95,
};
const suggestion = {
	booking: 'res_1',
	project: 'p-1',
	piece: 'edit',
	hours: 6,
	person: 'lia',
	name: 'Lía',
};
const digest = {
	hub: 'caracas',
	zone: 'America/Caracas',
	language: 'es',
	from: '2026-11-23',
	to: '2026-11-29',
	available: 120,
	committed: 90,
	utilisation: 0.75,
	warnAt: 0.85,
	warnings: [
		{ ...person, suggestion },
		{ ...person, suggestion: null },
	],
	unassigned: [
		{
			...{ project: 'p-2', piece: 'qa', skill: 'review', hours: 1, because: 'declined' },
			...{ asked: 'ana', dueAt: '2026-11-27T22:00:00.000Z' },
		},
	],
	free: [{ ...person, name: 'Valentina', free: 12 }],
};
const write = (language: string, changes: object = {}) =>
	JSON.stringify(
		texts.slack({
			template: 'capacity-digest',
			data: { digest: { ...digest, ...changes } },
			language,
			test: false,
		}),
	);

describe('capacity-digest', () => {
	it.each([
		{
			language: 'en',
			says: [
				'Capacity in Caracas: Mon 23 Nov',
				'*75%* of',
				'Lía could take over edit of p-1 (6 h)',
				'ana declined',
				'due Fri 27 Nov',
				'Valentina 12 h',
			],
		},
		{
			language: 'es',
			says: ['Capacidad en Caracas: lun 23 nov', 'Lía podría encargarse', 'ana dijo que no'],
		},
		{
			language: 'da',
			says: ['Kapacitet i Caracas: man. 23 nov.', 'Lía kunne overtage', 'ana sagde nej'],
		},
	])(
		'says in $language who has too much, what nobody has and who is free',
		({ language, says }) => {
			for (const words of says) expect(write(language)).toContain(words);
		},
	);

	it('escapes names, and leaves out what there is nothing of', () => {
		expect(write('en')).toContain('Luis &lt;b&gt;');
		const well = write('en', { warnings: [], unassigned: [], free: [] });
		expect(well).toContain('Nobody has too much, and all work has somebody.');
		expect(well).not.toContain('*Free*');
	});

	it('shows ten of a list and counts the others', () => {
		const warnings = Array.from({ length: 13 }, () => digest.warnings[1]);
		expect(write('en', { warnings })).toContain('and 3 more');
	});

	it('says when nobody works', () => {
		expect(write('en', { utilisation: null })).toContain('Nobody works on these days.');
	});

	it('asks for the digest', () => {
		const request = { template: 'capacity-digest', data: {}, language: 'en', test: false };
		expect(() => texts.slack(request)).toThrow(expect.objectContaining({ code: 'text/no-digest' }));
	});
});
