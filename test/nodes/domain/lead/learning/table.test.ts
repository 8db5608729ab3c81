import {
	isUnknown,
	readNumber,
	readOutcomes,
} from '../../../../../nodes/domain/lead/learning/table';

describe('readNumber', () => {
	it.each([
		{ text: '12', format: 'point', number: 12 },
		{ text: ' -36.4 ', format: 'point', number: -36.4 },
		{ text: '1e3', format: 'point', number: 1000 },
		{ text: '$1,234.50', format: 'point', number: 1234.5 },
		{ text: '12%', format: 'point', number: 12 },
		{ text: '1.234,50 €', format: 'comma', number: 1234.5 },
		{ text: '0,5', format: 'comma', number: 0.5 },
		{ text: true, format: 'point', number: 1 },
		{ text: 7.5, format: 'point', number: 7.5 },
		{ text: '1,5', format: 'point', number: null },
		{ text: '1.5', format: 'comma', number: null },
		{ text: '10-50', format: 'point', number: null },
		{ text: '0x10', format: 'point', number: null },
		{ text: 'Infinity', format: 'point', number: null },
		{ text: '', format: 'point', number: null },
		{ text: null, format: 'point', number: null },
	] as const)('reads $text with a $format as $number', ({ text, format, number }) => {
		expect(readNumber(text, format)).toBe(number);
	});
});

describe('isUnknown', () => {
	it.each(['', ' ', 'NA', 'n/a', 'Unknown', 'null', '?', null, undefined, NaN])(
		'takes %p as missing',
		(value) => expect(isUnknown(value)).toBe(true),
	);
	it.each(['none', '0', 0, false, '999', 'no'])('takes %p as an answer', (value) =>
		expect(isUnknown(value)).toBe(false),
	);
});

describe('readOutcomes', () => {
	it.each([
		{ values: ['1', '0', '1'], read: [1, 0, 1], positive: '1' },
		{ values: [1, 0], read: [1, 0], positive: '1' },
		{ values: ['0.0', '1.0'], read: [0, 1], positive: '1.0' },
		{ values: ['yes', 'no'], read: [1, 0], positive: 'yes' },
		{ values: ['No', 'YES'], read: [0, 1], positive: 'YES' },
		{ values: ['TRUE', 'FALSE'], read: [1, 0], positive: 'TRUE' },
		{ values: [true, false], read: [1, 0], positive: 'true' },
		{ values: ['won', 'lost'], read: [1, 0], positive: 'won' },
		{ values: ['no', 'customer'], read: [0, 1], positive: 'customer' },
		{ values: ['-1', '1'], read: [0, 1], positive: '1' },
	])('reads $values', ({ values, read, positive }) => {
		const outcomes = readOutcomes('won', values);
		expect([...outcomes.values]).toEqual(read);
		expect(outcomes.positive).toBe(positive);
		expect(outcomes.positives).toBe(read.filter((value) => value === 1).length);
	});

	it.each([
		{ values: ['yes', 'no', 'maybe'], code: 'label/not-binary', says: '"maybe"' },
		{ values: ['a', 'b'], code: 'label/not-binary', says: '"a", "b"' },
		{ values: ['1', '2'], code: 'label/not-binary', says: '"1", "2"' },
		{ values: ['yes', 'yes'], code: 'label/one-class', says: 'All 2 rows say "yes"' },
		{ values: ['no', 'no'], code: 'label/one-class', says: 'All 2 rows say "no"' },
		{ values: [], code: 'label/one-class', says: 'no row' },
		{ values: ['yes', '', 'no'], code: 'label/missing', says: 'Row 2' },
	])('refuses $values with $code', ({ values, code, says }) => {
		expect(() => readOutcomes('won', values)).toThrow(
			expect.objectContaining({ code, why: expect.stringContaining(says) }),
		);
	});
});
