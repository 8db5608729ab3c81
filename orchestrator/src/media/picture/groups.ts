import type { Packet } from '../pass/packetLines';

/** What packets of pictures say together; times in units of the stream's clock. */
export interface PacketFacts {
	packets: number;
	bytes: number;
	/** From the first picture to the end of the last; null without any. */
	span: { from: number; to: number } | null;
	/** Most pictures from one key picture up to the next. */
	maxGroup: number | null;
	/** Longest time from one key picture to the next, or to the end. */
	maxGroupTime: number | null;
	/** Whether no picture is shown before the key picture that it is stored after. */
	closed: boolean | null;
}

/** Counts packets of pictures as they lie in the file. */
export interface GroupCounter {
	take(packet: Packet): void;
	end(): PacketFacts;
}

/**
 * Groups of pictures. A picture that is stored after a key picture but shown before it leans on the
 * group before: the group is open. (HEVC knows such pictures that decode by themselves; they count
 * as open too, which is how players that cut there treat them.)
 */
export function startGroupCounter(): GroupCounter {
	let packets = 0;
	let bytes = 0;
	let from: number | null = null;
	let to: number | null = null;
	let inGroup = 0;
	let maxGroup = 0;
	let maxGroupTime = 0;
	let keyTime: number | null = null;
	let isOpen = false;
	let hasTimes = true;

	return {
		take({ pts, dts, duration, sizeBytes, isKey }) {
			const time = pts ?? dts;
			if (pts === null) hasTimes = false;
			packets += 1;
			bytes += sizeBytes;
			from = from === null ? time : Math.min(from, time);
			to = to === null ? time + duration : Math.max(to, time + duration);
			if (isKey) {
				if (keyTime !== null) maxGroupTime = Math.max(maxGroupTime, time - keyTime);
				keyTime = time;
				inGroup = 0;
			} else if (keyTime !== null && time < keyTime) {
				isOpen = true;
			}
			inGroup += 1;
			maxGroup = Math.max(maxGroup, inGroup);
		},
		end: () => ({
			packets,
			bytes,
			span: from === null || to === null ? null : { from, to },
			maxGroup: packets === 0 ? null : maxGroup,
			maxGroupTime: keyTime === null || to === null ? null : Math.max(maxGroupTime, to - keyTime),
			closed: packets === 0 || !hasTimes ? null : !isOpen,
		}),
	};
}
