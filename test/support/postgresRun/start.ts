import { postgresPrograms, startPostgres } from '../postgres';

/** Starts one server for every test of the run; the tests learn its address by the environment. */
export default async function start(): Promise<void> {
	if (postgresPrograms === null) return;
	const server = await startPostgres();
	Reflect.set(globalThis, 'agencyPostgres', server);
	process.env.AGENCY_TEST_POSTGRES = server.urlOf('postgres');
}
