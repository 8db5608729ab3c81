import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import type { Brand } from '../../../../nodes/domain/quality/brand';
import type {
	BrandMeasured,
	EndCardMeasured,
} from '../../../../nodes/domain/quality/brandMeasured';
import type { MeasuredFile, MeasuredVideo } from '../../../../nodes/domain/quality/measured';
import type { FilmOf, Size } from '../frames/grabFrames';
import { framesAt, framesFrom, stillPicture } from '../frames/grabFrames';
import type { SafeMargins } from './overlayOf';
import { overlayOf } from './overlayOf';
import { paletteOf } from './paletteOf';
import { similarityOf } from './similarity';

/** Frames all over the film that the palette is looked for in. */
const PALETTE_FRAMES = 24;

/** Side of the small pictures that colours are counted in. */
const PALETTE_SIZE: Size = { width: 64, height: 64 };

/** Moments that titles are looked for at; each is two frames, so far apart in seconds. */
const OVERLAY_MOMENTS = 12;
const OVERLAY_APART = 0.6;

/** Pixels of the small pictures that titles and end cards are looked for in. */
const [OVERLAY_PIXELS, CARD_PIXELS] = [120_000, 9_216];

/** Frames a second near the end that are compared with the card. */
const CARD_RATE = 5;

/** Largest picture of a data URI, in bytes. */
const MOST_IMAGE_BYTES = 2_000_000;

/** Looks at what a brand's rules need of a film; null parts could not be looked at. */
export async function measureBrand(
	brand: Brand,
	measured: MeasuredFile,
	film: Omit<FilmOf, 'stream'>,
): Promise<BrandMeasured> {
	const { video, container } = measured;
	const seconds = container.durationSeconds;
	const nothing: BrandMeasured = { palette: null, endCard: null, overlay: null };
	if (video === null || seconds === null) return nothing;
	const source = { ...film, stream: video.stream };
	const aspect = video.displayAspect;
	const { palette, endCard, safeArea } = brand;
	return {
		palette:
			palette === undefined
				? null
				: paletteOf(
						await framesAt(source, spread(seconds, PALETTE_FRAMES), PALETTE_SIZE),
						palette.colours.map(({ hex }) => hex),
						palette.tolerance,
					),
		endCard: endCard === undefined ? null : await compareEnd(endCard, source, seconds, aspect),
		overlay: safeArea === undefined ? null : await overlayIn(safeArea, source, seconds, video),
	};
}

/** Moments in the middle of so many equal parts, to a thousandth of a second. */
function spread(seconds: number, count: number): number[] {
	return Array.from({ length: count }, (_, index) =>
		Number((((index + 0.5) * seconds) / count).toFixed(3)),
	);
}

function sizeFor(aspect: number, pixels: number): Size {
	const even = (side: number) => Math.max(16, 2 * Math.round(side / 2));
	return { width: even(Math.sqrt(pixels * aspect)), height: even(Math.sqrt(pixels / aspect)) };
}

async function compareEnd(
	{ image, within }: NonNullable<Brand['endCard']>,
	film: FilmOf,
	seconds: number,
	aspect: number,
): Promise<EndCardMeasured> {
	const size = sizeFor(aspect, CARD_PIXELS);
	const card = await withImage(image, async (file) => {
		return await stillPicture(file, film.tools, size, film.signal);
	});
	if (card === null) throw noPicture(image, 'it cannot be decoded');
	const from = Math.max(0, seconds - within);
	const most = Math.ceil((seconds - from) * CARD_RATE) + 1;
	const frames = await framesFrom(film, from, CARD_RATE, size, most);
	return {
		stepSeconds: 1 / CARD_RATE,
		frames: frames.map((frame) => ({ at: frame.at, similarity: similarityOf(card, frame) })),
	};
}

async function overlayIn(
	margins: NonNullable<Brand['safeArea']>,
	film: FilmOf,
	seconds: number,
	video: MeasuredVideo,
) {
	if (seconds < 2 * OVERLAY_APART) return null;
	const times = spread(seconds - OVERLAY_APART, OVERLAY_MOMENTS);
	const both = times.flatMap((at) => [at, Number((at + OVERLAY_APART).toFixed(3))]);
	const frames = await framesAt(film, both, sizeFor(video.displayAspect, OVERLAY_PIXELS));
	const pairs = times.flatMap((at, index) => {
		const before = frames.find((frame) => frame.at === at);
		const after = frames.find((frame) => frame.at === both[2 * index + 1]);
		return before === undefined || after === undefined ? [] : [{ before, after }];
	});
	return overlayOf(pairs, margins, barsOf(video));
}

/** Bars as parts of the picture; of a turned one the sides would have to be turned as well. */
function barsOf({ letterbox, rotation, width, height }: MeasuredVideo): SafeMargins {
	if (letterbox === null || rotation !== 0) return { top: 0, bottom: 0, left: 0, right: 0 };
	const { top, bottom, left, right } = letterbox;
	return { top: top / height, bottom: bottom / height, left: left / width, right: right / width };
}

/** Gives a picture as a file: one named by a path as it is, one that came as data for as long as it is needed. */
async function withImage<Result>(
	image: string,
	work: (file: string) => Promise<Result>,
): Promise<Result> {
	if (!image.startsWith('data:')) return await work(image);
	const [, base64] = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)$/.exec(image) ?? [];
	if (base64 === undefined) throw noPicture('data:…', 'it is no PNG, JPEG or WebP in base64');
	const bytes = Buffer.from(base64, 'base64');
	if (bytes.length > MOST_IMAGE_BYTES) throw noPicture('data:…', 'it has more than 2 MB');
	const folder = await mkdtemp(path.join(tmpdir(), 'agency-media-'));
	try {
		const file = path.join(folder, 'card');
		await writeFile(file, bytes, { mode: 0o600 });
		return await work(file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function noPicture(image: string, why: string): MendableError {
	return new MendableError(
		'media/no-end-card',
		'The brand cannot be checked.',
		`The picture of the end card (${image.slice(0, 200)}) cannot be used: ${why}.`,
		'Name a PNG, JPEG or WebP beside the brand file under "endCard.image".',
	);
}
