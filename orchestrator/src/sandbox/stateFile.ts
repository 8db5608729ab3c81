import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a state into a file soon after it changed, and at the end. */
export interface StateFile<State> {
	/** The state of the last run; null when there is none or it cannot be read. */
	load(): Promise<State | null>;
	/** Writes within a moment; many calls make one write. */
	touch(): void;
	/** Writes what is not yet written, then stops. */
	close(): Promise<void>;
}

/** A write follows the first change by this many milliseconds. */
const debounceMs = 300;

/** Writing may take at most this share of the time: a large state is written less often. */
const dutyShare = 1 / 20;

/** The format of the file; a file of another format is left aside. */
const format = 1;

/** Keeps a state in one JSON file, replaced as a whole. */
export function openStateFile<State>(file: string, read: () => State): StateFile<State> {
	let timer: NodeJS.Timeout | null = null;
	let writing: Promise<void> = Promise.resolve();
	let lastMs = 0;

	const write = async () => {
		const startedAt = performance.now();
		const text = JSON.stringify({ format, state: read() });
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(`${file}.new`, text, { mode: 0o600 });
		await rename(`${file}.new`, file);
		lastMs = performance.now() - startedAt;
	};
	const enqueue = () => {
		timer = null;
		writing = writing.then(write);
		return writing;
	};

	return {
		async load() {
			try {
				const saved = JSON.parse(await readFile(file, 'utf8')) as {
					format?: unknown;
					state?: State;
				};
				return saved.format === format ? (saved.state ?? null) : null;
			} catch (error) {
				const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
				if (isMissing || error instanceof SyntaxError) return null;
				throw error;
			}
		},
		touch() {
			timer ??= setTimeout(
				() => {
					enqueue().catch((error: Error) => process.emitWarning(`${file}: ${error.message}`));
				},
				Math.max(debounceMs, lastMs / dutyShare),
			);
		},
		async close() {
			if (timer === null) return writing;
			clearTimeout(timer);
			return enqueue();
		},
	};
}
