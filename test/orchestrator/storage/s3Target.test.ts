import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { sandboxStorage } from '../../../orchestrator/src/sandbox/accounts';
import { defaultStorage } from '../../../orchestrator/src/service/settings';
import type { StorageSettings } from '../../../orchestrator/src/service/settings';
import { openStorage } from '../../../orchestrator/src/storage/openStorage';
import type { Storage } from '../../../orchestrator/src/storage/openStorage';
import { attachmentNamed } from '../../../orchestrator/src/storage/disposition';
import { partSizeFor, partsOf } from '../../../orchestrator/src/storage/s3/parts';
import type { OutgoingFile, StorageTarget } from '../../../orchestrator/src/storage/target';
import type { TestStorage } from './aStorage';
import { aRelay } from './aRelay';
import type { Relay } from './aRelay';
import { aStorage } from './aStorage';

let s3: TestStorage;
let storage: Storage;
let target: StorageTarget;
const never = new AbortController().signal;
const key = 'nordlys/deal-1-v1/film.mp4';

/** The configuration takes no parts as small: a test wants many of them in few bytes. */
const PART = 0.000_1;

function open(changes: Partial<StorageSettings> = {}): Storage {
	return openStorage(
		{
			...defaultStorage,
			endpoint: s3.url,
			region: sandboxStorage.region,
			pathStyle: true,
			delivery: { bucket: 'agency-delivery', prefix: '' },
			archive: { bucket: 'agency-archive', prefix: 'vault', storageClass: 'STANDARD_IA' },
			partMegabytes: PART,
			...changes,
		},
		{ ...sandboxStorage.keys },
	);
}

beforeAll(async () => {
	s3 = await aStorage();
	storage = open();
	const { delivery } = storage.targets;
	if (delivery === undefined) throw new Error('the target is set up');
	target = delivery;
});
afterAll(async () => {
	storage.close();
	await s3.stop();
});
beforeEach(() => s3.reset());

const bytesOf = (length: number) => Buffer.alloc(length, 'film of the north ');
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A file of so many bytes that comes in small pieces. */
function aFile(length: number, changes: Partial<OutgoingFile> = {}): OutgoingFile {
	const bytes = bytesOf(length);
	const pieces = Array.from({ length: Math.ceil(length / 70) }, (_none, index) =>
		bytes.subarray(index * 70, (index + 1) * 70),
	);
	return {
		stream: Readable.from(pieces, { objectMode: false }),
		sha256: hashOf(bytes),
		bytes: length,
		mediaType: 'video/mp4',
		name: 'film é.mp4',
		...changes,
	};
}

const put = async (length: number, changes: Partial<OutgoingFile> = {}) =>
	await target.put(aFile(length, changes), key, { signal: never });

/** Everything that the storage has, and what it has begun. */
const held = () => ({
	objects: s3.store.state.objects.map((object) => object.key),
	uploads: s3.store.state.uploads.length,
});
const nothing = { objects: [], uploads: 0 };

async function content(): Promise<Buffer> {
	const link = await target.link(key, { fileName: 'x', mediaType: 'video/mp4', seconds: 60 });
	return Buffer.from(await (await fetch(link)).arrayBuffer());
}

