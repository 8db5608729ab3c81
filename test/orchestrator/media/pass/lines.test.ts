import * as fc from 'fast-check';
import { readLines } from '../../../../orchestrator/src/media/ffmpeg/lines';
import { complaintIn, readComplaints } from '../../../../orchestrator/src/media/pass/errorLines';
import { startMissingFrames } from '../../../../orchestrator/src/media/pass/missingFrames';
import type { Packet } from '../../../../orchestrator/src/media/pass/packetLines';
import { readPackets } from '../../../../orchestrator/src/media/pass/packetLines';

describe('lines of ffmpeg', () => {
	it('are the same however their bytes are cut', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => !text.includes('\n')),
				),
				fc.integer({ min: 1, max: 7 }),
				(wanted, size) => {
					const got: string[] = [];
					const reader = readLines((line) => got.push(line));
					const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(''));
					for (let at = 0; at < bytes.length; at += size)
						reader.take(bytes.subarray(at, at + size));
					reader.end();
					expect(got).toEqual(wanted);
				},
			),
			{ seed: 20261126 },
		);
	});

	it('of packets tell times, sizes and keys', () => {
		const got: Packet[] = [];
		const packets = readPackets((packet) => got.push(packet));
		for (const line of [
			'#tb 0: 1/12800',
			'#media_type 0: video',
			'#tb 1: 1/48000',
			'#media_type 1: audio',
			'0,      -1024,          0,      512,      753, 0x6279031d',
			'1,          0,          0,     1024,      341, 0x0000abcd, S=1,       10',
			'0,       -512,       2048,      512,       17, 0x28c605e6, F=0x0',
			'0,        512, -9223372036854775808,      512,       17, 0x28c605e6, F=0x5',
		])
			packets.take(line);
		expect(got.map(({ kind, pts, isKey }) => [kind, pts, isKey])).toEqual([
			['video', 0, true],
			['audio', 0, true],
			['video', 2048, false],
			['video', null, true],
		]);
		expect(packets.clocks.get('audio')).toBeCloseTo(1 / 48_000, 9);
	});

	it.each([
		{ line: '[h264 @ 0x55] [error] error while decoding MB 3 4', who: 'h264' },
		{ line: '[error] Error while decoding stream #0:1: Invalid data', who: 'ffmpeg' },
		{ line: '[flv @ 0x1] [warning] Packet corrupt (stream = 1, dts = 2905).', who: 'flv' },
		{ line: '[mp3float @ 0x1] [error] Header missing', who: null },
		{ line: '[swscaler @ 0x1] [warning] deprecated pixel format used', who: null },
		{
			line: '[null @ 0x1] [error] Application provided invalid, non monotonically increasing dts',
			who: null,
		},
		{ line: 'Consider increasing the value for the analyzeduration', who: null },
	])('complain: $line', ({ line, who }) => {
		expect(complaintIn(line)?.who ?? null).toBe(who);
	});

	it('do not blame a file for a decoder that is not there', () => {
		const reader = readComplaints();
		reader.take(
			"[av1 @ 0x1] [error] Your platform doesn't suppport hardware accelerated AV1 decoding.",
		);
		reader.take('[av1 @ 0x1] [error] Missing Sequence Header.');
		reader.take('[error] Decoder (codec vp9) not found for input stream #0:0');
		const { byWho, undecodable } = reader.end();
		expect([...byWho]).toEqual([]);
		expect([...undecodable]).toEqual(['av1', 'vp9']);
	});

	it('match packets and frames in whatever order they come', () => {
		const events = fc
			.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 })
			.map((times) => [...new Set(times)]);
		fc.assert(
			fc.property(events, fc.func(fc.boolean()), (times, isLost) => {
				const missing = startMissingFrames();
				const decoded = times.filter((time) => !isLost(time));
				for (const time of decoded.filter((one) => one % 2 === 0)) missing.frame(time);
				for (const time of times) missing.packet(time);
				for (const time of decoded.filter((one) => one % 2 === 1)) missing.frame(time);
				const lost = times.filter((time) => isLost(time)).sort((a, b) => a - b);
				expect(missing.end()).toEqual(lost);
			}),
			{ seed: 20261126 },
		);
	});
});
