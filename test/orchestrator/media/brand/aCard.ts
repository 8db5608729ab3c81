import { makeMedia } from '../../../support/media/makeMedia';

/** How a card looks that a test draws. */
export interface CardLook {
	ground?: string;
	logo?: 0 | 1 | 2;
	/** Other numbers give other lines of boxes, as other words would look. */
	text?: number;
	claim?: number;
}

/** Draws a card of an agency's usual layout: a logo, a line of text, a smaller claim. */
export function drawCard(
	file: string,
	size: string,
	{ ground = '0x3b2f8f', logo = 0, text = 7, claim = 0 }: CardLook = {},
): string {
	const [width = 0, height = 0] = size.split('x').map(Number);
	const box = (x: number, y: number, w: number, h: number, colour: string) =>
		`drawbox=x=${Math.round(x * width)}:y=${Math.round(y * height)}:w=${Math.round(w * width)}:h=${Math.round(h * height)}:c=${colour}:t=fill`;
	const logos = [
		[box(0.35, 0.3, 0.3, 0.12, 'white'), box(0.42, 0.33, 0.06, 0.06, ground)],
		[
			box(0.35, 0.3, 0.12, 0.12, 'white'),
			box(0.53, 0.3, 0.12, 0.12, 'white'),
			box(0.44, 0.36, 0.12, 0.03, 'white'),
		],
		[box(0.42, 0.28, 0.16, 0.16, 'white')],
	];
	const line = (
		seed: number,
		left: number,
		y: number,
		h: number,
		count: number,
		colour: string,
	) => {
		let [x, state] = [left, seed];
		return Array.from({ length: count }, () => {
			// A linear congruential row of word lengths: the same for the same seed.
			state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
			const length = 0.02 + 0.03 * (state / 2_147_483_648);
			const drawn = box(x, y, length, h, colour);
			x += length + 0.012;
			return drawn;
		});
	};
	const parts = [
		...(logos[logo] ?? []),
		...line(text, 0.2, 0.6, 0.03, 12, 'white'),
		...line(claim + 3, 0.3, 0.68, 0.015, 8, '0xcccccc'),
	];
	return makeMedia(file, [
		'-f',
		'lavfi',
		'-i',
		`color=c=${ground}:s=${size}`,
		'-vf',
		parts.join(','),
		'-frames:v',
		'1',
	]);
}
