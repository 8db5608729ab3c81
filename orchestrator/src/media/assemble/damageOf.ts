import type { Damage } from '../../../../nodes/domain/quality/measured';
import type { IsoFacts } from '../file/isoBoxes';
import type { PassFacts } from '../pass/runPass';
import { roundTo } from '../ranges';

/** Everything that may tell of damage. */
export interface DamageClues {
	iso: IsoFacts | null;
	/** Why the end is missing by the file's own structure; null if it is not. */
	cutOff: string | null;
	facts: PassFacts;
	video: StreamClues | null;
	audio: StreamClues | null;
}

/** What a stream announces, and what came of it. */
export interface StreamClues {
	codec: string;
	/** Null where nothing but a guess from the bit rate is known. */
	declaredSeconds: number | null;
	decodedSeconds: number | null;
}

/** How much shorter than declared a stream may be: containers round, and pad their last packet. */
const SHORT_SECONDS = 0.5;
const SHORT_SHARE = 0.01;

/** What is damaged, at most one entry of each kind and place; sorted by time. */
export function damageOf(clues: DamageClues): Damage[] {
	const { iso, cutOff, facts, video, audio } = clues;
	const found: Damage[] = [];
	const lastTime = facts.frames.span?.to ?? null;
	const at = lastTime === null ? null : roundTo(lastTime, 3);
	if (iso !== null && iso.cutBox !== null) {
		const text = `The end of the file is missing: its part "${iso.cutBox}" goes on beyond it.`;
		found.push({ kind: 'truncated', at, where: 'container', text });
	}
	if (cutOff !== null) found.push({ kind: 'truncated', at, where: 'container', text: cutOff });
	found.push(...complaintsOf(clues, found.length > 0));
	found.push(...shortStreams(clues));
	if ((facts.sound?.levels.notNumbers ?? 0) > 0) {
		const text = `The sound has ${facts.sound?.levels.notNumbers} samples that are no numbers.`;
		found.push({ kind: 'corrupt', at: null, where: 'audio', text });
	}
	if (video !== null && facts.frames.frames === 0) {
		const text = `No picture of it can be decoded (${video.codec}).`;
		found.push({ kind: 'unreadable', at: null, where: 'video', text });
	}
	if (audio !== null && (facts.sound?.levels.frames ?? 0) === 0) {
		const text = `No sound of it can be decoded (${audio.codec}).`;
		found.push({ kind: 'unreadable', at: null, where: 'audio', text });
	}
	return oncePerKind(found).sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
}

/** What decoders and the reader of the container complained of, by where. */
function complaintsOf({ facts, video, audio }: DamageClues, isCut: boolean): Damage[] {
	const { complaints, missingAt } = facts;
	const counts = { video: 0, audio: 0, container: 0 };
	for (const [who, { count, first }] of complaints.byWho) {
		counts[whereOf(who, first, video, audio)] += count;
	}
	const found: Damage[] = [];
	const gone = missingAt.length;
	if (counts.video > 0) {
		const lost = gone === 0 ? '' : `, and ${gone} ${gone === 1 ? 'frame is' : 'frames are'} lost`;
		found.push({
			kind: 'corrupt',
			at: gone === 0 ? null : roundTo(missingAt[0], 3),
			where: 'video',
			text: `Pictures do not decode as they were encoded: ${times(counts.video)} (${video?.codec})${lost}.`,
		});
	}
	if (counts.audio > 0) {
		const text = `Sound does not decode as it was encoded: ${times(counts.audio)} (${audio?.codec}).`;
		found.push({ kind: 'corrupt', at: null, where: 'audio', text });
	}
	if (counts.container > 0 && !isCut) {
		const text = complaints.endsEarly
			? 'The file ends before all that it announces.'
			: `The container holds what does not belong there: ${times(counts.container)}.`;
		const kind = complaints.endsEarly ? 'truncated' : 'corrupt';
		found.push({ kind, at: null, where: 'container', text });
	}
	return found;
}

function whereOf(
	who: string,
	words: string,
	video: StreamClues | null,
	audio: StreamClues | null,
): 'video' | 'audio' | 'container' {
	// A decoder's name begins with its codec, e.g. `mp3float`, `vp9`, `libdav1d` for av1 aside.
	const isOf = (codec: string | undefined) =>
		codec !== undefined && (who.startsWith(codec) || who.includes(codec.replace('_', '')));
	if (isOf(video?.codec)) return 'video';
	if (isOf(audio?.codec)) return 'audio';
	if (who.startsWith('lib') || /decod/i.test(words)) {
		if (video !== null && audio === null) return 'video';
		if (audio !== null && video === null) return 'audio';
	}
	return 'container';
}

function shortStreams(clues: { video: StreamClues | null; audio: StreamClues | null }): Damage[] {
	return (['video', 'audio'] as const).flatMap((where): Damage[] => {
		const { declaredSeconds: declared = null, decodedSeconds: got = null } = clues[where] ?? {};
		if (declared === null || got === null || got === 0) return [];
		if (declared - got <= Math.max(SHORT_SECONDS, declared * SHORT_SHARE)) return [];
		const name = where === 'video' ? 'pictures' : 'sound';
		const text = `It announces ${roundTo(declared, 2)} s of ${name}, but only ${roundTo(got, 2)} s decode.`;
		return [{ kind: 'truncated', at: roundTo(got, 3), where, text }];
	});
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
