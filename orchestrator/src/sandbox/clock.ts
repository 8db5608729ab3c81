import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const clockSchema = z.object({ aheadMs: z.number().int().min(0) });

/** How long what was read is believed, in milliseconds. */
const BELIEVED_MS = 200;

/**
 * Milliseconds by which the service beside a sandbox is ahead of the machine, as kept in the state folder.
 * Weeks of a client's life pass in a moment that way; accounts of one's own have no such clock.
 */
export function readAhead(home: string): number {
	const file = clockFile(home);
	if (!existsSync(file)) return 0;
	const parsed = clockSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
	return parsed.success ? parsed.data.aheadMs : 0;
}

/** The same for whoever asks again and again. */
export function watchAhead(home: string): () => number {
	let known = readAhead(home);
	let readAt = performance.now();
	return () => {
		if (performance.now() - readAt >= BELIEVED_MS) {
			known = readAhead(home);
			readAt = performance.now();
		}
		return known;
	};
}

/** Keeps how far ahead the service is to be; it goes by that within a moment. */
export function keepAhead(home: string, aheadMs: number): void {
	mkdirSync(home, { recursive: true });
	const file = clockFile(home);
	writeFileSync(`${file}.new`, `${JSON.stringify({ aheadMs })}\n`);
	renameSync(`${file}.new`, file);
}

function clockFile(home: string): string {
	return path.join(home, 'clock.json');
}
