/** What was looked at in a film for its client's brand. Times in seconds from the file's start. */
export interface BrandMeasured {
	/** Colours of frames all over the film; null where none could be had. */
	palette: PaletteMeasured | null;
	/** Likeness to the end card near the end, frame by frame; null where it could not be compared. */
	endCard: EndCardMeasured | null;
	/** What stands still over the moving film, by where it is; null where nothing moved. */
	overlay: OverlayMeasured | null;
}

/** Colours of frames all over the film. */
export interface PaletteMeasured {
	/** Frames that were looked at. */
	frames: number;
	/** For each colour of the palette, in its order: the greatest part of a frame it covers, and when. */
	seen: Array<{ hex: string; share: number; at: number }>;
	/** Part of all pixels that is neither of the palette nor grey, and the moment of its worst frame. */
	foreign: { share: number; at: number };
}

/** Likeness to the end card near the end. */
export interface EndCardMeasured {
	/** Seconds between two frames. */
	stepSeconds: number;
	/** 0 to 1 by frame. */
	frames: Array<{ at: number; similarity: number }>;
}

/** What stands still over the moving film. */
export interface OverlayMeasured {
	/** Moments at which something stood still while the rest moved. */
	moments: Array<{
		at: number;
		/** Part of the still edges that lies outside the safe area, by the edge it is nearest to. */
		outside: { top: number; bottom: number; left: number; right: number };
	}>;
}
