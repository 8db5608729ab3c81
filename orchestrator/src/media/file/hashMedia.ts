import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { cancelledError } from '../ffmpeg/toolErrors';
import type { OpenMedia } from './openMedia';

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/**
 * SHA-256 of the whole file in hexadecimal, read in pieces.
 *
 * @throws MendableError `media/cancelled`
 */
export async function hashMedia({ handle }: OpenMedia, signal: AbortSignal): Promise<string> {
	const hash = createHash('sha256');
	const buffer = Buffer.alloc(PIECE);
	for (let position = 0; ; ) {
		if (signal.aborted) throw cancelledError();
		const { bytesRead } = await handle.read(buffer, 0, PIECE, position);
		if (bytesRead === 0) return hash.digest('hex');
		hash.update(buffer.subarray(0, bytesRead));
		position += bytesRead;
		// Pipes of the decode that goes on meanwhile want to be read as well.
		await othersTurn();
	}
}
