import {
	aspectOf,
	codeOf,
	mediaTypeOf,
	traitsOf,
} from '../../../../nodes/domain/delivery/readFile';
import { defaultDeliveryRules } from '../../../../nodes/domain/delivery/rules';
import { projectFileSchema } from '../../../../nodes/domain/delivery/schema';
import { aProjectFile, theGates } from '../../../support/aDelivery';

const read = (changes: Record<string, unknown>) => projectFileSchema.parse(aProjectFile(changes));
const traits = (changes: Record<string, unknown>) => traitsOf(read(changes), defaultDeliveryRules);

describe('the name of a file', () => {
	it.each([
		['product-film_es_16x9.mp4', 'es', 'product-film'],
		['Nordlys film DA FINAL v3.mp4', 'da', 'nordlys-film'],
		['film english v2.mov', 'en', 'film'],
		['teaser es.srt', 'es', 'teaser'],
		['film_es_instagram-reels_v2.mp4', 'es', 'film-instagram-reels'],
		['anuncio_de_navidad.mp4', null, 'anuncio-de-navidad'],
		['vida en casa.mp4', null, 'vida-en-casa'],
		['anuncio de navidad.mp4', null, 'anuncio-de-navidad'],
		['Make it happen v2.mp4', null, 'make-it-happen'],
		['love it.mp4', null, 'love-it'],
		['CAFE DE LA CASA.MP4', null, 'cafe-de-la-casa'],
		['es.mp4', null, 'es'],
		['v2.mp4', null, 'v2'],
	])('%s says %s, and is "%s"', (name, language, words) => {
		expect(traits({ name })).toMatchObject({ language, plain: words });
	});

	it.each([
		['teaser_instagram-reels.mp4', ['instagram-reels']],
		['teaser_reels_tiktok.mp4', ['instagram-reels', 'tiktok']],
		['film youtube-shorts.mp4', ['youtube-shorts']],
		['film yt.mp4', ['youtube']],
		['stream.mp4', []],
	])('%s is for %j', (name, platforms) => {
		expect(traits({ name }).says).toEqual(platforms);
	});

	it.each([
		['a.MP4', null, 'film', 'video/mp4'],
		['a.srt', null, 'captions', 'application/x-subrip'],
		['a.png', null, 'image', 'image/png'],
		['a.wav', null, 'audio', 'audio/wav'],
		['a', 'video/quicktime', 'film', 'video/quicktime'],
		['a.prproj', null, 'other', 'application/octet-stream'],
	])('%s (%s) is %s', (name, mediaType, role, type) => {
		expect(traits({ name, mediaType }).role).toBe(role);
		expect(mediaTypeOf(read({ name, mediaType }))).toBe(type);
	});
});

describe('a picture', () => {
	it.each([
		[1_920, 1_080, '16:9'],
		[1_080, 1_920, '9:16'],
		[1_920, 1_072, '16:9'],
		[1_000, 1_000, '1:1'],
		[1_080, 1_350, '4:5'],
		[2_560, 1_080, '64:27'],
		[1_998, 1_080, '37:20'],
	])('of %i by %i is %s', (width, height, shape) => {
		expect(aspectOf(width, height)).toBe(shape);
	});

	it('that was not measured has no shape', () => {
		expect(traits({ media: null })).toMatchObject({ aspect: null, resolution: null });
		expect(traits({ media: { width: null, height: null } })).toMatchObject({ aspect: null });
	});
});

describe('a language', () => {
	it.each([
		['eng', 'en'],
		['es-PE', 'es'],
		['dansk', 'da'],
		['fr', 'fr'],
		['nobody knows', null],
	])('written as %s is %s', (text, code) => {
		expect(codeOf(text)).toBe(code);
	});
});

describe('the packs that a file passed', () => {
	it('say which platforms it is fit for', () => {
		const specs = [
			{ id: 'tiktok', version: '1' },
			{ id: 'agency', version: '1' },
		];
		expect(traits({ gates: theGates({ machine: { specs } }) }).checkedFor).toEqual(['tiktok']);
	});
});
