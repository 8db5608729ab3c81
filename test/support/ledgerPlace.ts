import { createDatabase } from './postgres';

/**
 * Where a test keeps its ledger: in memory, and in an empty database of a real server when the same
 * test runs again in the jest project "postgres".
 */
export async function emptyLedgerPlace(): Promise<string | null> {
	const server = process.env.AGENCY_TEST_POSTGRES;
	return server === undefined ? null : await createDatabase(server);
}
