import * as fc from 'fast-check';
import { editKind, readIsoBoxes } from '../../../../orchestrator/src/media/file/isoBoxes';
import { cutOff, kindOfFile } from '../../../../orchestrator/src/media/file/cutOff';

function box(type: string, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

function words(...values: number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => bytes.writeInt32BE(value, index * 4));
	return bytes;
}

/** A clock of `scale` ticks a second, as `mvhd` and `mdhd` begin in version 0. */
const clock = (scale: number) => words(0, 0, 0, scale, 0, 0);

const edits = (...list: number[][]) =>
	box('edts', box('elst', words(0, list.length, ...list.flat())));
const ONE = 0x10000;

const track = (...list: number[][]) =>
	box(
		'trak',
		list.length === 0 ? Buffer.alloc(0) : edits(...list),
		box('mdia', box('mdhd', clock(48_000))),
	);
const movie = (...tracks: Buffer[]) => box('moov', box('mvhd', clock(1000)), ...tracks);
const ftyp = box('ftyp', Buffer.from('isom'), words(0));
const mdat = box('mdat', Buffer.alloc(64));

const reader = (file: Buffer) => async (position: number, length: number) =>
	file.subarray(position, position + length);
const read = async (...boxes: Buffer[]) => {
	const file = Buffer.concat(boxes);
	return await readIsoBoxes(reader(file), file.length);
};

describe('boxes of an MP4', () => {
	it.each([
		{ order: 'before the media', boxes: [ftyp, movie(), mdat], faststart: true },
		{ order: 'after it', boxes: [ftyp, mdat, movie()], faststart: false },
		{ order: 'nowhere', boxes: [ftyp, mdat], faststart: null },
	])('tell an index that stands $order', async ({ boxes, faststart }) => {
		expect(await read(...boxes)).toMatchObject({ brand: 'isom', faststart, cutBox: null });
	});

	it.each([
		{ what: 'no edits', list: [], kind: 'none' },
		{ what: 'an edit that changes nothing', list: [[5000, 0, ONE]], kind: 'none' },
		{ what: 'a run-in that is skipped', list: [[5000, 1024, ONE]], kind: 'start-offset' },
		{
			what: 'a delay',
			list: [
				[40, -1, ONE],
				[5000, 0, ONE],
			],
			kind: 'start-offset',
		},
		{ what: 'two seconds left out', list: [[3000, 96_000, ONE]], kind: 'cut' },
		{
			what: 'a part left out',
			list: [
				[1000, 0, ONE],
				[1000, 96_000, ONE],
			],
			kind: 'cut',
		},
		{ what: 'another speed', list: [[5000, 0, 2 * ONE]], kind: 'cut' },
	])('tell $what', async ({ list, kind }) => {
		const facts = await read(ftyp, movie(track(...list), track()), mdat);
		expect(editKind(facts.edits)).toBe(kind);
		expect(facts.edits).toHaveLength(list.length);
	});

	it('tell seconds by the clocks of movie and track', async () => {
		const { edits: found } = await read(ftyp, movie(track([5000, 1024, ONE])), mdat);
		expect(found).toEqual([
			{ track: 0, durationSeconds: 5, mediaStartSeconds: 1024 / 48_000, rate: 1 },
		]);
	});

	it('tell where the end is missing', async () => {
		const whole = Buffer.concat([ftyp, movie(), mdat]);
		const cut = whole.subarray(0, whole.length - 1);
		expect(await readIsoBoxes(reader(cut), cut.length)).toMatchObject({ cutBox: 'mdat' });
	});

	it('end with whatever is thrown at them', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 400 }), async (noise) => {
				for (const start of [ftyp, box('moov', ftyp), Buffer.from('RIFF'), Buffer.from('II*\0')]) {
					const file = Buffer.concat([start, noise]);
					const facts = await readIsoBoxes(reader(file), file.length);
					expect(facts.edits.length).toBeLessThanOrEqual(1000);
					await cutOff(kindOfFile(file), reader(file), file.length);
				}
			}),
			{ seed: 20261126, numRuns: 200 },
		);
	});
});
