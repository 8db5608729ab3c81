import { z } from 'zod';

const words = z.array(z.string().min(1).max(80)).min(1, 'expected at least one word').max(200);

/** What a part of a name may be. */
const partSchema = z.discriminatedUnion('is', [
	/** Small letters, digits and dashes: `cafe-aurora`. */
	z.object({ is: z.literal('slug') }).strict(),
	/** Letters of any alphabet, digits and dashes. */
	z.object({ is: z.literal('words') }).strict(),
	/** A number, of so many digits if told. */
	z.object({ is: z.literal('number'), digits: z.number().int().min(1).max(9).optional() }).strict(),
	/** A day: `20261124` or `2026-11-24`. */
	z.object({ is: z.literal('date') }).strict(),
	/** One of these words. */
	z.object({ is: z.literal('oneOf'), words }).strict(),
]);

/** How files are named. */
export const namingSchema = z.object({
	/** Parts in braces with what stands between them: `{client}_{title}_v{version}`. */
	pattern: z
		.string()
		.regex(
			/^[^{}/\\]*(\{[a-z][a-zA-Z0-9]*\}[^{}/\\]*)+$/,
			'expected parts in braces: {client}_{title}',
		)
		.max(200),
	parts: z.record(partSchema),
	/** Endings without the point; any if left out. */
	extensions: z.array(z.string().regex(/^[a-z0-9]+$/, 'expected an ending such as mp4')).optional(),
});

/** How files are named. */
export type Naming = z.infer<typeof namingSchema>;
type Part = z.infer<typeof partSchema>;

/** What is wrong with a name. */
export interface NamingBreach {
	expected: string;
	actual: string;
}

/** Says what is wrong with a file's name; null when it is as agreed. The first wrong part is named. */
export function judgeName(
	fileName: string,
	{ pattern, parts, extensions }: Naming,
): NamingBreach | null {
	const point = fileName.lastIndexOf('.');
	const stem = point > 0 ? fileName.slice(0, point) : fileName;
	const ending = point > 0 ? fileName.slice(point + 1) : '';
	if (extensions !== undefined && !extensions.includes(ending)) {
		const expected = `ending ${extensions.map((one) => `.${one}`).join(' or ')}`;
		return { expected, actual: ending === '' ? 'no ending' : `.${ending}` };
	}
	const tokens = tokensOf(pattern);
	const wholly = (count: number) =>
		new RegExp(
			`^${tokens
				.slice(0, count)
				.map((token) => sourceOf(token, parts))
				.join('')}`,
			'u',
		);
	if (new RegExp(`${wholly(tokens.length).source}$`, 'u').test(stem)) return null;
	// The longest beginning that fits tells where it goes wrong.
	let fitting = tokens.length;
	while (fitting > 0 && !wholly(fitting).test(stem)) fitting -= 1;
	const rest = stem.slice((wholly(fitting).exec(stem)?.[0] ?? '').length);
	const wrong = tokens[fitting];
	const actual =
		rest === stem
			? `"${stem}"`
			: rest === ''
				? `"${stem}", which ends there`
				: `"${rest}" in "${stem}"`;
	if (wrong === undefined) return { expected: `${pattern} and nothing after it`, actual };
	return { expected: `${pattern}, here ${describeToken(wrong, parts)}`, actual };
}

/** Parts of a pattern that have no meaning, which is a mistake of whoever wrote it. */
export function undeclaredParts({ pattern, parts }: Naming): string[] {
	return tokensOf(pattern).flatMap((token) =>
		'part' in token && !Object.hasOwn(parts, token.part) ? [token.part] : [],
	);
}

type Token = { part: string } | { literal: string };

function tokensOf(pattern: string): Token[] {
	return [...pattern.matchAll(/\{([a-zA-Z0-9]+)\}|[^{}]+/g)].map(([whole, part]) =>
		part === undefined ? { literal: whole } : { part },
	);
}

function sourceOf(token: Token, parts: Readonly<Record<string, Part>>): string {
	if ('literal' in token) return escaped(token.literal);
	const part = Object.hasOwn(parts, token.part) ? parts[token.part] : undefined;
	switch (part?.is) {
		case 'slug':
			return '[a-z0-9]+(?:-[a-z0-9]+)*';
		case 'number':
			return part.digits === undefined ? '[0-9]{1,9}' : `[0-9]{${part.digits}}`;
		case 'date':
			return '20[0-9]{2}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))';
		case 'oneOf':
			// Longer words first: "reel" must not hide "reels".
			return `(?:${[...part.words]
				.sort((a, b) => b.length - a.length)
				.map(escaped)
				.join('|')})`;
		case 'words':
		case undefined:
			return '[\\p{L}\\p{N}-]+';
	}
}

function describeToken(token: Token, parts: Readonly<Record<string, Part>>): string {
	if ('literal' in token) return `"${token.literal}"`;
	const part = Object.hasOwn(parts, token.part) ? parts[token.part] : undefined;
	const name = `{${token.part}}`;
	switch (part?.is) {
		case 'slug':
			return `${name}: small letters, digits and dashes`;
		case 'number':
			return `${name}: a number${part.digits === undefined ? '' : ` of ${part.digits} digits`}`;
		case 'date':
			return `${name}: a day such as 20261124`;
		case 'oneOf':
			return `${name}: ${part.words.join(' or ')}`;
		case 'words':
		case undefined:
			return `${name}: letters, digits and dashes`;
	}
}

function escaped(literal: string): string {
	return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
