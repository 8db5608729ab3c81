import type { ReadAt } from './isoBoxes';

/** Kinds of file that are told by their first bytes. */
export type FileKind =
	| 'iso'
	| 'riff'
	| 'matroska'
	| 'png'
	| 'jpeg'
	| 'gif'
	| 'ogg'
	| 'flac'
	| 'mp3'
	| 'tiff'
	| 'mpegts'
	| 'mxf'
	| 'flv';

/** How far back from the end the mark that ends a JPEG may stand: some cameras append data. */
const JPEG_TAIL = 65_536;

/** What a file is by its first bytes; null for anything that is no media of these kinds. */
export function kindOfFile(head: Buffer): FileKind | null {
	const latin = head.toString('latin1');
	const isoStart = /^(ftyp|moov|mdat|free|skip|wide|pnot)$/;
	if (isoStart.test(latin.slice(4, 8))) return 'iso';
	if (/^(RIFF|RF64|BW64)/.test(latin)) return 'riff';
	if (latin.startsWith('\x1aE\xdf\xa3')) return 'matroska';
	if (latin.startsWith('\x89PNG')) return 'png';
	if (latin.startsWith('\xff\xd8\xff')) return 'jpeg';
	if (latin.startsWith('GIF8')) return 'gif';
	if (latin.startsWith('OggS')) return 'ogg';
	if (latin.startsWith('fLaC')) return 'flac';
	if (/^(II\*\0|MM\0\*)/.test(latin)) return 'tiff';
	if (latin.startsWith('FLV\x01')) return 'flv';
	if (latin.startsWith('\x06\x0e\x2b\x34')) return 'mxf';
	if (latin.startsWith('ID3') || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(latin)) return 'mp3';
	if (latin[0] === 'G' && latin[188] === 'G') return 'mpegts';
	return null;
}

/**
 * Why the end of the file is missing, told by what its own structure says of its length; null where
 * it is whole or says nothing. ISO files are told by their boxes, see `readIsoBoxes`.
 */
export async function cutOff(
	kind: FileKind | null,
	read: ReadAt,
	sizeBytes: number,
): Promise<string | null> {
	if (kind === 'png') return await cutOffPng(read, sizeBytes);
	if (kind === 'jpeg') {
		const tail = await read(Math.max(0, sizeBytes - JPEG_TAIL), JPEG_TAIL);
		return tail.includes(Buffer.from([0xff, 0xd9])) ? null : missing('the mark that ends a JPEG');
	}
	if (kind === 'gif') {
		const tail = await read(Math.max(0, sizeBytes - 16), 16);
		return tail.includes(0x3b) ? null : missing('the mark that ends a GIF');
	}
	if (kind === 'riff') return await cutOffRiff(read, sizeBytes);
	if (kind === 'matroska') return await cutOffMatroska(read, sizeBytes);
	return null;
}

async function cutOffPng(read: ReadAt, sizeBytes: number): Promise<string | null> {
	for (let start = 8, chunks = 0; start + 12 <= sizeBytes && chunks < 100_000; chunks += 1) {
		const head = await read(start, 8);
		if (head.toString('latin1', 4, 8) === 'IEND') return null;
		start += 12 + head.readUInt32BE(0);
	}
	return missing('the chunk that ends a PNG');
}

/** The chunk with samples says how long it is; 0 and the largest number mean "not known". */
async function cutOffRiff(read: ReadAt, sizeBytes: number): Promise<string | null> {
	for (let start = 12, chunks = 0; start + 8 <= sizeBytes && chunks < 10_000; chunks += 1) {
		const head = await read(start, 8);
		const size = head.readUInt32LE(4);
		const end = start + 8 + size;
		const isOpen = size === 0xffffffff || size === 0;
		if (head.toString('latin1', 0, 4) === 'data' && isOpen) return null;
		if (end > sizeBytes + 1) return short(end - sizeBytes);
		start = end + (size % 2);
	}
	return null;
}

/** The segment says how long it is, unless it was written as a stream. */
async function cutOffMatroska(read: ReadAt, sizeBytes: number): Promise<string | null> {
	const head = await read(0, 4096);
	const ebml = vint(head, 4);
	if (ebml === null) return null;
	const segment = ebml.next + (ebml.value ?? 0);
	if (segment + 12 > head.length || head.readUInt32BE(segment) !== 0x18538067) return null;
	const size = vint(head, segment + 4);
	if (size === null || size.value === null) return null;
	const end = size.next + size.value;
	return end > sizeBytes ? short(end - sizeBytes) : null;
}

/** A number of variable length in EBML; its value is null where all its bits are set: unknown. */
function vint(bytes: Buffer, at: number): { value: number | null; next: number } | null {
	const first = bytes[at];
	if (first === undefined || first === 0) return null;
	const length = Math.clz32(first) - 23;
	if (at + length > bytes.length) return null;
	let value = first & (0xff >> length);
	let isUnknown = value === 0xff >> length;
	for (let place = 1; place < length; place += 1) {
		value = value * 256 + bytes[at + place];
		isUnknown &&= bytes[at + place] === 0xff;
	}
	return { value: isUnknown ? null : value, next: at + length };
}

function missing(what: string): string {
	return `The end of the file is missing: ${what} is not there.`;
}

function short(bytes: number): string {
	return `The end of the file is missing: it says itself that it is ${bytes} bytes longer.`;
}
