import { gunzipSync } from 'node:zlib';
import { MendableError } from '../../../../nodes/domain/errors';

/** Bounds of an archive; far above what bundles need, far below what a machine holds. */
export const archiveLimits = {
	/** Bytes of all files together, unpacked. */
	bytes: 64 * 1024 * 1024,
	files: 2000,
};

const BLOCK = 512;

/**
 * Unpacks an archive in memory, trusting nothing it says: no links, no ways out of it, no file
 * twice, no more than the limits, nothing cut off or added behind.
 *
 * @throws MendableError `bundle/archive` with the reason
 */
export function readArchive(archive: Buffer): Map<string, Buffer> {
	const tar = unzip(archive);
	const files = new Map<string, Buffer>();
	/** As a file system sees them that does not tell capital letters apart. */
	const taken = new Set<string>();
	let at = 0;
	while (!isEmpty(tar.subarray(at, at + BLOCK))) {
		const { path, size } = readHeader(tar.subarray(at, at + BLOCK), at);
		if (taken.has(path.toLowerCase())) throw refused(`It holds "${path}" twice.`);
		if (files.size >= archiveLimits.files) {
			throw refused(`It holds more than ${archiveLimits.files} files.`);
		}
		const end = at + BLOCK + size;
		if (end > tar.length) throw refused(`It breaks off within "${path}".`);
		taken.add(path.toLowerCase());
		files.set(path, tar.subarray(at + BLOCK, end));
		at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
	}
	if (tar.length < at + 2 * BLOCK) throw refused('It breaks off before its end.');
	if (!isEmpty(tar.subarray(at))) throw refused('Something was added behind its end.');
	return files;
}

function unzip(archive: Buffer): Buffer {
	try {
		return gunzipSync(archive, { maxOutputLength: archiveLimits.bytes });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'ERR_BUFFER_TOO_LARGE') {
			throw refused(`It holds more than ${archiveLimits.bytes} bytes once it is unpacked.`);
		}
		throw refused(`It cannot be unpacked: ${message}.`);
	}
}

/** A header block of POSIX ustar, as `tarball` writes it. */
function readHeader(block: Buffer, at: number): { path: string; size: number } {
	const text = (from: number, length: number) => {
		const field = block.subarray(from, from + length);
		const end = field.indexOf(0);
		return field.subarray(0, end === -1 ? length : end).toString('latin1');
	};
	const octal = (from: number, length: number) => {
		const digits = text(from, length).trim();
		return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number.NaN;
	};
	const sum = block.reduce(
		(total, byte, place) => total + (place >= 148 && place < 156 ? 32 : byte),
		0,
	);
	if (block.length < BLOCK || octal(148, 8) !== sum) {
		throw refused(`There is no file header at byte ${at}.`);
	}
	const prefix = text(345, 155);
	const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
	const kind = text(156, 1);
	if (kind !== '0' && kind !== '') throw refused(`"${path}" is no ordinary file.`);
	if (!isInside(path)) throw refused(`"${path}" is no path inside the bundle.`);
	const size = octal(124, 12);
	if (!Number.isSafeInteger(size)) throw refused(`"${path}" has no size.`);
	return { path, size };
}

/** Plain names one below the other, as n8n's importer takes them (2.41). */
function isInside(path: string): boolean {
	return path.split('/').every((name) => /^[A-Za-z0-9._-]+$/.test(name) && !/^\.+$/.test(name));
}

function isEmpty(bytes: Buffer): boolean {
	return bytes.every((byte) => byte === 0);
}

function refused(why: string): MendableError {
	return new MendableError(
		'bundle/archive',
		'The archive cannot be used.',
		why,
		'Get the bundle again from whoever made it. Nothing was unpacked or written.',
	);
}
