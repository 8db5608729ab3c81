import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import type { TestStorage } from '../storage/aStorage';
import { aStorage } from '../storage/aStorage';

let storage: TestStorage;
let s3: S3Client;

beforeAll(async () => {
	storage = await aStorage(5);
	s3 = storage.client();
});
afterAll(async () => await storage.stop());
beforeEach(() => storage.reset());

const Bucket = 'agency-delivery';
const Key = 'a/film é + 1.mp4';
const at = { Bucket, Key };
const hash = (text: string | Buffer, encoding: 'base64' | 'hex' = 'base64') =>
	createHash('sha256').update(text).digest(encoding);

async function textOf(key = Key): Promise<string> {
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
	return (await Body?.transformToString()) ?? '';
}

/** What the storage refuses a call with. */
async function refusal(work: Promise<unknown>): Promise<[string, number | undefined]> {
	const error = (await work.then(
		() => null,
		(reason: unknown) => reason,
	)) as { name: string; $metadata?: { httpStatusCode?: number } } | null;
	if (error === null) throw new Error('it was not refused');
	return [error.name, error.$metadata?.httpStatusCode];
}

describe('an object', () => {
	it('is what was put, with its type, its words, its class and its checksum', async () => {
		const put = await s3.send(
			new PutObjectCommand({
				...at,
				Body: 'hello film',
				ContentType: 'video/mp4',
				Metadata: { sha256: 'abc' },
				StorageClass: 'STANDARD_IA',
				ChecksumSHA256: hash('hello film'),
			}),
		);
		const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));

		expect(put.ChecksumSHA256).toBe(hash('hello film'));
		expect(head).toMatchObject({
			ContentLength: 10,
			ContentType: 'video/mp4',
			ETag: put.ETag,
			Metadata: { sha256: 'abc' },
			StorageClass: 'STANDARD_IA',
			ChecksumSHA256: hash('hello film'),
			ChecksumType: 'FULL_OBJECT',
		});
		expect(await textOf()).toBe('hello film');
		expect((await s3.send(new HeadObjectCommand(at))).ChecksumSHA256).toBeUndefined();
	});

	it('comes as a stream in chunks, with a checksum behind them', async () => {
		const Body = Readable.from([
			Buffer.from('one '),
			Buffer.alloc(100_000, 'x'),
			Buffer.from(' two'),
		]);
		await s3.send(new PutObjectCommand({ ...at, Body, ContentLength: 100_008 }));

		const [call] = storage.journal.list();
		expect(call?.requestHeaders).toMatchObject({
			'content-encoding': 'aws-chunked',
			'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
			'x-amz-trailer': 'x-amz-checksum-crc32',
		});
		const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
		expect(head).toMatchObject({
			ContentLength: 100_008,
			ChecksumCRC32: expect.any(String) as string,
		});
		expect(await textOf()).toBe(`one ${'x'.repeat(100_000)} two`);
	});

	it('is read in parts as the range says', async () => {
		await s3.send(new PutObjectCommand({ ...at, Body: '0123456789' }));
		const read = async (Range: string) => {
			const answer = await s3.send(new GetObjectCommand({ ...at, Range }));
			return [await answer.Body?.transformToString(), answer.ContentRange];
		};

		expect(await read('bytes=2-4')).toEqual(['234', 'bytes 2-4/10']);
		expect(await read('bytes=7-')).toEqual(['789', 'bytes 7-9/10']);
		expect(await read('bytes=-2')).toEqual(['89', 'bytes 8-9/10']);
		expect(await refusal(read('bytes=10-'))).toEqual(['InvalidRange', 416]);
	});

	it('is gone once it was deleted, and may be deleted again', async () => {
		await s3.send(new PutObjectCommand({ ...at, Body: 'x' }));
		await s3.send(new DeleteObjectCommand(at));
		await s3.send(new DeleteObjectCommand(at));

		expect(await refusal(s3.send(new GetObjectCommand(at)))).toEqual(['NoSuchKey', 404]);
		expect(await refusal(s3.send(new HeadObjectCommand(at)))).toEqual(['NotFound', 404]);
	});

	it.each([0, 1, 30_000])('has %i letters', async (length) => {
		const Body = 'ø'.repeat(length);
		const ContentLength = Buffer.byteLength(Body);
		await s3.send(new PutObjectCommand({ ...at, Body, ContentLength }));
		expect(await textOf()).toBe(Body);
	});

	it('is read by an address until that ends, under the name it says', async () => {
		await s3.send(new PutObjectCommand({ ...at, Body: 'film' }));
		const link = await getSignedUrl(
			s3,
			new GetObjectCommand({
				...at,
				ResponseContentDisposition: 'attachment; filename="x.mp4"',
				ResponseContentType: 'video/mp4',
			}),
			{ expiresIn: 900 },
		);
		const answer = await fetch(link);
		expect(await answer.text()).toBe('film');
		expect(answer.headers.get('content-disposition')).toBe('attachment; filename="x.mp4"');
		expect(answer.headers.get('content-type')).toBe('video/mp4');

		const part = await fetch(link, { headers: { range: 'bytes=1-2' } });
		expect([part.status, await part.text()]).toEqual([206, 'il']);
		const wrong = [
			link.replace('x.mp4', 'y.mp4'),
			link.replace('film', 'other'),
			link.replace(/X-Amz-Expires=900/, 'X-Amz-Expires=9000'),
			link.replace(/Signature=./, 'Signature=z'),
		];
		for (const address of wrong) expect((await fetch(address)).status).toBe(403);
		expect((await fetch(link, { method: 'DELETE' })).status).toBe(403);
		storage.laterBy(500_000);
		expect((await fetch(link)).status).toBe(200);
		storage.laterBy(901_000);
		const over = await fetch(link);
		expect([over.status, await over.text()]).toEqual([
			403,
			expect.stringContaining('Request has expired') as string,
		]);
	});
});

