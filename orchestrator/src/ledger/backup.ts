import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { MendableError } from '../../../nodes/domain/errors';
import type { BackupHead, BackupTail } from './backupFile';
import { FORMAT, FORMAT_VERSION } from './backupFile';
import type { Migration } from './migrate';
import { readMigrations, tablesOf } from './migrate';
import type { Queries, Store } from './store';

/** What was backed up or restored. */
export interface BackupReport {
	file: string;
	/** When the backup was made: what happened later is not in it. */
	madeAt: string;
	/** Number of the newest schema step in the file. */
	schema: number;
	/** Rows by table. */
	rows: Record<string, number>;
}

/** How many rows are held in memory at a time. */
const FETCH_ROWS = 500;

/** Holds names, addresses and messages of people. */
const OWNER_ONLY = 0o600;

/**
 * Writes the whole ledger, as it is at one moment, into one file: gzip over JSON lines, a head, a
 * line for each row, a last line with counts and checksum. The file appears when it is complete.
 *
 * @throws MendableError `backup/exists`
 */
export async function writeBackup(
	store: Store,
	file: string,
	now: Date,
	migrations = readMigrations(),
): Promise<BackupReport> {
	refuseExisting(file);
	const partial = `${file}.partial`;
	try {
		const report = await store.transaction(async (queries) => {
			await queries.run(asOneMoment);
			const head = await headOf(queries, now, migrations);
			const counts = head.tables.map(() => 0);
			await pipeline(
				Readable.from(linesOf(queries, head, counts)),
				createGzip(),
				createWriteStream(partial, { mode: OWNER_ONLY, flush: true }),
			);
			return reportOf(file, head, counts);
		});
		refuseExisting(file);
		renameSync(partial, file);
		return report;
	} finally {
		rmSync(partial, { force: true });
	}
}

/** The texts of values must not depend on the session they are read in. */
const asOneMoment = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'iso_8601';
SET LOCAL extra_float_digits = 1`;

/** What a report says of a file with this head and these counts. */
export function reportOf(file: string, head: BackupHead, counts: number[]): BackupReport {
	return {
		file,
		madeAt: head.madeAt,
		schema: head.migrations.at(-1)?.number ?? 0,
		rows: Object.fromEntries(head.tables.map(({ name }, index) => [name, counts[index] ?? 0])),
	};
}

async function headOf(queries: Queries, now: Date, migrations: Migration[]): Promise<BackupHead> {
	const tables = [];
	for (const name of tablesOf(migrations)) {
		tables.push({ name, columns: (await columnsOf(queries, name)).map((column) => column.name) });
	}
	return {
		format: FORMAT,
		version: FORMAT_VERSION,
		madeAt: now.toISOString(),
		migrations: migrations.map(({ number, name, checksum }) => ({ number, name, checksum })),
		tables,
	};
}

/** A column that holds a value of its own. */
export interface Column {
	name: string;
	/** As SQL writes it. */
	type: string;
	/** Whether the database counts it up by itself. */
	isCounter: boolean;
}

/** The columns of a table in their order, without those the database works out from others. */
export async function columnsOf(queries: Queries, table: string): Promise<Column[]> {
	return await queries.query<Column>(
		`SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
			attidentity <> '' AS "isCounter"
		FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
		ORDER BY attnum`,
		[table],
	);
}

async function* linesOf(
	queries: Queries,
	head: BackupHead,
	counts: number[],
): AsyncGenerator<string> {
	const hash = createHash('sha256');
	const counted = (line: string) => {
		hash.update(line);
		return line;
	};
	yield counted(`${JSON.stringify(head)}\n`);
	for (const [index, { name, columns }] of head.tables.entries()) {
		for await (const row of rowsOf(queries, name, columns)) {
			counts[index] = (counts[index] ?? 0) + 1;
			yield counted(`[${index},${row}]\n`);
		}
	}
	const tail: BackupTail = { rows: counts, sha256: hash.digest('hex') };
	yield `${JSON.stringify(tail)}\n`;
}

/** Every value as the text Postgres itself makes of it and reads again without loss. */
async function* rowsOf(queries: Queries, table: string, columns: string[]): AsyncGenerator<string> {
	const texts = columns.map((column) => `"${column}"::text`).join(', ');
	await queries.run(
		`DECLARE backed_up NO SCROLL CURSOR FOR SELECT json_build_array(${texts})::text AS line FROM ${table}`,
	);
	for (;;) {
		const rows = await queries.query<{ line: string }>(`FETCH ${FETCH_ROWS} FROM backed_up`);
		if (rows.length === 0) break;
		for (const { line } of rows) yield line;
	}
	await queries.run('CLOSE backed_up');
}

function refuseExisting(file: string): void {
	if (!existsSync(file)) return;
	throw new MendableError(
		'backup/exists',
		'The backup was not written.',
		`${file} is there already.`,
		'Name another file, for example with the date in it.',
	);
}
