/** What Postgres does not keep in jsonb: the character 0, and single halves of a surrogate pair. */
const UNSTORABLE = new RegExp(`${String.fromCharCode(0)}|\\p{Surrogate}`, 'gu');

/**
 * The same value with U+FFFD in place of the characters that Postgres does not keep: a form that
 * sends them is still a lead.
 */
export function storable<Value>(value: Value): Value {
	return replaced(value) as Value;
}

function replaced(value: unknown): unknown {
	if (typeof value === 'string') return value.replace(UNSTORABLE, '\uFFFD');
	if (Array.isArray(value)) return value.map(replaced);
	if (typeof value !== 'object' || value === null) return value;
	// fromEntries sets `__proto__` as data like any other key.
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [
			key.replace(UNSTORABLE, '\uFFFD'),
			replaced(inner),
		]),
	);
}
