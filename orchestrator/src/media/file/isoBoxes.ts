import type { Edit } from '../../../../nodes/domain/quality/measured';

/** Reads so many bytes from a place of the file; fewer at its end. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** What the boxes of an ISO base media file (MP4, MOV) say around the media. */
export interface IsoFacts {
	/** Major brand of `ftyp`, trimmed; null without one. */
	brand: string | null;
	/** Null without both an index and media. */
	faststart: boolean | null;
	fragmented: boolean;
	edits: Edit[];
	/** Name of the top-level box that goes on beyond the end of the file; null if all end in it. */
	cutBox: string | null;
	/** Whether there is an index at all. */
	hasIndex: boolean;
}

interface Box {
	type: string;
	start: number;
	/** Where its content begins. */
	body: number;
	end: number;
}

/** Most boxes that are looked at, and most edits that are listed: no ordinary file has as many. */
const MOST_BOXES = 20_000;
const MOST_EDITS = 1_000;

/** Boxes that hold the ones with edit lists and clocks. */
const onTheWay = new Set(['moov', 'trak', 'edts', 'mdia']);

/**
 * Walks the boxes of an ISO file by their heads; media is skipped, not read.
 *
 * ISO/IEC 14496-12: `elst` in 8.6.6, clocks in `mvhd` and `mdhd`.
 */
export async function readIsoBoxes(read: ReadAt, sizeBytes: number): Promise<IsoFacts> {
	const seen = { boxes: 0 };
	const top = await boxesIn(read, 0, sizeBytes, seen);
	const at = (type: string) => top.findIndex((box) => box.type === type);
	const [index, media] = [at('moov'), at('mdat')];
	const movie = top[index];
	const ftyp = top[at('ftyp')];
	const last = top.at(-1);
	return {
		brand: ftyp === undefined ? null : text((await read(ftyp.body, 4)).subarray(0, 4)).trim(),
		faststart: index === -1 || media === -1 ? null : index < media,
		fragmented: at('moof') !== -1,
		edits: movie === undefined ? [] : await editsOf(read, movie, seen),
		cutBox: last !== undefined && last.end > sizeBytes ? last.type : null,
		hasIndex: index !== -1,
	};
}

async function boxesIn(
	read: ReadAt,
	from: number,
	to: number,
	seen: { boxes: number },
): Promise<Box[]> {
	const boxes: Box[] = [];
	for (let start = from; start + 8 <= to && seen.boxes < MOST_BOXES; seen.boxes += 1) {
		const head = await read(start, 16);
		if (head.length < 8) break;
		const type = text(head.subarray(4, 8));
		const short = head.readUInt32BE(0);
		let body = start + 8;
		let end = start + short;
		if (short === 1) {
			if (head.length < 16) break;
			body = start + 16;
			end = start + Number(head.readBigUInt64BE(8));
		} else if (short === 0) {
			end = to;
		}
		// A size smaller than the head would never get on; what follows is no box.
		if (end < body || !/^[\x20-\x7e\xa9]{4}$/.test(type)) break;
		boxes.push({ type, start, body, end });
		start = end;
	}
	return boxes;
}

async function editsOf(read: ReadAt, movie: Box, seen: { boxes: number }): Promise<Edit[]> {
	const inside = await boxesIn(read, movie.body, movie.end, seen);
	const header = inside.find(({ type }) => type === 'mvhd');
	const movieScale = header === undefined ? 0 : await timescaleOf(read, header);
	const edits: Edit[] = [];
	for (const [track, box] of inside.filter(({ type }) => type === 'trak').entries()) {
		const nested = await nestedIn(read, box, seen);
		const list = nested.find(({ type }) => type === 'elst');
		const clock = nested.find(({ type }) => type === 'mdhd');
		if (list === undefined || clock === undefined || movieScale === 0) continue;
		const mediaScale = await timescaleOf(read, clock);
		if (mediaScale === 0) continue;
		const room = MOST_EDITS - edits.length;
		edits.push(...(await listOf(read, list, { track, movieScale, mediaScale, room })));
	}
	return edits;
}

async function nestedIn(read: ReadAt, box: Box, seen: { boxes: number }): Promise<Box[]> {
	const found: Box[] = [];
	for (const inner of await boxesIn(read, box.body, box.end, seen)) {
		found.push(inner);
		if (onTheWay.has(inner.type)) found.push(...(await nestedIn(read, inner, seen)));
	}
	return found;
}

async function timescaleOf(read: ReadAt, box: Box): Promise<number> {
	const body = await read(box.body, 24);
	// Version 1 has 64-bit times before the clock, version 0 32-bit ones.
	const place = body[0] === 1 ? 20 : 12;
	return body.length >= place + 4 ? body.readUInt32BE(place) : 0;
}

interface Scales {
	track: number;
	movieScale: number;
	mediaScale: number;
	room: number;
}

async function listOf(
	read: ReadAt,
	box: Box,
	{ track, movieScale, mediaScale, room }: Scales,
): Promise<Edit[]> {
	const head = await read(box.body, 8);
	if (head.length < 8) return [];
	const isLong = head[0] === 1;
	const size = isLong ? 20 : 12;
	const fits = Math.floor((box.end - box.body - 8) / size);
	const count = Math.min(head.readUInt32BE(4), fits, room);
	const body = await read(box.body + 8, count * size);
	return Array.from({ length: Math.floor(body.length / size) }, (_, index): Edit => {
		const entry = body.subarray(index * size);
		const duration = isLong ? Number(entry.readBigUInt64BE(0)) : entry.readUInt32BE(0);
		const start = isLong ? Number(entry.readBigInt64BE(8)) : entry.readInt32BE(4);
		return {
			track,
			mediaStartSeconds: start === -1 ? null : start / mediaScale,
			durationSeconds: duration / movieScale,
			rate: entry.readInt32BE(size - 4) / 65_536,
		};
	});
}

/**
 * Longest start of a track that its edit list may skip as a matter of course, seconds: what decoders
 * and encoders need to run in lies far below.
 */
const RUN_IN_SECONDS = 1;

/** Whether edits only move where tracks begin: no more than a run-in skipped, normal speed. */
export function editKind(edits: readonly Edit[]): 'none' | 'start-offset' | 'cut' {
	const moving = edits.filter(
		({ mediaStartSeconds, rate }) => mediaStartSeconds !== 0 || rate !== 1,
	);
	const tracks = new Map<number, Edit[]>();
	for (const edit of edits) tracks.set(edit.track, [...(tracks.get(edit.track) ?? []), edit]);
	const isOffset = [...tracks.values()].every((ofTrack) => {
		const playing = ofTrack.filter(({ mediaStartSeconds }) => mediaStartSeconds !== null);
		const delays = ofTrack.slice(0, ofTrack.length - playing.length);
		const delaysFirst = delays.every(({ mediaStartSeconds }) => mediaStartSeconds === null);
		const isPlain = playing.every(
			({ rate, mediaStartSeconds }) => rate === 1 && (mediaStartSeconds ?? 0) <= RUN_IN_SECONDS,
		);
		return playing.length <= 1 && delaysFirst && isPlain;
	});
	if (!isOffset) return 'cut';
	return moving.length === 0 ? 'none' : 'start-offset';
}

function text(bytes: Buffer): string {
	return bytes.toString('latin1');
}
