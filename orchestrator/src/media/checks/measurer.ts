import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import type { FramePicture } from '../../ledger/mediaChecks';

/** How measuring goes on. */
export interface MeasureOptions {
	signal: AbortSignal;
	/** 0 to 1, where that can be told. */
	onProgress?: (share: number) => void;
}

/** Whatever measures files; the real one runs ffmpeg. */
export interface Measurer {
	/** Who measures, with every version that could make a difference. */
	name: string;
	/** @throws MendableError `media/…` for what is no file to measure */
	measure(file: string, options: MeasureOptions): Promise<MeasuredFile>;
	/** Small pictures of the frames at some times; those that cannot be had are left out. */
	pictures(file: string, times: readonly number[], signal: AbortSignal): Promise<FramePicture[]>;
}
