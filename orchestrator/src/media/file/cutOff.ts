import type { ReadAt } from './isoBoxes';

/** Kinds of file that are told by their first bytes. */
export type FileKind =
	| 'iso'
	| 'riff'
	| 'aiff'
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

/** An Ogg page is at most this long, so that the last one begins in the tail. */
const OGG_TAIL = 65_536;

/** Most strips of a TIFF that are looked at. */
const MOST_STRIPS = 50_000;

/** What a file is by its first bytes; null for anything that is no media of these kinds. */
export function kindOfFile(head: Buffer): FileKind | null {
	const latin = head.toString('latin1');
	const isoStart = /^(ftyp|moov|mdat|free|skip|wide|pnot)$/;
	if (isoStart.test(latin.slice(4, 8))) return 'iso';
	if (/^(RIFF|RF64|BW64)/.test(latin)) return 'riff';
	if (latin.startsWith('FORM')) return 'aiff';
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
	if (kind === 'aiff') {
		const end = 8 + (await read(0, 8)).readUInt32BE(4);
		return end > sizeBytes + 1 ? short(end - sizeBytes) : null;
	}
	if (kind === 'matroska') return await cutOffMatroska(read, sizeBytes);
	if (kind === 'ogg') return await cutOffOgg(read, sizeBytes);
	if (kind === 'mp3') return await cutOffMp3(read, sizeBytes);
	if (kind === 'tiff') return await cutOffTiff(read, sizeBytes);
	if (kind === 'mpegts' && sizeBytes % 188 !== 0) return short(188 - (sizeBytes % 188));
	return null;
}

/** The last page of each stream in an Ogg file says that it is the last. */
async function cutOffOgg(read: ReadAt, sizeBytes: number): Promise<string | null> {
	const tail = await read(Math.max(0, sizeBytes - OGG_TAIL), OGG_TAIL);
	const page = tail.lastIndexOf('OggS');
	const isLast = page !== -1 && (tail[page + 5] & 4) === 4;
	if (!isLast) return missing('the page that ends an Ogg stream');
	const segments = tail.subarray(page + 27, page + 27 + (tail[page + 26] ?? 0));
	const end = segments.reduce((sum, size) => sum + size, page + 27 + segments.length);
	return end > tail.length ? short(end - tail.length) : null;
}

/** Most encoders write into the first frame how many bytes of sound follow ("Xing", "Info"). */
async function cutOffMp3(read: ReadAt, sizeBytes: number): Promise<string | null> {
	const start = await read(0, 10);
	const hasTag = start.toString('latin1', 0, 3) === 'ID3';
	const tag = hasTag
		? 10 + [6, 7, 8, 9].reduce((size, place) => size * 128 + (start[place] & 127), 0)
		: 0;
	const frame = await read(tag, 200);
	const mark = Math.max(frame.indexOf('Xing'), frame.indexOf('Info'));
	if (mark === -1 || mark + 16 > frame.length) return null;
	const flags = frame.readUInt32BE(mark + 4);
	if ((flags & 2) === 0) return null;
	const bytes = frame.readUInt32BE(mark + 8 + ((flags & 1) === 1 ? 4 : 0));
	const end = tag + bytes;
	return end > sizeBytes ? short(end - sizeBytes) : null;
}

/** Every strip or tile of the first picture of a TIFF lies where its directory says. */
async function cutOffTiff(read: ReadAt, sizeBytes: number): Promise<string | null> {
	const head = await read(0, 8);
	const isLittle = head[0] === 0x49;
	const number = (bytes: Buffer, at: number, size: number) =>
		isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
	const directory = number(head, 4, 4);
	if (directory + 2 > sizeBytes) return short(directory + 2 - sizeBytes);
	const count = number(await read(directory, 2), 0, 2);
	const entries = await read(directory + 2, count * 12);
	const lists = new Map<number, number[]>();
	for (let at = 0; at + 12 <= entries.length; at += 12) {
		const tag = number(entries, at, 2);
		// Offsets and lengths of strips (273, 279) and of tiles (324, 325).
		if (![273, 279, 324, 325].includes(tag)) continue;
		const size = number(entries, at + 2, 2) === 3 ? 2 : 4;
		const values = Math.min(number(entries, at + 4, 4), MOST_STRIPS);
		const isInline = values * size <= 4;
		const list = isInline
			? entries.subarray(at + 8, at + 12)
			: await read(number(entries, at + 8, 4), values * size);
		const length = Math.min(values, Math.floor(list.length / size));
		lists.set(
			tag,
			Array.from({ length }, (_, index) => number(list, index * size, size)),
		);
	}
	const offsets = lists.get(273) ?? lists.get(324) ?? [];
	const lengths = lists.get(279) ?? lists.get(325) ?? [];
	const end = Math.max(0, ...offsets.map((offset, index) => offset + (lengths[index] ?? 0)));
	return end > sizeBytes ? short(end - sizeBytes) : null;
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
