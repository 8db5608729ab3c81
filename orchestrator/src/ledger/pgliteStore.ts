import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Mutex, PGlite } from '@electric-sql/pglite';
import { lockFolder } from './folderLock';
import { preparedQueries } from './preparedQueries';
import type { Queries, SqlValue, Store } from './store';

/** The part of PGlite that is there inside a transaction. */
interface PgliteQueries {
	query<Row>(sql: string, values?: SqlValue[]): Promise<{ rows: Row[] }>;
	exec(script: string): Promise<unknown>;
}

/**
 * Opens the embedded Postgres: in a folder (every acknowledged row survives a crash), or in memory
 * when the folder is null.
 *
 * @param image file with a dumped data folder that one in memory begins with; null: with nothing
 * @throws MendableError `ledger/in-use` when another process has the folder open
 */
export async function openPgliteStore(
	folder: string | null,
	image: string | null = null,
): Promise<Store> {
	const unlock = folder === null ? () => undefined : lockFolder(folder);
	try {
		if (folder !== null) mkdirSync(path.resolve(folder), { recursive: true, mode: 0o700 });
		const database = await PGlite.create(folder === null ? 'memory://' : path.resolve(folder), {
			...(image === null ? {} : { loadDataDir: new Blob([await readFile(image)]) }),
		});
		const ask = preparedQueries(database);
		// There is one connection: what is not part of a transaction must not come in between.
		const turn = new Mutex();
		return {
			engine: {
				kind: 'embedded',
				database,
				inTurn: async (work) => await turn.runExclusive(work),
			},
			query: async <Row>(sql: string, values: SqlValue[] = []) =>
				await turn.runExclusive(async () => await ask<Row>(sql, values)),
			run: async (script) => {
				await turn.runExclusive(async () => await database.exec(script));
			},
			transaction: async (work) =>
				await turn.runExclusive(
					async () => await database.transaction(async (inside) => await work(queriesOf(inside))),
				),
			close: async () => {
				await database.close();
				unlock();
			},
		};
	} catch (error) {
		unlock();
		throw error;
	}
}

function queriesOf(database: PgliteQueries): Queries {
	return {
		query: async <Row>(sql: string, values: SqlValue[] = []) =>
			(await database.query<Row>(sql, values)).rows,
		run: async (script) => {
			await database.exec(script);
		},
	};
}
