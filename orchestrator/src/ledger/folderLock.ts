import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';

/**
 * Makes this process the only user of a folder; two embedded databases over one folder would
 * destroy it. The lock of a process that is gone is taken over.
 *
 * @returns releases the lock
 * @throws MendableError `ledger/in-use`
 */
export function lockFolder(folder: string): () => void {
	const file = `${path.resolve(folder)}.lock`;
	mkdirSync(path.dirname(file), { recursive: true });
	const mine = thisProcess();
	for (const isLastTry of [false, true]) {
		try {
			writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
			return () => {
				if (readLock(file) === mine) rmSync(file, { force: true });
			};
		} catch (error) {
			const holder = readLock(file);
			if (!isTaken(error) || isLastTry || isRunning(holder)) throw inUse(error, folder, holder);
			rmSync(file, { force: true });
		}
	}
	throw inUse(null, folder, readLock(file));
}

function readLock(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

function isTaken(error: unknown): boolean {
	return codeOf(error) === 'EEXIST';
}

function codeOf(error: unknown): unknown {
	return (error as NodeJS.ErrnoException | null)?.code;
}

/** This process, told from a later one with its number. */
export function thisProcess(): string {
	return `${process.pid} ${startOf(process.pid)}`;
}

/** Whether a process that `thisProcess` named on this machine still runs. */
export function isRunning(lock: string): boolean {
	const [pid = '', start = ''] = lock.split(' ');
	if (!/^\d+$/.test(pid)) return false;
	try {
		process.kill(Number(pid), 0);
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
	return startOf(Number(pid)) === start;
}

/** Ticks from boot to the start of a process: tells a process from a later one with its number. */
function startOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}

function inUse(error: unknown, folder: string, holder: string): unknown {
	if (error !== null && !isTaken(error)) return error;
	return new MendableError(
		'ledger/in-use',
		'The ledger cannot be opened.',
		`The process ${holder.split(' ')[0] || '(unknown)'} has ${folder} open; the embedded database serves one process at a time.`,
		'Stop that process, or give this one a folder of its own by AGENCY_OPS_HOME.',
	);
}
