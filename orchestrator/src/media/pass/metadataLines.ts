/** What filters say of one frame: names without `lavfi.`, e.g. `black_start`. */
export interface FrameNotes {
	/** In units of the stream's clock; null where the frame has no time. */
	pts: number | null;
	notes: ReadonlyMap<string, string>;
}

/** Reads what ffmpeg's `metadata=print` writes, line by line. */
export interface NotesReader {
	take(line: string): void;
	/** Hands on the last frame. */
	end(): void;
}

/** Hands on each frame once all its lines were read. */
export function readNotes(onFrame: (frame: FrameNotes) => void): NotesReader {
	let pts: number | null = null;
	let notes: Map<string, string> | null = null;
	const flush = (): void => {
		if (notes !== null) onFrame({ pts, notes });
		notes = null;
	};
	return {
		take(line) {
			if (line.startsWith('frame:')) {
				flush();
				const text = /pts:(-?\d+)/.exec(line)?.[1];
				pts = text === undefined ? null : Number(text);
				notes = new Map();
				return;
			}
			const equals = line.indexOf('=');
			if (notes === null || equals === -1 || !line.startsWith('lavfi.')) return;
			notes.set(line.slice('lavfi.'.length, equals), line.slice(equals + 1));
		},
		end: flush,
	};
}

/** A finite number that a filter wrote of a frame; null without one (`-nan` of a flat picture). */
export function noteNumber({ notes }: FrameNotes, name: string): number | null {
	const text = notes.get(name);
	if (text === undefined) return null;
	const value = Number.parseFloat(text);
	return Number.isFinite(value) ? value : null;
}
