import fc from 'fast-check';

import {
	extensionOf,
	namePart,
	nameOf,
	uniqueNames,
	unknownTokens,
} from '../../../../nodes/domain/delivery/names';
import type { NameParts } from '../../../../nodes/domain/delivery/names';
import { defaultDeliveryRules } from '../../../../nodes/domain/delivery/rules';

const naming = defaultDeliveryRules.naming;
const none: NameParts = {
	project: '',
	client: '',
	deliverable: '',
	platform: '',
	aspect: '',
	resolution: '',
	language: '',
	version: '',
	date: '',
};
const nordlys: NameParts = {
	...none,
	project: 'Nordlys: product film',
	deliverable: 'teaser',
	platform: 'tiktok',
	aspect: '9x16',
	resolution: '1080x1920',
	language: 'da',
	version: '1',
};
const whole = ({ stem, ending }: { stem: string; ending: string }) => stem + ending;

describe('a part of a name', () => {
	it.each([
		['takes accents off', 'Cafés del Rímac', 'cafes-del-rimac'],
		['writes Danish letters in Latin ones', 'Rødgrød på Ærø', 'rodgrod-pa-aero'],
		['is the same however Unicode writes it', 'Cafe\u0301s', 'cafes'],
		['cannot climb', '../../etc/passwd', 'etc-passwd'],
		['cannot begin another header', 'a"; filename=b\r\nSet-Cookie: x', 'a-filename-b-set-cookie-x'],
		['drops what turns the reading direction round', 'film\u202Egpj', 'film-gpj'],
		['is nothing for nothing', '  ', ''],
	])('%s', (_what, text, part) => {
		expect(namePart(text)).toBe(part);
	});

	it('makes a mark of what has no Latin letters, one for each text', () => {
		const [one, other] = [namePart('東京'), namePart('京都')];
		expect(one).toMatch(/^x[0-9a-f]{8}$/);
		expect(one).not.toBe(other);
		expect(namePart('東京', 'letters')).toBe('東京');
	});
});

describe('the name of a file', () => {
	it('goes by the convention', () => {
		expect(whole(nameOf(nordlys, 'mp4', naming))).toBe(
			'nordlys-product-film_teaser_tiktok_9x16_1080x1920_da_v1.mp4',
		);
	});

	it('leaves out what is not known, with what leads up to it', () => {
		const parts = { ...none, deliverable: 'teaser', language: 'es' };
		expect(whole(nameOf(parts, 'mov', naming))).toBe('teaser_es.mov');
	});

	it.each([
		['has a name where nothing is known', none, 'mp4', 'file.mp4'],
		['is no device of Windows', { ...none, project: 'CON' }, 'mp4', 'con-file.mp4'],
		['has no ending that is none', { ...none, project: 'a' }, 'm p/4', 'a'],
	])('%s', (_what, parts, extension, name) => {
		expect(whole(nameOf(parts, extension, naming))).toBe(name);
	});

	it('takes any convention that its parts allow', () => {
		const own = { ...naming, pattern: '{date}-{client} {project}' };
		const parts = { ...nordlys, client: 'Nordlys', date: '20261126' };
		expect(whole(nameOf(parts, 'mp4', own))).toBe('20261126-nordlys-nordlys-product-film.mp4');
		expect(unknownTokens('{project}_{mood}_{../x}')).toEqual(['mood', '../x']);
	});

	it('is harmless on every file system and in every header, whatever it is made of', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 60 });
		const parts = fc.record({
			project: text,
			client: text,
			deliverable: text,
			platform: text,
			aspect: text,
			resolution: text,
			language: text,
			version: text,
			date: text,
		});
		fc.assert(
			fc.property(
				parts,
				fc.string({ maxLength: 9 }),
				fc.string({ maxLength: 60 }),
				(given, ending, pattern) => {
					for (const form of [naming.pattern, `${pattern}{project}${pattern}`]) {
						const name = whole(nameOf(given, ending, { ...naming, pattern: form }));
						expect(name).toMatch(/^[A-Za-z0-9_-]+(\.[a-z0-9]{1,8})?$/);
						expect(name.length).toBeLessThanOrEqual(naming.longest);
						expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
					}
				},
			),
			{ numRuns: 300, seed: 6 },
		);
	});

	it('is cut within no character where letters of any alphabet are kept', () => {
		const parts = { ...none, project: '東'.repeat(40), deliverable: '京'.repeat(40) };
		const name = whole(nameOf(parts, 'mp4', { ...naming, alphabet: 'letters', longest: 60 }));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(60);
		expect(name).toMatch(/^東+\.mp4$/);
	});
});

describe('names together', () => {
	it('differ also for those who do not tell capitals from small letters', () => {
		const names = ['film', 'Film', 'film-2', 'film'].map((stem) => ({ stem, ending: '.mp4' }));
		expect(uniqueNames(names)).toEqual(['film.mp4', 'Film-2.mp4', 'film-2-2.mp4', 'film-3.mp4']);
	});

	it('are all different', () => {
		const stems = fc.array(fc.constantFrom('a', 'A', 'a-2', 'b', 'a-2-2'), { maxLength: 12 });
		fc.assert(
			fc.property(stems, (given) => {
				const names = uniqueNames(given.map((stem) => ({ stem, ending: '.mp4' })));
				expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(given.length);
			}),
			{ numRuns: 200, seed: 6 },
		);
	});

	it('keep the ending that a file has', () => {
		expect(['a.MP4', 'b.tar.gz', 'c', 'd.', 'e.way-too-long'].map(extensionOf)).toEqual([
			'mp4',
			'gz',
			'',
			'',
			'',
		]);
	});
});
