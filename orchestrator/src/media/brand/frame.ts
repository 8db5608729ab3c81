/** A small picture of a frame: three bytes a pixel, red, green, blue, row by row. */
export interface Frame {
	/** Seconds from the file's start. */
	at: number;
	width: number;
	height: number;
	rgb: Uint8Array;
}

/** Brightness of each pixel, 0 to 255, by ITU-R BT.709's weights. */
export function lumaOf({ rgb }: Pick<Frame, 'rgb'>): Float64Array {
	const luma = new Float64Array(rgb.length / 3);
	for (let pixel = 0; pixel < luma.length; pixel += 1) {
		luma[pixel] =
			0.2126 * (rgb[3 * pixel] ?? 0) +
			0.7152 * (rgb[3 * pixel + 1] ?? 0) +
			0.0722 * (rgb[3 * pixel + 2] ?? 0);
	}
	return luma;
}
