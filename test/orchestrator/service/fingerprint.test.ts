import fc from 'fast-check';
import {
	canonicalJson,
	fingerprintOf,
} from '../../../orchestrator/src/service/effects/fingerprint';
import type { Json } from '../../../orchestrator/src/ledger/json';

function shuffled(value: Json): Json {
	if (Array.isArray(value)) return value.map(shuffled);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).reverse();
	return Object.fromEntries(members.map(([name, inner]) => [name, shuffled(inner ?? null)]));
}

describe('fingerprintOf', () => {
	it('is the same whatever the order of names, and after a way through JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const json = JSON.parse(JSON.stringify(value)) as Json;
				expect(fingerprintOf('k', shuffled(json))).toBe(fingerprintOf('k', json));
				expect(JSON.parse(canonicalJson(json))).toEqual(json);
			}),
			{ seed: 2 },
		);
	});

	it('is another for another kind, another value, another order of a list', () => {
		const prints = [
			fingerprintOf('a', { x: [1, 2] }),
			fingerprintOf('b', { x: [1, 2] }),
			fingerprintOf('a', { x: [2, 1] }),
			fingerprintOf('a', { x: [1, '2'] }),
			fingerprintOf('a', { x: [1, 2], y: null }),
		];
		expect(new Set(prints).size).toBe(prints.length);
	});

	it('stays what it was: keys of released versions are compared by it', () => {
		expect(fingerprintOf('record', { type: 'note', text: 'é' })).toBe(
			'cede293653b053ad54577a8957dd64a51dfdebdfd6bc3bc5193dab17bce75729',
		);
	});
});
