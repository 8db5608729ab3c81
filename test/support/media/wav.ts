import { writeFileSync } from 'node:fs';
import type { Signal } from './loudnessSignals';

/** Speakers of five channels in a WAV file's mask: left, right, centre, both sides. */
const MASK_5_0 = 0x607;

/** Writes samples as a WAV file of 24 bits, the five channels of a film with their places. */
export function writeWav(file: string, { sampleRateHz, channels, samples }: Signal): string {
	const bytes = samples.length * 3;
	const buffer = Buffer.alloc(68 + bytes);
	buffer.write('RIFF', 0);
	buffer.writeUInt32LE(60 + bytes, 4);
	buffer.write('WAVEfmt ', 8);
	buffer.writeUInt32LE(40, 16);
	buffer.writeUInt16LE(0xfffe, 20);
	buffer.writeUInt16LE(channels, 22);
	buffer.writeUInt32LE(sampleRateHz, 24);
	buffer.writeUInt32LE(sampleRateHz * channels * 3, 28);
	buffer.writeUInt16LE(channels * 3, 32);
	buffer.writeUInt16LE(24, 34);
	buffer.writeUInt16LE(22, 36);
	buffer.writeUInt16LE(24, 38);
	buffer.writeUInt32LE({ 1: 4, 2: 3, 5: MASK_5_0 }[channels] ?? 0, 40);
	// The identifier of whole numbers as samples.
	Buffer.from('0100000000001000800000aa00389b71', 'hex').copy(buffer, 44);
	buffer.write('data', 60);
	buffer.writeUInt32LE(bytes, 64);
	samples.forEach((value, index) => {
		const whole = Math.round(Math.max(-1, Math.min(1 - 2 ** -23, value)) * 2 ** 23);
		buffer.writeIntLE(whole, 68 + 3 * index, 3);
	});
	writeFileSync(file, buffer);
	return file;
}
