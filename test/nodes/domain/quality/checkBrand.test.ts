import fc from 'fast-check';
import type { Brand } from '../../../../nodes/domain/quality/brand';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import { checkBrand } from '../../../../nodes/domain/quality/checkBrand';
import { checkMeasured } from '../../../../nodes/domain/quality/checkMeasured';
import { judgeName } from '../../../../nodes/domain/quality/naming';
import { aMeasuredFile, unmeasuredAt } from '../../../support/aMeasuredFile';

const aBrand = (rules: object): Brand =>
	brandSchema.parse({ id: 'aurora', version: '2026-11-24', title: 'Aurora', ...rules });

const naming = {
	pattern: '{client}_{title}_{format}_v{version}',
	parts: {
		client: { is: 'oneOf', words: ['aurora', 'aurora-kids'] },
		title: { is: 'slug' },
		format: { is: 'oneOf', words: ['reel', 'reels', 'wide'] },
		version: { is: 'number', digits: 2 },
	},
	extensions: ['mp4', 'mov'],
};

describe('the name of a file', () => {
	it.each(['aurora_summer-sale_reels_v01.mp4', 'aurora-kids_a_reel_v99.mov'])(
		'may be %s',
		(name) => {
			expect(checkBrand(aBrand({ naming }), aMeasuredFile(), null, name).findings).toEqual([]);
		},
	);

	it.each([
		{ name: 'final_FINAL2.mp4', says: '{client}: aurora or aurora-kids' },
		{ name: 'aurora_Summer_reels_v01.mp4', says: '{title}: small letters' },
		{ name: 'aurora_summer_square_v01.mp4', says: '{format}: reel or reels or wide' },
		{ name: 'aurora_summer_reels_v1.mp4', says: '{version}: a number of 2 digits' },
		{ name: 'aurora_summer_reels_v011.mp4', says: 'and nothing after it' },
		{ name: 'aurora_summer_reels.mp4', says: '"_v"' },
		{ name: 'aurora_summer_reels_v01.avi', says: 'ending .mp4 or .mov' },
		{ name: 'aurora_summer_reels_v01', says: 'ending .mp4 or .mov' },
	])('is wrong as $name: $says', ({ name, says }) => {
		const [finding] = checkBrand(aBrand({ naming }), aMeasuredFile(), null, name).findings;
		expect(finding).toMatchObject({ rule: 'naming', severity: 'error' });
		expect(finding?.expected).toContain(says);
	});

	it('is not judged where there is none', () => {
		const { unchecked } = checkBrand(aBrand({ naming }), aMeasuredFile(), null, null);
		expect(unchecked.map(({ rule }) => rule)).toEqual(['naming']);
	});

	it('is right exactly when it is made of right parts, and quick for any other', () => {
		const rules = aBrand({ naming }).naming;
		if (rules === undefined) throw new Error('no naming');
		const right = fc.record({
			client: fc.constantFrom('aurora', 'aurora-kids'),
			title: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/),
			format: fc.constantFrom('reel', 'reels', 'wide'),
			version: fc.stringMatching(/^[0-9]{2}$/),
		});
		fc.assert(
			fc.property(right, ({ client, title, format, version }) => {
				expect(judgeName(`${client}_${title}_${format}_v${version}.mp4`, rules)).toBeNull();
				expect(judgeName(`${client}_${title}_${format}_v${version}x.mp4`, rules)).not.toBeNull();
			}),
			{ seed: 41 },
		);
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (name) => {
				expect(judgeName(`${name} .mp4`, rules)).not.toBeNull();
			}),
			{ seed: 42 },
		);
	});
});

describe('what a brand asks of the measurements', () => {
	it.each([
		{
			what: 'shape',
			rules: { aspect: { oneOf: ['16:9', '1:1'] } },
			rule: 'aspect',
			right: { 'video.displayAspect': 16 / 9 },
		},
		{
			what: 'least length',
			rules: { duration: { minSeconds: 21 } },
			rule: 'duration',
			right: { 'video.durationSeconds': 21 },
		},
		{
			what: 'greatest length',
			rules: { duration: { maxSeconds: 19.9 } },
			rule: 'duration',
			right: { 'video.durationSeconds': 19.9 },
		},
		{
			what: 'captions',
			rules: { captions: { languages: ['da'] } },
			rule: 'captions',
			right: {
				captions: [
					{
						stream: 2,
						codec: 'mov_text',
						language: 'dan',
						forced: false,
						forHearingImpaired: false,
					},
				],
			},
		},
	])('is found missing and found right: $what', ({ rules, rule, right }) => {
		const wrong = checkBrand(aBrand(rules), aMeasuredFile(), null, 'x.mp4').findings;
		expect(wrong.map((one) => one.rule)).toEqual([rule]);
		expect(wrong[0]?.pack).toBe('brand:aurora/2026-11-24');
		expect(checkBrand(aBrand(rules), aMeasuredFile(right), null, 'x.mp4').findings).toEqual([]);
	});

	it('is not judged, and never passed, where it was not measured', () => {
		const brand = aBrand({
			aspect: { oneOf: ['9:16'] },
			duration: { maxSeconds: 60 },
			palette: { colours: [{ hex: '#3b2f8f' }] },
			endCard: { image: 'card.png' },
			safeArea: { bottom: 0.1 },
		});
		const measured = unmeasuredAt('video');
		const found = checkBrand(brand, measured, null, 'x.mp4');
		expect(found.findings).toEqual([]);
		expect(found.unchecked.map(({ rule }) => rule)).toEqual([
			'aspect',
			'duration',
			'palette',
			'end-card',
			'safe-area',
		]);
		expect(checkMeasured(measured, [], { brand: found }).verdict).toBe('needs-review');
	});

	it('counts like a pack: alone it passes or fails a file', () => {
		const brand = aBrand({ aspect: { oneOf: ['9:16'] } });
		const verdict = (values: Record<string, unknown>) => {
			const measured = aMeasuredFile(values);
			return checkMeasured(measured, [], { brand: checkBrand(brand, measured, null, 'x.mp4') })
				.verdict;
		};
		expect(verdict({})).toBe('pass');
		expect(verdict({ 'video.displayAspect': 1 })).toBe('fail');
	});

	it.each([
		{ frames: [0.2, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], step: 0.2, count: 0 },
		{ frames: [0.9, 0.9, 0.9, 0.9, 0.1, 0.9, 0.9, 0.9, 0.9], step: 0.2, count: 1 },
		{ frames: [0.849, 0.849, 0.849, 0.849, 0.849, 0.849, 0.849, 0.849], step: 0.2, count: 1 },
		{ frames: [0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85], step: 0.2, count: 0 },
	])('wants the end card to stand in one piece: $frames', ({ frames, step, count }) => {
		const seen = {
			palette: null,
			overlay: null,
			endCard: {
				stepSeconds: step,
				frames: frames.map((similarity, index) => ({ at: 14 + index * step, similarity })),
			},
		};
		const brand = aBrand({ endCard: { image: 'card.png' } });
		expect(checkBrand(brand, aMeasuredFile(), seen, 'x.mp4').findings).toHaveLength(count);
	});
});
