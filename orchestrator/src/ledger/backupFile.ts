import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';

/** Version of the file's own shape; a file of a higher one is refused. */
export const FORMAT_VERSION = 1;

/** What a backup calls itself in its first line. */
export const FORMAT = 'agency-ops ledger backup';

const headSchema = z.object({
	format: z.literal(FORMAT),
	version: z.number().int().positive(),
	madeAt: z.string().datetime(),
	/** Steps of the schema it was made with. */
	migrations: z.array(
		z.object({ number: z.number().int(), name: z.string(), checksum: z.string() }),
	),
	tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});
/** First line of a backup: what is in it. */
export type BackupHead = z.infer<typeof headSchema>;

const tailSchema = z.object({
	/** Rows of each table, in the order of the head. */
	rows: z.array(z.number().int().nonnegative()),
	/** Hex, over every line before this one with its line feed. */
	sha256: z.string(),
});
/** Last line of a backup: proof that nothing is missing or changed. */
export type BackupTail = z.infer<typeof tailSchema>;

/** Rows of one table, each a list of its columns as Postgres writes them, or null. */
export interface BackupRows {
	table: string;
	columns: string[];
	rows: Array<Array<string | null>>;
}

const rowSchema = z.tuple([z.number().int().nonnegative(), z.array(z.string().nullable())]);

/** How many rows come at a time. */
const BATCH_ROWS = 200;

/** Head of a backup, read and judged before anything else is done with the file. */
export async function readHead(file: string): Promise<BackupHead> {
	for await (const part of readBackup(file)) if ('format' in part) return part;
	throw noBackup(file, 'It is empty.');
}

/**
 * Reads a backup: its head, then its rows. The reader may only trust what it read when the
 * iteration has come to its end: that is when the checksum is compared.
 *
 * @throws MendableError `backup/none`, `backup/newer`, `backup/damaged`, `backup/missing`
 */
export async function* readBackup(file: string): AsyncGenerator<BackupHead | BackupRows> {
	const hash = createHash('sha256');
	let head: BackupHead | null = null;
	let tail: BackupTail | null = null;
	const counts: number[] = [];
	let batch: BackupRows | null = null;
	for await (const line of linesOf(file)) {
		if (tail !== null) throw damaged(file, 'There are lines after its end.');
		const value = parse(line);
		if (head === null) {
			head = readHeadLine(file, value);
			counts.push(...head.tables.map(() => 0));
			yield head;
		} else if (Array.isArray(value)) {
			const row = rowSchema.safeParse(value);
			const [index, columns] = row.data ?? [-1, []];
			const table = head.tables[index];
			if (table?.columns.length !== columns.length) throw damaged(file, 'A row cannot be read.');
			counts[index] = (counts[index] ?? 0) + 1;
			if (batch !== null && (batch.table !== table.name || batch.rows.length >= BATCH_ROWS)) {
				yield batch;
				batch = null;
			}
			batch ??= { table: table.name, columns: table.columns, rows: [] };
			batch.rows.push(columns);
		} else {
			tail = tailSchema.safeParse(value).data ?? null;
			if (tail === null) throw damaged(file, 'A line cannot be read.');
			continue;
		}
		hash.update(`${line}\n`);
	}
	if (head === null) throw noBackup(file, 'It is empty.');
	if (tail === null) throw damaged(file, 'Its end is missing.');
	if (tail.rows.join() !== counts.join()) throw damaged(file, 'Rows are missing.');
	const found = hash.digest('hex');
	if (tail.sha256 !== found) {
		throw damaged(
			file,
			`Its content has checksum ${found.slice(0, 12)}, its last line says ${tail.sha256.slice(0, 12)}.`,
		);
	}
	if (batch !== null) yield batch;
}

function readHeadLine(file: string, value: unknown): BackupHead {
	const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
	if (format !== FORMAT) throw noBackup(file, 'Its first line does not say that it is one.');
	if (typeof version === 'number' && version > FORMAT_VERSION) {
		throw newerBackup(`${file} has format ${version}, this version reads up to ${FORMAT_VERSION}.`);
	}
	const head = headSchema.safeParse(value);
	if (!head.success) throw damaged(file, 'Its first line cannot be read.');
	return head.data;
}

/** Lines end with a line feed and nothing else: rows may hold every other separator. */
async function* linesOf(file: string): AsyncGenerator<string> {
	let rest = '';
	for await (const text of textOf(file)) {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
	}
	if (rest !== '') throw damaged(file, 'Its last line is cut off.');
}

async function* textOf(file: string): AsyncGenerator<string> {
	const source = createReadStream(file);
	const gunzip = createGunzip();
	source.once('error', (error) => gunzip.destroy(error));
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		for await (const bytes of source.pipe(gunzip)) {
			yield decoder.decode(bytes as Buffer, { stream: true });
		}
		yield decoder.decode();
	} catch (error) {
		throw explain(error, file);
	} finally {
		source.destroy();
	}
}

function explain(error: unknown, file: string): unknown {
	const { code = '', message = '' } = error as { code?: string; message?: string };
	if (message === 'incorrect header check') return noBackup(file, 'It is not compressed by gzip.');
	if (code === 'ENOENT') {
		return new MendableError(
			'backup/missing',
			'The backup cannot be read.',
			`There is no file ${file}.`,
			'Check the name.',
		);
	}
	return code.startsWith('Z_') || code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
		? damaged(file, `It cannot be unpacked: ${message}.`)
		: error;
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		return null; // answered as a line that cannot be read
	}
}

function noBackup(file: string, why: string): MendableError {
	return new MendableError(
		'backup/none',
		`${file} is no backup of a ledger.`,
		why,
		'Name a file that "agency-ops backup" wrote.',
	);
}

function damaged(file: string, why: string): MendableError {
	return new MendableError(
		'backup/damaged',
		`${file} was cut off or changed since it was written.`,
		why,
		'Take another copy of it; the ledger is as it was.',
	);
}

/** A backup that a newer version made. */
export function newerBackup(why: string): MendableError {
	return new MendableError(
		'backup/newer',
		'This version is too old for the backup.',
		why,
		'Restore it with the version that made it, or a newer one.',
	);
}