describe('a file that is put', () => {
	it.each([0, 1, 99, 100, 101, 250, 1_000])('is there whole with %i bytes', async (length) => {
		const heard: number[] = [];
		const stored = await target.put(aFile(length), key, {
			signal: never,
			onBytes: (bytes) => heard.push(bytes),
		});

		expect(stored.bytes).toBe(length);
		expect(await content()).toEqual(bytesOf(length));
		expect(heard.at(-1)).toBe(length);
		expect(heard).toEqual([...heard].sort((a, b) => a - b));
		expect(held()).toEqual({ objects: [key], uploads: 0 });
		const parts = Math.ceil(length / 100);
		const [object] = s3.store.state.objects;
		expect(stored.checksum).toBe(`sha256:${object?.checksums.sha256}`);
		expect(object).toMatchObject({
			contentType: 'video/mp4',
			metadata: { sha256: hashOf(bytesOf(length)), name: 'film%20%C3%A9.mp4' },
			checksumType: parts > 1 ? 'COMPOSITE' : 'FULL_OBJECT',
		});
		if (parts > 1) expect(stored.checksum).toMatch(new RegExp(`-${parts}$`));
		expect(await target.find(key, hashOf(bytesOf(length)))).toEqual(stored);
		expect(await target.find(key, hashOf(bytesOf(length + 1)))).toBeNull();
	});

	it('goes by MD5 where the storage knows no SHA-256', async () => {
		const other = open({ checksums: 'md5' });
		const stored = await other.targets.delivery?.put(aFile(250), key, { signal: never });

		expect(stored).toEqual({
			bytes: 250,
			checksum: expect.stringMatching(/^md5:[0-9a-f]{32}-3$/) as string,
		});
		expect(await content()).toEqual(bytesOf(250));
		other.close();
	});

	it('is in the class of its target, or of its own', async () => {
		const { archive } = storage.targets;
		await archive?.put(aFile(50), key, { signal: never });
		await archive?.put(aFile(250, { storageClass: 'GLACIER_IR' }), `${key}2`, { signal: never });

		expect(s3.store.state.objects.map(({ storageClass }) => storageClass)).toEqual([
			'STANDARD_IA',
			'GLACIER_IR',
		]);
	});

	it.each([50, 1_000])('is not there with other bytes than those approved (%i)', async (length) => {
		const wrong = put(length, { sha256: 'a'.repeat(64) });
		await expect(wrong).rejects.toMatchObject({
			code: 'storage/other-content',
			name: 'MendableError',
			why: expect.stringContaining(hashOf(bytesOf(length))) as string,
		});
		expect(held()).toEqual(nothing);
	});

	it.each([50, 1_000])('is not there when its source is cut short (%i)', async (length) => {
		await expect(put(length, { bytes: length + 1 })).rejects.toMatchObject({
			code: 'storage/incomplete',
			name: 'RetryableError',
		});
		expect(held()).toEqual(nothing);
	});

	it('is not there when its source fails, whose error is told as it is', async () => {
		const gone = new Error('the source is gone');
		const stream = Readable.from(
			(async function* () {
				yield bytesOf(350);
				await Promise.resolve();
				throw gone;
			})(),
		);
		await expect(put(1_000, { stream })).rejects.toBe(gone);
		expect(held()).toEqual(nothing);
	});

	it('is let go of when it is no longer wanted', async () => {
		const stopping = new AbortController();
		let isRead = false;
		// A source that gives some and then hangs.
		const stream = new Readable({
			read() {
				if (!isRead) this.push(bytesOf(550));
				isRead = true;
			},
		});
		const putting = target.put(aFile(1_000, { stream }), key, {
			signal: stopping.signal,
			onBytes: (bytes) => {
				if (bytes >= 300) stopping.abort(new Error('no longer wanted'));
			},
		});
		await expect(putting).rejects.toThrow('no longer wanted');
		expect(stream.destroyed).toBe(true);
		expect(held()).toEqual(nothing);
		await expect(target.put(aFile(50), key, { signal: stopping.signal })).rejects.toThrow(
			'no longer wanted',
		);
	});

	it('takes away what a process that died had begun under its name, and no more', async () => {
		const { uploads } = s3.store.state;
		const begun = (id: string, at: string) =>
			uploads.push({
				id,
				bucket: 'agency-delivery',
				key: at,
				contentType: 'x/y',
				metadata: {},
				storageClass: 'STANDARD',
				algorithm: null,
				begunAt: 0,
				parts: [],
			});
		begun('u1', key);
		begun('u2', `${key}.other`);
		await put(250);

		expect(s3.store.state.uploads.map(({ id }) => id)).toEqual(['u2']);
	});
});

