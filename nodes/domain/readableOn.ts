/** Relative luminance (WCAG 2.2) of a colour written as `#` and six hex digits. */
function luminance(colour: string): number {
	const channel = (at: number) => {
		const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast of two colours as WCAG 2.2 measures it, 1 to 21; text needs 4.5 for level AA. */
export function contrastOf(one: string, other: string): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}

/** White or near-black, whichever is read better on a colour; black where neither has a contrast of 4.5. */
export function readableOn(colour: string): '#ffffff' | '#14161c' | '#000000' {
	const better =
		contrastOf(colour, '#ffffff') >= contrastOf(colour, '#14161c') ? '#ffffff' : '#14161c';
	// Black and white have a contrast of 21, so that one of them has one of 4.58 (its root) with any colour.
	return contrastOf(colour, better) >= 4.5 ? better : '#000000';
}
