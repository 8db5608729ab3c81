import type { Brand } from './brand';
import type { BrandMeasured } from './brandMeasured';
import type { MoreFindings } from './checkMeasured';
import { timecodeOf } from './checkMeasured';
import type { Finding, Unchecked } from './finding';
import { fillFix } from './fix';
import { judgeLimit } from './judgeLimit';
import type { MeasuredFile } from './measured';
import { judgeName } from './naming';
import type { Limit, Severity } from './specPack';
import { valueText } from './valueText';

/** Name of a brand's rules on findings: `brand:aurora/2026-11-24`. */
export function brandName({ id, version }: Pick<Brand, 'id' | 'version'>): string {
	return `brand:${id}/${version}`;
}

/** A finding before it is put into its form. */
interface Raw {
	rule: string;
	title: string;
	severity: Severity;
	from?: number | null;
	to?: number | null;
	expected: string;
	actual: string;
	fix: string;
}

type Judge = (
	brand: Brand,
	measured: MeasuredFile,
	seen: BrandMeasured | null,
	fileName: string | null,
) => Array<Raw | Unchecked>;

/**
 * Judges a file by its client's brand. What was not looked at is not judged, and never fine.
 *
 * @param seen null where frames could not be looked at
 * @param fileName null where the file has no name people gave it: it is then not judged
 */
export function checkBrand(
	brand: Brand,
	measured: MeasuredFile,
	seen: BrandMeasured | null,
	fileName: string | null,
): MoreFindings {
	const judges: Judge[] = [naming, shape, duration, captions, palette, endCard, safeArea];
	const all = judges.flatMap((judge) => judge(brand, measured, seen, fileName));
	const pack = brandName(brand);
	const findings = all.flatMap((one): Finding[] => {
		if ('because' in one) return [];
		const { from = null, to = null, expected, actual } = one;
		const values = { fileName, expected, actual, gainDb: null, from, to };
		const timecode = timecodeOf(from, to, measured);
		return [{ ...one, from, to, timecode, fix: fillFix(one.fix, values), pack }];
	});
	const unchecked = all.filter((one): one is Unchecked => 'because' in one);
	return { spec: { id: `brand:${brand.id}`, version: brand.version }, findings, unchecked };
}

const unjudged =
	(brand: Brand) =>
	(rule: string, severity: Severity, path: string, because: string): Unchecked => ({
		rule,
		pack: brandName(brand),
		severity,
		path,
		because,
	});

const naming: Judge = (brand, _measured, _seen, fileName) => {
	const { naming: rule } = brand;
	if (rule === undefined) return [];
	if (fileName === null) {
		return [unjudged(brand)('naming', rule.severity, 'fileName', 'The file has no name here.')];
	}
	const breach = judgeName(fileName.split('/').at(-1) ?? fileName, rule);
	if (breach === null) return [];
	const fix = `Rename the file as ${rule.pattern}, before it is uploaded.`;
	return [{ rule: 'naming', title: 'Name of the file', severity: rule.severity, ...breach, fix }];
};

const shape: Judge = (brand, measured) => {
	const { aspect: rule } = brand;
	if (rule === undefined) return [];
	const values = rule.oneOf.map((ratio) => {
		const [width = 1, height = 1] = ratio.split(':').map(Number);
		return width / height;
	});
	// Sides are even numbers of pixels: a picture may miss the exact ratio by a line.
	const expect = { is: 'near' as const, values, within: 0.005 };
	return asLimit(brand, measured, {
		rule: 'aspect',
		title: 'Shape of the picture',
		path: 'video.displayAspect',
		expect,
		unit: 'ratio',
		severity: rule.severity,
		fix: `In the editor: set the frame of the sequence to ${rule.oneOf.join(' or ')}; then export again.`,
	});
};

