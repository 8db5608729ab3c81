import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { MendableError } from '../../../../nodes/domain/errors';
import type { MediaLimits } from '../limits';

/** One call of ffmpeg or ffprobe. */
export interface ToolCall {
	command: string;
	args: readonly string[];
	/** Who reads what it writes, by file descriptor: 1 is its output, 2 its errors. */
	readers: ReadonlyMap<number, (bytes: Uint8Array) => void>;
	limits: MediaLimits;
	/** Bytes that all its output together may have; endless if left out. */
	outputBytes?: number;
	signal?: AbortSignal | undefined;
}

/** How a call ended by itself. */
export interface ToolEnd {
	/** Null where a signal ended it that we did not send. */
	exitCode: number | null;
}

type Stop = 'cancelled' | 'time' | 'output';

/**
 * Sets limits that the operating system holds, then becomes the tool: memory, processor time, and
 * that it can write no file at all. A system that knows one of them not goes without.
 */
const BOUNDED =
	'ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; ulimit -f 0 2>/dev/null; ' +
	'ulimit -c 0 2>/dev/null; shift 2; exec "$@"';

/**
 * Runs a tool within its limits and hands its output to its readers as it comes. It gets no input,
 * no proxy and nothing else of our environment but where to find its libraries.
 *
 * @throws MendableError `media/too-slow`, `media/too-much`, `media/cancelled`, `media/ffmpeg-missing`
 */
export async function runTool(call: ToolCall): Promise<ToolEnd> {
	const { command, args, readers, limits, signal } = call;
	if (signal?.aborted === true) throw stopped('cancelled', limits);
	const highest = Math.max(2, ...readers.keys());
	const memoryKb = Math.ceil(limits.memoryBytes / 1024);
	const child = spawn(
		'/bin/sh',
		['-c', BOUNDED, 'sh', `${memoryKb}`, `${limits.cpuSeconds}`, command, ...args],
		{
			env: toolEnvironment(),
			stdio: [
				'ignore',
				...Array.from({ length: highest }, (_, index) =>
					readers.has(index + 1) ? 'pipe' : 'ignore',
				),
			] as Array<'pipe' | 'ignore'>,
		},
	);
	let stop: Stop | null = null;
	let failure: unknown = null;
	const end = (because: Stop): void => {
		stop ??= because;
		child.kill('SIGKILL');
	};
	const onAbort = () => end('cancelled');
	signal?.addEventListener('abort', onAbort, { once: true });
	const timer = setTimeout(() => end('time'), limits.wallSeconds * 1000);
	let bytes = 0;
	for (const [descriptor, read] of readers) {
		const pipe = child.stdio[descriptor] as Readable;
		pipe.on('data', (piece: Buffer) => {
			bytes += piece.length;
			if (bytes > (call.outputBytes ?? Infinity)) end('output');
			if (stop !== null || failure !== null) return;
			try {
				read(piece);
			} catch (error) {
				failure = error;
				child.kill('SIGKILL');
			}
		});
		// A pipe breaks when its writer is killed; how it ended is told by the process.
		pipe.on('error', () => undefined);
	}
	try {
		const exitCode = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code) => resolve(code));
		});
		if (failure !== null) throw failure;
		if (stop !== null) throw stopped(stop, limits);
		// The shell's own words for a program that is not there, or may not run.
		if (exitCode === 127 || exitCode === 126) throw cannotRun(command);
		return { exitCode };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
	}
}

function toolEnvironment(): NodeJS.ProcessEnv {
	const kept = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR'];
	const passed = kept.flatMap((name) =>
		process.env[name] === undefined ? [] : [[name, process.env[name]]],
	);
	return { ...Object.fromEntries(passed), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
}

function stopped(because: Stop, limits: MediaLimits): MendableError {
	if (because === 'cancelled') {
		return new MendableError(
			'media/cancelled',
			'The file was not measured.',
			'Somebody cancelled it.',
			'Start it again if it is still wanted.',
		);
	}
	if (because === 'time') {
		return new MendableError(
			'media/too-slow',
			'The file was not measured.',
			`It takes longer than ${limits.wallSeconds} s, which is all that one file may take.`,
			'Check a shorter or smaller version of it, or measure it on a faster machine.',
		);
	}
	return new MendableError(
		'media/too-much',
		'The file was not measured.',
		`Describing it prints more than ${limits.reportBytes} bytes; no ordinary file needs that.`,
		'Export it again without the metadata it carries.',
	);
}

function cannotRun(command: string): MendableError {
	return new MendableError(
		'media/ffmpeg-missing',
		'Nothing can be measured.',
		`"${command}" cannot be run.`,
		'Install ffmpeg 5.1 or newer (`apt-get install ffmpeg`), or name it in AGENCY_FFMPEG.',
	);
}
