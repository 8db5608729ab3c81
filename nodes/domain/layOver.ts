import { isRecord } from './webhookItem';

/**
 * Lays changes over a value: plain objects are merged field by field, null takes an entry out, and
 * everything else is replaced. Never touches a prototype.
 */
export function layOver(base: unknown, over: unknown): unknown {
	if (!isRecord(base) || !isRecord(over)) return over;
	const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
	return Object.fromEntries(
		[...keys].flatMap((key): Array<[string, unknown]> => {
			if (!Object.hasOwn(over, key)) return [[key, base[key]]];
			if (over[key] === null) return [];
			return [[key, Object.hasOwn(base, key) ? layOver(base[key], over[key]) : over[key]]];
		}),
	);
}
