import type { MeasuredFile, MeasuredVideo, TimeRange } from './measured';
import { timeRangeSchema } from './measured';
import { unitOf } from './specPack';
import type { Bound, Condition, Expectation, Limit, Unit } from './specPack';
import { valueText } from './valueText';

/** One way in which a file is not as a limit wants it. */
export interface Breach {
	/** Seconds from the start; null where it is about the whole file. */
	from: number | null;
	to: number | null;
	actual: string;
	/** What the value would have to be brought to, for a number. */
	nearest: number | null;
	value: number | null;
}

/** What became of one limit. */
export type Judged =
	| { result: 'kept' }
	/** The limit is not one for this file. */
	| { result: 'notApplicable' }
	/** Its value was not measured. */
	| { result: 'unmeasured'; path: string }
	| { result: 'broken'; expected: string; breaches: Breach[] };

/** How far from a file's end a span may stop and still touch it, in seconds: about two frames. */
const AT_END_SECONDS = 0.1;

/** Judges one limit over what was measured; what was not measured is never kept. */
export function judgeLimit(limit: Limit, measured: MeasuredFile): Judged {
	for (const condition of limit.when ?? []) {
		const holds = holdsFor(condition, measured);
		if (holds === null) return { result: 'unmeasured', path: condition.path };
		if (!holds) return { result: 'notApplicable' };
	}
	const found = valueIn(measured, limit.path);
	if (found.state === 'noStream') return { result: 'notApplicable' };
	if (found.state === 'unmeasured') return { result: 'unmeasured', path: limit.path };
	const { expect } = limit;
	const unit = unitOf(limit);
	if (found.value === null && expect.is !== 'present' && expect.is !== 'absent') {
		return { result: 'unmeasured', path: limit.path };
	}
	const breaches = breachesOf(expect, found.value, unit, measured);
	if (breaches === null) return { result: 'unmeasured', path: limit.path };
	if (breaches.length === 0) return { result: 'kept' };
	return { result: 'broken', expected: expectedText(expect, unit, measured), breaches };
}

/** A value that was measured, or why there is none. */
type Found = { state: 'found'; value: unknown } | { state: 'noStream' } | { state: 'unmeasured' };

/** What follows from the measurements and has a path of its own: `1080p` is about the shorter side. */
const derived: Readonly<Record<string, (video: MeasuredVideo) => number>> = {
	'video.shortSidePixels': ({ displayWidth, displayHeight }) =>
		Math.min(displayWidth, displayHeight),
	'video.longSidePixels': ({ displayWidth, displayHeight }) =>
		Math.max(displayWidth, displayHeight),
};

/** Their paths. */
export const derivedPaths: readonly string[] = Object.keys(derived);

/** Looks a path up; of a stream that the file does not have, nothing is wanted. */
export function valueIn(measured: MeasuredFile, path: string): Found {
	const isUnmeasured = measured.unmeasured.some(
		(named) => named === path || path.startsWith(`${named}.`),
	);
	if (isUnmeasured) return { state: 'unmeasured' };
	if (Object.hasOwn(derived, path)) {
		if (measured.video === null) return { state: 'noStream' };
		return { state: 'found', value: derived[path]?.(measured.video) ?? null };
	}
	const [stream = '', ...rest] = path.split('.');
	const whole = (measured as Record<string, unknown>)[stream];
	if (rest.length > 0 && whole === null) return { state: 'noStream' };
	let value: unknown = whole;
	for (const step of rest) {
		if (typeof value !== 'object' || value === null) return { state: 'found', value: null };
		value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : null;
	}
	return { state: 'found', value: value ?? null };
}

/** Whether a condition is true; null where nobody knows. */
function holdsFor({ path, expect }: Condition, measured: MeasuredFile): boolean | null {
	const found = valueIn(measured, path);
	if (found.state === 'unmeasured') return null;
	if (found.state === 'noStream') return expect.is === 'absent';
	if (found.value === null && expect.is !== 'present' && expect.is !== 'absent') return false;
	const breaches = breachesOf(expect, found.value, 'none', measured);
	return breaches === null ? null : breaches.length === 0;
}

