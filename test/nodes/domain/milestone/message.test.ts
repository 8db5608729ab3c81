import fc from 'fast-check';

import { fillMessage, namesIn } from '../../../../nodes/domain/milestone/message';

describe('fillMessage', () => {
	it.each([
		['{project} is ready', { project: 'A' }, 'A is ready'],
		['{ project }', { project: 'A' }, 'A'],
		['nothing to fill', {}, 'nothing to fill'],
		['{n}', { n: 12_345 }, '12,345'],
		['{n, plural, one {# day} other {# days}}', { n: 1 }, '1 day'],
		['{n, plural, one {# day} other {# days}}', { n: 2 }, '2 days'],
		['{n, plural, one {# day} other {# days}}', { n: 1_000 }, '1,000 days'],
		['{n, plural, =0 {today} other {in # days}}', { n: 0 }, 'today'],
		['{n, plural, one {{who} has one} other {{who} has #}}', { n: 1, who: 'Ana' }, 'Ana has one'],
		['# is no number here: {n}', { n: 1 }, '# is no number here: 1'],
	])('%s', (message, values, filled) => {
		expect(fillMessage(message, values, 'en')).toBe(filled);
	});

	it.each([
		['es', 1_000_000, '# millones'],
		['es', 1, '# uno'],
		['da', 1, '# uno'],
		['en', 1_000_000, '# muchos'],
	] as const)('chooses in %s by the rules of the language for %d', (language, n, chosen) => {
		const message = '{n, plural, one {# uno} many {# millones} other {# muchos}}';
		const filled = fillMessage(message, { n }, language);
		expect(filled?.replace(/^[\d.,]+/, '#')).toBe(chosen);
	});

	it.each([
		['{project} by {day}', { project: 'A' }],
		['{n, plural, one {{who}} other {{who}s}}', { n: 1 }],
		['{n, plural, other {#}}', {}],
		['{n, plural, other {#}}', { n: 'many' }],
		['{project}', { project: '' }],
		['{constructor}', {}],
		['{toString}', {}],
	])('is nothing where something is not known: %s', (message, values) => {
		expect(fillMessage(message, values, 'en')).toBeNull();
	});

	it.each([
		['{project', /no \{name\}/],
		['project}', /"\}" too many/],
		['{}', /no \{name\}/],
		['{n, plural, one {#}}', /no "other"/],
		['{n, plural, few {#} other {#}}', /"few" is none of/],
		['{n, plural, other {#}', /"\}" is missing/],
		['{n, select, a {b} other {c}}', /no \{name\}/],
		['{a b}', /no \{name\}/],
	])('says where %s is wrong', (message, why) => {
		expect(() => fillMessage(message, { n: 1 }, 'en')).toThrow(
			expect.objectContaining({ code: 'milestone/message', why: expect.stringMatching(why) }),
		);
	});

	it('names everything it speaks of, once', () => {
		expect(namesIn('{a} {n, plural, one {{b}} other {{a} #}}')).toEqual(['a', 'n', 'b']);
	});

	it('never reads what a value holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
				expect(fillMessage('<{a}|{a}>', { a: value }, 'es')).toBe(`<${value}|${value}>`);
			}),
			{ seed: 20261126 },
		);
	});
});