const duration: Judge = (brand, measured) => {
	const { duration: rule } = brand;
	if (rule === undefined || (rule.minSeconds === undefined && rule.maxSeconds === undefined)) {
		return [];
	}
	const { minSeconds: min, maxSeconds: max } = rule;
	return asLimit(brand, measured, {
		rule: 'duration',
		title: 'Duration',
		// A last packet of sound may go on after the picture for less than a frame's time.
		path: measured.video === null ? 'container.durationSeconds' : 'video.durationSeconds',
		expect: {
			is: 'between',
			...(min === undefined ? {} : { min }),
			...(max === undefined ? {} : { max }),
		},
		unit: 'seconds',
		severity: rule.severity,
		fix: 'In the editor: bring the film to the agreed length; then export again.',
	});
};

const captions: Judge = (brand, measured) => {
	const { captions: rule } = brand;
	if (rule === undefined) return [];
	if (measured.unmeasured.includes('captions')) {
		return [
			unjudged(brand)('captions', rule.severity, 'captions', 'Captions were not looked for.'),
		];
	}
	const there = measured.captions.map(({ language }) => languageCode(language));
	const missing = rule.languages.filter((language) => !there.includes(languageCode(language)));
	if (missing.length === 0) return [];
	const named = measured.captions.map(({ language }) => language ?? 'of no declared language');
	return [
		{
			rule: 'captions',
			title: 'Captions',
			severity: rule.severity,
			expected: rule.languages.join(', '),
			actual: named.length === 0 ? 'none' : named.join(', '),
			fix: `ffmpeg -i {file} -i CAPTIONS.srt -map 0 -map 1 -c copy -c:s mov_text -metadata:s:s:0 language=${missing[0] ?? ''} {out}`,
		},
	];
};

/** Codes of two and three letters for the languages an agency meets: files declare either. */
const twoLetters: Readonly<Record<string, string>> = {
	...{ spa: 'es', eng: 'en', dan: 'da', por: 'pt', deu: 'de', ger: 'de', fra: 'fr', fre: 'fr' },
	...{ ita: 'it', nld: 'nl', dut: 'nl', swe: 'sv', nor: 'no', nob: 'no', zho: 'zh', jpn: 'ja' },
};

function languageCode(language: string | null): string | null {
	const code = language?.toLowerCase().split(/[-_]/)[0] ?? null;
	return code === null ? null : (twoLetters[code] ?? code);
}

const palette: Judge = (brand, _measured, seen) => {
	const { palette: rule } = brand;
	if (rule === undefined) return [];
	const { severity } = rule;
	const found = seen?.palette ?? null;
	if (found === null) {
		const because = 'No frames could be looked at.';
		return [unjudged(brand)('palette', severity, 'brand.palette', because)];
	}
	const shares = rule.colours.map((colour, index) => ({ ...colour, ...found.seen[index] }));
	const name = ({ name: given, hex }: { name?: string | undefined; hex: string }) =>
		given === undefined ? hex : `${given} (${hex})`;
	const isSeen = ({ share = 0 }: { share?: number }) => share >= rule.share;
	const wanted = `on ${valueText(rule.share, 'share')} of a frame or more`;
	const fix = 'In the editor: use the colours of the brand for titles, graphics and the end card.';
	const missing = shares.filter((colour) => colour.required && !isSeen(colour));
	const raw = missing.map(
		(colour): Raw => ({
			rule: 'palette-required',
			title: 'Colour of the brand',
			severity,
			expected: `${name(colour)} ${wanted}`,
			actual: `at most on ${valueText(colour.share ?? 0, 'share')}`,
			fix,
		}),
	);
	if (missing.length === 0 && !shares.some(isSeen)) {
		raw.push({
			rule: 'palette',
			title: 'Colours of the brand',
			severity,
			expected: `one of ${rule.colours.map(name).join(', ')} ${wanted}`,
			actual: 'none of them',
			fix,
		});
	}
	const { foreignAtMost } = rule;
	if (foreignAtMost !== undefined && found.foreign.share > foreignAtMost) {
		raw.push({
			rule: 'palette-foreign',
			title: 'Colours that are not of the brand',
			severity,
			from: found.foreign.at,
			to: found.foreign.at,
			expected: `at most ${valueText(foreignAtMost, 'share')} of the picture`,
			actual: valueText(found.foreign.share, 'share'),
			fix,
		});
	}
	return raw;
};