/** How a value breaks an expectation; null where that cannot be told. */
function breachesOf(
	expect: Expectation,
	value: unknown,
	unit: Unit,
	measured: MeasuredFile,
): Breach[] | null {
	const one = (nearest: number | null = null): Breach[] => [
		{
			from: null,
			to: null,
			actual: value === null ? 'missing' : valueText(value, unit),
			nearest,
			value: typeof value === 'number' ? value : null,
		},
	];
	switch (expect.is) {
		case 'oneOf':
			return expect.values.some((right) => right === value) ? [] : one();
		case 'near': {
			if (typeof value !== 'number') return null;
			const [nearest = 0] = [...expect.values].sort(
				(a, b) => Math.abs(a - value) - Math.abs(b - value),
			);
			return Math.abs(nearest - value) <= expect.within ? [] : one(nearest);
		}
		case 'between': {
			if (typeof value !== 'number') return null;
			const bounds = boundsOf(expect, measured);
			if (bounds === null) return null;
			const { min, max, above, below } = bounds;
			if ((min !== null && value < min) || (above !== null && value <= above)) {
				return one(middleOf(bounds) ?? min ?? above);
			}
			if ((max !== null && value > max) || (below !== null && value >= below)) {
				return one(middleOf(bounds) ?? max ?? below);
			}
			return [];
		}
		case 'present':
			return isThere(value) ? [] : one();
		case 'absent':
			return isThere(value) ? one() : [];
		case 'spans': {
			const spans = timeRangeSchema.array().safeParse(value);
			if (!spans.success) return null;
			const end = measured.container.durationSeconds;
			return spans.data.filter((span) => isTooLong(span, expect, end)).map(breachOfSpan);
		}
	}
}

function isThere(value: unknown): boolean {
	if (value === null || value === undefined || value === false) return false;
	return !Array.isArray(value) || value.length > 0;
}

function isTooLong(
	{ from, to }: TimeRange,
	expect: Extract<Expectation, { is: 'spans' }>,
	end: number | null,
): boolean {
	const touchesEnds = from <= AT_END_SECONDS || (end !== null && to >= end - AT_END_SECONDS);
	const most = touchesEnds ? (expect.atEndsSeconds ?? expect.atMostSeconds) : expect.atMostSeconds;
	// Times come from frames: what is as long as allowed may have a digit of rounding more.
	return to - from > most + 1e-6;
}

function breachOfSpan({ from, to }: TimeRange): Breach {
	return { from, to, actual: valueText(to - from, 'seconds'), nearest: null, value: to - from };
}

interface Bounds {
	min: number | null;
	max: number | null;
	above: number | null;
	below: number | null;
}

function boundsOf(
	expect: Extract<Expectation, { is: 'between' }>,
	measured: MeasuredFile,
): Bounds | null {
	const { min, max, above, below } = expect;
	const bounds = {
		min: boundIn(min, measured),
		max: boundIn(max, measured),
		above: boundIn(above, measured),
		below: boundIn(below, measured),
	};
	return Object.values(bounds).some((bound) => bound === undefined) ? null : (bounds as Bounds);
}

/** A bound as a number; null where there is none, undefined where what it is a part of is not known. */
function boundIn(bound: Bound | undefined, measured: MeasuredFile): number | null | undefined {
	if (bound === undefined) return null;
	if (typeof bound === 'number') return bound;
	const found = valueIn(measured, bound.path);
	if (found.state !== 'found' || typeof found.value !== 'number') return undefined;
	const part = found.value * bound.times;
	return bound.roundedUp === true ? Math.ceil(part - 1e-6) : part;
}

function middleOf({ min, max }: Bounds): number | null {
	return min === null || max === null ? null : (min + max) / 2;
}

/** What an expectation wants of a file, in words; its bounds as numbers. */
export function expectedText(expect: Expectation, unit: Unit, measured: MeasuredFile): string {
	const bounds = expect.is === 'between' ? boundsOf(expect, measured) : null;
	return bounds === null
		? wantedText(expect, unit)
		: boundsText(bounds, (bound) => valueText(bound, unit));
}

/** What an expectation wants of any file, in words. */
export function wantedText(expect: Expectation, unit: Unit = 'none'): string {
	switch (expect.is) {
		case 'oneOf':
		case 'near':
			return expect.values.map((value) => valueText(value, unit)).join(' or ');
		case 'present':
			return 'present';
		case 'absent':
			return 'none';
		case 'spans': {
			const most = expect.atMostSeconds;
			const atEnds = expect.atEndsSeconds;
			const ends = atEnds === undefined ? '' : ` (${valueText(atEnds, 'seconds')} at the ends)`;
			return most === 0 ? `none${ends}` : `none longer than ${valueText(most, 'seconds')}${ends}`;
		}
		case 'between': {
			const { min = null, max = null, above = null, below = null } = expect;
			return boundsText({ min, max, above, below }, (bound) =>
				typeof bound === 'number' ? valueText(bound, unit) : `${bound.times} times ${bound.path}`,
			);
		}
	}
}

function boundsText<Value>(
	{ min, max, above, below }: Record<'min' | 'max' | 'above' | 'below', Value | null>,
	text: (bound: Value) => string,
): string {
	if (min !== null && max !== null) return `${text(min)} to ${text(max)}`;
	const words: Array<[Value | null, string]> = [
		[min, 'at least'],
		[above, 'above'],
		[max, 'at most'],
		[below, 'below'],
	];
	return words
		.flatMap(([bound, word]) => (bound === null ? [] : [`${word} ${text(bound)}`]))
		.join(' and ');
}
