import { migrate } from './migrate';
import { openPgliteStore } from './pgliteStore';
import type { Store } from './store';

/**
 * Opens the ledger with its schema up to date: the embedded Postgres in a folder, or in memory when
 * the folder is null.
 *
 * @throws MendableError `ledger/in-use`, `ledger/too-new`, `ledger/other-history`
 */
export async function openLedger(folder: string | null): Promise<Store> {
	const store = await openPgliteStore(folder);
	try {
		await migrate(store);
	} catch (error) {
		await store.close();
		throw error;
	}
	return store;
}
