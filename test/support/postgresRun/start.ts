import { openJobs } from '../../../orchestrator/src/ledger/jobs';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { askPostgres } from '../../../orchestrator/src/up/postgres';
import { ledgerTemplate } from '../ledgerPlace';
import { postgresPrograms, startPostgres } from '../postgres';

/**
 * Starts one server for every test of the run, with an empty ledger on it to begin from; the tests learn
 * its address by the environment.
 */
export default async function start(): Promise<void> {
	if (postgresPrograms === null) return;
	const server = await startPostgres();
	Reflect.set(globalThis, 'agencyPostgres', server);
	const address = server.urlOf('postgres');
	await askPostgres(address, `CREATE DATABASE ${ledgerTemplate}`);
	const store = await openLedger(server.urlOf(ledgerTemplate));
	const jobs = await openJobs(store, [], { onError: (error) => Promise.reject(error) });
	await jobs.stop();
	await store.close();
	process.env.AGENCY_TEST_POSTGRES = address;
}
