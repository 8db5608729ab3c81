import { MendableError } from '../../../../nodes/domain/errors';
import type { Json } from '../normalise';
import type { Conflict, Part, Side, Three } from './model';
import { sides } from './model';
import type { Place } from './referee';
import { isUnit } from './units';

/** What somebody takes for a conflict: what one of the three versions says, or a value of their own. */
export type Taken = Side | 'base' | { value: Json };

/** Whether a side is taken. */
export function isOfSides(taken: Taken): taken is Side {
	return sides.some((side) => side === taken);
}

/**
 * Reads `NODE:PATH=mine`, `=theirs`, `=base` or `=json:VALUE`, or `NODE=theirs`; names may hold colons
 * and equals signs.
 *
 * @throws MendableError `bundle/answer`
 */
export function readAnswer(text: string): { about: string; taken: Taken } {
	const [, about, version] = /^(.*)=(mine|theirs|base)$/s.exec(text) ?? [];
	if (about !== undefined) return { about, taken: version as Side | 'base' };
	for (const { index } of text.matchAll(/=json:/g)) {
		const value = parsed(text.slice(index + '=json:'.length));
		if (value !== undefined) return { about: text.slice(0, index), taken: { value } };
	}
	throw new MendableError(
		'bundle/answer',
		'An answer cannot be read.',
		`--answer is ${JSON.stringify(text)}; expected 'NODE:PATH=mine', '=theirs', '=base' or '=json:VALUE'.`,
		"Copy node and path from the conflict, and add =mine or =theirs; 'NODE=mine' answers all of a node.",
	);
}

/** An answer to one conflict as {@link readAnswer} reads it. */
export function answerText({ node, path }: Place, taken: Taken): string {
	const said = typeof taken === 'string' ? taken : `json:${JSON.stringify(taken.value)}`;
	return `${node ?? ''}:${path}=${said}`;
}

/** Whether base, or a value of one's own, can be taken; of whole nodes and connections only a side can. */
export function takesValues({ path }: Pick<Conflict, 'path'>): boolean {
	return path !== '' && path !== 'type' && !/^connections\b/.test(path);
}

/** Why a value cannot stand where these three do; null: it can. */
export function faultOf(
	value: Json,
	{ node, path }: Place,
	{ base, mine, theirs }: Three<Part>,
): string | null {
	const known = [base, mine, theirs].filter((each) => (each ?? null) !== null) as Json[];
	const kinds = [...new Set(known.map(kindOf))];
	if (!kinds.includes(kindOf(value))) {
		return `${kindOf(value)} cannot stand where ${kinds.join(' or ')} does`;
	}
	if (known.some(isUnit) && !isUnit(value))
		return 'a choice needs all the fields that it has there';
	if (node !== null && path === 'name' && value === '') return 'a node needs a name';
	return null;
}

function kindOf(value: Json): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return { string: 'a text', number: 'a number', boolean: 'true or false' }[
		typeof value as 'string'
	];
}

/** A value out of JSON text; undefined where it is none. */
export function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined; // whoever asked says so
	}
}