describe('an upload in parts', () => {
	async function begin(): Promise<string> {
		const { UploadId = '' } = await s3.send(
			new CreateMultipartUploadCommand({
				...at,
				ChecksumAlgorithm: 'SHA256',
				ContentType: 'video/mp4',
				Metadata: { sha256: 'abc' },
			}),
		);
		return UploadId;
	}
	const part = async (UploadId: string, PartNumber: number, Body: string) =>
		await s3.send(
			new UploadPartCommand({ ...at, UploadId, PartNumber, Body, ChecksumSHA256: hash(Body) }),
		);
	const end = async (UploadId: string, Parts: object[], more = {}) =>
		await s3.send(
			new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts }, ...more }),
		);
	const open = async () =>
		(await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];

	it('becomes an object when it ends, with the checksum of its checksums', async () => {
		const id = await begin();
		const [second, first] = [await part(id, 2, 'world'), await part(id, 1, 'hello ')];
		expect(await refusal(s3.send(new GetObjectCommand(at)))).toEqual(['NoSuchKey', 404]);
		const composite = `${hash(Buffer.concat([Buffer.from(hash('hello ', 'hex'), 'hex'), Buffer.from(hash('world', 'hex'), 'hex')]))}-2`;
		const ended = await end(
			id,
			[
				{ PartNumber: 1, ETag: first.ETag, ChecksumSHA256: first.ChecksumSHA256 },
				{ PartNumber: 2, ETag: second.ETag, ChecksumSHA256: second.ChecksumSHA256 },
			],
			{ ChecksumSHA256: composite },
		);
		const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));

		expect(ended).toMatchObject({ ChecksumSHA256: composite });
		expect(head).toMatchObject({
			ContentLength: 11,
			ContentType: 'video/mp4',
			Metadata: { sha256: 'abc' },
			ChecksumSHA256: composite,
			ChecksumType: 'COMPOSITE',
			ETag: expect.stringMatching(/^"[0-9a-f]{32}-2"$/) as string,
		});
		expect(await textOf()).toBe('hello world');
		expect(await open()).toEqual([]);
		expect(await refusal(end(id, [{ PartNumber: 1, ETag: first.ETag }]))).toEqual([
			'NoSuchUpload',
			404,
		]);
	});

	it('leaves nothing when it is ended without', async () => {
		const id = await begin();
		await part(id, 1, 'hello');
		expect((await open()).map(({ UploadId }) => UploadId)).toEqual([id]);
		await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: id }));

		expect(await open()).toEqual([]);
		expect(storage.store.vault.sizeOf(`${id}.1`)).toBeNull();
		expect(await refusal(part(id, 2, 'x'))).toEqual(['NoSuchUpload', 404]);
		expect(
			await refusal(s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: id }))),
		).toEqual(['NoSuchUpload', 404]);
	});

	it('refuses an end that does not fit its parts', async () => {
		const id = await begin();
		const [first, small] = [await part(id, 1, 'hello'), await part(id, 2, 'x')];
		const third = await part(id, 3, 'y');
		const named = (PartNumber: number, { ETag }: { ETag?: string | undefined }) => ({
			PartNumber,
			ETag,
		});
		const all = [named(1, first), named(2, small)];

		expect(await refusal(end(id, [named(2, small), named(1, first)]))).toEqual([
			'InvalidPartOrder',
			400,
		]);
		expect(await refusal(end(id, [...all, named(3, third)]))).toEqual(['EntityTooSmall', 400]);
		expect(await refusal(end(id, [named(1, small)]))).toEqual(['InvalidPart', 400]);
		expect(await refusal(end(id, [named(9, first)]))).toEqual(['InvalidPart', 400]);
		expect(await refusal(end(id, all, { ChecksumSHA256: `${hash('no')}-2` }))).toEqual([
			'BadDigest',
			400,
		]);
		await end(id, all);
		expect(await textOf()).toBe('hellox');
	});

	it('is any cutting of a file', async () => {
		const pieces = fc.array(fc.string({ minLength: 5, maxLength: 9 }), {
			minLength: 1,
			maxLength: 4,
		});
		await fc.assert(
			fc.asyncProperty(pieces, async (texts) => {
				const id = await begin();
				const parts = [];
				for (const [index, text] of texts.entries()) {
					const { ETag } = await part(id, index + 1, text);
					parts.push({ PartNumber: index + 1, ETag });
				}
				await end(id, parts);
				expect(await textOf()).toBe(texts.join(''));
			}),
			{ numRuns: 10, seed: 7 },
		);
	});
});

