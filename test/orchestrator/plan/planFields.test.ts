import fc from 'fast-check';
import type { MetadataField } from '../../../orchestrator/src/adapters/frameio/fields';
import type { WantedOption } from '../../../orchestrator/src/plan/frameioOptions';
import {
	fieldBases,
	missingOptions,
	planFields,
	wantedFields,
} from '../../../orchestrator/src/plan/planFields';
import { seededOf } from '../../../orchestrator/src/apply/journal';
import { aField } from '../apply/pretendedFields';

const late: WantedOption = { field: 'Sign-off', option: 'Late', workflows: ['Gates'] };
const planned = (
	fields: MetadataField[] | null,
	wanted: WantedOption[] = [late],
	remembered: ReturnType<typeof seededOf>['fields'] = {},
) => planFields(wanted, { frameioFields: fields, seeded: { ...seededOf([]), fields: remembered } });

/** Kind, name and what it brings or asks for, in one line each. */
const linesOf = (...given: Parameters<typeof planned>) =>
	planned(...given).map((change) => {
		const { kind, target, because } = change;
		const brings = 'brings' in change ? ` [${change.brings?.join('; ')}]` : '';
		return `${kind} ${target.kind} ${target.name}: ${because}${brings}`;
	});

const manyOptions = Array.from({ length: 50 }, (_, at) => `Option ${at}`);

describe('a metadata field that flows set', () => {
	it.each<{ when: string; fields: MetadataField[] | null; lines: string[] }>([
		{
			when: 'it is not there',
			fields: [aField('Rating', null)],
			lines: [
				'create field Sign-off: Gates sets it, and the account has no such field [option "Late"]',
			],
		},
		{
			when: 'an option of it is not there',
			fields: [aField('sign-off', ['Early', 'On time'])],
			lines: [
				'update field sign-off: Gates sets it, and the field has only Early, On time [option "Late"; those that are there stay]',
			],
		},
		{
			when: 'all is there, in whatever case',
			fields: [aField('SIGN-OFF', ['late'])],
			lines: ['keep option "Late" of Sign-off: it is there'],
		},
		{ when: 'it takes whatever it is given', fields: [aField('Sign-off', null)], lines: [] },
		{ when: 'nobody can look', fields: null, lines: [] },
		{
			when: 'it is one of Frame.io’s own',
			fields: [aField('Sign-off', ['Early'], { isMutable: false })],
			lines: ['manual option "Late" of Sign-off: Gates sets it, and the field has only Early'],
		},
		{
			when: 'it has no room',
			fields: [aField('Sign-off', manyOptions)],
			lines: [
				'manual option "Late" of Sign-off: Gates sets it, and the field has no room for it: Frame.io allows 50 options',
			],
		},
		{
			when: 'it has room for just that one',
			fields: [aField('Sign-off', manyOptions.slice(1))],
			lines: [expect.stringContaining('update field Sign-off') as string],
		},
	])('is planned where $when', ({ fields, lines }) => {
		expect(linesOf(fields)).toEqual(lines);
	});

	it('is made with all its options at once, whoever names them', () => {
		const wanted = [
			late,
			{ ...late, field: ' sign-OFF', option: 'Early', workflows: ['More'] },
			{ ...late, option: 'LATE', workflows: ['More', 'Gates'] },
		];
		expect(linesOf([], wanted)).toEqual([
			'create field Sign-off: Gates, More set it, and the account has no such field [option "Late"; option "Early"]',
		]);
	});

	it('says the way to a person where Frame.io changes it for nobody', () => {
		const [change] = planned([aField('Sign-off', ['Early'], { isMutable: false })]);
		expect(change).toMatchObject({
			mend: expect.stringContaining('Account Settings → Metadata, choose Sign-off') as string,
		});
		expect(change).toMatchObject({ mend: expect.stringContaining('option "Late"') as string });
	});

	it('is not made a second time where somebody has renamed it', () => {
		const renamed = [aField('Verdict', ['Late'])];
		const remembered = { 'sign-off': { id: 'field Verdict', name: 'Sign-off' } };
		expect(linesOf(renamed, [late], remembered)).toEqual([
			'manual field Sign-off: it is called Verdict in Frame.io now, and Gates sets it by its name',
		]);
		expect(linesOf(renamed)).toEqual([expect.stringContaining('create field Sign-off')]);
	});

	it('is remembered as soon as it is there', () => {
		const seeded = seededOf([]);
		const fields = [aField('Sign-off', ['Late'])];
		const wanted = { frameioOptions: [late] };
		const bases = fieldBases(wanted, { frameioFields: fields, seeded });
		expect(bases).toEqual([
			{ kind: 'field', key: 'sign-off', value: { id: 'field Sign-off', name: 'Sign-off' } },
		]);
		expect(fieldBases(wanted, { frameioFields: fields, seeded: seededOf(bases) })).toEqual([]);
	});

	it('is not spoken of where flows name it by its id', () => {
		const byId = { ...late, field: '01234567-89ab-4cde-8f01-23456789abcd' };
		expect(linesOf([], [byId])).toEqual([]);
	});

	it('is as it is wanted once what is missing is there: law', () => {
		const word = fc.constantFrom('Late', 'Early', 'late', 'On time', 'X', 'Y');
		const name = fc.constantFrom('Sign-off', 'Stage', 'stage');
		const wish = fc.record({ field: name, option: word, workflows: fc.constant<string[]>(['F']) });
		fc.assert(
			fc.property(
				fc.array(wish, { maxLength: 8 }),
				fc.uniqueArray(name, { maxLength: 2, selector: (each) => each.toLowerCase() }),
				fc.uniqueArray(word, { selector: (each) => each.toLowerCase() }),
				(wanted, there, options) => {
					const before = there.map((each) => aField(each, options));
					const after = [...wantedFields(wanted).values()].reduce((fields, field) => {
						const isIt = (each: MetadataField) =>
							each.name.toLowerCase() === field.name.toLowerCase();
						const known = fields.find(isIt) ?? aField(field.name, []);
						const all = [...(known.options ?? []).map((each) => each.name)];
						const grown = aField(known.name, [...all, ...missingOptions(field.options, known)]);
						return [...fields.filter((each) => !isIt(each)), grown];
					}, before);
					expect(planned(after, wanted).every(({ kind }) => kind === 'keep')).toBe(true);
				},
			),
			{ numRuns: 100, seed: 41 },
		);
	});
});
