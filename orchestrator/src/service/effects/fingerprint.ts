import { createHash } from 'node:crypto';
import type { Json } from '../../ledger/json';

/** Writes JSON with its names in order and without those that are undefined: equal values, equal texts. */
export function canonicalJson(value: Json | undefined): string {
	if (value === undefined || value === null) return 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object') return JSON.stringify(value);
	const members = Object.keys(value)
		.sort()
		.filter((name) => value[name] !== undefined)
		.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
	return `{${members.join(',')}}`;
}

/** What makes two calls for a key the same wish: sha256 over kind and filled content, hex. */
export function fingerprintOf(kind: string, content: Json): string {
	return createHash('sha256').update(canonicalJson({ kind, content })).digest('hex');
}
