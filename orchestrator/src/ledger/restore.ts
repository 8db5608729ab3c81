import { MendableError } from '../../../nodes/domain/errors';
import type { BackupReport } from './backup';
import { columnsOf, reportOf } from './backup';
import type { BackupHead, BackupRows } from './backupFile';
import { newerBackup, readBackup, readHead } from './backupFile';
import type { Migration } from './migrate';
import { lockSchema, migrateWithin, readMigrations, tablesOf } from './migrate';
import type { Queries, Store } from './store';

/** How to restore. */
export interface RestoreOptions {
	/** Whether a ledger that holds something is replaced; otherwise it is refused. */
	isReplacing?: boolean;
}

/** How long services that use the ledger are waited for, in seconds. */
const LOCK_SECONDS = 10;

/** Postgres: could not get a lock in time. */
const LOCK_TIMEOUT = '55P03';

/**
 * Puts a backup into a ledger, whichever store it came from. All or nothing: what was there stays
 * until the last row is in and the checksum has been right, and stays for good if anything fails.
 * A file of an older schema is brought up to date. Jobs that waited belong to what is replaced and
 * go with it.
 *
 * @throws MendableError `backup/…` when the file cannot be used, `ledger/not-empty`, `ledger/busy`
 */
export async function restoreBackup(
	store: Store,
	file: string,
	{ isReplacing = false }: RestoreOptions = {},
): Promise<BackupReport> {
	const known = readMigrations();
	const head = await readHead(file);
	refuseOtherSchema(head, known, file);
	await readWhole(file);
	try {
		return await store.transaction(async (queries) => {
			await lockSchema(queries);
			await lockTables(queries, tablesOf(known));
			if (!isReplacing) await refuseFull(queries, tablesOf(known));
			await removeAll(queries, tablesOf(known));
			await migrateWithin(queries, known.slice(0, head.migrations.length));
			const counts = await insertAll(queries, file, head);
			await moveCounters(queries, head);
			await migrateWithin(queries, known);
			return reportOf(file, head, counts);
		});
	} catch (error) {
		throw (error as { code?: unknown } | null)?.code === LOCK_TIMEOUT ? inUse() : error;
	}
}

/** Finds out whether the file is whole before anything is locked. */
async function readWhole(file: string): Promise<void> {
	const parts = readBackup(file);
	while ((await parts.next()).done !== true);
}

function refuseOtherSchema(head: BackupHead, known: Migration[], file: string): void {
	const newest = head.migrations.at(-1)?.number ?? 0;
	const newestKnown = known.at(-1)?.number ?? 0;
	if (newest > newestKnown) {
		throw newerBackup(`${file} has schema ${newest}, this version knows up to ${newestKnown}.`);
	}
	const strange = head.migrations.find(
		({ number, checksum }, index) =>
			known[index]?.number !== number || known[index].checksum !== checksum,
	);
	if (strange === undefined) return;
	throw new MendableError(
		'backup/other-history',
		'The backup was made by another history of the schema.',
		`Step ${strange.number} (${strange.name}) of ${file} is not the one this version has.`,
		'Restore it with the version that made it.',
	);
}

async function lockTables(queries: Queries, tables: string[]): Promise<void> {
	await queries.run(
		`SET LOCAL lock_timeout = '${LOCK_SECONDS}s'; LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`,
	);
}

async function refuseFull(queries: Queries, tables: string[]): Promise<void> {
	const full: string[] = [];
	for (const table of tables) {
		const rows = await queries.query(`SELECT 1 FROM ${table} LIMIT 1`);
		if (rows.length > 0) full.push(table);
	}
	if (full.length === 0) return;
	throw new MendableError(
		'ledger/not-empty',
		'The backup was not restored.',
		`The ledger holds something already, in ${full.join(', ')}.`,
		'Restore into an empty ledger, or make a backup of this one and restore with --replace.',
	);
}

async function removeAll(queries: Queries, tables: string[]): Promise<void> {
	await queries.run(
		`DROP TABLE ${[...tables, 'migrations'].join(', ')}; DROP SCHEMA IF EXISTS pgboss CASCADE`,
	);
}

async function insertAll(queries: Queries, file: string, head: BackupHead): Promise<number[]> {
	const counts = head.tables.map(() => 0);
	const inserts = new Map<string, string>();
	for (const { name, columns } of head.tables) {
		inserts.set(name, await insertOf(queries, name, columns));
	}
	for await (const part of readBackup(file)) {
		if ('format' in part) continue;
		await insert(queries, inserts.get(part.table) ?? '', part);
		const index = head.tables.findIndex(({ name }) => name === part.table);
		counts[index] = (counts[index] ?? 0) + part.rows.length;
	}
	return counts;
}

async function insert(queries: Queries, sql: string, { rows }: BackupRows): Promise<void> {
	await queries.query(sql, [JSON.stringify(rows)]);
}

async function insertOf(queries: Queries, table: string, columns: string[]): Promise<string> {
	const types = new Map((await columnsOf(queries, table)).map(({ name, type }) => [name, type]));
	const values = columns.map((column, index) => {
		const type = types.get(column);
		if (type !== undefined) return `(line ->> ${index})::${type}`;
		throw new MendableError(
			'backup/damaged',
			'The backup does not fit its own schema.',
			`The table ${table} has no column "${column}".`,
			'Take another copy of it; the ledger is as it was.',
		);
	});
	const names = columns.map((column) => `"${column}"`).join(', ');
	return `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE
		SELECT ${values.join(', ')} FROM json_array_elements($1::json) AS line`;
}

/** The next row gets a number after the restored ones. */
async function moveCounters(queries: Queries, head: BackupHead): Promise<void> {
	for (const { name } of head.tables) {
		for (const column of await columnsOf(queries, name)) {
			if (!column.isCounter) continue;
			await queries.query(
				`SELECT setval(pg_get_serial_sequence($1, $2), max("${column.name}"))
				FROM ${name} HAVING max("${column.name}") IS NOT NULL`,
				[name, column.name],
			);
		}
	}
}

function inUse(): MendableError {
	return new MendableError(
		'ledger/busy',
		'The backup was not restored.',
		`Services use the ledger and did not leave it for ${LOCK_SECONDS} s.`,
		'Stop every service on this database, restore, and start them again.',
	);
}
