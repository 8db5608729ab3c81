import type { Part } from './model';

/** Whether two parts say the same; the order of keys says nothing. */
export function sameJson(a: Part, b: Part): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		return a.every((entry, at) => sameJson(entry, b[at]));
	}
	const fields = Object.keys(a);
	return (
		fields.length === Object.keys(b).length &&
		fields.every((field) => Object.hasOwn(b, field) && sameJson(a[field], b[field]))
	);
}
