import { z } from 'zod';

import type { MendableError } from '../../../nodes/domain/errors';
import { read } from '../../../nodes/domain/read';

const schema = z
	.object({
		name: z.string().min(1),
		size: z.enum(['small', 'large']),
		parts: z.array(z.object({ weight: z.number().positive() }).strict()),
		either: z.union([z.string(), z.object({ a: z.number() })]).optional(),
	})
	.strict();

const as = { code: 'thing/invalid', what: 'The thing cannot be used.', mend: 'Correct it.' };
const right = { name: 'x', size: 'small', parts: [{ weight: 1 }] };

function whyNot(value: unknown): string {
	try {
		read(schema, value, as);
	} catch (error) {
		return (error as MendableError).why;
	}
	return 'it was read';
}

describe('read', () => {
	it('gives back a value that fits', () => {
		expect(read(schema, right, as)).toEqual(right);
	});

	it.each([
		[{ ...right, name: 5 }, 'Field "name": expected a string, got 5.'],
		[{ ...right, name: undefined }, 'Field "name": expected a string, got nothing.'],
		[{ ...right, name: '' }, 'Field "name": expected a text with a length of at least 1, got "".'],
		[{ ...right, size: 'huge' }, 'Field "size": expected one of "small", "large", got "huge".'],
		[
			{ ...right, parts: [{ weight: 0 }] },
			'Field "parts[0].weight": expected a number above 0, got 0.',
		],
		[{ ...right, colour: 'red' }, 'Field "colour": expected no such field, got "red".'],
		[{ ...right, either: { a: 'b' } }, 'Field "either.a": expected a number, got "b".'],
		[{ ...right, either: { a: Number.NaN } }, 'Field "either.a": expected a number, got NaN.'],
		['text', 'The whole: expected an object, got "text".'],
	])('refuses %j with the field, what was expected and what came', (value, why) => {
		expect(whyNot(value)).toBe(why);
	});

	it('names every mistake at once', () => {
		expect(whyNot({ name: 1, size: 2, parts: 3 }).match(/Field/g)).toHaveLength(3);
	});

	it('cuts long values and long lists', () => {
		expect(whyNot({ ...right, size: 'y'.repeat(500) }).length).toBeLessThan(150);
		const parts = Array.from({ length: 30 }, () => ({ weight: 0 }));
		expect(whyNot({ ...right, parts })).toMatch(/And 10 more\.$/);
	});

	it('carries the code and how to mend it', () => {
		expect(() => read(schema, 5, as)).toThrow(
			expect.objectContaining({ ...as, name: 'MendableError' }),
		);
	});
});
