import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import { DEBIAN_FOLDER, findPostgres } from '../postgres';

/** Programs of Debian's that the scaled set-up is made of. */
export interface ScalePrograms {
	/** Folder with Postgres' programs. */
	postgres: string;
	redis: string;
	haproxy: string;
}

/** Where programs are looked for. */
export interface ProgramFolders {
	/** Folder with one folder for each version of Postgres. */
	postgres: string;
	/** Folders with programs, the first one first. */
	others: string[];
}

/** The PATH, and where Debian puts programs: `sbin` is missing from many people's PATH. */
function usualFolders(): ProgramFolders {
	const onPath = (process.env.PATH ?? '').split(path.delimiter);
	const others = [...onPath, '/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin'];
	return { postgres: DEBIAN_FOLDER, others };
}

/** The packages that bring what is missing here; empty where everything is there. */
export function missingPackages(folders: ProgramFolders = usualFolders()): string[] {
	return [
		findPostgres(undefined, folders.postgres) === null ? 'postgresql' : null,
		findProgram('redis-server', folders) === null ? 'redis-server' : null,
		findProgram('haproxy', folders) === null ? 'haproxy' : null,
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
	folders: ProgramFolders = usualFolders(),
): ScalePrograms {
	const postgres = findPostgres(dataFolder, folders.postgres);
	const redis = findProgram('redis-server', folders);
	const haproxy = findProgram('haproxy', folders);
	if (postgres !== null && redis !== null && haproxy !== null) return { postgres, redis, haproxy };
	const packages = missingPackages(folders).join(' ');
	throw new MendableError(
		'scale/programs-missing',
		'This machine lacks what the scaled set-up is made of.',
		`Not found: ${packages} (Postgres 15 or newer in ${folders.postgres}, the others on the PATH).`,
		`On Debian or Ubuntu, as root: apt-get install -y --no-install-recommends ${packages}`,
	);
}

function findProgram(name: string, { others }: ProgramFolders): string | null {
	return others.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return path.isAbsolute(file);
	} catch {
		return false;
	}
}
