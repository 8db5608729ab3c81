/** One packet as it lies in the file, times in units of its stream's clock. */
export interface Packet {
	kind: 'video' | 'audio';
	dts: number;
	/** Null where the container gives none. */
	pts: number | null;
	duration: number;
	sizeBytes: number;
	isKey: boolean;
}

/** Seconds that one unit of a stream's clock lasts. */
export type Clocks = ReadonlyMap<Packet['kind'], number>;

/** Reads what ffmpeg's `framecrc` writes of copied packets, line by line. */
export interface PacketReader {
	take(line: string): void;
	/** Clocks of the streams, known before the first packet. */
	clocks: Clocks;
}

/** Written for a time that is not known: the smallest 64-bit number. */
const NO_TIME = -(2 ** 63);

/** `0, -1024, 0, 512, 753, 0x6279031d`, and `F=0x0` where the flags are not those of a key frame. */
const packetLine =
	/^(\d+), *(-?\d+|NOPTS), *(-?\d+|NOPTS), *(-?\d+), *(\d+), 0x[0-9a-f]+(?:, F=0x([0-9A-Fa-f]+))?/;

/** Hands on each packet with its times. */
export function readPackets(onPacket: (packet: Packet) => void): PacketReader {
	const kinds = new Map<string, Packet['kind']>();
	const ticks = new Map<string, number>();
	const clocks = new Map<Packet['kind'], number>();
	const readHead = (line: string): void => {
		const clock = /^#tb (\d+): (\d+)\/(\d+)/.exec(line);
		if (clock !== null) ticks.set(clock[1], Number(clock[2]) / Number(clock[3]));
		const media = /^#media_type (\d+): (video|audio)/.exec(line);
		if (media === null) return;
		const kind = media[2] === 'video' ? 'video' : 'audio';
		kinds.set(media[1], kind);
		clocks.set(kind, ticks.get(media[1]) ?? 0);
	};
	return {
		clocks,
		take(line) {
			if (line.startsWith('#')) return readHead(line);
			const found = packetLine.exec(line);
			const kind = found === null ? undefined : kinds.get(found[1]);
			if (found === null || kind === undefined) return;
			const [, , dts, pts, duration, size, flags] = found;
			onPacket({
				kind,
				dts: Number(dts),
				pts: timeOf(pts),
				duration: Number(duration),
				sizeBytes: Number(size),
				// Flags are left out where they are those of a key frame and no others.
				isKey: flags === undefined || (Number.parseInt(flags, 16) & 1) === 1,
			});
		},
	};
}

function timeOf(text: string): number | null {
	const time = Number(text);
	return Number.isNaN(time) || time === NO_TIME ? null : time;
}
