/** A colour as people see it: lightness 0 to 100, and two axes of hue (CIE 1976 L*a*b*, D65). */
export type Lab = readonly [lightness: number, a: number, b: number];

/** White of sRGB (IEC 61966-2-1). */
const WHITE = [0.950_47, 1, 1.088_83] as const;

/** Turns a colour of sRGB, each 0 to 255, into Lab. */
export function labOf(red: number, green: number, blue: number): Lab {
	const [r, g, b] = [linear(red), linear(green), linear(blue)];
	const x = toLightness((0.4124 * r + 0.3576 * g + 0.1805 * b) / WHITE[0]);
	const y = toLightness((0.2126 * r + 0.7152 * g + 0.0722 * b) / WHITE[1]);
	const z = toLightness((0.0193 * r + 0.1192 * g + 0.9505 * b) / WHITE[2]);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** A colour written as `#` and six hex digits. */
export function labOfHex(hex: string): Lab {
	const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
	return labOf(part(1), part(3), part(5));
}

/** How different two colours look (CIE 1976): 2.3 is just noticeable. */
export function colourDistance(one: Lab, other: Lab): number {
	return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** Distance from grey. */
export function chromaOf([, a, b]: Lab): number {
	return Math.hypot(a, b);
}

function linear(value: number): number {
	const share = value / 255;
	return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toLightness(value: number): number {
	return value > 0.008_856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}
