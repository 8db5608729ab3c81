import type { TimeRange } from '../../../../nodes/domain/quality/measured';
import { joinRanges } from '../ranges';
import { SILENT_BELOW } from './levelMeter';

/** Windows a second in which left and right are compared. */
const WINDOWS_PER_SECOND = 5;

/** Correlation below which a window loses most of its sound in mono (half its energy at -0.5). */
const OPPOSED_BELOW = -0.7;

/** Shortest stretch of opposed sound that is told, seconds. */
const OPPOSED_SECONDS = 2;

/** Energy of left minus right below this share of their own: the channels carry the same (-60 dB). */
const SAME_BELOW = 1e-6;

/** How left and right of a whole signal go together. */
export interface Phase {
	/** Mean over the windows with sound, -1 to 1; null without any. */
	meanCorrelation: number | null;
	opposed: TimeRange[];
	/** Whether both carry the same; false where one is silent and the other is not. */
	same: boolean;
}

/** Compares the two channels of interleaved samples as they come. */
export interface PhaseMeter {
	/** Takes interleaved samples of two channels, whole frames only. */
	take(samples: Float32Array): void;
	end(): Phase;
}

/** Correlation of two channels in windows of a fifth of a second. */
export function startPhaseMeter(sampleRateHz: number): PhaseMeter {
	const length = Math.max(1, Math.round(sampleRateHz / WINDOWS_PER_SECOND));
	const silence = length * SILENT_BELOW ** 2;
	const opposed: TimeRange[] = [];
	let left = 0;
	let right = 0;
	let both = 0;
	let inWindow = 0;
	let frames = 0;
	let correlations = 0;
	let windows = 0;
	let apart = 0;
	let own = 0;

	function closeWindow(): void {
		own += left + right;
		apart += left + right - 2 * both;
		if (left > silence && right > silence) {
			const correlation = Math.max(-1, Math.min(1, both / Math.sqrt(left * right)));
			correlations += correlation;
			windows += 1;
			if (correlation < OPPOSED_BELOW) {
				opposed.push({ from: (frames - inWindow) / sampleRateHz, to: frames / sampleRateHz });
			}
		}
		left = 0;
		right = 0;
		both = 0;
		inWindow = 0;
	}

	return {
		take(samples) {
			for (let place = 0; place + 1 < samples.length; place += 2) {
				const l = samples[place];
				const r = samples[place + 1];
				left += l * l;
				right += r * r;
				both += l * r;
				inWindow += 1;
				frames += 1;
				if (inWindow === length) closeWindow();
			}
		},
		end() {
			if (inWindow > 0) closeWindow();
			const joined = joinRanges(opposed, 1 / sampleRateHz);
			return {
				meanCorrelation: windows === 0 ? null : correlations / windows,
				opposed: joined.filter(({ from, to }) => to - from >= OPPOSED_SECONDS),
				same: apart <= own * SAME_BELOW,
			};
		},
	};
}
