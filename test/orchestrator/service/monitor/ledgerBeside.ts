import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

/** An empty ledger beside a server of the test's own; both are there for the tests of a file. */
export function ledgerBeside(server: Server, opened: (store: Store) => void): { url(): string } {
	let store: Store;
	beforeAll(async () => {
		store = await openLedger(await emptyLedgerPlace());
		opened(store);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		await store.close();
	});
	return { url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
