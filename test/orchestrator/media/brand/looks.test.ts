import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import { checkBrand } from '../../../../nodes/domain/quality/checkBrand';
import { chromaOf, colourDistance, labOfHex } from '../../../../orchestrator/src/media/brand/lab';
import { similarityOf } from '../../../../orchestrator/src/media/brand/similarity';
import { openMeasurer } from '../../../../orchestrator/src/media/checks/openMeasurer';
import { describeWithFfmpeg } from '../../../support/media/ffmpegHere';
import { makeMedia } from '../../../support/media/makeMedia';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'brand-looks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const never = new AbortController().signal;
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p'];
const film = (name: string, source: string, filter = 'null') =>
	makeMedia(path.join(folder, name), ['-f', 'lavfi', '-i', source, '-vf', filter, ...x264]);
/** Clouds that move, without an edge of their own. */
const moving =
	'nullsrc=s=640x360:r=25:d=3,geq=lum=128+90*sin((X+T*400)/40)*cos((Y-T*260)/35):cb=128:cr=128';

async function findings(file: string, rules: object) {
	const brand = brandSchema.parse({
		id: 'aurora',
		version: '2026-11-24',
		title: 'Aurora',
		...rules,
	});
	const measurer = await openMeasurer();
	const { measured } = await measurer.measure(file, { signal: never });
	const seen = await measurer.brand(file, measured, brand, never);
	return checkBrand(brand, measured, seen, path.basename(file));
}

describeWithFfmpeg('the palette of a brand', () => {
	const palette = {
		colours: [
			{ name: 'Night', hex: '#3b2f8f', required: true },
			{ name: 'Sun', hex: '#ffd000' },
		],
	};

	it('is kept by a film that shows its colours', async () => {
		const file = film(
			'ours.mp4',
			'testsrc2=s=320x180:r=25:d=2',
			'drawbox=w=iw/2:c=0x3b2f8f:t=fill',
		);
		expect(await findings(file, { palette })).toMatchObject({ findings: [], unchecked: [] });
	}, 240_000);

	it.each([
		{
			what: 'a required colour',
			box: '0xffd000',
			rule: 'palette-required',
			colours: palette.colours,
		},
		{
			what: 'all of them',
			box: '0x00aa55',
			rule: 'palette',
			colours: [{ hex: '#3b2f8f' }, { hex: '#b000d0' }],
		},
	])(
		'is missed by a film that lacks $what',
		async ({ box, rule, colours }) => {
			const file = film(
				'other.mp4',
				'color=c=0x808080:s=320x180:r=25:d=2',
				`drawbox=w=iw/2:c=${box}:t=fill`,
			);
			const found = await findings(file, { palette: { colours } });
			expect(found.findings.map((one) => one.rule)).toEqual([rule]);
			expect(found.findings[0]?.severity).toBe('warning');
		},
		240_000,
	);

	it.each([
		{ width: 'iw*0.3', count: 1 },
		{ width: 'iw*0.1', count: 0 },
	])(
		'bounds what is foreign: $width of green is $count finding',
		async ({ width, count }) => {
			const filter = `drawbox=w=${width}:c=0x00aa55:t=fill,drawbox=x=iw*0.7:w=iw*0.3:c=0x3b2f8f:t=fill`;
			const file = film('foreign.mp4', 'color=c=0x808080:s=320x180:r=25:d=2', filter);
			const rules = { palette: { ...palette, foreignAtMost: 0.2 } };
			const found = await findings(file, rules);
			expect(found.findings.filter((one) => one.rule === 'palette-foreign')).toHaveLength(count);
		},
		240_000,
	);
});

describeWithFfmpeg('the safe area of a brand', () => {
	const safeArea = { top: 0.1, bottom: 0.2, left: 0.05, right: 0.05 };
	const title = (y: string) =>
		`drawbox=x=200:y=${y}:w=30:h=30:c=white:t=fill,drawbox=x=250:y=${y}:w=40:h=30:c=white:t=fill,drawbox=x=310:y=${y}:w=50:h=30:c=white:t=fill`;

	it('is kept by titles inside it', async () => {
		const file = film('inside.mp4', moving, title('160'));
		expect(await findings(file, { safeArea })).toMatchObject({ findings: [], unchecked: [] });
	}, 240_000);

	it('is left by titles at the bottom, with the moment and the side', async () => {
		const file = film('outside.mp4', moving, title('315'));
		const { findings: found } = await findings(file, { safeArea });
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ rule: 'safe-area', severity: 'warning' });
		expect(found[0]?.actual).toMatch(/, bottom; at \d+ moments in all$/);
		expect(found[0]?.timecode?.from).toMatch(/^00:00:0\d:\d\d$/);
	}, 240_000);

	it('is no matter of bars, nor of a film without titles', async () => {
		const bars = film(
			'bars.mp4',
			moving,
			'drawbox=h=60:c=black:t=fill,drawbox=y=ih-60:h=60:c=black:t=fill',
		);
		expect((await findings(bars, { safeArea })).findings).toEqual([]);
		const bare = film('bare.mp4', moving);
		expect(await findings(bare, { safeArea })).toMatchObject({ findings: [], unchecked: [] });
	}, 240_000);

	it('is not judged where nothing moves', async () => {
		const file = film('still.mp4', 'color=c=0x204060:s=640x360:r=25:d=3', title('315'));
		const { findings: found, unchecked } = await findings(file, { safeArea });
		expect(found).toEqual([]);
		expect(unchecked.map(({ rule }) => rule)).toEqual(['safe-area']);
	}, 240_000);
});

describe('colours', () => {
	it.each([
		{ hex: '#ffffff', lab: [100, 0, 0] },
		{ hex: '#000000', lab: [0, 0, 0] },
		{ hex: '#ff0000', lab: [53.24, 80.09, 67.2] },
		{ hex: '#0000ff', lab: [32.3, 79.19, -107.86] },
	])('$hex is where CIE puts it', ({ hex, lab }) => {
		labOfHex(hex).forEach((value, axis) => expect(value).toBeCloseTo(lab[axis] ?? NaN, 0));
	});

	it('are no distance from themselves, and greys have no hue', () => {
		const hex = fc
			.integer({ min: 0, max: 0xffffff })
			.map((value) => `#${value.toString(16).padStart(6, '0')}`);
		fc.assert(
			fc.property(hex, hex, (one, other) => {
				const [a, b] = [labOfHex(one), labOfHex(other)];
				expect(colourDistance(a, a)).toBe(0);
				expect(colourDistance(a, b)).toBeCloseTo(colourDistance(b, a));
				const grey = one.slice(1, 3);
				expect(chromaOf(labOfHex(`#${grey}${grey}${grey}`))).toBeLessThan(0.1);
			}),
			{ seed: 31 },
		);
	});
});

describe('likeness', () => {
	it('is 1 for a picture and itself, never more, and the same both ways', () => {
		const picture = fc
			.uint8Array({ minLength: 3 * 16 * 16, maxLength: 3 * 16 * 16 })
			.map((rgb) => ({ at: 0, width: 16, height: 16, rgb }));
		fc.assert(
			fc.property(picture, picture, (one, other) => {
				expect(similarityOf(one, one)).toBeCloseTo(1);
				expect(similarityOf(one, other)).toBeLessThanOrEqual(1 + 1e-9);
				expect(similarityOf(one, other)).toBeCloseTo(similarityOf(other, one));
			}),
			{ seed: 32, numRuns: 50 },
		);
	});
});
