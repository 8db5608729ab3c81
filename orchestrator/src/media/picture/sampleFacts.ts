import type { FrameNotes } from '../pass/metadataLines';
import { noteNumber } from '../pass/metadataLines';

/** Spatial information below which a picture is flat: it has no edges to be soft, nor blocks. */
const FLAT_BELOW = 2;

/** What the sampled frames say together; null where nothing could be told. */
export interface SampleFacts {
	blur: { mean: number; max: number } | null;
	blockiness: { mean: number; max: number } | null;
	detail: { spatialMean: number; temporalMean: number } | null;
}

/** Gathers what filters say of the sampled pairs of frames. */
export interface SampleGatherer {
	takeBlocks(frame: FrameNotes): void;
	takeSample(frame: FrameNotes): void;
	end(): SampleFacts;
}

/** Means and maxima over samples; both of a pair count, movement only within a pair. */
export function startSampleGatherer(): SampleGatherer {
	const blur: number[] = [];
	const blocks: number[] = [];
	const spatial: number[] = [];
	const temporal: number[] = [];
	let samples = 0;

	return {
		takeBlocks(frame) {
			const value = noteNumber(frame, 'block');
			if (value !== null) blocks.push(value);
		},
		takeSample(frame) {
			const si = noteNumber(frame, 'siti.si');
			const ti = noteNumber(frame, 'siti.ti');
			if (si !== null) spatial.push(si);
			if (ti !== null && samples % 2 === 1) temporal.push(ti);
			const value = noteNumber(frame, 'blur');
			if (value !== null && (si === null || si >= FLAT_BELOW)) blur.push(value);
			samples += 1;
		},
		end: () => {
			// Both branches see the same frames in the same order; flat ones say nothing of blocks.
			const told = blocks.filter((_, index) => (spatial[index] ?? FLAT_BELOW) >= FLAT_BELOW);
			return {
				blur: meanAndMax(blur),
				blockiness: meanAndMax(told),
				detail:
					spatial.length === 0
						? null
						: {
								spatialMean: mean(spatial),
								temporalMean: temporal.length === 0 ? 0 : mean(temporal),
							},
			};
		},
	};
}

function meanAndMax(values: readonly number[]): { mean: number; max: number } | null {
	return values.length === 0 ? null : { mean: mean(values), max: Math.max(...values) };
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
