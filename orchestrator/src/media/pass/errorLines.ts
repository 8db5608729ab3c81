/** What complained: a decoder, the reader of the container, or ffmpeg itself. */
export interface Complaint {
	/** Name of the decoder or demuxer, e.g. `h264`; `ffmpeg` for the program itself. */
	who: string;
	/** Its words, for telling kinds apart; not for people. */
	words: string;
}

/** Counts of what was complained of; a thousand lines of the same are one entry. */
export interface Complaints {
	/** By the decoder or demuxer that complained. */
	byWho: ReadonlyMap<string, number>;
	/** By the place of the stream that ffmpeg itself complained of. */
	byStream: ReadonlyMap<number, number>;
	/** Whether the file ended before its index or a packet did. */
	endsEarly: boolean;
	/** Codecs that this build cannot decode, which is no fault of the file. */
	undecodable: ReadonlySet<string>;
}

/** Reads lines of ffmpeg's log at `level+warning`. */
export interface ComplaintReader {
	take(line: string): void;
	end(): Complaints;
}

/** Most different sources of complaints that are kept apart. */
const MOST_SOURCES = 100;

/** Our own outputs and filters: what they say is about us and not about the file. */
const ours =
	/^(null|rawvideo|framecrc|f32le|pcm_f32le|swscaler|auto_|graph|AVFilterGraph|Parsed_|out_|in_|fc_|format|scale)/;

/** Warnings that mean damage; any other warning does not. */
const warnsOfDamage =
	/corrupt|truncat|invalid nal|error while|missing picture|ended prematurely|not fully read/i;

/**
 * Errors that healthy files give too: tags at the end of an MP3 are no sound, and a stream that
 * begins between key pictures has pictures that lean on what was cut away.
 */
const harmless =
	/Header missing|co located POCs unavailable|mmco: unref short failure|non monoton/i;

/** The end of the file came too soon. */
const early = /partial file|ended prematurely|truncat|moov atom not found|end of file|overread/i;

/** A codec's name where a build has no decoder for it, or only one for hardware that is not there. */
function undecodableIn({ who, words }: Complaint): string | null {
	const named = /^Decoder \(codec (\w+)\) not found/i.exec(words)?.[1];
	return named ?? (/doesn't supp+ort hardware accelerated/i.test(words) ? who : null);
}

/** Gathers complaints about the file from ffmpeg's log. */
export function readComplaints(): ComplaintReader {
	const byWho = new Map<string, number>();
	const byStream = new Map<number, number>();
	const undecodable = new Set<string>();
	let endsEarly = false;
	return {
		take(line) {
			const complaint = complaintIn(line);
			if (complaint === null) return;
			const { who, words } = complaint;
			if (early.test(words)) endsEarly = true;
			const codec = undecodableIn(complaint);
			if (codec !== null) undecodable.add(codec);
			if (who !== 'ffmpeg') return count(byWho, who);
			const stream = /stream #?(?:\d+:)?(\d+)/i.exec(words)?.[1];
			if (stream !== undefined) count(byStream, Number(stream));
		},
		end() {
			// What a decoder that can do nothing says of the file means nothing.
			for (const codec of undecodable) byWho.delete(codec);
			return { byWho, byStream, endsEarly, undecodable };
		},
	};
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
	if (counts.has(key) || counts.size < MOST_SOURCES) counts.set(key, (counts.get(key) ?? 0) + 1);
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
