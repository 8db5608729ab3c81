/** Samples on either side of a place that its value between the samples is made from. */
const REACH = 12;

/** Shape of the Kaiser window: 6 keeps the ripple below 0.01 dB up to 0.42 of the sampling rate. */
const BETA = 6;

/** Taken out of the global object once: these are called for every sample. */
const { abs } = Math;

/** Frames looked at together: where even the worst case stays below the peak, none are reckoned. */
const STRIDE = 32;

/** The highest value between the samples, as a share of full scale, and its frame. */
export interface Peak {
	value: number;
	frame: number;
}

/** Follows the true peak of interleaved samples as they come. */
export interface TruePeakMeter {
	/** Takes interleaved samples, whole frames only. */
	take(samples: Float32Array): void;
	/** The highest true peak of all channels; the value is 0 for silence. */
	end(): Peak;
}

/**
 * How many values are read for each sample: at least 4 times oversampling up to 192 kHz (ITU-R
 * BS.1770-4, annex 2), 8 times up to 48 kHz, where 4 would read a tone at a quarter of the sampling
 * rate up to 0.17 dB too low.
 */
export function oversampling(sampleRateHz: number): number {
	return sampleRateHz <= 48_000 ? 8 : 4;
}

/** True peak by oversampling with a windowed sinc; the samples themselves count too. */
export function startTruePeakMeter(sampleRateHz: number, channels: number): TruePeakMeter {
	const steps = stepsTo(oversampling(sampleRateHz));
	const worst = Math.max(
		...steps.flatMap(({ taps }) => taps.map((one) => one.reduce((sum, tap) => sum + abs(tap), 0))),
	);
	const width = 2 * REACH;
	// What is kept from one call to the next: the samples that places still to come reach back to.
	const kept = Array.from({ length: channels }, () => new Float32Array(width));
	let lines = kept;
	// The first place reckoned lies before the first sample, where all is silent still.
	let frames = -(REACH + 1);
	let peak: Peak = { value: 0, frame: 0 };

	function follow(line: Float32Array, length: number): void {
		for (let start = 0; start < length; start += STRIDE) {
			const end = Math.min(length, start + STRIDE);
			let highest = 0;
			for (let place = start; place < end + width - 1; place += 1) {
				const size = abs(line[place]);
				if (size > highest) highest = size;
			}
			if (highest * worst <= peak.value) continue;
			for (let place = start; place < end; place += 1) followPlace(line, place);
		}
	}

	function followPlace(line: Float32Array, place: number): void {
		let highest = abs(line[place + REACH - 1]);
		for (const { taps, worthwhile } of steps) {
			// What is far below the peak at one oversampling cannot rise above it at the next.
			if (highest < peak.value * worthwhile) return;
			for (const tapsOfOne of taps) {
				let sum = 0;
				for (let tap = 0; tap < width; tap += 1) sum += tapsOfOne[tap] * line[place + tap];
				const size = abs(sum);
				if (size > highest) highest = size;
			}
		}
		if (highest > peak.value) peak = { value: highest, frame: Math.max(0, frames + place) };
	}

	function take(samples: Float32Array): void {
		const length = samples.length / channels;
		if (length === 0) return;
		lines = lines.map((line, channel) => {
			const longer = new Float32Array(width + length);
			longer.set(line.subarray(line.length - width));
			for (let frame = 0; frame < length; frame += 1) {
				longer[width + frame] = samples[frame * channels + channel];
			}
			follow(longer, length);
			return longer;
		});
		frames += length;
	}

	return {
		take,
		end() {
			// Beyond its last sample a signal is silent; the places there are still to be reckoned.
			take(new Float32Array(width * channels));
			return peak;
		},
	};
}

/** The places between two samples that one doubling of the rate adds. */
interface Step {
	taps: Float64Array[];
	/** Share of the peak that must be reached before this step is worth reckoning. */
	worthwhile: number;
}

/**
 * The doublings up to `times`. Between samples taken L times as often as needed a signal is at most
 * 1 / cos(pi / 2L) of the highest of them; the shares leave room beside 0.71 and 0.92.
 */
function stepsTo(times: number): Step[] {
	return [2, 4, 8]
		.filter((doubled) => doubled <= times)
		.map((doubled) => ({
			taps: Array.from({ length: doubled / 2 }, (_, index) => tapsAt((2 * index + 1) / doubled)),
			worthwhile: { 2: 0, 4: 0.6, 8: 0.85 }[doubled] ?? 0,
		}));
}

/** Taps for the place `between` (0 to 1) after sample number `REACH - 1` of those laid on. */
function tapsAt(between: number): Float64Array {
	const taps = Float64Array.from({ length: 2 * REACH }, (_, tap) => {
		const distance = tap - (REACH - 1) - between;
		return sinc(distance) * kaiser(distance / REACH);
	});
	// A constant stays what it is.
	const sum = taps.reduce((total, tap) => total + tap, 0);
	return taps.map((tap) => tap / sum);
}

function sinc(x: number): number {
	return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
	return Math.abs(x) >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x)) / besselI0(BETA);
}

/** Modified Bessel function of the first kind and order 0, by its series. */
function besselI0(x: number): number {
	let sum = 1;
	let term = 1;
	for (let k = 1; term > sum * 1e-17; k += 1) {
		term *= (x / (2 * k)) ** 2;
		sum += term;
	}
	return sum;
}
