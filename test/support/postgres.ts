import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { takeFreePort } from '../../orchestrator/src/up/ports';
import { waitFor } from '../../orchestrator/src/up/waitFor';

/** Where Debian's postgresql-15 keeps its programs; null where it is not installed. */
export const postgresPrograms: string | null =
	['/usr/lib/postgresql/15/bin'].find((folder) => existsSync(path.join(folder, 'postgres'))) ??
	null;

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

/**
 * Starts a server of its own on a free port of 127.0.0.1, data in a temporary folder. Postgres
 * refuses to run as root, so under root it runs as the user `postgres` that the package made.
 */
export async function startPostgres(): Promise<PostgresServer> {
	if (postgresPrograms === null) throw new Error('postgresql-15 is not installed.');
	const home = mkdtempSync(path.join(tmpdir(), 'agency-postgres-'));
	const data = path.join(home, 'data');
	const port = await takeFreePort();
	const user = userForPostgres();
	if (user !== null) chownSync(home, user.uid, user.gid);
	const program = (name: string) => path.join(postgresPrograms, name);
	const [initdb, ...initdbArguments] = asUser(user, program('initdb'), [
		...['--pgdata', data, '--username', 'postgres', '--auth', 'trust'],
		...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
	]);
	execFileSync(initdb, initdbArguments, { stdio: 'pipe', cwd: home });

	let server: ChildProcess | null = null;
	let ended: Promise<void> = Promise.resolve();
	const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
	const start = async () => {
		const [command, ...args] = asUser(user, program('postgres'), [
			...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', home],
			// A killed server loses nothing: only a machine without power would.
			...['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
		]);
		const launch = () => {
			const child = spawn(command, args, { stdio: 'ignore', cwd: home });
			server = child;
			ended = new Promise((resolve) => child.once('exit', () => resolve()));
		};
		launch();
		const answers = async () => {
			// It does not start while connections of a killed one are still going away.
			if (server?.exitCode !== null) launch();
			return await ask(urlOf('postgres'), 'SELECT 1');
		};
		await waitFor(answers, {
			what: 'the Postgres server of a test',
			deadlineMs: 30_000,
			everyMs: 50,
			mend: `Start ${program('postgres')} by hand and see what it says.`,
		});
	};
	const end = async (signal: NodeJS.Signals) => {
		server?.kill(signal);
		await ended;
		server = null;
	};
	await start();
	return {
		port,
		urlOf,
		pid: () => server?.pid ?? 0,
		createDatabase: async () => await createDatabase(urlOf('postgres')),
		kill: async () => {
			const pid = server?.pid ?? 0;
			// Its children with it: each would go on with what it is at until it misses its parent.
			const all = [pid, ...childrenOf(pid)];
			for (const each of all) killNow(each);
			await end('SIGKILL');
		},
		start,
		stop: async () => {
			await end('SIGQUIT');
			rmSync(home, { recursive: true, force: true });
		},
	};
}

function childrenOf(pid: number): number[] {
	const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
	return listed === '' ? [] : listed.split(' ').map(Number);
}

function killNow(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone by itself
	}
}

/** Makes an empty database on the server that an address names, and answers its address. */
export async function createDatabase(serverUrl: string): Promise<string> {
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	await ask(serverUrl, `CREATE DATABASE ${name}`);
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return url.href;
}

/** One statement on a connection of its own. */
async function ask(url: string, sql: string): Promise<unknown[]> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
	client.on('error', () => undefined);
	try {
		await client.connect();
		return (await client.query(sql)).rows;
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
 * The command line that runs a program as that user; the program takes the place of the helper, so
 * its process id is the one we start, and it goes when this process goes.
 */
function asUser(user: UnixUser | null, program: string, args: string[]): [string, ...string[]] {
	if (user === null) return [program, ...args];
	const rights = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
	return ['setpriv', ...rights, '--pdeathsig', 'QUIT', program, ...args];
}
