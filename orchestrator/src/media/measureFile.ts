import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import { MendableError } from '../../../nodes/domain/errors';
import type { FileFacts } from './assemble/containerOf';
import { containerOf } from './assemble/containerOf';
import { cutText } from './assemble/damageOf';
import type { Ffmpeg } from './ffmpeg/findFfmpeg';
import { findFfmpeg } from './ffmpeg/findFfmpeg';
import { cutOff, kindOfFile } from './file/cutOff';
import { hashMedia } from './file/hashMedia';
import type { ReadAt } from './file/isoBoxes';
import { readIsoBoxes } from './file/isoBoxes';
import type { OpenMedia } from './file/openMedia';
import { openMedia } from './file/openMedia';
import type { MediaLimits } from './limits';
import { defaultMediaLimits } from './limits';
import { MEASURER_VERSION, measureProbed } from './measureProbed';
import type { Probe } from './probe';
import { probeFile, tooManyStreams } from './probe';

/** What may be set when a file is measured. */
export interface MeasureOptions {
	signal?: AbortSignal | undefined;
	/** Default: `defaultMediaLimits`, each field on its own. */
	limits?: Partial<MediaLimits> | undefined;
	/** Hears how far it has come, 0 to 1; several times a second. */
	onProgress?: ((share: number) => void) | undefined;
	/** Default: the one that `findFfmpeg` finds. */
	tools?: Ffmpeg | undefined;
}

/** What was measured, and of which bytes. */
export interface Measurement {
	/** Of the whole file, in hexadecimal. */
	sha256: string;
	measured: MeasuredFile;
}

/**
 * Measures a file: describes it, decodes it once, and hashes it meanwhile.
 *
 * @throws MendableError `media/…`: no regular file, no known format, beyond a limit, cancelled, or
 * no ffmpeg; a damaged file is no error but is measured as far as it goes
 */
export async function measureFile(
	file: string,
	options: MeasureOptions = {},
): Promise<Measurement> {
	const limits = { ...defaultMediaLimits, ...options.limits };
	const tools = options.tools ?? (await findFfmpeg());
	const media = await openMedia(file);
	const ending = new AbortController();
	const signal =
		options.signal === undefined ? ending.signal : AbortSignal.any([ending.signal, options.signal]);
	const hashed = hashMedia(media, signal);
	// Whatever ends the measuring ends this as well, and is what is told.
	const settled = hashed.catch(() => undefined);
	try {
		const measured = await measureOpen(media, { ...options, limits, tools, signal });
		const sha256 = await hashed;
		await media.ensureSame();
		return { sha256, measured };
	} finally {
		ending.abort();
		await settled;
		await media.close();
	}
}

interface Work {
	limits: MediaLimits;
	tools: Ffmpeg;
	signal: AbortSignal;
	onProgress?: MeasureOptions['onProgress'];
}

async function measureOpen(media: OpenMedia, work: Work): Promise<MeasuredFile> {
	const { limits, tools, signal } = work;
	const read: ReadAt = async (position, length) => {
		const buffer = Buffer.alloc(Math.min(length, 1 << 20));
		const { bytesRead } = await media.handle.read(buffer, 0, buffer.length, position);
		return buffer.subarray(0, bytesRead);
	};
	const head = await read(0, 4096);
	const kind = kindOfFile(head);
	const facts: FileFacts = {
		kind,
		head,
		iso: kind === 'iso' ? await readIsoBoxes(read, media.sizeBytes) : null,
		cut: await cutOff(kind, read, media.sizeBytes),
		sizeBytes: media.sizeBytes,
	};
	const { probe, errors } = await probeFile(tools, media.link, limits, signal);
	if (errors.some((line) => line.includes('max_streams'))) throw tooManyStreams(limits.streams);
	refuseLarge(errors, probe, limits);
	if (probe !== null) return await measureProbed({ ...facts, ...work, probe, link: media.link });
	if (kind === null) throw unknownFormat(media.path);
	return unreadable(facts, tools);
}

/** A file that begins as one of its kind does, but cannot be opened: nothing of it is measured. */
function unreadable(facts: FileFacts, tools: Ffmpeg): MeasuredFile {
	const { iso, kind } = facts;
	const cut = cutText({ iso, cutOff: facts.cut });
	const noIndex = iso !== null && !iso.hasIndex;
	const text = noIndex
		? 'The end of the file is missing, and with it the index that says where its media is.'
		: (cut ?? `It begins like a file of its kind (${kind}), but nothing in it can be read.`);
	const because = 'The file cannot be opened: it is damaged.';
	return {
		measuredBy: { version: MEASURER_VERSION, ffmpeg: tools.version },
		container: containerOf(facts, null, null),
		streams: [],
		video: null,
		audio: null,
		captions: [],
		damage: [
			{
				kind: noIndex || cut !== null ? 'truncated' : 'unreadable',
				at: null,
				where: 'container',
				text,
			},
		],
		unmeasured: ['audio', 'video'],
		unmeasuredBecause: [because, because],
	};
}

/** @throws MendableError `media/too-large`, `media/too-long` */
function refuseLarge(errors: readonly string[], probe: Probe | null, limits: MediaLimits): void {
	const named = errors.map((line) => /Picture size (\d+x\d+)/i.exec(line)?.[1]).find(Boolean);
	const wide = probe?.streams.find(
		({ width, height }) => (width ?? 0) * (height ?? 0) > limits.pixels,
	);
	const size = named ?? (wide === undefined ? null : `${wide.width}x${wide.height}`);
	if (size !== null) {
		throw new MendableError(
			'media/too-large',
			'The file was not measured.',
			`A picture in it has ${size} pixels; at most ${limits.pixels} are looked at.`,
			'Export it smaller.',
		);
	}
	const seconds = probe?.format.duration ?? 0;
	if (seconds <= limits.durationSeconds) return;
	throw new MendableError(
		'media/too-long',
		'The file was not measured.',
		`It announces ${Math.round(seconds)} s; at most ${limits.durationSeconds} s are looked at.`,
		'Cut it into parts, or export it again if it is not as long.',
	);
}

function unknownFormat(file: string): MendableError {
	return new MendableError(
		'media/unknown-format',
		'The file is no film, sound or picture that can be measured.',
		`"${file}" is of no format that is opened: playlists, texts and drawings are not.`,
		'Name an exported file, such as an MP4, MOV, WAV, PNG or JPEG.',
	);
}
