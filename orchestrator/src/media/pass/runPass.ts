import type { TimeRange } from '../../../../nodes/domain/quality/measured';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg';
import { readLines } from '../ffmpeg/lines';
import { runTool } from '../ffmpeg/runTool';
import type { MediaLimits } from '../limits';
import { startFlashFinder } from '../picture/flashes';
import type { FrameFacts } from '../picture/frameFacts';
import { startFrameGatherer } from '../picture/frameFacts';
import type { PacketFacts } from '../picture/groups';
import { startGroupCounter } from '../picture/groups';
import type { SampleFacts } from '../picture/sampleFacts';
import { startSampleGatherer } from '../picture/sampleFacts';
import type { Sound, SoundFormat } from '../sound/soundMeter';
import { startSoundMeter } from '../sound/soundMeter';
import type { Complaints } from './errorLines';
import { readComplaints } from './errorLines';
import type { FrameNotes } from './metadataLines';
import { readNotes } from './metadataLines';
import { startMissingFrames } from './missingFrames';
import { readPackets } from './packetLines';
import type { PassInput } from './plan';
import { CELLS, descriptors, planPass } from './plan';

/** What is decoded, and how its parts are to be read. */
export interface PassRequest extends PassInput {
	/** Seconds of one unit of the pictures' clock. */
	tickSeconds: number;
	/** How the sound comes; null without. */
	sound: SoundFormat | null;
}

/** Everything that one decode told. */
export interface PassFacts {
	/** Whether ffmpeg came to its end by itself and without an error of its own. */
	isComplete: boolean;
	/** Filters that this build lacks. */
	missing: string[];
	frames: FrameFacts;
	samples: SampleFacts;
	flashes: TimeRange[];
	packets: PacketFacts;
	sound: Sound | null;
	/** Bytes and seconds of the sound as it lies in the file. */
	soundPackets: { bytes: number; seconds: number };
	/** Seconds at which pictures are missing that the file has packets for. */
	missingAt: number[];
	complaints: Complaints;
}

/** Hears how far it has come: seconds of the file. */
export type HearProgress = (seconds: number) => void;

/** Decodes the file once and gathers everything from what comes out. */
export async function runPass(
	request: PassRequest,
	tools: Ffmpeg,
	limits: MediaLimits,
	{ signal, hear }: { signal?: AbortSignal | undefined; hear?: HearProgress | undefined } = {},
): Promise<PassFacts> {
	const plan = planPass(request, tools, limits);
	const { tickSeconds, frameRate } = request;
	const frames = startFrameGatherer(tickSeconds, frameRate === null ? 0 : 1 / frameRate);
	const samples = startSampleGatherer();
	const flashes = startFlashFinder(CELLS * CELLS);
	const groups = startGroupCounter();
	const missing = startMissingFrames();
	const complaints = readComplaints();
	const sound = request.sound === null ? null : startSoundMeter(request.sound);
	const soundPackets = { bytes: 0, ticks: 0 };
	const cells = startCells((picture, at) => flashes.take(picture, at));

	const packets = readPackets((packet) => {
		if (packet.kind === 'audio') {
			soundPackets.bytes += packet.sizeBytes;
			soundPackets.ticks += packet.duration;
			return;
		}
		groups.take(packet);
		if (packet.pts !== null) missing.packet(packet.pts);
	});
	const onFrame = (frame: FrameNotes): void => {
		if (frame.pts !== null) missing.frame(frame.pts);
		const at = frames.take(frame);
		cells.time(at);
		hear?.(at);
	};
	let soundBytes = 0;
	const bytesPerSecond = (request.sound?.sampleRateHz ?? 1) * (request.sound?.channels ?? 1) * 4;
	const onSound = (piece: Uint8Array): void => {
		sound?.take(piece);
		soundBytes += piece.length;
		if (request.video === null) hear?.(soundBytes / bytesPerSecond);
	};
	const text = [
		{ descriptor: 2, reader: complaints },
		{ descriptor: descriptors.packets, reader: packets },
		...(request.video === null
			? []
			: [
					{ descriptor: descriptors.frames, reader: readNotes(onFrame) },
					{ descriptor: descriptors.blocks, reader: readNotes(samples.takeBlocks) },
					{ descriptor: descriptors.samples, reader: readNotes(samples.takeSample) },
				]),
	].map(({ descriptor, reader }) => ({
		descriptor,
		reader,
		lines: readLines((line) => reader.take(line)),
	}));
	const readers = new Map<number, (piece: Uint8Array) => void>(
		text.map(({ descriptor, lines }) => [descriptor, (piece) => lines.take(piece)]),
	);
	if (request.video !== null) readers.set(descriptors.cells, (piece) => cells.take(piece));
	if (request.audio !== null) readers.set(descriptors.sound, onSound);

	const command = { command: tools.ffmpeg, args: plan.args };
	const { exitCode } = await runTool({ ...command, readers, limits, signal });
	for (const { lines, reader } of text) {
		lines.end();
		if ('end' in reader) reader.end();
	}
	return {
		isComplete: exitCode === 0,
		missing: plan.missing,
		frames: frames.end(),
		samples: samples.end(),
		flashes: flashes.end(),
		packets: groups.end(),
		sound: sound?.end() ?? null,
		soundPackets: {
			bytes: soundPackets.bytes,
			seconds: soundPackets.ticks * (packets.clocks.get('audio') ?? 0),
		},
		missingAt: missing.end().map((pts) => Math.max(0, pts * tickSeconds)),
		complaints: complaints.end(),
	};
}

/** Brings tiny pictures and their times together: they come by two pipes, in the same order. */
function startCells(onPicture: (picture: Uint8Array, at: number) => void): {
	take(piece: Uint8Array): void;
	time(at: number): void;
} {
	const size = CELLS * CELLS * 3;
	const times: number[] = [];
	const pictures: Uint8Array[] = [];
	let rest: Uint8Array = new Uint8Array(0);
	const match = (): void => {
		const ready = Math.min(times.length, pictures.length);
		const at = times.splice(0, ready);
		pictures.splice(0, ready).forEach((picture, index) => onPicture(picture, at[index]));
	};
	return {
		take(piece) {
			const all = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
			let start = 0;
			for (; start + size <= all.length; start += size) {
				pictures.push(all.slice(start, start + size));
			}
			rest = all.slice(start);
			match();
		},
		time(at) {
			times.push(at);
			match();
		},
	};
}
