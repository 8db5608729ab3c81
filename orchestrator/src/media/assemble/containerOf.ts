import type {
	MeasuredCaptions,
	MeasuredContainer,
	MeasuredStream,
} from '../../../../nodes/domain/quality/measured';
import { streamKinds } from '../../../../nodes/domain/quality/measured';
import type { FileKind } from '../file/cutOff';
import type { IsoFacts } from '../file/isoBoxes';
import { editKind } from '../file/isoBoxes';
import type { Probe, ProbedStream } from '../probe';
import { roundTo } from '../ranges';

/** What is known of a file before it is decoded. */
export interface FileFacts {
	kind: FileKind | null;
	iso: IsoFacts | null;
	/** Why the end is missing by the file's own structure. */
	cut: string | null;
	/** The first bytes, a few thousand. */
	head: Buffer;
	sizeBytes: number;
}

/** The file around its streams; `durationSeconds` is what plays, decoded where it could be. */
export function containerOf(
	{ iso, kind, head, sizeBytes }: FileFacts,
	probe: Probe | null,
	durationSeconds: number | null,
): MeasuredContainer {
	const seconds = durationSeconds === null || durationSeconds <= 0 ? null : durationSeconds;
	return {
		format: formatWord(kind, iso, head, probe),
		formatNames: probe?.format.format_name ?? '',
		brand: iso?.brand ?? null,
		durationSeconds: seconds === null ? null : roundTo(seconds, 3),
		sizeBytes,
		bitrateBps: seconds === null ? null : roundTo((sizeBytes * 8) / seconds, 0),
		faststart: iso?.faststart ?? null,
		fragmented: iso?.fragmented ?? null,
		editLists:
			iso === null
				? null
				: {
						kind: editKind(iso.edits),
						edits: iso.edits.map((edit) => ({
							...edit,
							mediaStartSeconds:
								edit.mediaStartSeconds === null ? null : roundTo(edit.mediaStartSeconds, 6),
							durationSeconds: roundTo(edit.durationSeconds, 6),
						})),
					},
		chapters: probe?.chapters ?? 0,
	};
}

/** One word for the format, as people name such files. */
function formatWord(
	kind: FileKind | null,
	iso: IsoFacts | null,
	head: Buffer,
	probe: Probe | null,
): string {
	if (kind === 'iso') return (iso?.brand ?? 'qt') === 'qt' ? 'mov' : 'mp4';
	if (kind === 'matroska') {
		return head.subarray(0, 64).includes('webm') ? 'webm' : 'matroska';
	}
	const first = probe?.format.format_name.split(',')[0].replace(/_pipe$/, '');
	return first ?? kind ?? 'unknown';
}

/** All streams as the container declares them. */
export function streamsOf(probe: Probe): MeasuredStream[] {
	const start = probe.format.start_time ?? 0;
	return probe.streams.map((stream) => ({
		index: stream.index,
		kind: streamKinds.find((kind) => kind === stream.codec_type) ?? 'unknown',
		codec: stream.codec_name,
		language: languageOf(stream),
		startSeconds: stream.start_time === null ? null : roundTo(stream.start_time - start, 6),
		durationSeconds: stream.duration === null ? null : Math.max(0, roundTo(stream.duration, 6)),
		isDefault: stream.disposition.default,
		attachedPicture: isCover(stream),
	}));
}

/** Subtitles and captions that are streams of their own. */
export function captionsOf(probe: Probe): MeasuredCaptions[] {
	return probe.streams
		.filter((stream) => stream.codec_type === 'subtitle')
		.map((stream) => ({
			stream: stream.index,
			codec: stream.codec_name,
			language: languageOf(stream),
			forced: stream.disposition.forced,
			forHearingImpaired: stream.disposition.hearing_impaired,
		}));
}

/** Whether a stream of pictures is a cover or thumbnail and no programme. */
export function isCover({ disposition }: ProbedStream): boolean {
	return disposition.attached_pic || disposition.timed_thumbnails;
}

/** MP4 writes `und` where nothing is declared. */
function languageOf({ tags }: ProbedStream): string | null {
	return tags.language === 'und' ? null : tags.language;
}
