import type { Unit } from './specPack';

/** A measured value as people read it: `29.97 fps`, `-13.2 LUFS`, `1.2 GB`, `yes`. */
export function valueText(value: unknown, unit: Unit = 'none'): string {
	if (value === null || value === undefined) return 'nothing';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'number') return numberText(value, unit);
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.length === 0 ? 'none' : `${value.length} of them`;
	return 'there is one';
}

function numberText(value: number, unit: Unit): string {
	switch (unit) {
		case 'seconds':
			return secondsText(value);
		case 'bytes':
			return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']);
		case 'bitsPerSecond':
			return scaled(value, ['bit/s', 'kb/s', 'Mb/s', 'Gb/s']);
		case 'hertz':
			return scaled(value, ['Hz', 'kHz', 'MHz']);
		case 'share':
			return `${rounded(value * 100)}%`;
		case 'ratio':
			return ratioText(value);
		default:
			return value === 1 && unit in single
				? `1${single[unit] ?? ''}`
				: `${rounded(value)}${suffixes[unit]}`;
	}
}

const suffixes = {
	none: '',
	pixels: ' px',
	fps: ' fps',
	frames: ' frames',
	channels: ' channels',
	lufs: ' LUFS',
	lu: ' LU',
	dbtp: ' dBTP',
	dbfs: ' dBFS',
} as const;

/** What one of something is called. */
const single: Partial<Record<Unit, string>> = { channels: ' channel', frames: ' frame' };

/** A length of time: `850 ms` reads worse than `0.85 s`; from two minutes on in minutes too. */
function secondsText(value: number): string {
	if (value < 120) return `${rounded(value)} s`;
	const minutes = Math.floor(value / 60);
	const rest = rounded(value - minutes * 60);
	return rest === '0' ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** Ratios that have a name in the trade. */
const named: ReadonlyArray<readonly [number, string]> = [
	[16 / 9, '16:9'],
	[9 / 16, '9:16'],
	[1, '1:1'],
	[4 / 5, '4:5'],
	[4 / 3, '4:3'],
	[3 / 4, '3:4'],
	[2 / 3, '2:3'],
	[1 / 2.4, '1:2.4'],
];

/** A shape as `16:9` where it has such a name, else as `2.35:1`. */
export function ratioText(value: number): string {
	const found = named.find(([ratio]) => Math.abs(ratio - value) < 0.002);
	return found === undefined ? `${rounded(value)}:1` : found[1];
}

function scaled(value: number, names: readonly string[]): string {
	let [left, place] = [value, 0];
	while (Math.abs(left) >= 1_000 && place < names.length - 1) {
		left /= 1_000;
		place += 1;
	}
	return `${rounded(left)} ${names[place] ?? ''}`;
}

/** Two digits after the point, more where two would show nothing. */
function rounded(value: number): string {
	const digits = value !== 0 && Math.abs(value) < 0.01 ? 4 : 2;
	return String(Number(value.toFixed(digits)));
}
