import {
	binsFor,
	chooseColumns,
	readerOf,
	unknownLevel,
} from '../../../../../nodes/domain/lead/learning/columns';

const rows = 60;

function choose(name: string, of: (row: number) => unknown) {
	const values = Array.from({ length: rows }, (_, row) => of(row));
	return chooseColumns({ rows, columns: [{ name, values }] });
}

describe('chooseColumns', () => {
	it.each([
		{ what: 'one value everywhere', name: 'a', of: () => 'x', says: 'the same value' },
		{ what: 'one number everywhere', name: 'a', of: () => 3, says: 'the same value' },
		{ what: 'no value at all', name: 'a', of: () => '', says: 'no value on any row' },
		{
			what: 'row numbers',
			name: 'lead_id',
			of: (row: number) => row + 1,
			says: 'numbers the rows',
		},
		{
			what: 'names',
			name: 'name',
			of: (row: number) => `Person ${row}`,
			says: 'nearly every row has another value',
		},
		{
			what: 'dates',
			name: 'created',
			of: (row: number) => `2026-01-${String((row % 28) + 1).padStart(2, '0')}T10:00:00Z`,
			says: 'holds dates',
		},
	])('leaves $what out and says why', ({ name, of, says }) => {
		const { columns, notes } = choose(name, of);
		expect(columns).toEqual([]);
		expect(notes).toEqual([expect.stringContaining(says)]);
		expect(notes[0]).toContain(`"${name}"`);
	});

	it('keeps numbers that only look like row numbers by their values', () => {
		expect(choose('amount', (row) => row + 1).columns).toHaveLength(1);
	});

	it('takes few different numbers as steps at each of them', () => {
		const [column] = choose('touches', (row) => row % 4).columns;
		expect(column).toMatchObject({ kind: 'number', edges: [1, 2, 3], hasUnknown: false });
	});

	it('puts edges at the quantiles of many different numbers', () => {
		const [column] = choose('amount', (row) => row).columns;
		expect(column).toMatchObject({ kind: 'number', edges: [10, 20, 30, 40, 50] });
	});

	it('reads decimal commas where the column has them', () => {
		const [column] = choose('amount', (row) => `${row},5`).columns;
		expect(column).toMatchObject({ kind: 'number', format: 'comma', range: [0.5, 59.5] });
	});

	it('counts missing values of a number as unknown', () => {
		const [column] = choose('amount', (row) => (row % 3 === 0 ? 'NA' : row)).columns;
		expect(column).toMatchObject({ kind: 'number', hasUnknown: true });
		const read = readerOf(column);
		expect(read('')).toEqual(read('unknown'));
		expect(read('').position).toBe(0);
	});

	it('makes unknown a level and pools the rare ones', () => {
		const values = ['ads', 'ads', 'event', '', 'event', 'ads'];
		const [column] = choose('source', (row) => (row === 7 ? 'once' : values[row % 6])).columns;
		expect(column).toMatchObject({
			kind: 'category',
			levels: ['ads', 'event', unknownLevel],
			hasOther: true,
		});
		const read = readerOf(column);
		expect(read('once')).toEqual(read('never seen'));
		expect(read(null)).toEqual(read('unknown'));
		expect(read('ads')).not.toEqual(read('event'));
	});

	it('reads only the presence of a free text that is sometimes missing', () => {
		const [column] = choose('message', (row) => (row % 2 ? '' : `Dear team ${row}`)).columns;
		expect(column).toMatchObject({ kind: 'category', presenceOnly: true });
		const read = readerOf(column);
		expect(read('Anything')).toEqual(read('Anything else'));
		expect(read('')).not.toEqual(read('Anything'));
	});
});

describe('binsFor', () => {
	it.each([
		{ count: 5, bins: 2 },
		{ count: 30, bins: 3 },
		{ count: 100, bins: 10 },
		{ count: 1_500, bins: 10 },
		{ count: 30_000, bins: 39 },
		{ count: 1_000_000, bins: 40 },
	])('gives $bins bins to $count rows', ({ count, bins }) => {
		expect(binsFor(count, 10)).toBe(bins);
	});

	it('gives fewer where there are many columns', () => {
		expect(binsFor(30_000, 100)).toBe(16);
		expect(binsFor(150, 100)).toBe(6);
	});
});
