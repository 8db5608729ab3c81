import fc from 'fast-check';

import { effectKey, longestKey } from '../../../../nodes/domain/effect/effectKey';
import type { EffectKeyParts } from '../../../../nodes/domain/effect/effectKey';

const parts: EffectKeyParts = {
	subjectType: 'lead',
	subjectId: '20261122-1f3a9c0b7d2e',
	effect: 'slack-message',
	destination: 'sales-hot',
	occurrence: 1,
	testRun: null,
};

const anyParts: fc.Arbitrary<EffectKeyParts> = fc.record({
	subjectType: fc.constantFrom('lead', 'deal', 'execution'),
	subjectId: fc.string({ minLength: 1, maxLength: 12 }).map((text) => `${text}x`),
	effect: fc.constantFrom('slack-message', 'mail'),
	destination: fc.string({ minLength: 1, maxLength: 12 }).map((text) => `${text}y`),
	occurrence: fc.integer({ min: 1, max: 20 }),
	testRun: fc.option(fc.constantFrom('4711', '4712')),
});

describe('effectKey', () => {
	it.each([
		{ of: 'plain parts', given: {}, key: 'lead:20261122-1f3a9c0b7d2e/slack-message/sales-hot/1' },
		{
			of: 'a test run',
			given: { testRun: '4711' },
			key: 'test/lead:20261122-1f3a9c0b7d2e/slack-message/sales-hot/1-4711',
		},
		{
			of: 'a channel written with #',
			given: { destination: '#sales' },
			key: 'lead:20261122-1f3a9c0b7d2e/slack-message/#sales/1',
		},
		{
			of: 'separators in an id',
			given: { subjectId: 'a/b:c 1' },
			key: 'lead:a%2Fb%3Ac%201/slack-message/sales-hot/1',
		},
		{
			of: 'half an emoji in an id',
			given: { subjectId: 'x\uD83D' },
			key: 'lead:x%EF%BF%BD/slack-message/sales-hot/1',
		},
	])('is readable for $of', ({ given, key }) => {
		expect(effectKey({ ...parts, ...given })).toBe(key);
	});

	it.each([
		{ when: 'the subject is empty', given: { subjectId: ' ' }, code: 'effect/key-part' },
		{ when: 'the destination is empty', given: { destination: '' }, code: 'effect/key-part' },
		{ when: 'the type holds a separator', given: { subjectType: 'a:b' }, code: 'effect/key-part' },
		{ when: 'the occurrence is 0', given: { occurrence: 0 }, code: 'effect/key-part' },
		{ when: 'the occurrence is 1.5', given: { occurrence: 1.5 }, code: 'effect/key-part' },
		{
			when: 'the subject is a whole text',
			given: { subjectId: 'x'.repeat(longestKey) },
			code: 'effect/key-too-long',
		},
	])('is refused when $when', ({ given, code }) => {
		expect(() => effectKey({ ...parts, ...given })).toThrow(expect.objectContaining({ code }));
	});

	it('is as long as it may be, and no longer', () => {
		const shortest = effectKey({ ...parts, subjectId: 'x' }).length;
		const subjectId = 'x'.repeat(longestKey - shortest + 1);
		expect(effectKey({ ...parts, subjectId })).toHaveLength(longestKey);
		expect(() => effectKey({ ...parts, subjectId: `${subjectId}x` })).toThrow('characters');
	});

	it('differs whenever a part differs, and only then', () => {
		fc.assert(
			fc.property(anyParts, anyParts, (one, other) => {
				const same = JSON.stringify(trimmed(one)) === JSON.stringify(trimmed(other));
				expect(effectKey(one) === effectKey(other)).toBe(same);
			}),
			{ seed: 20261122 },
		);
	});
});

function trimmed(given: EffectKeyParts): EffectKeyParts {
	return {
		...given,
		subjectId: given.subjectId.trim(),
		destination: given.destination.trim(),
	};
}
