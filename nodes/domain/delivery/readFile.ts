import { readLanguage } from '../lead/countries';
import { extensionOf, namePart, stemOf } from './names';
import type { DeliveryRules } from './rules';
import type { ProjectFile, Role } from './schema';

/** What can be told of a file by its name, its type and its measurements. */
export interface FileTraits {
	role: Role;
	extension: string;
	/** Its name as a part of names: `nordlys-explainer-es-v3`. */
	words: string;
	/** The same without what names say besides: `nordlys-explainer`. */
	plain: string;
	/** `16:9`; null where it has no picture, or was not measured. */
	aspect: string | null;
	/** `1920x1080`; null likewise. */
	resolution: string | null;
	/** Platforms that it says it is for: by somebody's word, else its name. Sorted. */
	says: string[];
	/** Platforms whose spec pack it passed. Sorted. */
	checkedFor: string[];
	/** Code of the language in its name; null where none is. */
	language: string | null;
	/** Code of the language that its sound is marked with; null where nobody knows. */
	heard: string | null;
	/** Whether captions travel within it. */
	hasCaptions: boolean;
}

const endings: Readonly<Record<Exclude<Role, 'other'>, readonly string[]>> = {
	film: ['mp4', 'mov', 'm4v', 'webm', 'mkv', 'mxf', 'avi'],
	image: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff', 'svg', 'psd', 'ai'],
	audio: ['wav', 'mp3', 'aac', 'm4a', 'flac', 'aif', 'aiff', 'ogg'],
	captions: ['srt', 'vtt', 'scc', 'ttml', 'dfxp', 'stl', 'sbv', 'itt'],
};

const mediaTypes: Readonly<Record<string, string>> = {
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mkv: 'video/x-matroska',
	mxf: 'application/mxf',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	svg: 'image/svg+xml',
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
	m4a: 'audio/mp4',
	srt: 'application/x-subrip',
	vtt: 'text/vtt',
	ttml: 'application/ttml+xml',
};

/** Shapes that people have names for, width by height. */
const shapes = ['16:9', '9:16', '1:1', '4:5', '5:4', '4:3', '3:4', '21:9', '2:1', '3:2', '2:3'];

/** How far a picture may be off a shape and still have it: a line or two of cropping. */
const shapeTolerance = 0.012;

/** Media type of a file: what is known of it, else by its ending. */
export function mediaTypeOf({ mediaType, file }: ProjectFile): string {
	return mediaType ?? mediaTypes[extensionOf(file.name)] ?? 'application/octet-stream';
}

/** What can be told of a file. */
export function traitsOf(given: ProjectFile, { platforms }: DeliveryRules): FileTraits {
	const { file, media, gates } = given;
	const extension = extensionOf(file.name);
	const stem = stemOf(file.name);
	const words = namePart(stem);
	const said = languageWord(stem, platforms);
	const [width, height] = [media?.width ?? null, media?.height ?? null];
	const hasPicture = width !== null && height !== null;
	const specs = gates.flatMap(({ specs: packs }) => packs.map(({ id }) => id));
	return {
		role: roleOf(extension, given.mediaType),
		extension,
		words,
		plain: plainWords(stem, said),
		aspect: hasPicture ? aspectOf(width, height) : null,
		resolution: hasPicture ? `${Math.round(width)}x${Math.round(height)}` : null,
		says:
			given.platform === null
				? longestNamed(words, platforms)
				: [namePart(given.platform)].filter((id) => Object.hasOwn(platforms, id)),
		checkedFor: [...new Set(specs.filter((id) => Object.hasOwn(platforms, id)))].sort(),
		language: said === null ? null : (spoken.get(said) ?? null),
		heard: given.language === null ? null : codeOf(given.language),
		hasCaptions: (media?.captions ?? 0) > 0,
	};
}

/** The name of a shape: one that people know where it is near enough, else the nearest whole numbers. */
export function aspectOf(width: number, height: number): string {
	const ratio = width / height;
	const known = shapes.find((shape) => Math.abs(ratio / ratioOf(shape) - 1) <= shapeTolerance);
	if (known !== undefined) return known;
	const [across, down] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
	const common = greatestDivisor(across, down);
	return `${across / common}:${down / common}`;
}

