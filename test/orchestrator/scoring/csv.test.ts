import fc from 'fast-check';

import {
	columnOf,
	csvCell,
	parseCsv,
	printCsv,
	withoutColumns,
} from '../../../orchestrator/src/scoring/csv';
import { seeded } from '../../support/arbitraries';

const header = ['name', 'amount', 'source'];
const body = [
	['Ann', '12', 'ads'],
	['Bo', '-3.5', 'event'],
	['', '', 'referral'],
];

function table(rows: string[][], separator = ',') {
	const columns = header.map((_, column) => rows.map((row) => row[column]));
	return { header, columns, rows: rows.length, separator };
}

describe('parseCsv', () => {
	it.each([
		{ what: 'commas', separator: ',' },
		{ what: 'semicolons', separator: ';' },
		{ what: 'tabs', separator: '\t' },
		{ what: 'bars', separator: '|' },
	])('finds out $what', ({ separator }) => {
		const text = [header, ...body].map((row) => row.join(separator)).join('\n');
		expect(parseCsv(text, 'leads.csv')).toEqual(table(body, separator));
	});

	it('is not misled by decimal commas or by separators in quotes', () => {
		const text = 'name;amount;note\nAnn;1,5;"a,b,c"\nBo;2,5;"d;e"\n';
		const { separator, columns } = parseCsv(text, 'leads.csv');
		expect(separator).toBe(';');
		expect(columns).toEqual([
			['Ann', 'Bo'],
			['1,5', '2,5'],
			['a,b,c', 'd;e'],
		]);
	});

	it.each([
		{ what: 'line breaks of Windows', text: 'a,b\r\n1,2\r\n' },
		{ what: 'line breaks of old', text: 'a,b\r1,2\r' },
		{ what: 'no last line break', text: 'a,b\n1,2' },
		{ what: 'a byte order mark', text: '\ufeffa,b\n1,2\n' },
		{ what: 'empty lines', text: '\n\na,b\n\n1,2\n\n' },
		{ what: 'quotes', text: '"a","b"\n"1","2"\n' },
		{ what: 'spaces around names', text: ' a , b \n1,2\n' },
	])('takes $what', ({ text }) => {
		expect(parseCsv(text, 'leads.csv')).toMatchObject({
			header: ['a', 'b'],
			columns: [['1'], ['2']],
			rows: 1,
		});
	});

	it('keeps quotes, separators and line breaks inside quotes', () => {
		const { columns } = parseCsv('a,b\n"say ""hi""","one,\r\ntwo"\n', 'leads.csv');
		expect(columns).toEqual([['say "hi"'], ['one,\r\ntwo']]);
	});

	it('reads one column, and a field of a megabyte', () => {
		const long = 'x'.repeat(1_000_000);
		expect(parseCsv(`message\n"${long}"\n`, 'leads.csv').columns).toEqual([[long]]);
	});

	it.each([
		{ text: '', code: 'csv/empty', says: 'header' },
		{ text: '\n\n', code: 'csv/empty', says: 'header' },
		{ text: 'a,a\n1,2\n', code: 'csv/header', says: '"a"' },
		{
			text: 'a,b\n1,2\n1,2,3\n',
			code: 'csv/ragged',
			says: 'Line 3 has 3 fields; the header has 2',
		},
		{ text: 'a,b\n"x\ny",2\n1\n', code: 'csv/ragged', says: 'Line 4 has 1 field;' },
		{ text: 'a,b\n1,"open\n', code: 'csv/quote', says: 'line 2' },
	])('refuses $text with $code', ({ text, code, says }) => {
		expect(() => parseCsv(text, 'leads.csv')).toThrow(
			expect.objectContaining({ code, why: expect.stringContaining(says) }),
		);
	});
});

describe('columnOf', () => {
	it('names the columns there are', () => {
		expect(() => columnOf(table(body), 'won', 'leads.csv')).toThrow(
			expect.objectContaining({
				code: 'csv/column',
				why: 'Its columns are "name", "amount", "source".',
			}),
		);
	});

	it('leaves columns out', () => {
		expect(withoutColumns(table(body), ['name', 'source'])).toEqual({
			rows: 3,
			columns: [{ name: 'amount', values: ['12', '-3.5', ''] }],
		});
	});
});

describe('csvCell', () => {
	it.each([
		{ cell: '=1+2', written: "'=1+2" },
		{ cell: '@SUM(A1)', written: "'@SUM(A1)" },
		{ cell: '+45 12 34 56 78', written: "'+45 12 34 56 78" },
		{ cell: '-cmd', written: "'-cmd" },
		{ cell: '=HYPERLINK("x","y")', written: '"\'=HYPERLINK(""x"",""y"")"' },
		{ cell: '-36.4', written: '-36.4' },
		{ cell: '+5', written: '+5' },
		{ cell: '-1e-3', written: '-1e-3' },
		{ cell: 'a,b', written: '"a,b"' },
		{ cell: 'a"b', written: '"a""b"' },
		{ cell: ' a', written: '" a"' },
		{ cell: 'plain', written: 'plain' },
		{ cell: '', written: '' },
	])('writes $cell as $written', ({ cell, written }) => {
		expect(csvCell(cell, ',')).toBe(written);
	});
});

describe('printCsv', () => {
	const text = fc
		.string({
			unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', '\r', ' ', 'é', '1', '\t', '|'),
		})
		.filter((cell) => !/^[\t\r]/.test(cell));

	it('is read again as it was', () => {
		const rows = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(rows, (cells) => {
				const printed = table(cells);
				expect(parseCsv(printCsv(printed), 'again.csv')).toEqual(printed);
			}),
			seeded,
		);
	});

	it('keeps rows of one empty cell', () => {
		const one = { header: ['a'], columns: [['', 'x', '']], rows: 3, separator: ',' };
		expect(parseCsv(printCsv(one), 'again.csv')).toEqual(one);
	});
});
