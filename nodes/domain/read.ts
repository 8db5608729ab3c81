import type { ZodError, ZodIssue, ZodTypeAny } from 'zod';
import { z } from 'zod';

import { MendableError } from './errors';

/** One thing wrong with a value, where it stands and how it would be right. */
export interface Mistake {
	/** Path in dots and brackets, e.g. `rules.budget.levels.sme.logOdds`; empty for the whole. */
	path: string;
	expected: string;
	received: string;
}

/** How to say what was being read when it turns out to be wrong. */
export interface ReadAs {
	/** Stable code of the error, e.g. `rules/invalid`. */
	code: string;
	/** What happened, one sentence. */
	what: string;
	/** What a person does about it, one sentence. */
	mend: string;
}

/** Longest text of a received value in an error, in characters. */
const longestShown = 60;

/** Most mistakes that one error spells out; the rest are counted. */
const mostListed = 20;

/**
 * Parses a value with a schema, once, at the edge.
 *
 * @throws MendableError with every mistake in it: path, expected, received
 */
export function read<Schema extends ZodTypeAny>(
	schema: Schema,
	value: unknown,
	as: ReadAs,
): z.infer<Schema> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw mistakesError(mistakesOf(parsed.error.issues, value), as);
}

/** An error that lists mistakes found by a schema or by hand, in the order given. */
export function mistakesError(mistakes: Mistake[], as: ReadAs): MendableError {
	const listed = mistakes.slice(0, mostListed).map(sentence);
	const more = mistakes.length - listed.length;
	if (more > 0) listed.push(`And ${more} more.`);
	return new MendableError(as.code, as.what, listed.join(' '), as.mend);
}

/** Zod's issues as mistakes: unions opened to the branch that was meant, unknown keys one by one. */
export function mistakesOf(issues: ZodIssue[], value: unknown): Mistake[] {
	return issues.flatMap((issue): Mistake[] => {
		if (issue.code === 'invalid_union') {
			// The branch that got furthest into the value is the one that was meant.
			const depthOf = ({ issues: inner }: ZodError) =>
				Math.max(...inner.map(({ path }) => path.length));
			const meant = issue.unionErrors.reduce((a, b) => (depthOf(b) > depthOf(a) ? b : a));
			return mistakesOf(meant.issues, value);
		}
		if (issue.code === 'unrecognized_keys') {
			return issue.keys.map((key) => ({
				path: pathText([...issue.path, key]),
				expected: 'no such field',
				received: shown(valueAt(value, [...issue.path, key])),
			}));
		}
		return [
			{
				path: pathText(issue.path),
				expected: expectation(issue),
				received: shown(valueAt(value, issue.path)),
			},
		];
	});
}

/** A received value as an error shows it: JSON, cut after 60 characters. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
	const text = JSON.stringify(value) ?? typeof value;
	return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function sentence({ path, expected, received }: Mistake): string {
	const where = path === '' ? 'The whole' : `Field "${path}"`;
	return `${where}: expected ${expected}, got ${received}.`;
}

function pathText(path: Array<string | number>): string {
	return path
		.map((part, index) => {
			if (typeof part === 'number') return `[${part}]`;
			return index === 0 ? part : `.${part}`;
		})
		.join('');
}

function valueAt(value: unknown, path: Array<string | number>): unknown {
	return path.reduce<unknown>((inner, part) => {
		if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, part))
			return undefined;
		return (inner as Record<string | number, unknown>)[part];
	}, value);
}

function expectation(issue: ZodIssue): string {
	switch (issue.code) {
		case 'invalid_type':
			return issue.expected === 'integer' ? 'a whole number' : withArticle(issue.expected);
		case 'invalid_enum_value':
			return `one of ${issue.options.map((option) => `"${option}"`).join(', ')}`;
		case 'invalid_literal':
			return JSON.stringify(issue.expected);
		case 'too_small':
			return `${sizeOf(issue.type)} ${issue.inclusive ? 'of at least' : 'above'} ${issue.minimum}`;
		case 'too_big':
			return `${sizeOf(issue.type)} ${issue.inclusive ? 'of at most' : 'below'} ${issue.maximum}`;
		case 'not_finite':
			return 'a finite number';
		default:
			return issue.message;
	}
}

function sizeOf(type: string): string {
	if (type === 'string') return 'a text with a length';
	return type === 'number' ? 'a number' : 'a list with a length';
}

function withArticle(type: string): string {
	return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