/** Whether words stand in a name as whole ones: `es` in `film-es-v2`, not in `test`. */
export function holdsWords(name: string, words: string): boolean {
	return words !== '' && `-${name}-`.includes(`-${words}-`);
}

/** A language as a code: `es` for Spanish, `es-PE` and `español`. */
export function codeOf(language: string): string | null {
	const code = language.trim().toLowerCase();
	const known = readLanguage(language).value ?? spoken.get(code) ?? null;
	if (known !== null) return known;
	return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(code) ? code : null;
}

function roleOf(extension: string, mediaType: string | null): Role {
	const kinds = ['film', 'image', 'audio', 'captions'] as const;
	const byEnding = kinds.find((kind) => endings[kind].includes(extension));
	if (byEnding !== undefined) return byEnding;
	if (mediaType?.startsWith('video/') === true) return 'film';
	if (mediaType?.startsWith('image/') === true) return 'image';
	return mediaType?.startsWith('audio/') === true ? 'audio' : 'other';
}

/** Platforms that a name speaks of; of `youtube-shorts` and `youtube` the longer one. */
function longestNamed(words: string, platforms: DeliveryRules['platforms']): string[] {
	const named = Object.entries(platforms).flatMap(([id, { words: others }]) =>
		[id, ...others].filter((each) => holdsWords(words, each)).map((said) => ({ id, said })),
	);
	const ids = named
		.filter(
			({ said }) => !named.some((other) => other.said !== said && holdsWords(other.said, said)),
		)
		.map(({ id }) => id);
	return [...new Set(ids)].sort();
}

/** What names say besides: versions, shapes, how far it is. */
const saidBesides = /^(v?\d+|final|rev\d*|version|draft|master|\d+x\d+|\d{3,4}p)$/;

/** A name without what says versions, shapes, how far it is, and its language. */
function plainWords(stem: string, language: string | null): string {
	const words = namePart(stem).split('-');
	const at = language === null ? -1 : words.lastIndexOf(namePart(language));
	const kept = words.filter((word, index) => index !== at && !saidBesides.test(word));
	return (kept.length === 0 ? words : kept).join('-');
}

/**
 * The word of a name that says its language: in capitals (`Film ES final`), or the last part but for
 * platforms, versions and the like (`film_es_16x9`, `film es v2`). Elsewhere such short words are words:
 * `anuncio_de_navidad` is not German.
 */
function languageWord(stem: string, platforms: DeliveryRules['platforms']): string | null {
	const words = stem.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
	const capitals = words
		.slice(1)
		.filter((word) => word === word.toUpperCase() && spoken.has(word.toLowerCase()))
		.at(-1);
	if (stem !== stem.toUpperCase() && capitals !== undefined) return capitals.toLowerCase();
	const ofPlatforms = Object.entries(platforms).flatMap(([id, { words: others }]) =>
		[id, ...others].flatMap((each) => each.split('-')),
	);
	const last = words
		.map((word) => word.toLowerCase())
		.filter((word) => !saidBesides.test(word) && !ofPlatforms.includes(word))
		.at(-1);
	return last !== undefined && words.length > 1 && spoken.has(last) ? last : null;
}

/** How names say a language: codes of ISO 639-1, and the words of our own languages for them. */
const spoken = new Map<string, string>([
	...['en', 'es', 'da', 'sv', 'nb', 'de', 'fr', 'pt', 'nl', 'fi', 'pl'].map(
		(code) => [code, code] as const,
	),
	['eng', 'en'],
	['english', 'en'],
	['ingles', 'en'],
	['engelsk', 'en'],
	['spa', 'es'],
	['esp', 'es'],
	['spanish', 'es'],
	['español', 'es'],
	['espanol', 'es'],
	['spansk', 'es'],
	['dan', 'da'],
	['dk', 'da'],
	['danish', 'da'],
	['dansk', 'da'],
	['danes', 'da'],
	['ger', 'de'],
	['fra', 'fr'],
	['ita', 'it'],
	['por', 'pt'],
	['swe', 'sv'],
	['nor', 'nb'],
]);

function ratioOf(shape: string): number {
	const [across, down] = shape.split(':').map(Number);
	return across / down;
}

function greatestDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestDivisor(b, a % b);
}
