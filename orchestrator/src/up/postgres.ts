import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { MendableError } from '../../../nodes/domain/errors';
import type { Child } from './child';
import { startChild } from './child';

/** A Postgres server of our own: where its data is and how it is reached. */
export interface PostgresPlace {
	/** Folder with `initdb` and `postgres`. */
	programs: string;
	/** Everything of the server lies below it; under root it belongs to the user `postgres`. */
	folder: string;
	port: number;
	/** Of the superuser `postgres`; null lets everybody of this machine in. */
	password: string | null;
}

/** How to run it. */
export interface PostgresOptions extends PostgresPlace {
	logFile: string;
	/** Further settings, e.g. `fsync=off`. */
	settings?: readonly string[];
}

/** Where Debian keeps the programs of each version of Postgres (package postgresql-common). */
export const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Oldest version that the ledger's SQL was run on. */
const OLDEST_VERSION = 15;

/** The server and its children are gone within this, or ended by force; milliseconds. */
const GRACE_MS = 20_000;

/**
 * Folder with Postgres' programs; null where there are none.
 *
 * @param dataFolder where data of a certain version is there, that version is looked for
 */
export function findPostgres(dataFolder?: string, versionsFolder = DEBIAN_FOLDER): string | null {
	const programOf = (version: number) =>
		path.join(versionsFolder, String(version), 'bin', 'postgres');
	const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder).map(Number) : [];
	const usable = versions
		.filter((version) => version >= OLDEST_VERSION && existsSync(programOf(version)))
		.sort((one, other) => other - one);
	const wanted = dataFolder === undefined ? null : versionOf(dataFolder);
	const [newest] = usable;
	const chosen = usable.find((version) => version === wanted) ?? newest;
	return chosen === undefined ? null : path.dirname(programOf(chosen));
}

/** Major version that wrote the data; null where there is none. */
function versionOf(dataFolder: string): number | null {
	const file = path.join(dataFolder, 'PG_VERSION');
	return existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : null;
}

/** Where the server below a folder keeps its data. */
export function postgresData(folder: string): string {
	return path.join(folder, 'data');
}

/**
 * Makes the server's files, unless they are there. Postgres refuses to run as root, so under root
 * everything belongs to the user `postgres` that the package made.
 *
 * @throws MendableError `postgres/out-of-reach` when that user may not enter the folder
 */
export function initialisePostgres({ programs, folder, password }: PostgresPlace): void {
	mkdirSync(folder, { recursive: true });
	const user = userForPostgres();
	if (user !== null) {
		chownSync(folder, user.uid, user.gid);
		needReach(user, folder);
	}
	chmodSync(folder, 0o700);
	const data = postgresData(folder);
	if (existsSync(data)) return;

	// Made beside it and renamed, so that what an interrupted run left is never taken for a server.
	const draft = `${data}.new`;
	const passwordFile = path.join(folder, 'password.new');
	rmSync(draft, { recursive: true, force: true });
	writeFileSync(passwordFile, password ?? '', { mode: 0o600 });
	if (user !== null) chownSync(passwordFile, user.uid, user.gid);
	const entry =
		password === null ? ['--auth', 'trust'] : ['--auth', 'scram-sha-256', '--pwfile', passwordFile];
	const [initdb, ...args] = asUser(user, path.join(programs, 'initdb'), [
		...['--pgdata', draft, '--username', 'postgres', ...entry],
		...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
	]);
	try {
		execFileSync(initdb, args, { stdio: 'pipe', cwd: folder });
	} finally {
		rmSync(passwordFile, { force: true });
	}
	renameSync(draft, data);
}

/** What every server of ours is told; values of a failed statement may be about people. */
const ourSettings = [
	'unix_socket_directories=',
	'max_connections=200',
	'log_error_verbosity=terse',
	'log_min_error_statement=panic',
];

/** Starts the server on its port of 127.0.0.1; ready when it answers a question. */
export function startPostgresServer(options: PostgresOptions): Child {
	const { programs, folder, port, logFile, settings = [] } = options;
	const [command, ...args] = asUser(userForPostgres(), path.join(programs, 'postgres'), [
		...['-D', postgresData(folder), '-p', String(port), '-h', '127.0.0.1'],
		...[...ourSettings, ...settings].flatMap((setting) => ['-c', setting]),
	]);
	return startChild({
		name: 'postgres',
		command,
		args,
		env: process.env,
		cwd: folder,
		logFile,
		isReady: async () => {
			await askPostgres(postgresUrl(options), 'SELECT 1');
			return true;
		},
		readyWithinMs: 60_000,
		// Its fast shutdown: SIGTERM would wait for every client to go by itself.
		stopSignal: 'SIGINT',
		graceMs: GRACE_MS,
	});
}

/** Address of one of its databases; holds the password, so never print it. */
export function postgresUrl({ port, password }: PostgresPlace, database = 'postgres'): string {
	const user = password === null ? 'postgres' : `postgres:${password}`;
	return `postgres://${user}@127.0.0.1:${port}/${database}`;
}

/** Makes a database, unless it is there. */
export async function ensureDatabase(place: PostgresPlace, name: string): Promise<void> {
	const server = postgresUrl(place);
	const found = await askPostgres(server, 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
	if (found.length === 0) await askPostgres(server, `CREATE DATABASE "${name}"`);
}

/** One statement on a connection of its own. */
export async function askPostgres(
	url: string,
	sql: string,
	values: unknown[] = [],
): Promise<Array<Record<string, unknown>>> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
	client.on('error', () => undefined);
	try {
		await client.connect();
		return (await client.query<Record<string, unknown>>(sql, values)).rows;
	} finally {
		await client.end().catch(() => undefined);
	}
}

interface UnixUser {
	uid: number;
	gid: number;
}

/** Whom the server runs as when we are root; null means as ourselves. */
function userForPostgres(): UnixUser | null {
	if (process.getuid?.() !== 0) return null;
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: id('-u'), gid: id('-g') };
}

/**
 * The command line that runs a program as that user; the program takes the place of `setpriv`, so
 * its process id is the one we start, and it goes when this process goes.
 */
function asUser(user: UnixUser | null, program: string, args: string[]): [string, ...string[]] {
	if (user === null) return [program, ...args];
	const rights = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
	return ['setpriv', ...rights, '--pdeathsig', 'QUIT', program, ...args];
}

function needReach(user: UnixUser, folder: string): void {
	const [command, ...args] = asUser(user, 'test', ['-w', folder]);
	try {
		execFileSync(command, args, { stdio: 'ignore', cwd: '/' });
	} catch {
		throw new MendableError(
			'postgres/out-of-reach',
			'Postgres cannot keep its data in the state folder.',
			`Postgres does not run as root, and the user postgres may not enter ${folder}.`,
			'Name another state folder by AGENCY_OPS_HOME, e.g. /var/lib/agency-ops, or do not run this as root.',
		);
	}
}
