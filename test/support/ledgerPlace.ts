import { createDatabase } from './postgres';

/**
 * Where a test keeps its ledger: in memory, as a copy of the empty one that the run made; and in an empty
 * database of a real server when the same test runs again in the jest project "postgres".
 */
export async function emptyLedgerPlace(): Promise<string | null> {
	const image = process.env.AGENCY_TEST_LEDGER_IMAGE;
	return (await emptyDatabase()) ?? (image === undefined ? null : `memory:${image}`);
}

/** The address of an empty database in the jest project "postgres", null elsewhere. */
export async function emptyDatabase(): Promise<string | null> {
	const server = process.env.AGENCY_TEST_POSTGRES;
	return server === undefined ? null : await createDatabase(server);
}
