import type { JsonObject } from '../normalise';
import type { Part, Three } from './model';
import { isObject } from './model';
import type { Place, Referee } from './referee';
import { sameJson } from './sameJson';

/** What n8n's lists remember of a chosen entry, for display only. */
const remembered = ['cachedResultName', 'cachedResultUrl'];

/**
 * Whether an object is one choice whose fields mean nothing apart: n8n's resource locator (how and
 * what), or the operator of a condition (type and operation).
 */
export function isUnit(value: Part): boolean {
	if (!isObject(value)) return false;
	return value.__rl === true || (typeof value.type === 'string' && 'operation' in value);
}

/** A choice as a whole; what a list remembers of it is no change. */
export function mergeUnit(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	if (sameChoice(mine, theirs) || sameChoice(base, theirs)) return mine;
	if (sameChoice(base, mine)) return theirs;
	return referee.value(place, three);
}

function sameChoice(a: Part, b: Part): boolean {
	return sameJson(choiceOf(a), choiceOf(b));
}

function choiceOf(value: Part): Part {
	if (!isObject(value) || value.__rl !== true) return value;
	const kept = Object.entries(value).filter(([field]) => !remembered.includes(field));
	return Object.fromEntries(kept) satisfies JsonObject;
}
