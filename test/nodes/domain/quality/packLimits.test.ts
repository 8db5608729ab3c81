import { checkMeasured } from '../../../../nodes/domain/quality/checkMeasured';
import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import type {
	Bound,
	Expectation,
	Limit,
	SpecPack,
} from '../../../../nodes/domain/quality/specPack';
import { specPackSchema } from '../../../../nodes/domain/quality/specPack';
import { aMeasuredFile } from '../../../support/aMeasuredFile';

/** A value of a limit's path that is just right, or just wrong. */
interface Side {
	value: unknown;
	isRight: boolean;
	what: string;
}

/** Smallest step that a test takes beyond a bound, as a part of it: far below what anybody measures. */
const STEP = 1e-9;

const number = (bound: Bound, file: MeasuredFile): number => {
	if (typeof bound === 'number') return bound;
	const whole = bound.path
		.split('.')
		.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], file) as number;
	return bound.roundedUp === true ? Math.ceil(whole * bound.times) : whole * bound.times;
};

/** Values that some paths may take only. */
const wrongValues: Readonly<Record<string, unknown[]>> = {
	'container.editLists.kind': ['cut'],
	'video.interlaced': [true],
	'video.gop.closed': [false],
	'video.variableFrameRate': [true],
	'container.faststart': [false],
	'audio.channels': [1, 3, 8],
	'audio.sampleRateHz': [44_100, 47_999, 192_000],
};

function sidesOf(limit: Limit, file: MeasuredFile): Side[] {
	const { expect: expected, path } = limit;
	const right = (value: unknown, what: string) => ({ value, isRight: true, what });
	const wrong = (value: unknown, what: string) => ({ value, isRight: false, what });
	switch (expected.is) {
		case 'oneOf':
			return [
				...expected.values.map((value) => right(value, `is ${String(value)}`)),
				...(wrongValues[path] ?? ['other']).map((value) => wrong(value, `is ${String(value)}`)),
			];
		case 'near':
			return expected.values.flatMap((value) => [
				right(value, 'is right'),
				right(value + expected.within * (1 - STEP), 'is as far above as it may be'),
				wrong(value + expected.within * (1 + 1e-6), 'is a hair farther above'),
				right(value - expected.within * (1 - STEP), 'is as far below as it may be'),
				wrong(value - expected.within * (1 + 1e-6), 'is a hair farther below'),
			]);
		case 'between':
			return boundSides(expected, limit, file);
		case 'present':
			return [
				right(path === 'captions' ? file.captions : undefined, 'is there'),
				wrong(path === 'captions' ? [] : null, 'is not there'),
			];
		case 'absent':
			return [right([], 'is not there'), wrong([1], 'is there')];
		case 'spans': {
			const { atMostSeconds: most, atEndsSeconds: atEnds } = expected;
			const inside = (length: number) => (length === 0 ? [] : [{ from: 5, to: 5 + length }]);
			const start = (length: number) => [{ from: 0, to: length }];
			const end = (length: number) => [{ from: 20 - length, to: 20 }];
			return [
				right(inside(most), `is ${most} s long`),
				wrong([{ from: 5, to: 5 + most + 0.001 }], `is 1 ms longer than ${most} s`),
				...(atEnds === undefined
					? []
					: [
							right(start(atEnds), `is ${atEnds} s long at the start`),
							wrong(start(atEnds + 0.001), `is 1 ms longer at the start`),
							right(end(atEnds), `is ${atEnds} s long at the end`),
							wrong(end(atEnds + 0.001), `is 1 ms longer at the end`),
						]),
			];
		}
	}
}

