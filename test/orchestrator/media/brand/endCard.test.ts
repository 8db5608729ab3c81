import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import { checkBrand } from '../../../../nodes/domain/quality/checkBrand';
import { similarityOf } from '../../../../orchestrator/src/media/brand/similarity';
import { openMeasurer } from '../../../../orchestrator/src/media/checks/openMeasurer';
import { findFfmpeg } from '../../../../orchestrator/src/media/ffmpeg/findFfmpeg';
import { framesFrom, stillPicture } from '../../../../orchestrator/src/media/frames/grabFrames';
import { aMeasuredFile } from '../../../support/aMeasuredFile';
import { describeWithFfmpeg } from '../../../support/media/ffmpegHere';
import { makeMedia } from '../../../support/media/makeMedia';
import type { CardLook } from './aCard';
import { drawCard } from './aCard';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'end-card-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const never = new AbortController().signal;
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

const { similarity } = brandSchema.parse({
	id: 'aurora',
	version: '2026-11-24',
	title: 'Aurora',
	endCard: { image: 'card.png' },
}).endCard ?? { similarity: 0 };

describeWithFfmpeg('likeness to an end card', () => {
	const shapes = [
		{ size: '540x960', small: { width: 72, height: 128 } },
		{ size: '960x540', small: { width: 128, height: 72 } },
	];
	const same: Array<{ what: string; args: string[] }> = [
		{ what: 'encoded well', args: ['-crf', '18'] },
		{ what: 'encoded badly', args: ['-crf', '40'] },
		{ what: 'scaled from half its size', args: ['-vf', 'scale=iw/2:-2', '-crf', '23'] },
		{ what: 'noisy', args: ['-vf', 'noise=alls=8:allf=t', '-crf', '28'] },
	];
	const others: Array<{ what: string; look: CardLook }> = [
		{ what: 'another logo', look: { logo: 1 } },
		{ what: 'a simpler logo', look: { logo: 2 } },
		{ what: 'another text', look: { text: 99 } },
		{ what: 'another claim', look: { claim: 55 } },
		{ what: 'another ground', look: { ground: '0x2f8f3b' } },
	];

	async function likeness(size: (typeof shapes)[number], card: string, args: string[]) {
		const tools = await findFfmpeg();
		const reference = drawCard(at('reference.png'), size.size);
		const film = makeMedia(at('card.mp4'), [
			'-loop',
			'1',
			'-t',
			'0.5',
			'-r',
			'10',
			'-i',
			card,
			...args,
			...x264,
		]);
		const wanted = await stillPicture(reference, tools, size.small, never);
		const [frame] = await framesFrom(
			{ file: film, stream: 0, tools, signal: never },
			0,
			5,
			size.small,
			1,
		);
		if (wanted === null || frame === undefined) throw new Error('there is no frame');
		return similarityOf(wanted, frame);
	}

	it.each(shapes.flatMap((size) => same.map((one) => ({ ...one, size, name: size.size }))))(
		'is above the threshold for the same card $what, $name',
		async ({ size, args }) => {
			const card = drawCard(at('same.png'), size.size);
			expect(await likeness(size, card, args)).toBeGreaterThan(similarity + 0.03);
		},
		240_000,
	);

	it.each(shapes.flatMap((size) => others.map((one) => ({ ...one, size, name: size.size }))))(
		'is below the threshold for a card with $what, $name',
		async ({ size, look }) => {
			const card = drawCard(at('other.png'), size.size, look);
			expect(await likeness(size, card, ['-crf', '20'])).toBeLessThan(similarity - 0.05);
		},
		240_000,
	);
});

describeWithFfmpeg('the end card of a film', () => {
	const brand = (image: string, more: object = {}) =>
		brandSchema.parse({
			id: 'aurora',
			version: '2026-11-24',
			title: 'Aurora',
			endCard: { image, ...more },
		});

	/** A film of four seconds with a card over it from a moment on. */
	function filmWith(name: string, card: string, from: number, to: number): string {
		return makeMedia(at(name), [
			...['-f', 'lavfi', '-i', 'testsrc2=s=270x480:r=10:d=4', '-i', card],
			...['-filter_complex', `[0][1]overlay=enable='between(t,${from},${to})'`],
			...x264,
		]);
	}

	async function rules(file: string, image: string, more: object = {}) {
		const measured = aMeasuredFile({
			'container.durationSeconds': 4,
			'video.displayAspect': 0.5625,
		});
		const wanted = brand(image, more);
		const measurer = await openMeasurer();
		const seen = await measurer.brand(file, measured, wanted, never);
		return checkBrand(wanted, measured, seen, 'film.mp4').findings;
	}

	it('is found where it stands long enough, also before a last cut to the film', async () => {
		const card = drawCard(at('card.png'), '270x480');
		expect(await rules(filmWith('ends.mp4', card, 2, 5), card)).toEqual([]);
		expect(await rules(filmWith('before.mp4', card, 1.5, 3.5), card)).toEqual([]);
	}, 240_000);

	it.each([
		{ what: 'too short', look: {}, from: 3.4, to: 5, says: /^shown for 0\.[46]/ },
		{ what: 'missing', look: {}, from: 9, to: 10, says: /^nowhere: the nearest frame/ },
		{
			what: 'that of somebody else',
			look: { logo: 1 as const },
			from: 2,
			to: 5,
			says: /^nowhere: the nearest frame/,
		},
	])(
		'is a finding with its place where it is $what',
		async ({ look, from, to, says }) => {
			const card = drawCard(at('card.png'), '270x480');
			const shown = drawCard(at('shown.png'), '270x480', look);
			const [finding, ...more] = await rules(filmWith('film.mp4', shown, from, to), card);
			expect(more).toEqual([]);
			expect(finding).toMatchObject({
				rule: 'end-card',
				severity: 'error',
				from: 0,
				to: 4,
				pack: 'brand:aurora/2026-11-24',
			});
			expect(finding?.actual).toMatch(says);
		},
		240_000,
	);

	it('cannot be judged without its picture', async () => {
		const film = filmWith('film.mp4', drawCard(at('card.png'), '270x480'), 2, 5);
		await expect(rules(film, at('nothing.png'))).rejects.toMatchObject({ code: 'media/not-found' });
		await expect(rules(film, 'data:text/plain;base64,eA==')).rejects.toMatchObject({
			code: 'media/no-end-card',
		});
	}, 240_000);
});
