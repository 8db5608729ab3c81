import type { S3Answer, S3Call } from './call';
import { placeOf } from './call';
import { S3Refusal } from './errors';
import type { S3Store } from './store';

/** Most entries of one page. */
const LONGEST_PAGE = 1_000;

const byKey = (a: { key: string }, b: { key: string }) =>
	Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
const isAfter = (key: string, other: string) =>
	Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;

/** GET ?list-type=2: objects of a bucket in the order of their keys, folded at a delimiter. */
export function listObjects(store: S3Store, { path, query }: S3Call): S3Answer {
	const { bucket } = placeOf(path);
	store.needBucket(bucket);
	const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
	const most = pageSize(query.get('max-keys'));
	const token = query.get('continuation-token');
	const after = token === null ? (query.get('start-after') ?? '') : fromToken(token);
	const objects = store.state.objects
		.filter((object) => object.bucket === bucket && object.key.startsWith(prefix))
		.filter(({ key }) => after === '' || (isAfter(key, after) && !isFolded(key, after, delimiter)))
		.sort(byKey);
	const contents: Array<Record<string, string | number>> = [];
	const folders: string[] = [];
	let last = '';
	let isTruncated = false;
	for (const { key, etag, size, modifiedAt, storageClass } of objects) {
		const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
		const folder = cut < 0 ? null : key.slice(0, cut + delimiter.length);
		if (folder !== null && folders.includes(folder)) continue;
		if (contents.length + folders.length === most) {
			isTruncated = true;
			break;
		}
		last = folder ?? key;
		if (folder !== null) folders.push(folder);
		else {
			contents.push({
				Key: key,
				LastModified: new Date(modifiedAt).toISOString(),
				ETag: `"${etag}"`,
				Size: size,
				StorageClass: storageClass,
			});
		}
	}
	return {
		status: 200,
		xml: [
			'ListBucketResult',
			{
				Name: bucket,
				Prefix: prefix,
				Delimiter: delimiter === '' ? null : delimiter,
				MaxKeys: most,
				KeyCount: contents.length + folders.length,
				IsTruncated: isTruncated,
				NextContinuationToken: isTruncated ? toToken(last) : null,
				Contents: contents,
				CommonPrefixes: folders.map((folder) => ({ Prefix: folder })),
			},
		],
	};
}

/** GET ?uploads: uploads that have not ended, in the order of their keys. */
export function listUploads(store: S3Store, { path, query }: S3Call): S3Answer {
	const { bucket } = placeOf(path);
	store.needBucket(bucket);
	const prefix = query.get('prefix') ?? '';
	const most = pageSize(query.get('max-uploads'));
	const [keyMarker, idMarker] = [
		query.get('key-marker') ?? '',
		query.get('upload-id-marker') ?? '',
	];
	const all = store.state.uploads
		.filter((upload) => upload.bucket === bucket && upload.key.startsWith(prefix))
		.sort((a, b) => byKey(a, b) || (a.id < b.id ? -1 : 1))
		.filter(
			({ key, id }) =>
				keyMarker === '' || isAfter(key, keyMarker) || (key === keyMarker && id > idMarker),
		);
	const page = all.slice(0, most);
	const isTruncated = all.length > page.length;
	const last = page.at(-1);
	return {
		status: 200,
		xml: [
			'ListMultipartUploadsResult',
			{
				Bucket: bucket,
				Prefix: prefix,
				MaxUploads: most,
				IsTruncated: isTruncated,
				NextKeyMarker: isTruncated ? last?.key : null,
				NextUploadIdMarker: isTruncated ? last?.id : null,
				Upload: page.map(({ key, id, begunAt, storageClass }) => ({
					Key: key,
					UploadId: id,
					StorageClass: storageClass,
					Initiated: new Date(begunAt).toISOString(),
				})),
			},
		],
	};
}

/** A page that ended at a folder has told of everything in it. */
const isFolded = (key: string, after: string, delimiter: string) =>
	delimiter !== '' && after.endsWith(delimiter) && key.startsWith(after);

function pageSize(given: string | null): number {
	const most = Number(given ?? LONGEST_PAGE);
	if (!Number.isInteger(most) || most < 0) throw new S3Refusal('InvalidArgument');
	return Math.min(most, LONGEST_PAGE);
}

const toToken = (key: string) => Buffer.from(key).toString('base64url');

function fromToken(token: string): string {
	return Buffer.from(token, 'base64url').toString('utf8');
}
