import { mkdirSync } from 'node:fs';
import { extract } from 'tar';
import { createDatabase } from './postgres';

/**
 * Where a test keeps its ledger: in memory, as a copy of the empty one that the run made; and in such a
 * database of a real server when the same test runs again in the jest project "postgres".
 */
export async function emptyLedgerPlace(): Promise<string | null> {
	const server = process.env.AGENCY_TEST_POSTGRES;
	if (server !== undefined) return patiently(await createDatabase(server, ledgerTemplate));
	const image = process.env.AGENCY_TEST_LEDGER_IMAGE;
	return image === undefined ? null : `memory:${image}`;
}

/** Lays an empty ledger into a folder that is not there yet, for what has to find one on disk, and answers it. */
export async function layEmptyLedger(folder: string): Promise<string> {
	const image = process.env.AGENCY_TEST_LEDGER_IMAGE;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (image !== undefined) await extract({ file: image, cwd: folder });
	return folder;
}

/** The address of an empty database in the jest project "postgres", null elsewhere. */
export async function emptyDatabase(): Promise<string | null> {
	const server = process.env.AGENCY_TEST_POSTGRES;
	return server === undefined ? null : patiently(await createDatabase(server));
}

/** The same address for a busy machine, and for hundreds of calls that wait for a dozen connections. */
function patiently(address: string): string {
	const url = new URL(address);
	url.searchParams.set('connect_timeout', '120');
	return url.href;
}

/** The database of the run's server that empty ledgers are copies of. */
export const ledgerTemplate = 'empty_ledger';
