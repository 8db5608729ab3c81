import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { OpenMedia } from './openMedia';

/** SHA-256 of the whole file in hexadecimal, read in pieces. */
export async function hashMedia(media: OpenMedia, signal?: AbortSignal): Promise<string> {
	const hash = createHash('sha256');
	const options = { fd: media.handle, autoClose: false, start: 0, highWaterMark: 1 << 20, signal };
	for await (const piece of createReadStream(media.path, options)) hash.update(piece as Buffer);
	return hash.digest('hex');
}
