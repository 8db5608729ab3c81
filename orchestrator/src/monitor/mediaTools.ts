import { isErrorReport } from '../../../nodes/domain/errors';
import type { Ffmpeg } from '../media/ffmpeg/findFfmpeg';
import { findFfmpeg, wasmPlace } from '../media/ffmpeg/findFfmpeg';
import type { Check } from './check';
import { finding, ok } from './check';

const ABOUT = 'Media';

/** Looks at what films are measured with on this machine; a service elsewhere has its own. */
export async function lookAtMediaTools(
	find: () => Promise<Ffmpeg> = findFfmpeg,
	brought: string | null = wasmPlace(),
): Promise<Check> {
	try {
		const { ffmpeg, version } = await find();
		if (ffmpeg !== brought) return ok(ABOUT, `ffmpeg ${version} measures files`);
		const says = `files are measured by the build that npm brings (ffmpeg ${version}), which is slow`;
		return finding('note', ABOUT, says, 'Install ffmpeg 5.1 or newer (apt-get install ffmpeg).');
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		return finding('warning', ABOUT, `no file can be measured: ${error.why}`, error.mend);
	}
}
