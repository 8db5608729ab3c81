import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Child } from '../../orchestrator/src/up/child';
import { takeFreePort } from '../../orchestrator/src/up/ports';
import {
	askPostgres,
	findPostgres,
	initialisePostgres,
	postgresUrl,
	startPostgresServer,
} from '../../orchestrator/src/up/postgres';

/** Where the programs of a Postgres server are; null where none is installed. */
export const postgresPrograms: string | null = findPostgres();

const skipped = 'skip';

/** `describe` where a Postgres server can be started; elsewhere the suite is listed as skipped. */
export function describeWithPostgres(title: string, body: () => void): void {
	if (postgresPrograms === null) describe[skipped](`${title} (no postgresql-15)`, body);
	else describe(title, body);
}

/** A Postgres server that a test may do anything to. */
export interface PostgresServer {
	port: number;
	/** Process id of the postmaster, as long as it runs. */
	pid(): number;
	/** Address of one of its databases; `postgres` is always there. */
	urlOf(database: string): string;
	/** Makes an empty database and answers its address. */
	createDatabase(): Promise<string>;
	/** Ends it at once, as a power cut would. */
	kill(): Promise<void>;
	/** Starts it again over the same data. */
	start(): Promise<void>;
	/** Ends it and removes its data. */
	stop(): Promise<void>;
}

/** Starts a server of its own on a free port of 127.0.0.1, data in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
	if (postgresPrograms === null) throw new Error('postgresql-15 is not installed.');
	const home = mkdtempSync(path.join(tmpdir(), 'agency-postgres-'));
	const port = await takeFreePort();
	const place = { programs: postgresPrograms, folder: home, port, password: null };
	initialisePostgres(place);
	// A killed server loses nothing: only a machine without power would. Many suites share one.
	const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=500'];
	const launch = () =>
		startPostgresServer({ ...place, settings, logFile: path.join(home, 'server.log') });
	let server: Child | null = null;
	const start = async () => {
		server = launch();
		await server.ready;
	};
	await start();
	return {
		port,
		urlOf: (database) => postgresUrl(place, database),
		pid: () => server?.pid ?? 0,
		createDatabase: async () => await createDatabase(postgresUrl(place)),
		kill: async () => {
			server?.kill('SIGKILL');
			await server?.ended;
		},
		start,
		stop: async () => {
			server?.kill('SIGQUIT');
			await server?.stop();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/**
 * Makes a database on the server that an address names, and answers its address.
 *
 * @param template the database that it begins as a copy of; default: an empty one
 */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<string> {
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	await askPostgres(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return url.href;
}
