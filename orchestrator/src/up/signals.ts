import { readFileSync } from 'node:fs';

/**
 * Sends a signal to a process and to every process below it, those included that have left its
 * group, as Postgres' own do. It is halted first, so that it starts none while the list is made.
 *
 * @returns the processes below it
 */
export function signalTree(pid: number, signal: NodeJS.Signals): number[] {
	const isLasting = signal === 'SIGSTOP' || signal === 'SIGKILL';
	if (isLasting) signalGroup(pid, 'SIGSTOP');
	const below = descendantsOf(pid);
	signalGroup(pid, signal);
	for (const each of below) signalOne(each, signal);
	return below;
}

/** Sends a signal to a process's group; to the process alone where it leads none. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
	if (pid <= 0) return;
	if (!signalOne(-pid, signal)) signalOne(pid, signal);
}

/** Whether there was somebody to send it to. */
function signalOne(pid: number, signal: NodeJS.Signals): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false; // gone in the meantime, or no group of its own on this platform
	}
}

/** Every process below one, by proc(5); none where there is no /proc. */
function descendantsOf(pid: number): number[] {
	const children = childrenOf(pid);
	return [...children, ...children.flatMap(descendantsOf)];
}

function childrenOf(pid: number): number[] {
	try {
		const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
		return listed === '' ? [] : listed.split(' ').map(Number);
	} catch {
		return [];
	}
}

/** The kernel's start time of a process, field 22 of /proc/PID/stat (proc(5)); null where there is no such process or no /proc. */
export function startTimeOf(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (fields[0] === 'Z') return null; // ended, only not yet reaped
		return fields[19] ?? null;
	} catch {
		return null;
	}
}
