import { readPath } from '../../../../nodes/domain/effect/readPath';

describe('readPath', () => {
	const item = {
		lead: { email: 'ana@example.com', company: { name: null } },
		deals: [{ id: 7 }],
		'': 1,
	};

	it.each([
		{ path: 'lead.email', found: 'ana@example.com' },
		{ path: ' lead . email ', found: 'ana@example.com' },
		{ path: 'deals[0].id', found: 7 },
		{ path: 'deals.0.id', found: 7 },
		{ path: 'lead.company.name', found: null },
		{ path: 'lead.company.name.first', found: undefined },
		{ path: 'deals[1].id', found: undefined },
		{ path: 'lead.constructor.name', found: undefined },
		{ path: '__proto__.toString', found: undefined },
		{ path: '', found: item },
	])('finds $found at "$path"', ({ path, found }) => {
		expect(readPath(item, path)).toEqual(found);
	});
});