describe('what fails on the way', () => {
	// The client waits a random part of half a second before it tries again: none of it here.
	beforeAll(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
	afterAll(() => void jest.restoreAllMocks());

	/** Every call that putting a file in parts makes, in order. */
	const steps = [
		{ what: 'looking for leftovers', method: 'GET', path: 'uploads' },
		{ what: 'beginning', method: 'POST', path: 'uploads' },
		{ what: 'a part', method: 'PUT', path: 'partNumber=2' },
		{ what: 'the end', method: 'POST', path: 'uploadId' },
		{ what: 'looking at it', method: 'HEAD', path: 'film' },
	];
	const kinds = ['500', '429', 'reset'] as const;
	const once = steps.flatMap((step) =>
		kinds.flatMap((kind) => [false, true].map((afterWork) => ({ ...step, kind, afterWork }))),
	);

	it.each(once)(
		'is tried again: $kind at $what (after the work: $afterWork)',
		async (step) => {
			const { kind, method, path, afterWork } = step;
			s3.fault({ kind, method, path, afterWork });
			const stored = await put(350).catch(async (error: { name: string }) => {
				// An end whose answer was lost finds its upload gone; the next try finds the object.
				expect({ error: error.name, at: step.what }).toEqual({
					error: 'RetryableError',
					at: 'the end',
				});
				return await target.find(key, hashOf(bytesOf(350)));
			});

			expect(stored?.bytes).toBe(350);
			expect(await content()).toEqual(bytesOf(350));
			expect(held().objects).toEqual([key]);
		},
		60_000,
	);

	it.each(steps)(
		'leaves nothing behind when $what fails for good',
		async ({ what, method, path }) => {
			s3.fault({ kind: '500', method, path, times: 3 });
			await expect(put(350)).rejects.toMatchObject({
				code: 'storage/away',
				name: 'RetryableError',
			});
			const objects = what === 'looking at it' ? [key] : [];
			expect(held()).toEqual({ objects, uploads: 0 });
		},
		60_000,
	);

	it('has what cannot be taken away taken away by the next try', async () => {
		s3.fault({ kind: '500', method: 'PUT', path: 'partNumber=2', times: 3 });
		s3.fault({ kind: '500', method: 'DELETE', path: 'uploadId', times: 3 });
		await expect(put(350)).rejects.toMatchObject({ code: 'storage/away' });
		expect(held()).toEqual({ objects: [], uploads: 1 });
		await put(350);
		expect(held()).toEqual({ objects: [key], uploads: 0 });
	});

	it('says what a person has to mend', async () => {
		const settings = { delivery: { bucket: 'no-such-bucket', prefix: '' } };
		const wrong = open(settings);
		await expect(
			wrong.targets.delivery?.put(aFile(50), key, { signal: never }),
		).rejects.toMatchObject({
			name: 'MendableError',
			why: expect.stringContaining('"no-such-bucket" answered 404 NoSuchBucket') as string,
			mend: expect.stringContaining('Make the bucket') as string,
		});
		expect(await wrong.check(true)).toMatchObject([
			{ target: 'delivery', problem: { code: 'storage/no-bucket' } },
			{ target: 'archive', problem: null },
		]);
		wrong.close();
	});

	it('is told of a storage that is not there', async () => {
		const away = open({ endpoint: 'http://127.0.0.1:1' });
		const [delivery] = await away.check();
		expect(delivery).toMatchObject({
			problem: { code: 'storage/away', why: expect.stringContaining('ECONNREFUSED') as string },
		});
		away.close();
	});
});

describe('a line that is no good', () => {
	let relay: Relay;
	let behind: Storage;
	beforeAll(async () => {
		relay = await aRelay(s3.url);
		behind = open({ endpoint: relay.url });
	});
	afterAll(async () => {
		behind.close();
		await relay.stop();
	});
	beforeEach(() => relay.meddle({}));
	const send = async (length = 350) =>
		await behind.targets.delivery?.put(aFile(length), key, { signal: never });
	const isHead = ({ method }: { method: string }) => method === 'HEAD';

	it('damages bytes on their way: they are refused, and sent again', async () => {
		relay.meddle({
			body: ({ url }, body) => {
				if (!url.includes('partNumber=2')) return body;
				const damaged = Buffer.from(body);
				damaged[7] = (damaged[7] ?? 0) ^ 1;
				return damaged;
			},
		});
		await expect(send()).rejects.toMatchObject({ name: 'RetryableError', code: 'storage/away' });
		expect(held()).toEqual(nothing);
		relay.meddle({});
		await send();
		expect(await content()).toEqual(bytesOf(350));
	});

	it.each([
		['another checksum', { 'x-amz-checksum-sha256': `${'A'.repeat(43)}=-4` }],
		['another size', { 'content-length': '349' }],
	])('tells of %s than was sent: the file is taken away again', async (_what, wrong) => {
		relay.meddle({
			answer: (call, headers) => (isHead(call) ? { ...headers, ...wrong } : headers),
		});
		await expect(send()).rejects.toMatchObject({
			name: 'RetryableError',
			code: 'storage/not-the-same',
		});
		expect(held()).toEqual(nothing);
	});

	it('tells no checksum: the size has to do', async () => {
		const without = (headers: IncomingHttpHeaders) =>
			Object.fromEntries(
				Object.entries(headers).filter(([name]) => name !== 'x-amz-checksum-sha256'),
			);
		relay.meddle({ answer: (call, headers) => (isHead(call) ? without(headers) : headers) });
		expect(await send()).toEqual({ bytes: 350, checksum: 'size:compared' });
		relay.meddle({
			answer: (call, headers) =>
				isHead(call) ? { ...without(headers), 'content-length': '349' } : headers,
		});
		await expect(send()).rejects.toMatchObject({ code: 'storage/not-the-same' });
	});
});

describe('the storage', () => {
	it('is looked at without changing anything, or with a file that goes again', async () => {
		expect(await storage.check()).toEqual([
			{ target: 'delivery', place: 'the bucket "agency-delivery"', problem: null },
			{ target: 'archive', place: 'the bucket "agency-archive"', problem: null },
		]);
		expect(s3.calls().every((call) => call.startsWith('HEAD'))).toBe(true);
		await storage.check(true);
		expect(s3.calls()).toContain('PUT /agency-archive/vault/agency-ops-check.txt');
		expect(held()).toEqual(nothing);
		s3.fault({ kind: '500', method: 'PUT', path: 'agency-delivery', times: 3 });
		expect(await storage.check(true)).toMatchObject([
			{ target: 'delivery', problem: { code: 'storage/away' } },
			{ target: 'archive', problem: null },
		]);
	});

	it.each([
		{ when: 'nobody set anything', set: {}, facts: [false, false, false] },
		{ when: 'a policy opens it', set: { openBy: 'policy' as const }, facts: [true, false, false] },
		{ when: 'its list opens it', set: { openBy: 'list' as const }, facts: [true, false, false] },
		{ when: 'it keeps versions', set: { isVersioned: true }, facts: [false, true, false] },
		{ when: 'a rule is for all', set: { endsUnfinishedUnder: '' }, facts: [false, false, true] },
		{
			when: 'a rule is for us',
			set: { endsUnfinishedUnder: 'vault/' },
			facts: [false, false, true],
		},
		{
			when: 'a rule is for others',
			set: { endsUnfinishedUnder: 'raw/' },
			facts: [false, false, false],
		},
		{ when: 'the key may not know', set: { isHidden: true }, facts: [null, null, null] },
	])('tells how a bucket is set up where $when', async ({ set, facts }) => {
		s3.store.state.setUps['agency-archive'] = set;
		const [, seen] = await storage.look();
		const { isPublic, isVersioned, endsUnfinished } = seen?.facts ?? {};
		expect([isPublic, isVersioned, endsUnfinished]).toEqual(facts);
		expect(s3.calls().every((call) => /^(HEAD|GET) /.test(call))).toBe(true);
	});

	it('tells its clock, and what is wrong with a bucket that is not there', async () => {
		s3.laterBy(120_000);
		const [delivery] = await storage.look();
		const ahead = delivery?.facts?.clockAheadMs ?? 0;
		expect(Math.abs(ahead - 120_000)).toBeLessThan(60_000);
		s3.laterBy(0);
		s3.store.state.buckets = ['agency-delivery'];
		expect(await storage.look()).toMatchObject([
			{ bucket: 'agency-delivery', problem: null },
			{ bucket: 'agency-archive', facts: null, problem: { code: 'storage/no-bucket' } },
		]);
	});

	it('has no target without keys or buckets', async () => {
		const none = openStorage({ ...defaultStorage }, { ...sandboxStorage.keys });
		const keyless = openStorage({ ...defaultStorage, delivery: { bucket: 'b', prefix: '' } }, null);
		expect([none.targets, keyless.targets]).toEqual([{}, {}]);
		expect([await none.check(), await keyless.check()]).toEqual([[], []]);
		none.close();
	});

	it('ends what was begun long ago under our names, and nobody else’s', async () => {
		for (const [id, at, begunAt] of [
			['old', 'nordlys/deal-1-v1/a.mp4', 0],
			['new', 'nordlys/deal-1-v1/b.mp4', 9_000],
			['theirs', 'backup/2026/a.tar', 0],
		] as const) {
			const more = { contentType: 'x/y', metadata: {}, storageClass: 'STANDARD', algorithm: null };
			const upload = { id, bucket: 'agency-delivery', key: at, begunAt, parts: [], ...more };
			s3.store.state.uploads.push(upload);
		}
		expect(await target.removeLeftovers(new Date(5_000))).toBe(1);
		expect(s3.store.state.uploads.map(({ id }) => id)).toEqual(['new', 'theirs']);
	});

	it('lets a file be taken away twice', async () => {
		await put(50);
		await target.remove(key);
		await target.remove(key);
		expect(held()).toEqual(nothing);
	});
});

describe('an address of a file', () => {
	it('ends, and saves the file under its name', async () => {
		await put(250);
		const link = await target.link(key, {
			fileName: 'Café "ø".mp4',
			mediaType: 'video/mp4',
			seconds: 60,
		});
		const answer = await fetch(link);
		expect(answer.headers.get('content-disposition')).toBe(
			`attachment; filename="Cafe ___.mp4"; filename*=UTF-8''Caf%C3%A9%20%22%C3%B8%22.mp4`,
		);
		s3.laterBy(61_000);
		expect((await fetch(link)).status).toBe(403);
	});

	it.each([
		['film.mp4', `attachment; filename="film.mp4"; filename*=UTF-8''film.mp4`],
		[
			"it's (1)*.srt",
			`attachment; filename="it_s (1)_.srt"; filename*=UTF-8''it%27s%20%281%29%2A.srt`,
		],
		['a"\r\nb', `attachment; filename="a___b"; filename*=UTF-8''a%22%0D%0Ab`],
		['æøå', `attachment; filename="__a"; filename*=UTF-8''%C3%A6%C3%B8%C3%A5`],
	])('names %j', (name, header) => {
		expect(attachmentNamed(name)).toBe(header);
	});
});

describe('parts', () => {
	it('hold so much of a stream each, whatever pieces it comes in', async () => {
		for (const pieces of [
			['abcdefg'],
			['ab', 'cdefg'],
			['a', 'b', 'c', 'd', 'e', 'f', 'g'],
			['abc', '', 'defg'],
		]) {
			const found = [];
			for await (const { number, body } of partsOf(
				Readable.from(pieces.map((piece) => Buffer.from(piece))),
				3,
				'sha256',
			)) {
				found.push([number, body.toString()]);
			}
			expect(found).toEqual([
				[1, 'abc'],
				[2, 'def'],
				[3, 'g'],
			]);
		}
	});

	it('are larger where there would be more than S3 takes', () => {
		expect(partSizeFor(null, 16)).toBe(16);
		expect(partSizeFor(160_000, 16)).toBe(16);
		expect(partSizeFor(160_001, 16)).toBe(17);
	});
});
