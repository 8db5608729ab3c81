import { eventName } from './eventAliases';

/** The first field of an object that is given under one of the names, however they are spelt. */
export function firstOf(value: Record<string, unknown>, names: readonly string[]): unknown {
	for (const name of names) {
		const given = Object.hasOwn(value, name) ? value[name] : bySpelling(value, name);
		if (given !== undefined && given !== null) return given;
	}
	return undefined;
}

/** A text that is not empty, also of a number; null for anything else. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	return text === '' ? null : text;
}

function bySpelling(value: Record<string, unknown>, name: string): unknown {
	const wanted = eventName(name);
	const key = Object.keys(value).find((each) => eventName(each) === wanted);
	return key === undefined ? undefined : value[key];
}
