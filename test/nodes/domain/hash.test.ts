import fc from 'fast-check';

import { canonicalJson, hashOf, sha256Hex } from '../../../nodes/domain/hash';
import { seeded } from '../../support/arbitraries';

describe('canonicalJson', () => {
	it.each([
		[
			'sorts keys at every depth',
			{ b: { d: 1, c: 2 }, a: [3, 1] },
			'{"a":[3,1],"b":{"c":2,"d":1}}',
		],
		['leaves undefined out of objects', { a: undefined, b: null }, '{"b":null}'],
		['makes undefined null in lists', [undefined, 1], '[null,1]'],
		['writes dates as ISO text', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
		['writes what JSON has no word for as null', Number.NaN, 'null'],
		['writes nothing as null', undefined, 'null'],
	])('%s', (_does, value, text) => {
		expect(canonicalJson(value)).toBe(text);
	});

	it('keeps a key named __proto__ as data', () => {
		expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
	});

	it('gives equal text for equal values, in whatever order their keys stand', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
				const reversed = Object.fromEntries(Object.entries(record).reverse());
				expect(canonicalJson(reversed)).toBe(canonicalJson(record));
			}),
			seeded,
		);
	});

	it('says the same as the value itself when it is parsed', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
			}),
			seeded,
		);
	});
});

describe('sha256Hex', () => {
	it('gives the digest of FIPS 180-4 for "abc"', () => {
		expect(sha256Hex('abc')).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
		);
	});
});

describe('hashOf', () => {
	it('names its function before the digits', () => {
		expect(hashOf({ b: 1, a: 2 })).toBe(`sha256:${sha256Hex('{"a":2,"b":1}')}`);
	});
});
