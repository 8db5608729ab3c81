import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumName } from './model';
import { checksumNames } from './model';
import { S3Refusal } from './errors';

/** A checksum in base64, as S3's headers carry it. */
export function checksumOf(bytes: Buffer, name: ChecksumName): string {
	if (name !== 'crc32') return createHash(name).update(bytes).digest('base64');
	const number = Buffer.alloc(4);
	number.writeUInt32BE(crc32(bytes));
	return number.toString('base64');
}

/** Hex MD5. */
export const md5Of = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

/** Checksums that S3 knows and the stand-in does not make. */
const UNKNOWN = ['crc32c', 'crc64nvme'];

/**
 * The checksums that came with some bytes, in headers or after them.
 *
 * @throws S3Refusal `BadDigest` where one is not that of the bytes
 */
export function checkedChecksums(
	bytes: Buffer,
	headers: Record<string, string | undefined>,
): Partial<Record<ChecksumName, string>> {
	for (const name of UNKNOWN) {
		if (headers[`x-amz-checksum-${name}`] !== undefined) throw new S3Refusal('NotImplemented');
	}
	const md5 = headers['content-md5'];
	if (md5 !== undefined && md5 !== createHash('md5').update(bytes).digest('base64')) {
		throw new S3Refusal('BadDigest');
	}
	const found: Partial<Record<ChecksumName, string>> = {};
	for (const name of checksumNames) {
		const given = headers[`x-amz-checksum-${name}`];
		if (given === undefined) continue;
		if (given !== checksumOf(bytes, name)) throw new S3Refusal('BadDigest');
		found[name] = given;
	}
	return found;
}

/** Headers that tell checksums. */
export function checksumHeaders(
	checksums: Partial<Record<ChecksumName, string>>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]),
	);
}

/** The same as elements of a document. */
export function checksumElements(
	checksums: Partial<Record<ChecksumName, string>>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
	);
}

/** What S3 makes of the checksums of parts: that of them one after the other, and how many there are. */
export function compositeOf(parts: readonly string[], name: ChecksumName): string {
	const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
	return `${checksumOf(joined, name)}-${parts.length}`;
}
