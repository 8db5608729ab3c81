import { createHash } from 'node:crypto';
import type { Migration } from '../../../orchestrator/src/ledger/migrate';
import {
	migrate,
	readMigrations,
	refuseOtherSchema,
} from '../../../orchestrator/src/ledger/migrate';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => {
	await store.close();
});
beforeEach(async () => {
	await store.run('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

function aMigration(number: number, sql: string): Migration {
	const checksum = createHash('sha256').update(sql).digest('hex');
	return { number, name: `step_${number}`, sql, checksum };
}

const one = aMigration(1, 'CREATE TABLE one (id int)');
const two = aMigration(2, 'CREATE TABLE two (id int)');

describe('migrate', () => {
	it('brings a fresh database to the newest schema, and does nothing the second time', async () => {
		const numbers = readMigrations().map(({ number }) => number);

		expect(await migrate(store)).toEqual(numbers);
		expect(await migrate(store)).toEqual([]);
		// In order and none twice; a number may be missing.
		expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
	});

	it('goes on from where the database stands', async () => {
		await migrate(store, [one]);

		expect(await migrate(store, [one, two])).toEqual([2]);
	});

	it('stops at a database that is newer, naming both versions', async () => {
		await migrate(store, [one, two]);

		await expect(migrate(store, [one])).rejects.toMatchObject({
			code: 'ledger/too-new',
			why: 'The database has schema 2, this service knows up to 1.',
		});
	});

	it('does not let a command change the schema, naming both versions', async () => {
		await migrate(store, [one]);

		await expect(refuseOtherSchema(store, [one, two])).rejects.toMatchObject({
			code: 'ledger/too-old',
			why: 'The database has schema 1, this version needs 2.',
		});
		await expect(refuseOtherSchema(store, [])).rejects.toMatchObject({ code: 'ledger/too-new' });
		await expect(refuseOtherSchema(store, [one])).resolves.toBeUndefined();
	});

	it('lets services that start together migrate one after the other', async () => {
		const applied = await Promise.all([1, 2, 3, 4].map(async () => await migrate(store)));

		expect(applied.filter((numbers) => numbers.length > 0)).toHaveLength(1);
	});

	it('stops at a released migration that was edited', async () => {
		await migrate(store, [one]);

		const edited = aMigration(1, 'CREATE TABLE one (id bigint)');
		await expect(migrate(store, [edited, two])).rejects.toMatchObject({
			code: 'ledger/other-history',
		});
	});

	it('keeps away from the database of another program', async () => {
		await store.run('CREATE TABLE migrations (id serial, timestamp bigint, name varchar)');

		await expect(migrate(store)).rejects.toMatchObject({ code: 'ledger/foreign' });
		await expect(refuseOtherSchema(store)).rejects.toMatchObject({ code: 'ledger/foreign' });
	});

	it('leaves everything as it was when a step fails', async () => {
		const broken = aMigration(2, 'CREATE TABLE half (id int); SELECT nothing FROM nowhere');

		await expect(migrate(store, [one, broken])).rejects.toThrow();
		expect(await migrate(store, [one, two])).toEqual([1, 2]);
	});
});
