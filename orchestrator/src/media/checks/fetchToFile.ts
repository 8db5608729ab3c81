import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MendableError, RetryableError } from '../../../../nodes/domain/errors';

/** A file that comes from elsewhere. */
export interface Incoming {
	stream: Readable;
	/** null where the source does not say. */
	sizeBytes: number | null;
	/** As people know it at its source. */
	name?: string;
}

/** How a file is fetched. */
export interface FetchOptions {
	/** Larger files are refused, in bytes. */
	maxBytes: number;
	signal: AbortSignal;
	/** Hears of every piece, with the bytes so far. */
	onBytes?: (bytes: number) => void;
}

/** A file that has come whole. */
export interface Fetched {
	/** Hex. */
	sha256: string;
	sizeBytes: number;
}

/** Room that is left on the disk for everything else, in bytes. */
const SPARE_BYTES = 512 * 1_024 * 1_024;

/** Pause before a disk that was full is tried again. */
const FULL_RETRY_MS = 60_000;

/**
 * Writes a stream to a new file that only we may read, and hashes it on the way.
 *
 * @throws MendableError `media/too-large`, `media/incomplete`; RetryableError `media/disk-full`
 */
export async function fetchToFile(
	{ stream, sizeBytes }: Pick<Incoming, 'stream' | 'sizeBytes'>,
	file: string,
	{ maxBytes, signal, onBytes }: FetchOptions,
): Promise<Fetched> {
	try {
		if (sizeBytes !== null && sizeBytes > maxBytes) throw tooLarge(sizeBytes, maxBytes);
		await needRoom(path.dirname(file), sizeBytes ?? 0);
		const hash = createHash('sha256');
		let bytes = 0;
		await pipeline(
			stream,
			async function* counted(pieces: AsyncIterable<Buffer>) {
				for await (const piece of pieces) {
					bytes += piece.length;
					if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
					hash.update(piece);
					onBytes?.(bytes);
					yield piece;
				}
			},
			createWriteStream(file, { flags: 'wx', mode: 0o600 }),
			{ signal },
		);
		if (sizeBytes !== null && bytes !== sizeBytes) throw incomplete(bytes, sizeBytes);
		return { sha256: hash.digest('hex'), sizeBytes: bytes };
	} catch (error) {
		stream.destroy();
		throw (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC' ? full() : error;
	}
}

async function needRoom(folder: string, bytes: number): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize < bytes + SPARE_BYTES) throw full();
}

function tooLarge(bytes: number, maxBytes: number): MendableError {
	return new MendableError(
		'media/too-large',
		'The file was not checked.',
		`It has ${gigabytes(bytes)} or more; ${gigabytes(maxBytes)} are allowed.`,
		'Upload a smaller file, or allow more by "media.maxGigabytes" in agency.config.yaml.',
	);
}

function incomplete(bytes: number, wanted: number): RetryableError {
	return new RetryableError(
		'media/incomplete',
		'The file did not come whole.',
		`${bytes} of ${wanted} bytes came.`,
		'Nothing to mend: it is fetched again.',
		0,
	);
}

function full(): RetryableError {
	return new RetryableError(
		'media/disk-full',
		'The file cannot be fetched now.',
		'The disk of the temporary folder has no room for it.',
		'Make room there, or name another folder by "media.folder"; it is tried again.',
		FULL_RETRY_MS,
	);
}

function gigabytes(bytes: number): string {
	return `${Math.round(bytes / 10_000_000) / 100} GB`;
}
