import type { PostgresServer } from '../postgres';

/** Stops the server of the run. */
export default async function stop(): Promise<void> {
	const server = Reflect.get(globalThis, 'agencyPostgres') as PostgresServer | undefined;
	await server?.stop();
	delete process.env.AGENCY_TEST_POSTGRES;
}
