import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import { findPostgres } from '../postgres';

/** Programs of Debian's that the scaled set-up is made of. */
export interface ScalePrograms {
	/** Folder with Postgres' programs. */
	postgres: string;
	redis: string;
	haproxy: string;
}

/** Where Debian puts programs; `sbin` is missing from many people's PATH. */
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin'];

/** The packages that bring what is missing here; empty where everything is there. */
export function missingPackages(env: NodeJS.ProcessEnv = process.env): string[] {
	return [
		findPostgres() === null ? 'postgresql' : null,
		findProgram('redis-server', env) === null ? 'redis-server' : null,
		findProgram('haproxy', env) === null ? 'haproxy' : null,
	].filter((name) => name !== null);
}

/**
 * Finds the programs on this machine.
 *
 * @param dataFolder Postgres' data: its version decides which server is taken
 * @throws MendableError `scale/programs-missing` with the line that installs them
 */
export function findScalePrograms(
	dataFolder: string,
	env: NodeJS.ProcessEnv = process.env,
): ScalePrograms {
	const postgres = findPostgres(dataFolder);
	const redis = findProgram('redis-server', env);
	const haproxy = findProgram('haproxy', env);
	if (postgres !== null && redis !== null && haproxy !== null) return { postgres, redis, haproxy };
	const packages = missingPackages(env).join(' ');
	throw new MendableError(
		'scale/programs-missing',
		'This machine lacks what the scaled set-up is made of.',
		`Not found: ${packages} (Postgres 15 or newer in /usr/lib/postgresql, the others on the PATH).`,
		`On Debian or Ubuntu, as root: apt-get install -y --no-install-recommends ${packages}`,
	);
}

function findProgram(name: string, env: NodeJS.ProcessEnv): string | null {
	const folders = [...(env.PATH ?? '').split(path.delimiter), ...USUAL_FOLDERS];
	return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return path.isAbsolute(file);
	} catch {
		return false;
	}
}
