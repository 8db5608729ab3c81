import { constants, gzipSync } from 'node:zlib';

/** A file of an archive; `path` is relative, ASCII, at most 100 characters. */
export interface ArchiveFile {
	path: string;
	content: string;
}

const BLOCK = 512;

/**
 * A gzip-compressed tar archive that depends on nothing but its files: no times, owners or order
 * of a folder. Equal files give equal bytes.
 *
 * @throws RangeError for a path that the plain tar header cannot hold
 */
export function tarball(files: ArchiveFile[]): Buffer {
	const blocks = files.flatMap(({ path, content }) => {
		const body = Buffer.from(content, 'utf8');
		const padding = Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK);
		return [header(path, body.length), body, padding];
	});
	const archive = Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
	const zipped = gzipSync(archive, { level: constants.Z_BEST_COMPRESSION });
	zipped[9] = 255; // "operating system: unknown" (RFC 1952), else it names this machine's
	return zipped;
}

/** A header block of POSIX ustar (pax(1), "ustar Interchange Format"). */
function header(path: string, size: number): Buffer {
	if (!/^[\x21-\x7e]{1,100}$/.test(path)) {
		throw new RangeError(`"${path}" is no path for an archive: 1 to 100 ASCII characters.`);
	}
	const block = Buffer.alloc(BLOCK);
	const octal = (value: number, length: number) =>
		`${value.toString(8).padStart(length - 1, '0')}\0`;
	block.write(path, 0);
	block.write(octal(0o644, 8), 100);
	block.write(octal(0, 8), 108); // user
	block.write(octal(0, 8), 116); // group
	block.write(octal(size, 12), 124);
	block.write(octal(0, 12), 136); // time
	block.write('        ', 148); // checksum, counted as spaces
	block.write('0', 156); // an ordinary file
	block.write('ustar\x0000', 257);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return block;
}
