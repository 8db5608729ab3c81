/** Layouts that ffmpeg takes for a number of channels where the file declares none. */
const usualLayouts: Readonly<Record<number, string>> = {
	1: 'mono',
	2: 'stereo',
	3: '2.1',
	4: '4.0',
	5: '5.0',
	6: '5.1',
	7: '6.1',
	8: '7.1',
};

/** Channels of each layout in ffmpeg's order (`ffmpeg -layouts`, 5.1). */
const channelsOf: Readonly<Record<string, string>> = {
	mono: 'FC',
	stereo: 'FL FR',
	downmix: 'FL FR',
	'2.1': 'FL FR LFE',
	'3.0': 'FL FR FC',
	'3.0(back)': 'FL FR BC',
	'3.1': 'FL FR FC LFE',
	'4.0': 'FL FR FC BC',
	'4.1': 'FL FR FC LFE BC',
	quad: 'FL FR BL BR',
	'quad(side)': 'FL FR SL SR',
	'5.0': 'FL FR FC BL BR',
	'5.0(side)': 'FL FR FC SL SR',
	'5.1': 'FL FR FC LFE BL BR',
	'5.1(side)': 'FL FR FC LFE SL SR',
	'6.0': 'FL FR FC BC SL SR',
	hexagonal: 'FL FR FC BL BR BC',
	'6.1': 'FL FR FC LFE BC SL SR',
	'6.1(back)': 'FL FR FC LFE BL BR BC',
	'7.0': 'FL FR FC BL BR SL SR',
	'7.1': 'FL FR FC LFE BL BR SL SR',
};

/** Gain of a surround channel in BS.1770-4: +1.5 dB. */
const SURROUND = 1.41;

/**
 * What each channel's energy counts in loudness by ITU-R BS.1770-4: surrounds at 60 to 120 degrees
 * 1.41, the low-frequency channel nothing, every other 1. Back channels are surrounds unless there
 * are side channels as well. Null for a layout that is not known: loudness is then unmeasured.
 */
export function channelWeights(channels: number, layout: string | null): number[] | null {
	const isUndeclared = layout === null || /^(unknown|\d+ channels$)/.test(layout);
	const declared = isUndeclared ? null : layout;
	const name = declared ?? usualLayouts[channels];
	const known = name === undefined ? undefined : channelsOf[name];
	if (known === undefined) return null;
	const names = known.split(' ');
	if (names.length !== channels) return null;
	const hasSides = names.includes('SL');
	return names.map((channel) => {
		if (channel === 'LFE') return 0;
		if (channel === 'SL' || channel === 'SR') return SURROUND;
		return (channel === 'BL' || channel === 'BR') && !hasSides ? SURROUND : 1;
	});
}
