import type { Damage } from '../../../../nodes/domain/quality/measured';
import type { IsoFacts } from '../file/isoBoxes';
import type { Complaints } from '../pass/errorLines';
import type { PassFacts } from '../pass/runPass';
import { roundTo } from '../ranges';

/** What a stream announces, and what came of it. */
export interface StreamClues {
	/** Its place among the streams. */
	index: number;
	codec: string;
	/** Null where nothing but a guess from the bit rate is known. */
	declaredSeconds: number | null;
	/** Null where nothing of it was decoded. */
	decodedSeconds: number | null;
}

/** Everything that may tell of damage. */
export interface DamageClues {
	iso: IsoFacts | null;
	/** Why the end is missing by the file's own structure; null if it is not. */
	cutOff: string | null;
	/** Null where nothing could be decoded at all. */
	facts: PassFacts | null;
	video: StreamClues | null;
	audio: StreamClues | null;
}

/**
 * How much shorter than declared a stream may be: containers round, and pad their last packet. FLAC
 * counts its samples.
 */
const SHORT_SECONDS = 0.5;
const SHORT_SHARE = 0.01;
const SHORT_FLAC_SECONDS = 0.01;

/** What is damaged, at most one entry of each kind and place; sorted by time. */
export function damageOf(clues: DamageClues): Damage[] {
	const { facts } = clues;
	const lastTime = facts?.frames.span?.to ?? null;
	const cut = cutText(clues);
	const found: Damage[] = [];
	if (cut !== null) {
		const at = lastTime === null ? null : roundTo(lastTime, 3);
		found.push({ kind: 'truncated', at, where: 'container', text: cut });
	}
	if (facts !== null) found.push(...complaintsOf(facts, clues, cut !== null));
	found.push(...shortStreams(clues), ...notNumbers(facts), ...unreadable(clues));
	return oncePerKind(found).sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
}

/** Why the end of a file is missing, by its structure; null where nothing says so. */
export function cutText({ iso, cutOff }: Pick<DamageClues, 'iso' | 'cutOff'>): string | null {
	if (iso === null || iso.cutBox === null) return cutOff;
	return `The end of the file is missing: its part "${iso.cutBox}" goes on beyond it.`;
}

/** What decoders and the reader of the container complained of, by where. */
function complaintsOf(facts: PassFacts, clues: DamageClues, isCut: boolean): Damage[] {
	const { complaints, missingAt } = facts;
	const counts = countsOf(complaints, clues);
	const found: Damage[] = [];
	const gone = missingAt.length;
	if (counts.video > 0) {
		const lost = gone === 0 ? '' : `, and ${gone} ${gone === 1 ? 'frame is' : 'frames are'} lost`;
		found.push({
			kind: 'corrupt',
			at: gone === 0 ? null : roundTo(missingAt[0], 3),
			where: 'video',
			text: `Pictures do not decode as they were encoded: ${times(counts.video)} (${clues.video?.codec})${lost}.`,
		});
	}
	if (counts.audio > 0) {
		const text = `Sound does not decode as it was encoded: ${times(counts.audio)} (${clues.audio?.codec}).`;
		found.push({ kind: 'corrupt', at: null, where: 'audio', text });
	}
	if (counts.container > 0 && !isCut) {
		const text = complaints.endsEarly
			? 'The file ends before all that it announces.'
			: `The container is not as it should be: ${counts.container === 1 ? 'one place does' : `${counts.container} places do`} not fit.`;
		const kind = complaints.endsEarly ? 'truncated' : 'corrupt';
		found.push({ kind, at: null, where: 'container', text });
	}
	return found;
}

function countsOf(
	{ byWho, byStream }: Complaints,
	{ video, audio }: DamageClues,
): { video: number; audio: number; container: number } {
	const counts = { video: 0, audio: 0, container: 0 };
	for (const [who, count] of byWho) counts[placeOf(who, video, audio)] += count;
	// ffmpeg repeats what its decoders said already; alone it is the only word there is.
	for (const [stream, count] of byStream) {
		if (stream === video?.index && counts.video === 0) counts.video = count;
		if (stream === audio?.index && counts.audio === 0) counts.audio = count;
	}
	return counts;
}

/** Whose complaint it is: a decoder is named after its codec, e.g. `mp3float`, `libdav1d` for AV1. */
function placeOf(
	who: string,
	video: StreamClues | null,
	audio: StreamClues | null,
): 'video' | 'audio' | 'container' {
	const isOf = (codec: string | undefined) => codec !== undefined && who.startsWith(codec);
	if (isOf(video?.codec) || who === 'libdav1d') return 'video';
	return isOf(audio?.codec) ? 'audio' : 'container';
}

function shortStreams(clues: DamageClues): Damage[] {
	return (['video', 'audio'] as const).flatMap((where): Damage[] => {
		const {
			codec,
			declaredSeconds: declared = null,
			decodedSeconds: got = null,
		} = clues[where] ?? {};
		if (declared === null || got === null || got === 0) return [];
		const room =
			codec === 'flac' ? SHORT_FLAC_SECONDS : Math.max(SHORT_SECONDS, declared * SHORT_SHARE);
		if (declared - got <= room) return [];
		const name = where === 'video' ? 'pictures' : 'sound';
		const text = `It announces ${roundTo(declared, 2)} s of ${name}, but only ${roundTo(got, 2)} s decode.`;
		return [{ kind: 'truncated', at: roundTo(got, 3), where, text }];
	});
}

function notNumbers(facts: PassFacts | null): Damage[] {
	const count = facts?.sound?.levels.notNumbers ?? 0;
	if (count === 0) return [];
	const text = `The sound has ${count} samples that are no numbers.`;
	return [{ kind: 'corrupt', at: null, where: 'audio', text }];
}

function unreadable({ facts, video, audio }: DamageClues): Damage[] {
	const found: Damage[] = [];
	if (video !== null && (facts?.frames.frames ?? 0) === 0) {
		const text = `No picture of it can be decoded (${video.codec}).`;
		found.push({ kind: 'unreadable', at: null, where: 'video', text });
	}
	if (audio !== null && (facts?.sound?.levels.frames ?? 0) === 0) {
		const text = `No sound of it can be decoded (${audio.codec}).`;
		found.push({ kind: 'unreadable', at: null, where: 'audio', text });
	}
	return found;
}

function times(count: number): string {
	return count === 1 ? 'the decoder reports an error' : `the decoder reports ${count} errors`;
}

function oncePerKind(damage: readonly Damage[]): Damage[] {
	const seen = new Set<string>();
	return damage.filter(({ kind, where }) => {
		const key = `${kind} ${where}`;
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
