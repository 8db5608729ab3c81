import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import { ratioText, valueText } from '../../../../nodes/domain/quality/valueText';

/** A measured thing as a report lists it. */
export interface Fact {
	name: string;
	value: string;
}

/** What people want to know of a file at one look; what was not measured says so. */
export function factsOf({ container, video, audio, captions }: MeasuredFile): Fact[] {
	const known = (value: unknown, text: string) => (value === null ? 'not measured' : text);
	const facts: Fact[] = [
		{
			name: 'File',
			value: `${container.format}, ${valueText(container.sizeBytes, 'bytes')}${container.durationSeconds === null ? '' : `, ${valueText(container.durationSeconds, 'seconds')}`}`,
		},
	];
	if (video === null) facts.push({ name: 'Picture', value: 'none' });
	else {
		const { displayWidth, displayHeight, displayAspect, frameRate, codec, profile } = video;
		const size = `${Math.round(displayWidth)} × ${Math.round(displayHeight)} (${ratioText(displayAspect)})`;
		const rate = frameRate === null ? '' : `, ${valueText(frameRate, 'fps')}`;
		const rateKind = video.variableFrameRate === true ? ', variable' : '';
		facts.push({
			name: 'Picture',
			value: `${size}${rate}${rateKind}, ${codec}${profile === null ? '' : ` ${profile}`}${video.hdr === null ? '' : `, ${video.hdr}`}`,
		});
	}
	if (audio === null) facts.push({ name: 'Sound', value: 'none' });
	else {
		const { codec, sampleRateHz, channels, layout } = audio;
		facts.push({
			name: 'Sound',
			value: `${codec}, ${valueText(sampleRateHz, 'hertz')}, ${layout ?? valueText(channels, 'channels')}`,
		});
		facts.push({
			name: 'Loudness',
			value: [
				known(audio.integratedLufs, valueText(audio.integratedLufs, 'lufs')),
				`range ${known(audio.loudnessRangeLu, valueText(audio.loudnessRangeLu, 'lu'))}`,
				`true peak ${known(audio.truePeakDbtp, valueText(audio.truePeakDbtp, 'dbtp'))}`,
			].join(', '),
		});
	}
	const languages = captions.map(({ language }) => language ?? 'language not said');
	facts.push({ name: 'Captions', value: languages.length === 0 ? 'none' : languages.join(', ') });
	return facts;
}
