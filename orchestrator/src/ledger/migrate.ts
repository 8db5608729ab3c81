import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import type { Queries, Store } from './store';

/** One step of the schema; released steps are never edited, the next number mends them. */
export interface Migration {
	number: number;
	name: string;
	sql: string;
	/** sha256 of the SQL, hex. */
	checksum: string;
}

interface AppliedMigration {
	number: number;
	name: string;
	checksum: string;
}

/** Any constant: two services starting together on one server migrate one after the other. */
const MIGRATION_LOCK = 7_316_203;

/** Reads the numbered SQL files (`0001_effects.sql`…) of a folder in their order. */
export function readMigrations(folder = path.join(__dirname, 'migrations')): Migration[] {
	return readdirSync(folder)
		.filter((file) => /^\d{4}_\w+\.sql$/.test(file))
		.sort()
		.map((file) => {
			const sql = readFileSync(path.join(folder, file), 'utf8');
			return {
				number: Number(file.slice(0, 4)),
				name: file.slice(5, -'.sql'.length),
				sql,
				checksum: createHash('sha256').update(sql).digest('hex'),
			};
		});
}

/**
 * Brings the database up to the newest schema this service knows, forward only, all or nothing.
 *
 * @returns the numbers that were applied now
 * @throws MendableError `ledger/too-new`, `ledger/other-history`, `ledger/foreign`
 */
export async function migrate(store: Store, migrations = readMigrations()): Promise<number[]> {
	return await store.transaction(async (queries) => await migrateWithin(queries, migrations));
}

/** The same as a part of a larger transaction. */
export async function migrateWithin(queries: Queries, migrations: Migration[]): Promise<number[]> {
	await lockSchema(queries);
	await queries.run(`CREATE TABLE IF NOT EXISTS migrations (
		number integer PRIMARY KEY,
		name text NOT NULL,
		checksum text NOT NULL,
		applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
	)`);
	await refuseForeign(queries);
	const applied = await readApplied(queries);
	refuseOtherHistory(applied, migrations);
	const missing = migrations.slice(applied.length);
	for (const migration of missing) await apply(queries, migration);
	return missing.map(({ number }) => number);
}

/** Keeps every other service from changing the schema until the transaction ends. */
export async function lockSchema(queries: Queries): Promise<void> {
	// The wait for another service and the steps themselves may take longer than a statement may.
	await queries.run(
		`SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`,
	);
}

/** The tables that migrations make, each after those it refers to; the migrations' own is not among them. */
export function tablesOf(migrations: Migration[]): string[] {
	return migrations.flatMap(({ sql }) =>
		[...sql.matchAll(/^CREATE TABLE (\w+) \(/gm)].map(([, name = '']) => name),
	);
}

/**
 * Sees that the database has exactly the schema this version knows, and changes nothing: a command
 * may not move the schema on under a service that runs.
 *
 * @throws MendableError `ledger/too-old`, `ledger/too-new`, `ledger/other-history`
 */
export async function refuseOtherSchema(
	store: Store,
	migrations = readMigrations(),
): Promise<void> {
	const [{ exists } = { exists: false }] = await store.query<{ exists: boolean }>(
		`SELECT to_regclass('migrations') IS NOT NULL AS exists`,
	);
	if (exists) await refuseForeign(store);
	const applied = exists ? await readApplied(store) : [];
	refuseOtherHistory(applied, migrations);
	if (applied.length === migrations.length) return;
	throw new MendableError(
		'ledger/too-old',
		'This version is too new for the database.',
		`The database has schema ${applied.at(-1)?.number ?? 0}, this version needs ${migrations.at(-1)?.number ?? 0}.`,
		'Start the service of this version once: it brings the schema up to date.',
	);
}

/** n8n, for one, keeps a table of the same name. */
async function refuseForeign(queries: Queries): Promise<void> {
	const ours = await queries.query(
		`SELECT attname FROM pg_attribute
		WHERE attrelid = 'migrations'::regclass AND attname IN ('number', 'name', 'checksum')`,
	);
	if (ours.length === 3) return;
	throw new MendableError(
		'ledger/foreign',
		'The database belongs to another program.',
		'It has a table "migrations" that is not the ledger’s.',
		'Give the ledger a database of its own (CREATE DATABASE agency_ops) and name it in DATABASE_URL.',
	);
}

async function readApplied(queries: Queries): Promise<AppliedMigration[]> {
	return await queries.query<AppliedMigration>(
		'SELECT number, name, checksum FROM migrations ORDER BY number',
	);
}

async function apply(queries: Queries, { number, name, sql, checksum }: Migration): Promise<void> {
	await queries.run(sql);
	await queries.query('INSERT INTO migrations (number, name, checksum) VALUES ($1, $2, $3)', [
		number,
		name,
		checksum,
	]);
}

function refuseOtherHistory(applied: AppliedMigration[], known: Migration[]): void {
	const newestApplied = applied.at(-1)?.number ?? 0;
	const newestKnown = known.at(-1)?.number ?? 0;
	if (newestApplied > newestKnown) {
		throw new MendableError(
			'ledger/too-new',
			'This service is too old for its database.',
			`The database has schema ${newestApplied}, this service knows up to ${newestKnown}.`,
			'Start the newer version of the service that made this database, or restore a backup from before it.',
		);
	}
	for (const [index, found] of applied.entries()) {
		const expected = known[index];
		if (expected?.number === found.number && expected.checksum === found.checksum) continue;
		throw new MendableError(
			'ledger/other-history',
			'The database was made by another history of the schema.',
			`Migration ${found.number} (${found.name}) there has checksum ${found.checksum.slice(0, 12)}, this service expects ${expected?.number ?? 'none'} (${expected?.name ?? '-'}) with ${expected?.checksum.slice(0, 12) ?? '-'}.`,
			'Use the service version that made this database; a released migration is never edited.',
		);
	}
}