describe('lists', () => {
	it('are in the order of keys, by pages and folders', async () => {
		for (const key of ['b/2', 'a', 'b/1', 'c/x/1', 'b']) {
			await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: key }));
		}
		const list = async (more: object) => {
			const {
				Contents = [],
				CommonPrefixes = [],
				NextContinuationToken,
			} = await s3.send(new ListObjectsV2Command({ Bucket, ...more }));
			return {
				keys: Contents.map(({ Key: key }) => key),
				folders: CommonPrefixes.map(({ Prefix }) => Prefix),
				next: NextContinuationToken,
			};
		};

		expect((await list({})).keys).toEqual(['a', 'b', 'b/1', 'b/2', 'c/x/1']);
		expect((await list({ Prefix: 'b/' })).keys).toEqual(['b/1', 'b/2']);
		expect(await list({ Delimiter: '/' })).toMatchObject({
			keys: ['a', 'b'],
			folders: ['b/', 'c/'],
		});
		const first = await list({ MaxKeys: 3 });
		const second = await list({ MaxKeys: 3, ContinuationToken: first.next });
		expect([first.keys, second.keys]).toEqual([
			['a', 'b', 'b/1'],
			['b/2', 'c/x/1'],
		]);
		const folded = await list({ MaxKeys: 3, Delimiter: '/' });
		expect((await list({ Delimiter: '/', ContinuationToken: folded.next })).folders).toEqual([
			'c/',
		]);
	});
});

