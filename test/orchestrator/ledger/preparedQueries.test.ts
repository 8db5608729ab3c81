import { openPgliteStore } from '../../../orchestrator/src/ledger/pgliteStore';
import type { Store } from '../../../orchestrator/src/ledger/store';

let store: Store;

beforeAll(async () => {
	store = await openPgliteStore(null);
	await store.run('CREATE TABLE notes (id integer PRIMARY KEY, text text)');
});
afterAll(async () => await store.close());

describe('the embedded store', () => {
	it('gives values back as they went in, each time', async () => {
		const at = new Date('2026-11-22T10:00:00.123Z');
		const sql = `SELECT $1::text AS text, $2::double precision AS number, $3::boolean AS yes,
			$4::timestamptz AS at, $5::jsonb AS json, $6::text AS nothing`;
		for (const text of ['ñ, æ and a "quote"', '']) {
			const json = { list: [1, null, { a: 'ø' }] };
			const [row] = await store.query(sql, [text, 1.5, false, at, JSON.stringify(json), null]);
			expect(row).toEqual({ text, number: 1.5, yes: false, at, json, nothing: null });
		}
	});

	it('answers no rows where a statement has none', async () => {
		expect(await store.query('DELETE FROM notes WHERE id = $1', [-1])).toEqual([]);
	});

	it.each([
		{ wrong: 'a statement that cannot be read', sql: 'SELEKT 1', values: [] },
		{ wrong: 'a value of the wrong type', sql: 'SELECT $1::integer AS n', values: ['four'] },
		{ wrong: 'a row that may not be', sql: 'INSERT INTO notes (id) VALUES ($1)', values: [null] },
	])('says no to $wrong and goes on', async ({ sql, values }) => {
		for (let time = 0; time < 2; time += 1) {
			await expect(store.query(sql, values)).rejects.toThrow();
			expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
		}
	});

	it('lets nothing in between the statements of a transaction, and takes all of them back', async () => {
		const count = 'SELECT count(*)::integer AS count FROM notes';
		const seen: unknown[] = [];
		const transaction = store.transaction(async (queries) => {
			for (const id of [1, 2, 3]) {
				await queries.query('INSERT INTO notes (id) VALUES ($1)', [id]);
			}
			throw new Error('no');
		});
		const others = Array.from({ length: 5 }, async () => seen.push(...(await store.query(count))));

		await expect(transaction).rejects.toThrow('no');
		await Promise.all(others);
		expect(seen).toEqual(Array(5).fill({ count: 0 }));
	});
});
