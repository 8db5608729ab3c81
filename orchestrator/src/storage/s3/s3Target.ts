import { createHash } from 'node:crypto';
import type { S3Client, StorageClass } from '@aws-sdk/client-s3';
import {
	AbortMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isErrorReport, MendableError, RetryableError } from '../../../../nodes/domain/errors';
import { attachmentNamed } from '../disposition';
import type { OutgoingFile, PutOptions, StorageTarget, StoredFile, StoredObject } from '../target';
import { checkBucket } from './check';
import { isMissing, storageError } from './failure';
import { lookAtBucket } from './look';
import type { PartHash } from './parts';
import { partSizeFor, partsOf } from './parts';
import { upload } from './upload';

/** A bucket and how it is written to. */
export interface BucketSettings {
	bucket: string;
	/** What goes before all names of ours; what else is in the bucket is left alone. */
	prefix: string;
	storageClass?: string | undefined;
	/** Usual size of parts, in bytes. */
	partBytes: number;
	/** `md5` for storages that know no SHA-256. */
	hash: PartHash;
}

/** Names that deliveries have, whatever goes before them. */
const OURS = /(^|\/)deal-[\w-]+-v\d+\/[^/]+$/;

/** Opens a bucket as a target. The client is the caller's to end. */
export function s3Target(client: S3Client, settings: BucketSettings): StorageTarget {
	const { bucket, prefix, hash } = settings;
	const place = `The bucket "${bucket}"`;
	const asked = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
		try {
			return await work();
		} catch (error) {
			throw storageError(error, place);
		}
	};
	const look = async (key: string, signal?: AbortSignal): Promise<StoredObject | null> => {
		const head = await headOf(client, { bucket, key, signal });
		if (head === null) return null;
		// Only what was compared when it was stored has our mark: the upload ends after the comparing.
		const sha256 = head.Metadata?.sha256 ?? null;
		return { bytes: head.ContentLength ?? 0, checksum: checksumOf(head, hash), sha256 };
	};
	const find = async (key: string, wanted: string, signal?: AbortSignal) => {
		const found = await look(key, signal);
		if (found?.sha256 !== wanted) return null;
		const { bytes, checksum } = found;
		return { bytes, checksum };
	};
	const abortUploads = async (under: string, which: (upload: OpenUpload) => boolean) => {
		const open = await openUploads(client, bucket, under);
		const ended = open.filter(which);
		for (const { key, uploadId } of ended) {
			const named = { Bucket: bucket, Key: key, UploadId: uploadId };
			await client.send(new AbortMultipartUploadCommand(named)).catch((error: unknown) => {
				if (!isMissing(error)) throw error; // else somebody else has just ended it
			});
		}
		return ended.length;
	};
	return {
		kind: 's3',
		put: async (file, key, options) => {
			const { signal } = options;
			const sweep = async () => await abortUploads(key, (open) => open.key === key);
			try {
				// What a process left that died here; nobody else may be at this key.
				await sweep();
				const sent = await putFile(client, { ...settings, key, sweep }, file, options);
				const has = await headOf(client, { bucket, key, signal });
				const found =
					has === null ? null : { bytes: has.ContentLength ?? 0, checksum: checksumOf(has, hash) };
				if (found !== null && isSame(sent, found)) return found;
				if (found !== null)
					await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
				throw notTheSame(sent, found);
			} catch (error) {
				signal.throwIfAborted();
				throw error instanceof SourceError ? error.cause : storageError(error, place);
			} finally {
				file.stream.destroy();
			}
		},
		find: async (key, sha256, signal) => await asked(async () => await find(key, sha256, signal)),
		look: async (key) => await asked(async () => await look(key)),
		remove: async (key) =>
			await asked(async () => {
				await abortUploads(key, (open) => open.key === key);
				await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
			}),
		link: async (key, { fileName, mediaType, seconds }) =>
			await getSignedUrl(
				client,
				new GetObjectCommand({
					Bucket: bucket,
					Key: key,
					ResponseContentDisposition: attachmentNamed(fileName),
					ResponseContentType: mediaType,
				}),
				{ expiresIn: Math.max(1, Math.floor(seconds)) },
			),
		check: async (mayWrite) => await checkBucket(client, { bucket, prefix, mayWrite }),
		lookAtPlace: async (mayWrite) => {
			const checked = await checkBucket(client, { bucket, prefix, mayWrite });
			if (checked.problem !== null) return { ...checked, bucket, facts: null };
			try {
				const facts = await asked(async () => await lookAtBucket(client, { bucket, prefix }));
				return { ...checked, bucket, facts };
			} catch (error) {
				if (!isErrorReport(error)) throw error;
				const { code, what, why, mend } = error;
				return { ...checked, bucket, facts: null, problem: { code, what, why, mend } };
			}
		},
		removeLeftovers: async (before) =>
			await asked(
				async () =>
					await abortUploads(
						prefix === '' ? '' : `${prefix}/`,
						({ key, begunAt }) => OURS.test(key) && begunAt < before,
					),
			),
	};
}

