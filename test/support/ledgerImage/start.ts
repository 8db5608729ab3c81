import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJobs } from '../../../orchestrator/src/ledger/jobs';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';

/**
 * Makes an empty ledger once for every test of the run. A new one takes more than a second to make from
 * nothing, one that begins as a copy of this a quarter of that.
 */
export default async function start(): Promise<void> {
	const store = await openLedger(null);
	const jobs = await openJobs(store, [], { onError: (error) => Promise.reject(error) });
	await jobs.stop();
	if (store.engine.kind !== 'embedded')
		throw new Error('The ledger in memory is the embedded one.');
	const image = await store.engine.database.dumpDataDir('none');
	await store.close();
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-ledger-image-'));
	const file = path.join(folder, 'ledger.tar');
	writeFileSync(file, Buffer.from(await image.arrayBuffer()));
	Reflect.set(globalThis, 'agencyLedgerImage', folder);
	process.env.AGENCY_TEST_LEDGER_IMAGE = file;
}
