import { createHash } from 'node:crypto';

/** A stretch of a file, as it is sent. */
export interface Part {
	/** From 1. */
	number: number;
	body: Buffer;
	/** What the storage compares it by. */
	digest: Buffer;
}

/** Which hash a storage compares parts by. */
export type PartHash = 'sha256' | 'md5';

/** Most parts that S3 takes of one file (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html, read 2026-11-26). */
const MOST_PARTS = 10_000;

/** Cuts a stream into parts of one size, the last one shorter; an empty stream is one empty part. */
export async function* partsOf(
	stream: AsyncIterable<Buffer>,
	size: number,
	hash: PartHash,
): AsyncGenerator<Part> {
	let held: Buffer[] = [];
	let length = 0;
	let number = 1;
	const cut = (bytes: number): Part => {
		const all = Buffer.concat(held, length);
		const body = all.subarray(0, bytes);
		held = [all.subarray(bytes)];
		length -= bytes;
		const part = { number, body, digest: createHash(hash).update(body).digest() };
		number += 1;
		return part;
	};
	for await (const piece of stream) {
		held.push(piece);
		length += piece.length;
		while (length >= size) yield cut(size);
	}
	if (length > 0 || number === 1) yield cut(length);
}

/** Size of parts for a file: the usual one, or larger where it would be too many. */
export function partSizeFor(bytes: number | null, usual: number): number {
	return Math.max(usual, Math.ceil((bytes ?? 0) / MOST_PARTS));
}

/** What S3 makes of the digests of all parts: their hash, and how many there are. */
export function compositeOf(digests: readonly Buffer[], hash: PartHash): string {
	const whole = createHash(hash).update(Buffer.concat(digests));
	return `${whole.digest(hash === 'md5' ? 'hex' : 'base64')}-${digests.length}`;
}