async function putFile(
	client: S3Client,
	settings: BucketSettings & { key: string; sweep: () => Promise<unknown> },
	{
		stream,
		sha256,
		bytes,
		mediaType,
		name,
		storageClass = settings.storageClass,
		retentionDays,
	}: OutgoingFile,
	{ signal, onBytes = () => undefined }: PutOptions,
): Promise<StoredFile> {
	const { bucket, key, partBytes, hash } = settings;
	const whole = createHash('sha256');
	let read = 0;
	const hashed = async function* () {
		try {
			for await (const piece of stream as AsyncIterable<Buffer>) {
				whole.update(piece);
				read += piece.length;
				yield piece;
			}
		} catch (error) {
			throw new SourceError(error);
		}
	};
	const endReading = () => stream.destroy();
	signal.addEventListener('abort', endReading, { once: true });
	try {
		signal.throwIfAborted();
		const uploaded = await upload(
			{
				client,
				bucket,
				key,
				hash,
				about: {
					ContentType: mediaType,
					// Headers are ASCII; the name comes back by the link that leads to it.
					Metadata: {
						sha256,
						name: encodeURIComponent(name),
						...(retentionDays === undefined ? {} : { 'retention-days': String(retentionDays) }),
					},
					...(storageClass === undefined ? {} : { StorageClass: storageClass as StorageClass }),
				},
				signal,
				onBytes,
				endReading,
				sweep: settings.sweep,
			},
			partsOf(hashed(), partSizeFor(bytes, partBytes), hash),
			() => {
				signal.throwIfAborted();
				if (bytes !== null && read !== bytes) throw incomplete(read, bytes);
				const found = whole.digest('hex');
				if (found !== sha256) throw otherContent(found, sha256);
			},
		);
		return { bytes: uploaded.bytes, checksum: `${hash}:${uploaded.checksum}` };
	} finally {
		signal.removeEventListener('abort', endReading);
	}
}

/** What the source of a file failed with, kept apart from what the storage fails with. */
class SourceError extends Error {
	readonly name = 'SourceError';

	constructor(readonly cause: unknown) {
		super('the source failed');
	}
}

/** Whether the storage has what was sent; where it tells no checksum the size has to do. */
function isSame(sent: StoredFile, has: StoredFile): boolean {
	// Some storages leave out how many parts there were.
	const isProven = bare(has.checksum) === bare(sent.checksum) || has.checksum === BY_SIZE;
	return has.bytes === sent.bytes && isProven;
}

const bare = (checksum: string) => checksum.replace(/-\d+$/, '');

function notTheSame(sent: StoredFile, has: StoredFile | null): RetryableError {
	return new RetryableError(
		'storage/not-the-same',
		'The file did not arrive as it was sent.',
		has === null
			? 'The storage has nothing where it was put.'
			: `It has ${has.bytes} bytes with ${has.checksum}; sent were ${sent.bytes} with ${sent.checksum}.`,
		'Nothing to mend: it is sent again. If it stays, ask whoever runs the storage.',
		0,
	);
}

/** Said of a file of which the storage tells no checksum. */
const BY_SIZE = 'size:compared';

interface Head {
	ContentLength?: number | undefined;
	ETag?: string | undefined;
	ChecksumSHA256?: string | undefined;
	Metadata?: Record<string, string> | undefined;
}

/** Where parts were sent it is the hash of their hashes: S3 keeps no SHA-256 of the whole then. */
function checksumOf({ ChecksumSHA256, ETag }: Head, hash: PartHash): string {
	if (hash === 'sha256') return ChecksumSHA256 === undefined ? BY_SIZE : `sha256:${ChecksumSHA256}`;
	// An ETag is the MD5 only where the bucket does not encrypt with keys of its own.
	const [, md5] = /^"?([0-9a-f]{32}(?:-\d+)?)"?$/.exec(ETag ?? '') ?? [];
	return md5 === undefined ? BY_SIZE : `md5:${md5}`;
}

async function headOf(
	client: S3Client,
	{ bucket, key, signal }: { bucket: string; key: string; signal?: AbortSignal | undefined },
): Promise<Head | null> {
	try {
		return await client.send(
			new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
			signal === undefined ? {} : { abortSignal: signal },
		);
	} catch (error) {
		if (isMissing(error)) return null;
		throw error;
	}
}

interface OpenUpload {
	key: string;
	uploadId: string;
	begunAt: Date;
}

async function openUploads(
	client: S3Client,
	bucket: string,
	prefix: string,
): Promise<OpenUpload[]> {
	const found: OpenUpload[] = [];
	let marker: { KeyMarker: string | undefined; UploadIdMarker: string | undefined } | null = null;
	do {
		const page: ListPage = await client.send(
			new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
		);
		for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
			if (Key === undefined || UploadId === undefined) continue;
			found.push({ key: Key, uploadId: UploadId, begunAt: Initiated ?? new Date(0) });
		}
		marker =
			page.IsTruncated === true
				? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
				: null;
	} while (marker !== null);
	return found;
}

interface ListPage {
	Uploads?: Array<{ Key?: string; UploadId?: string; Initiated?: Date }>;
	IsTruncated?: boolean;
	NextKeyMarker?: string;
	NextUploadIdMarker?: string;
}

function incomplete(bytes: number, wanted: number): RetryableError {
	return new RetryableError(
		'storage/incomplete',
		'The file did not come whole.',
		`${bytes} of ${wanted} bytes came from its source.`,
		'Nothing to mend: it is fetched again.',
		0,
	);
}

function otherContent(found: string, wanted: string): MendableError {
	return new MendableError(
		'storage/other-content',
		'The file was not stored.',
		`Its source gave other bytes than those that were approved: SHA-256 ${found}, approved was ${wanted}.`,
		'Let the content that is there now pass its gates, then start another delivery.',
	);
}
