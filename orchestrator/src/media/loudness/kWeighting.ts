/** A filter of second order: b0, b1, b2 over 1, a1, a2. */
export interface Biquad {
	b0: number;
	b1: number;
	b2: number;
	a1: number;
	a2: number;
}

/**
 * The two stages of K-weighting at any sampling rate: a high shelf for the head, then a high pass.
 *
 * ITU-R BS.1770-4 gives coefficients at 48,000 Hz only; these are the analogue filters behind them
 * (corner, gain and quality as worked out in libebur128 1.2.6), carried to the rate by the bilinear
 * transform, which gives the published coefficients back at 48,000 Hz.
 */
export function kWeighting(sampleRateHz: number): [Biquad, Biquad] {
	return [headShelf(sampleRateHz), highPass(sampleRateHz)];
}

function headShelf(sampleRateHz: number): Biquad {
	const q = 0.7071752369554196;
	const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
	const vh = 10 ** (3.999843853973347 / 20);
	const vb = vh ** 0.4996667741545416;
	const a0 = 1 + k / q + k * k;
	return {
		b0: (vh + (vb * k) / q + k * k) / a0,
		b1: (2 * (k * k - vh)) / a0,
		b2: (vh - (vb * k) / q + k * k) / a0,
		a1: (2 * (k * k - 1)) / a0,
		a2: (1 - k / q + k * k) / a0,
	};
}

function highPass(sampleRateHz: number): Biquad {
	const q = 0.5003270373238773;
	const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
	const a0 = 1 + k / q + k * k;
	// The standard leaves the gain of this stage as it is: b is 1, -2, 1 and not divided by a0.
	return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
