import { isErrorReport } from '../../../../nodes/domain/errors';
import { findFfmpeg } from '../ffmpeg/findFfmpeg';
import { jpegsAt } from '../frames/grabFrames';
import { measureBrand } from '../brand/measureBrand';
import { measureFile } from '../measureFile';
import { MEASURER_VERSION } from '../measureProbed';
import type { Measurer } from './measurer';

/**
 * Opens what measures with the ffmpeg of this machine.
 *
 * @throws MendableError `media/ffmpeg-missing`, `media/ffmpeg-old`
 */
export async function openMeasurer(): Promise<Measurer> {
	const tools = await findFfmpeg();
	return {
		name: `${MEASURER_VERSION} ffmpeg ${tools.version}`,
		measure: async (file, options) => await measureFile(file, { ...options, tools }),
		pictures: async (file, { video }, times, signal) => {
			if (video === null || times.length === 0) return [];
			const film = { file, stream: video.stream, tools, signal };
			const taken = await jpegsAt(film, times).catch((error: unknown) => {
				// A report without pictures is better than none.
				if (signal.aborted || !isErrorReport(error)) throw error;
				return [];
			});
			return taken.map(({ at, jpeg }) => ({ at, jpeg: jpeg.toString('base64') }));
		},
		brand: async (file, measured, brand, signal) =>
			await measureBrand(brand, measured, { file, tools, signal }),
	};
}
