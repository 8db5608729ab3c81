import { bodyOf } from './body';
import type { S3Answer, S3Call } from './call';
import { placeOf } from './call';
import { checkedChecksums, checksumHeaders, md5Of } from './checksums';
import { S3Refusal } from './errors';
import type { S3Object } from './model';
import type { S3Store } from './store';

/** Largest body of one call (as S3's: 5 GiB; ours is held in memory), in bytes. */
export const LARGEST_PUT = 600_000_000;

/** What a call says of the object that it makes. */
export function aboutOf(headers: Record<string, string>) {
	const metadata = Object.entries(headers).flatMap(([name, value]) =>
		name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
	);
	return {
		contentType: headers['content-type'] ?? 'binary/octet-stream',
		metadata: Object.fromEntries(metadata),
		storageClass: headers['x-amz-storage-class'] ?? 'STANDARD',
	};
}

/** PUT of a whole object. */
export function putObject(store: S3Store, call: S3Call): S3Answer {
	const { bucket, key } = placeOf(call.path);
	store.needBucket(bucket);
	const { bytes, headers } = bodyOf(call);
	const checksums = checkedChecksums(bytes, headers);
	const etag = md5Of(bytes);
	const vaultName = store.nextId('object');
	store.vault.write(vaultName, bytes);
	store.keep({
		bucket,
		key,
		size: bytes.length,
		etag,
		...aboutOf(headers),
		checksums,
		checksumType: 'FULL_OBJECT',
		modifiedAt: call.at,
		vaultName,
	});
	return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksums) } };
}

/** HEAD of an object. */
export function headObject(store: S3Store, call: S3Call): S3Answer {
	const object = theObject(store, call);
	return {
		status: 200,
		headers: { ...headersOf(object, call), 'content-length': String(object.size) },
	};
}

/** GET of an object, or of some of its bytes. */
export function getObject(store: S3Store, call: S3Call): S3Answer {
	const object = theObject(store, call);
	const range = rangeOf(call.headers.range, object.size);
	const { vaultName, size } = object;
	// The checksum is that of the whole: of some of its bytes nothing is said.
	const headers = headersOf(range === null ? object : { ...object, checksums: {} }, call);
	if (range === null) {
		return {
			status: 200,
			headers: { ...headers, 'content-length': String(size) },
			bytes: { vaultName, from: 0, to: size - 1 },
		};
	}
	const { from, to } = range;
	return {
		status: 206,
		headers: {
			...headers,
			'content-length': String(to - from + 1),
			'content-range': `bytes ${from}-${to}/${size}`,
		},
		bytes: { vaultName, from, to },
	};
}

/** DELETE of an object; one that is not there is no error. */
export function deleteObject(store: S3Store, call: S3Call): S3Answer {
	const { bucket, key } = placeOf(call.path);
	store.needBucket(bucket);
	store.remove(bucket, key);
	return { status: 204 };
}

function theObject(store: S3Store, { path }: S3Call): S3Object {
	const { bucket, key } = placeOf(path);
	store.needBucket(bucket);
	return store.objectAt(bucket, key);
}

/** Headers that an address may ask to be answered with. */
const OVERRIDES = [
	'content-type',
	'content-language',
	'expires',
	'cache-control',
	'content-disposition',
	'content-encoding',
];

function headersOf(object: S3Object, { query, headers }: S3Call): Record<string, string> {
	const asked = OVERRIDES.flatMap((name) => {
		const value = query.get(`response-${name}`);
		return value === null ? [] : [[name, value] as const];
	});
	const metadata = Object.entries(object.metadata).map(
		([name, value]) => [`x-amz-meta-${name}`, value] as const,
	);
	const isAsked = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
	return {
		'accept-ranges': 'bytes',
		'content-type': object.contentType,
		etag: `"${object.etag}"`,
		'last-modified': new Date(object.modifiedAt).toUTCString(),
		...(object.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': object.storageClass }),
		...Object.fromEntries(metadata),
		...(isAsked
			? { ...checksumHeaders(object.checksums), 'x-amz-checksum-type': object.checksumType }
			: {}),
		...Object.fromEntries(asked),
	};
}

/** `bytes=5-9`, `bytes=5-` or `bytes=-5`; what is no range of bytes asks for everything. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | null {
	const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
	if (first === undefined || last === undefined || (first === '' && last === '')) return null;
	const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
	if (from >= size || from > to) throw new S3Refusal('InvalidRange');
	return { from, to };
}