describe('what is refused', () => {
	it.each([
		[
			'another key',
			{ credentials: { accessKeyId: 'X', secretAccessKey: 'y' } },
			'InvalidAccessKeyId',
			403,
		],
		[
			'another secret',
			{ credentials: { accessKeyId: 'SANDBOXACCESSKEYID01', secretAccessKey: 'y' } },
			'SignatureDoesNotMatch',
			403,
		],
		['another region', { region: 'eu-north-1' }, 'AuthorizationHeaderMalformed', 400],
	])('is %s', async (_what, changes, code, status) => {
		const other = storage.client(changes);
		expect(await refusal(other.send(new ListObjectsV2Command({ Bucket })))).toEqual([code, status]);
	});

	it('is a call without a signature, a bucket that is not there, a call from another day', async () => {
		expect((await fetch(`${storage.url}/${Bucket}/x`)).status).toBe(403);
		expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: 'none' })))).toEqual([
			'NotFound',
			404,
		]);
		const put = new PutObjectCommand({ Bucket: 'none', Key: 'x', Body: 'x' });
		expect(await refusal(s3.send(put))).toEqual(['NoSuchBucket', 404]);
		await s3.send(new HeadBucketCommand({ Bucket }));
		storage.laterBy(16 * 60_000);
		// A client of its own: it learns the storage's clock from the answer.
		const late = storage.client();
		expect(await refusal(late.send(new ListObjectsV2Command({ Bucket })))).toEqual([
			'RequestTimeTooSkewed',
			403,
		]);
	});

	it('is a checksum that is not that of the bytes, and what the stand-in does not do', async () => {
		const wrong = [
			new PutObjectCommand({ ...at, Body: 'x', ChecksumSHA256: hash('y') }),
			new PutObjectCommand({ ...at, Body: 'x', ContentMD5: 'rL0Y20zC+Fzt72VPzMSk2A==' }),
		];
		for (const put of wrong) expect(await refusal(s3.send(put))).toEqual(['BadDigest', 400]);
		const copy = new CopyObjectCommand({ ...at, CopySource: `${Bucket}/x` });
		expect(await refusal(s3.send(copy))).toEqual(['NotImplemented', 501]);
		expect(storage.store.state.objects).toEqual([]);
	});
});

describe('a fault', () => {
	const put = async () => await s3.send(new PutObjectCommand({ ...at, Body: 'x'.repeat(200_000) }));

	it.each([
		['429', false, ['SlowDown', 503], 0],
		['500', false, ['InternalError', 500], 0],
		['500', true, ['InternalError', 500], 1],
	] as const)('of the kind %s, after the work: %s', async (kind, afterWork, told, objects) => {
		storage.fault({ kind, afterWork, method: 'PUT' });
		expect(await refusal(put())).toEqual(told);
		expect(storage.store.state.objects).toHaveLength(objects);
		await put();
		expect(storage.store.state.objects).toHaveLength(1);
	});

	it.each([false, true])('cuts the connection, after the work: %s', async (afterWork) => {
		storage.fault({ kind: 'reset', afterWork });
		const [name] = await refusal(put());
		expect(['Error', 'TimeoutError']).toContain(name);
		expect(storage.store.state.objects).toHaveLength(afterWork ? 1 : 0);
		expect(storage.journal.list()).toMatchObject([{ status: 0, fault: 'reset' }]);
	});
});

it('keeps no signature and no bytes in the journal', async () => {
	await s3.send(new PutObjectCommand({ ...at, Body: 'secret film' }));
	await fetch(await getSignedUrl(s3, new GetObjectCommand(at), { expiresIn: 60 }));
	const told = JSON.stringify(storage.journal.list());

	expect(told).not.toContain('secret film');
	expect(told).not.toMatch(/Signature=[0-9a-f]{8}/);
	expect(storage.calls()[0]).toBe(`PUT /${Bucket}/a/film%20%C3%A9%20%2B%201.mp4`);
});
