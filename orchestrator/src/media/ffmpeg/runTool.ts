import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { MendableError } from '../../../../nodes/domain/errors';
import type { MediaLimits } from '../limits';
import { wasmFolder } from './wasmFolder';
import {
	cancelledError,
	cannotRunError,
	tooHungryError,
	tooMuchError,
	tooSlowError,
} from './toolErrors';

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

const stopErrors: Record<Stop, (limits: MediaLimits) => MendableError> = {
	cancelled: cancelledError,
	time: tooSlowError,
	output: tooMuchError,
};

/** What ffmpeg, and the system's loader, say of memory that they do not get. */
const outOfMemory = /cannot allocate memory|out of memory|failed to map segment/i;

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
 * @throws MendableError `media/too-slow`, `media/too-much`, `media/too-hungry`, `media/cancelled`,
 * `media/ffmpeg-missing`
 */
export async function runTool(call: ToolCall): Promise<ToolEnd> {
	const { command, args, readers, limits, signal } = call;
	if (signal?.aborted === true) throw cancelledError();
	const highest = Math.max(2, ...readers.keys());
	// WebAssembly has bounds of its own, and reserves more addresses than it could ever use.
	const isWasm = path.dirname(command) === wasmFolder;
	const memoryKb = isWasm ? 'unlimited' : `${Math.ceil(limits.memoryBytes / 1024)}`;
	const child = spawn(
		'/bin/sh',
		['-c', BOUNDED, 'sh', memoryKb, `${limits.cpuSeconds}`, command, ...args],
		{
			env: toolEnvironment(isWasm),
			stdio: [
				'ignore',
				...Array.from({ length: highest }, (_, index) =>
					readers.has(index + 1) ? 'pipe' : 'ignore',
				),
			] as Array<'pipe' | 'ignore'>,
		},
	);
	const ending: { stop: Stop | null; failure: unknown } = { stop: null, failure: null };
	const end = (because: Stop): void => {
		ending.stop ??= because;
		child.kill('SIGKILL');
	};
	const onAbort = () => end('cancelled');
	signal?.addEventListener('abort', onAbort, { once: true });
	const timer = setTimeout(() => end('time'), limits.wallSeconds * 1000);
	let bytes = 0;
	let isHungry = false;
	let hasManyStreams = false;
	child.stdio[2]?.on('data', (piece: Buffer) => {
		const words = piece.toString('latin1');
		isHungry ||= outOfMemory.test(words);
		// ffmpeg calls our own limit of streams a lack of memory.
		hasManyStreams ||= words.includes('max_streams');
	});
	for (const [descriptor, read] of readers) {
		const pipe = child.stdio[descriptor] as Readable;
		pipe.on('data', (piece: Buffer) => {
			bytes += piece.length;
			if (bytes > (call.outputBytes ?? Infinity)) end('output');
			if (ending.stop !== null || ending.failure !== null) return;
			try {
				read(piece);
			} catch (error) {
				ending.failure = error;
				child.kill('SIGKILL');
			}
		});
		// A pipe breaks when its writer is killed; how it ended is told by the process.
		pipe.on('error', () => undefined);
	}
	try {
		const [exitCode, endedBy] = await new Promise<[number | null, NodeJS.Signals | null]>(
			(resolve, reject) => {
				child.once('error', reject);
				child.once('close', (code, by) => resolve([code, by]));
			},
		);
		if (ending.failure !== null) throw ending.failure;
		if (ending.stop !== null) throw stopErrors[ending.stop](limits);
		if (isHungry && !hasManyStreams && exitCode !== 0) throw tooHungryError(limits);
		// What the system does with a process beyond its processor time.
		if (endedBy === 'SIGXCPU' || endedBy === 'SIGKILL') throw tooSlowError(limits);
		// The shell's own words for a program that is not there, or may not run.
		if (exitCode === 127 || exitCode === 126) throw cannotRunError(command);
		return { exitCode };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
	}
}

function toolEnvironment(isWasm: boolean): NodeJS.ProcessEnv {
	const kept = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR'];
	const passed: NodeJS.ProcessEnv = { LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
	for (const name of kept) passed[name] = process.env[name];
	// It runs in the Node that runs this.
	const node = path.dirname(process.execPath);
	if (isWasm) passed.PATH = `${node}${path.delimiter}${passed.PATH ?? ''}`;
	return passed;
}
