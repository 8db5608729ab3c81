import type { PaletteMeasured } from '../../../../nodes/domain/quality/brandMeasured';
import type { Frame } from './frame';
import { chromaOf, colourDistance, labOf, labOfHex } from './lab';

/** Colours nearer to grey than this belong to no palette and to every film. */
const GREY_CHROMA = 10;

/** Finds how much of each frame the colours of a palette cover; null without a frame. */
export function paletteOf(
	frames: readonly Frame[],
	palette: readonly string[],
	tolerance: number,
): PaletteMeasured | null {
	if (frames.length === 0) return null;
	const wanted = palette.map(labOfHex);
	const seen = palette.map((hex) => ({ hex, share: 0, at: 0 }));
	let foreignPixels = 0;
	let pixels = 0;
	let worst = { share: -1, at: 0 };
	for (const { at, rgb } of frames) {
		const counts = wanted.map(() => 0);
		const count = rgb.length / 3;
		let foreign = 0;
		for (let pixel = 0; pixel < count; pixel += 1) {
			const lab = labOf(rgb[3 * pixel] ?? 0, rgb[3 * pixel + 1] ?? 0, rgb[3 * pixel + 2] ?? 0);
			let isOurs = chromaOf(lab) < GREY_CHROMA;
			wanted.forEach((colour, index) => {
				if (colourDistance(lab, colour) > tolerance) return;
				counts[index] = (counts[index] ?? 0) + 1;
				isOurs = true;
			});
			if (!isOurs) foreign += 1;
		}
		counts.forEach((found, index) => {
			const best = seen[index];
			if (best !== undefined && found / count > best.share) {
				seen[index] = { ...best, share: found / count, at };
			}
		});
		if (foreign / count > worst.share) worst = { share: foreign / count, at };
		foreignPixels += foreign;
		pixels += count;
	}
	return { frames: frames.length, seen, foreign: { share: foreignPixels / pixels, at: worst.at } };
}
