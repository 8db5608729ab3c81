/** Most times that wait for their other half; a decoder holds back a few dozen. */
const MOST_WAITING = 100_000;

/** Finds packets whose pictures never came out of the decoder. */
export interface MissingFrames {
	packet(pts: number): void;
	frame(pts: number): void;
	/** Times of packets without a picture, sorted. */
	end(): number[];
}

/** Matches packets and frames by their times, in whichever order the two arrive. */
export function startMissingFrames(): MissingFrames {
	const packets = new Set<number>();
	const frames = new Set<number>();
	return {
		packet(pts) {
			if (frames.delete(pts)) return;
			if (packets.size < MOST_WAITING) packets.add(pts);
		},
		frame(pts) {
			if (packets.delete(pts)) return;
			if (frames.size < MOST_WAITING) frames.add(pts);
		},
		end: () => [...packets].sort((a, b) => a - b),
	};
}
