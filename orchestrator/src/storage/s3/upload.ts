import type { CompletedPart, S3Client, StorageClass } from '@aws-sdk/client-s3';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Part, PartHash } from './parts';
import { compositeOf } from './parts';

/** Where an upload goes, and what is said of it there. */
export interface Destination {
	client: S3Client;
	bucket: string;
	key: string;
	hash: PartHash;
	/** Headers of the object. */
	about: {
		ContentType: string;
		Metadata: Record<string, string>;
		StorageClass?: StorageClass;
	};
	signal: AbortSignal;
	onBytes: (bytes: number) => void;
	/** Ends every upload that was begun under the key. */
	sweep: () => Promise<unknown>;
	/** Ends the reading of a file that is not going to be stored. */
	endReading: (error: unknown) => void;
}

/** What the storage has to say of it afterwards. */
export interface Uploaded {
	bytes: number;
	/** Of the whole as S3 makes it: the digest, or that of the parts' digests with their number. */
	checksum: string;
}

/** Parts on their way at a time: with the one that is being read, so many are held in memory. */
const AT_ONCE = 3;

/**
 * Sends the parts of a file, in one call where it is one. SDK's own Upload is not used: ended early it
 * answers before its parts are done with, so that nobody could say that nothing is left behind.
 *
 * @param approve called once all parts have been read, before the object is there; throws to leave nothing
 */
export async function upload(
	to: Destination,
	parts: AsyncGenerator<Part>,
	approve: () => void,
): Promise<Uploaded> {
	try {
		const first = await nextOf(parts);
		const second = first === null ? null : await nextOf(parts);
		if (first === null) throw new Error('A file has at least one part.');
		if (second !== null) return await uploadInParts(to, [first, second], parts, approve);
		approve();
		const { client, bucket, key, about, hash, signal } = to;
		const { body, digest } = first;
		await client.send(
			new PutObjectCommand({
				Bucket: bucket,
				Key: key,
				Body: body,
				ContentLength: body.length,
				...about,
				...digestOf(hash, digest),
			}),
			{ abortSignal: signal },
		);
		to.onBytes(body.length);
		return { bytes: body.length, checksum: digest.toString(hash === 'md5' ? 'hex' : 'base64') };
	} finally {
		await parts.return(undefined);
	}
}

async function uploadInParts(
	to: Destination,
	begun: Part[],
	rest: AsyncGenerator<Part>,
	approve: () => void,
): Promise<Uploaded> {
	const { client, bucket, key, about, hash } = to;
	const named = { Bucket: bucket, Key: key };
	const created = await client
		.send(
			new CreateMultipartUploadCommand({
				...named,
				...about,
				...(hash === 'sha256' ? { ChecksumAlgorithm: 'SHA256' } : {}),
			}),
			{ abortSignal: to.signal },
		)
		.catch(async (error: unknown) => {
			// An answer that was lost leaves an upload whose id nobody knows.
			await to.sweep().catch(() => undefined);
			throw error;
		});
	const { UploadId } = created;
	const ours = { ...named, UploadId };
	try {
		const sent = await sendAll(to, ours, begun, rest);
		approve();
		const checksum = compositeOf(
			sent.map(({ digest }) => digest),
			hash,
		);
		await client.send(
			new CompleteMultipartUploadCommand({
				...ours,
				MultipartUpload: { Parts: sent.map(({ completed }) => completed) },
			}),
			{ abortSignal: to.signal },
		);
		if ((created.$metadata.attempts ?? 1) > 1) await to.sweep();
		return { bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0), checksum };
	} catch (error) {
		// Whatever went wrong is the news; parts that stay are met again by whoever cleans this key.
		await client.send(new AbortMultipartUploadCommand(ours)).catch(() => undefined);
		throw error;
	}
}

interface SentPart {
	completed: CompletedPart;
	digest: Buffer;
	bytes: number;
}

/** Sends some parts at a time; when one fails the others are ended and waited for. */
async function sendAll(
	to: Destination,
	ours: { Bucket: string; Key: string; UploadId: string | undefined },
	begun: Part[],
	rest: AsyncGenerator<Part>,
): Promise<SentPart[]> {
	const { client, hash, onBytes } = to;
	const failed = new AbortController();
	const abortSignal = AbortSignal.any([to.signal, failed.signal]);
	const sent: SentPart[] = [];
	let bytes = 0;
	let reading: Promise<unknown> = Promise.resolve();
	/** One reads at a time: the generator would hand out parts in any order else. */
	const next = async (): Promise<Part | null> => {
		const turn = reading.then(async () => begun.shift() ?? (await nextOf(rest)));
		reading = turn.catch(() => undefined);
		return await turn;
	};
	const work = async () => {
		for (let part = await next(); part !== null; part = await next()) {
			abortSignal.throwIfAborted();
			const { number, body, digest } = part;
			const answer = await client.send(
				new UploadPartCommand({
					...ours,
					PartNumber: number,
					Body: body,
					ContentLength: body.length,
					...digestOf(hash, digest),
				}),
				{ abortSignal },
			);
			sent.push({
				completed: {
					PartNumber: number,
					ETag: answer.ETag,
					...(answer.ChecksumSHA256 === undefined ? {} : { ChecksumSHA256: answer.ChecksumSHA256 }),
				},
				digest,
				bytes: body.length,
			});
			bytes += body.length;
			onBytes(bytes);
		}
	};
	let first: { error: unknown } | null = null;
	const workers = Array.from({ length: AT_ONCE }, async () => {
		await work().catch((error: unknown) => {
			first ??= { error };
			failed.abort(error);
			to.endReading(error);
		});
	});
	await Promise.all(workers);
	if (first !== null) throw (first as { error: unknown }).error;
	return sent.sort((a, b) => (a.completed.PartNumber ?? 0) - (b.completed.PartNumber ?? 0));
}

function digestOf(hash: PartHash, digest: Buffer) {
	const value = digest.toString('base64');
	return hash === 'md5' ? { ContentMD5: value } : { ChecksumSHA256: value };
}

async function nextOf(parts: AsyncGenerator<Part>): Promise<Part | null> {
	const { value, done } = await parts.next();
	return done === true ? null : (value as Part);
}
