import { createHash } from 'node:crypto';
import { bodyOf } from './body';
import type { S3Answer, S3Call } from './call';
import { placeOf } from './call';
import {
	checkedChecksums,
	checksumElements,
	checksumHeaders,
	compositeOf,
	md5Of,
} from './checksums';
import { S3Refusal } from './errors';
import type { ChecksumName, S3Part, S3Upload } from './model';
import { checksumNames, partName } from './model';
import { aboutOf } from './objects';
import type { S3Store } from './store';
import { elementsIn, textIn } from './xml';

/** Most parts of an upload. */
const MOST_PARTS = 10_000;

/** POST ?uploads: begins an upload in parts. */
export function createUpload(store: S3Store, call: S3Call): S3Answer {
	const { bucket, key } = placeOf(call.path);
	store.needBucket(bucket);
	const algorithm = algorithmOf(call.headers['x-amz-checksum-algorithm']);
	const type = call.headers['x-amz-checksum-type'] ?? 'COMPOSITE';
	// A checksum of the whole is made of parts by CRCs only; the stand-in makes none.
	if (type !== 'COMPOSITE') throw new S3Refusal('NotImplemented');
	const upload: S3Upload = {
		id: store.nextId('upload'),
		bucket,
		key,
		...aboutOf(call.headers),
		algorithm,
		begunAt: call.at,
		parts: [],
	};
	store.state.uploads.push(upload);
	return {
		status: 200,
		headers: algorithm === null ? {} : { 'x-amz-checksum-algorithm': algorithm.toUpperCase() },
		xml: ['InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: upload.id }],
	};
}

/** PUT ?partNumber&uploadId: one part, in place of one of its number. */
export function uploadPart(store: S3Store, call: S3Call): S3Answer {
	const { bucket, key } = placeOf(call.path);
	const upload = store.uploadOf(bucket, key, call.query.get('uploadId') ?? '');
	const number = Number(call.query.get('partNumber'));
	if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
		throw new S3Refusal('InvalidArgument');
	}
	const { bytes, headers } = bodyOf(call);
	const checksums = checkedChecksums(bytes, headers);
	const { algorithm } = upload;
	if (algorithm !== null && checksums[algorithm] === undefined) {
		throw new S3Refusal('InvalidRequest', `The upload wants a checksum by ${algorithm}.`);
	}
	const etag = md5Of(bytes);
	store.vault.write(partName(upload.id, number), bytes);
	upload.parts = [
		...upload.parts.filter((part) => part.number !== number),
		{ number, size: bytes.length, etag, checksums, modifiedAt: call.at },
	].sort((a, b) => a.number - b.number);
	return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksums) } };
}

/** POST ?uploadId: makes an object of the parts that are named, in their order. */
export function completeUpload(store: S3Store, call: S3Call, leastPartBytes: number): S3Answer {
	const { bucket, key } = placeOf(call.path);
	const upload = store.uploadOf(bucket, key, call.query.get('uploadId') ?? '');
	const named = partsIn(bodyOf(call).bytes.toString('utf8'));
	const parts = named.map((part) => partNamed(upload, part));
	const isInOrder = parts.every(({ number }, index) => number > (parts[index - 1]?.number ?? 0));
	if (!isInOrder) throw new S3Refusal('InvalidPartOrder');
	if (parts.slice(0, -1).some(({ size }) => size < leastPartBytes)) {
		throw new S3Refusal('EntityTooSmall');
	}
	const checksums = joined(upload, parts);
	for (const name of checksumNames) {
		const given = call.headers[`x-amz-checksum-${name}`];
		if (given !== undefined && given !== checksums[name]) throw new S3Refusal('BadDigest');
	}
	const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
	const etag = `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
	const vaultName = store.nextId('object');
	store.vault.join(
		vaultName,
		parts.map(({ number }) => partName(upload.id, number)),
	);
	store.endUpload(upload, new Set(parts.map(({ number }) => number)));
	const { contentType, metadata, storageClass } = upload;
	store.keep({
		bucket,
		key,
		size: parts.reduce((sum, { size }) => sum + size, 0),
		etag,
		contentType,
		metadata,
		storageClass,
		checksums,
		checksumType: 'COMPOSITE',
		modifiedAt: call.at,
		vaultName,
	});
	return {
		status: 200,
		xml: [
			'CompleteMultipartUploadResult',
			{
				Location: `http://${call.headers.host ?? ''}${call.path}`,
				Bucket: bucket,
				Key: key,
				ETag: `"${etag}"`,
				...checksumElements(checksums),
			},
		],
	};
}

/** DELETE ?uploadId: ends an upload without an object. */
export function abortUpload(store: S3Store, call: S3Call): S3Answer {
	const { bucket, key } = placeOf(call.path);
	store.endUpload(store.uploadOf(bucket, key, call.query.get('uploadId') ?? ''));
	return { status: 204 };
}

function algorithmOf(header: string | undefined): ChecksumName | null {
	if (header === undefined) return null;
	const name = checksumNames.find((each) => each === header.toLowerCase());
	if (name === undefined) throw new S3Refusal('NotImplemented');
	return name;
}

/** A part as the end of an upload names it. */
interface NamedPart {
	number: number;
	etag: string;
	checksums: Partial<Record<ChecksumName, string>>;
}

function partsIn(xml: string): NamedPart[] {
	const parts = elementsIn(xml, 'Part').map((part) => ({
		number: Number(textIn(part, 'PartNumber')),
		etag: (textIn(part, 'ETag') ?? '').replaceAll('"', ''),
		checksums: Object.fromEntries(
			checksumNames.flatMap((name) => {
				const text = textIn(part, `Checksum${name.toUpperCase()}`);
				return text === null ? [] : [[name, text]];
			}),
		),
	}));
	if (parts.length === 0) throw new S3Refusal('MalformedXML');
	return parts;
}

function partNamed(upload: S3Upload, { number, etag, checksums }: NamedPart): S3Part {
	const found = upload.parts.find((part) => part.number === number);
	const isRight =
		found?.etag === etag &&
		checksumNames.every(
			(name) => checksums[name] === undefined || checksums[name] === found.checksums[name],
		);
	if (found === undefined || !isRight) throw new S3Refusal('InvalidPart');
	return found;
}

function joined({ algorithm }: S3Upload, parts: readonly S3Part[]) {
	if (algorithm === null) return {};
	return {
		[algorithm]: compositeOf(
			parts.map(({ checksums }) => checksums[algorithm] ?? ''),
			algorithm,
		),
	};
}
