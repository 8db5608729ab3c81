import type { Brand } from '../../../../nodes/domain/quality/brand';
import { checkBrand } from '../../../../nodes/domain/quality/checkBrand';
import { checkMeasured } from '../../../../nodes/domain/quality/checkMeasured';
import type { MediaReport } from '../../../../nodes/domain/quality/finding';
import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import type { FramePicture } from '../../ledger/mediaChecks';
import type { Measurer } from './measurer';
import { pictureTimes } from './pictureTimes';

/** What a measured file is judged by. */
export interface Yardsticks {
	packs: readonly SpecPack[];
	brand: Brand | null;
	/** As people call it; null where it has no name. */
	fileName: string | null;
}

/** Judges a measured file by packs and brand, looking at its frames where the brand needs it. */
export async function judgeFile(
	measurer: Measurer,
	file: string,
	measured: MeasuredFile,
	{ packs, brand, fileName }: Yardsticks,
	signal: AbortSignal,
): Promise<MediaReport> {
	if (brand === null) return checkMeasured(measured, packs, { fileName });
	const { palette, endCard, safeArea } = brand;
	const isLookedAt = [palette, endCard, safeArea].some((part) => part !== undefined);
	const seen = isLookedAt ? await measurer.brand(file, measured, brand, signal) : null;
	const found = checkBrand(brand, measured, seen, fileName);
	return checkMeasured(measured, packs, { fileName, brand: found });
}

/** Small pictures for a report, of the moments its findings are at. */
export async function picturesFor(
	measurer: Measurer,
	file: string,
	measured: MeasuredFile,
	{ findings }: MediaReport,
	signal: AbortSignal,
): Promise<FramePicture[]> {
	if (measured.video === null) return [];
	const times = pictureTimes(findings, measured.container.durationSeconds);
	return times.length === 0 ? [] : await measurer.pictures(file, measured, times, signal);
}