function boundSides(
	{ min, max, above, below }: Extract<Expectation, { is: 'between' }>,
	{ unit }: Limit,
	file: MeasuredFile,
): Side[] {
	const isWhole = unit === 'pixels' || unit === 'frames' || unit === 'bytes' || unit === 'channels';
	const step = (bound: number) => (isWhole ? 1 : Math.max(Math.abs(bound) * STEP, STEP));
	const sides = (bound: Bound | undefined, direction: 1 | -1, counts: boolean, name: string) => {
		if (bound === undefined) return [];
		const edge = number(bound, file);
		const outside = edge + direction * step(edge);
		return [
			{ value: edge, isRight: counts, what: `is ${name} itself, ${edge}` },
			...(!counts || (outside < 0 && isWhole)
				? []
				: [{ value: outside, isRight: false, what: `is just outside ${edge}` }]),
			...(counts
				? []
				: [
						{ value: edge - direction * step(edge), isRight: true, what: `is just inside ${edge}` },
					]),
		];
	};
	return [
		...sides(min, -1, true, 'the minimum'),
		...sides(max, 1, true, 'the maximum'),
		...sides(above, -1, false, 'the bound below'),
		...sides(below, 1, false, 'the bound above'),
	];
}

/** Values that make a file one that the limit is for. */
function conditionsOf(limit: Limit): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const { path, expect: expected } of limit.when ?? []) {
		if (expected.is === 'oneOf') values[path] = expected.values[0];
		if (expected.is === 'between') {
			const { min, above } = expected;
			if (typeof min === 'number') values[path] = min;
			else if (typeof above === 'number') values[path] = above + 1;
		}
		// The usual film has sound, and no high dynamic range.
	}
	return values;
}

interface Row {
	pack: SpecPack;
	limit: Limit;
	side: Side;
	name: string;
}

const rows: Row[] = shippedPacks.flatMap((pack) =>
	pack.limits.flatMap((limit) => {
		const file = aMeasuredFile(conditionsOf(limit));
		return sidesOf(limit, file).map((side) => ({
			pack,
			limit,
			side,
			name: `${pack.id} ${limit.rule}`,
		}));
	}),
);

describe('the limits of the shipped packs', () => {
	it('are enough to matter', () => {
		expect(rows.length).toBeGreaterThan(250);
		for (const pack of shippedPacks) {
			const limits = pack.limits.map(({ rule }) => rule);
			for (const rule of limits) {
				const sides = rows.filter((row) => row.pack === pack && row.limit.rule === rule);
				expect([rule, sides.some(({ side }) => side.isRight)]).toEqual([rule, true]);
				expect([rule, sides.some(({ side }) => !side.isRight)]).toEqual([rule, true]);
			}
		}
	});

	it.each(rows)('$name: right is $side.isRight when it $side.what', ({ pack, limit, side }) => {
		const values = { ...conditionsOf(limit) };
		if (side.value !== undefined) values[limit.path] = side.value;
		const { findings, unchecked } = checkMeasured(aMeasuredFile(values), [pack]);
		const own = findings.filter(({ rule }) => rule === limit.rule);
		expect(unchecked.filter(({ rule }) => rule === limit.rule)).toEqual([]);
		expect(own).toHaveLength(side.isRight ? 0 : 1);
		if (!side.isRight) {
			expect(own[0]?.severity).toBe(limit.severity);
			expect(own[0]?.pack).toBe(`${pack.id}/${pack.version}`);
			expect(own[0]?.fix).not.toMatch(/\{(file|out|gain|from|to|expected|actual)\}/);
		}
	});

	it.each(shippedPacks.map((pack) => ({ pack, id: pack.id })))(
		'$id keeps the schema',
		({ pack }) => {
			expect(specPackSchema.parse(pack)).toEqual(pack);
		},
	);

	it.each(
		shippedPacks
			.filter(({ id }) => id !== 'broadcast-ebu-r128')
			.map((pack) => ({ pack, id: pack.id })),
	)('$id has nothing against the usual film', ({ pack }) => {
		const report = checkMeasured(aMeasuredFile(), [pack]);
		expect(report.findings).toEqual([]);
		expect(report.verdict).toBe('pass');
	});
});