const endCard: Judge = (brand, measured, seen) => {
	const { endCard: rule } = brand;
	if (rule === undefined) return [];
	const { severity, seconds, within, similarity } = rule;
	const found = seen?.endCard ?? null;
	if (found === null || found.frames.length === 0) {
		const because = 'The end of the film could not be compared with the card.';
		return [unjudged(brand)('end-card', severity, 'brand.endCard', because)];
	}
	const { frames, stepSeconds } = found;
	const longest = longestRun(frames.map((frame) => frame.similarity >= similarity)) * stepSeconds;
	// Frames stand for the time up to the next: a card of 1.5 s is met seven or eight times in fifths.
	if (longest >= seconds - stepSeconds) return [];
	const best = frames.reduce((a, b) => (b.similarity > a.similarity ? b : a));
	const end = measured.container.durationSeconds ?? best.at;
	const shown =
		longest === 0
			? `nowhere: the nearest frame, at ${valueText(best.at, 'seconds')}, has a likeness of ${Math.max(0, best.similarity).toFixed(2)}`
			: `shown for ${valueText(longest, 'seconds')}`;
	return [
		{
			rule: 'end-card',
			title: 'End card',
			severity,
			from: Math.max(0, end - within),
			to: end,
			expected: `the end card for ${valueText(seconds, 'seconds')} within the last ${valueText(within, 'seconds')} (likeness ${similarity} or more)`,
			actual: shown,
			fix: `In the editor: put the brand's end card at the end, for ${valueText(seconds, 'seconds')} or longer; then export again.`,
		},
	];
};

function longestRun(flags: readonly boolean[]): number {
	let [longest, run] = [0, 0];
	for (const flag of flags) {
		run = flag ? run + 1 : 0;
		longest = Math.max(longest, run);
	}
	return longest;
}

const safeArea: Judge = (brand, _measured, seen) => {
	const { safeArea: rule } = brand;
	if (rule === undefined) return [];
	const { severity, outsideAtMost } = rule;
	const found = seen?.overlay ?? null;
	if (found === null) {
		const because = 'Nothing moves, so that titles and picture cannot be told apart.';
		return [unjudged(brand)('safe-area', severity, 'brand.safeArea', because)];
	}
	const beyond = found.moments
		.map(({ at, outside }) => ({ at, outside, share: sumOf(outside) }))
		.filter(({ share }) => share > outsideAtMost)
		.sort((one, other) => other.share - one.share);
	const [worst] = beyond;
	if (worst === undefined) return [];
	const where = Object.entries(worst.outside)
		.filter(([, share]) => share > 0)
		.sort(([, one], [, other]) => other - one)
		.map(([side]) => side);
	const often = beyond.length === 1 ? '' : `; at ${beyond.length} moments in all`;
	return [
		{
			rule: 'safe-area',
			title: 'Titles outside the safe area',
			severity,
			from: worst.at,
			to: worst.at,
			expected: `at most ${valueText(outsideAtMost, 'share')} of what stands still`,
			actual: `${valueText(worst.share, 'share')}, ${where.join(' and ')}${often}`,
			fix: 'In the editor: move titles and logos at {from} s into the safe area.',
		},
	];
};

function sumOf(shares: Readonly<Record<string, number>>): number {
	return Object.values(shares).reduce((sum, share) => sum + share, 0);
}

function asLimit(
	brand: Brand,
	measured: MeasuredFile,
	limit: Omit<Limit, 'source'>,
): Array<Raw | Unchecked> {
	const source = { name: brand.title, url: null, asOf: brand.version };
	const judged = judgeLimit({ ...limit, source }, measured);
	const { rule, title, severity, path, fix } = limit;
	switch (judged.result) {
		case 'kept':
			return [];
		case 'broken':
			return judged.breaches.map(({ from, to, actual }) => {
				return { rule, title, severity, from, to, expected: judged.expected, actual, fix };
			});
		case 'unmeasured':
			return [unjudged(brand)(rule, severity, path, 'It was not measured.')];
		case 'notApplicable':
			return [unjudged(brand)(rule, severity, path, 'The file has no picture.')];
	}
}
