import { timeOrder } from '../../../../../nodes/domain/lead/learning/timeOrder';

describe('timeOrder', () => {
	it.each([
		{ what: 'days', values: ['2026-03-01', '2026-01-15', '2026-02-01'], order: [1, 2, 0] },
		{ what: 'months', values: ['2026-03', '2025-12'], order: [1, 0] },
		{
			what: 'times with zones',
			values: ['2026-01-01T10:00:00Z', '2026-01-01T10:30:00+02:00', '2026-01-01 09:00'],
			order: [1, 2, 0],
		},
		{ what: 'days first', values: ['02/01/2026', '01/02/2026'], order: [0, 1] },
		{ what: 'months first', values: ['01/13/2026', '02/01/2026', '01/02/2026'], order: [2, 0, 1] },
		{ what: 'halves of a day', values: ['1/1/2026 1:00 PM', '1/1/2026 9:30 AM'], order: [1, 0] },
		{ what: 'numbers', values: [3, '1', 2.5], order: [1, 2, 0] },
		{ what: 'equal times', values: ['2026-01-01', '2026-01-01'], order: [0, 1] },
	])('puts $what in order', ({ values, order }) => {
		expect(timeOrder('when', values)).toEqual(order);
	});

	it.each([['soon'], [''], ['2026-13-01'], ['2026-01-01 noon']])('refuses %p', (value) => {
		expect(() => timeOrder('when', ['2026-01-01', value])).toThrow(
			expect.objectContaining({ code: 'time/unreadable', why: expect.stringContaining('Row 2') }),
		);
	});
});
