import type { Brand } from '../../../../nodes/domain/quality/brand';
import type { BrandMeasured } from '../../../../nodes/domain/quality/brandMeasured';
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
	measure(
		file: string,
		options: MeasureOptions,
	): Promise<{ sha256: string; measured: MeasuredFile }>;
	/** Small pictures of the frames at some times; those that cannot be had are left out. */
	pictures(
		file: string,
		measured: MeasuredFile,
		times: readonly number[],
		signal: AbortSignal,
	): Promise<FramePicture[]>;
	/** What a brand's rules need to be looked at. @throws MendableError `media/no-end-card` */
	brand(
		file: string,
		measured: MeasuredFile,
		brand: Brand,
		signal: AbortSignal,
	): Promise<BrandMeasured>;
}
