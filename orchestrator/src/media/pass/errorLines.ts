/** What complained: a decoder, the reader of the container, or ffmpeg itself. */
export interface Complaint {
	/** Name of the decoder or demuxer, e.g. `h264`; `ffmpeg` for the program itself. */
	who: string;
	/** Its words, for telling kinds apart; not for people. */
	words: string;
}

/** Counts of what was complained of; a thousand lines of the same are one. */
export interface Complaints {
	/** By who complained: how often, and its first words. */
	byWho: ReadonlyMap<string, { count: number; first: string }>;
	/** Whether the file ended before its index or a packet did. */
	endsEarly: boolean;
}

/** Reads lines of ffmpeg's log at `level+warning`. */
export interface ComplaintReader {
	take(line: string): void;
	end(): Complaints;
}

/** Most different sources of complaints that are kept apart. */
const MOST_SOURCES = 50;

/** Our own outputs and filters: what they say is about us and not about the file. */
const ours =
	/^(null|rawvideo|framecrc|f32le|pcm_f32le|swscaler|auto_scale|graph|AVFilterGraph|Parsed_|out_|in_)/;

/** Warnings that mean damage; any other warning does not. */
const warnsOfDamage = /corrupt|truncat|invalid nal|error while|missing picture|ended prematurely/i;

/**
 * Errors that healthy files give too: tags at the end of an MP3 are no sound, and a stream that
 * begins between key pictures has pictures that lean on what was cut away.
 */
const harmless =
	/Header missing|co located POCs unavailable|mmco: unref short failure|non monoton/i;

/** The end of the file came too soon. */
const early = /partial file|ended prematurely|truncat|moov atom not found|end of file|overread/i;

/** Gathers complaints about the file from ffmpeg's log. */
export function readComplaints(): ComplaintReader {
	const byWho = new Map<string, { count: number; first: string }>();
	let endsEarly = false;
	return {
		take(line) {
			const complaint = complaintIn(line);
			if (complaint === null) return;
			const { who, words } = complaint;
			if (early.test(words)) endsEarly = true;
			const known = byWho.get(who);
			if (known !== undefined) known.count += 1;
			else if (byWho.size < MOST_SOURCES) byWho.set(who, { count: 1, first: words });
		},
		end: () => ({ byWho, endsEarly }),
	};
}

/** What a line complains of; null where it does not, or not of the file. */
export function complaintIn(line: string): Complaint | null {
	const found = /^(?:\[([^\]]+?) @ [^\]]+\] )?\[(warning|error|fatal|panic)\] (.*)$/.exec(line);
	if (found === null) return null;
	const [, source, level, words] = found;
	const who = source ?? 'ffmpeg';
	if (ours.test(who) || harmless.test(words)) return null;
	if (level === 'warning' && !warnsOfDamage.test(words)) return null;
	return { who, words };
}
