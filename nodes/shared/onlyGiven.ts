/** The object without the fields that a person left alone. */
export function onlyGiven(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => {
			const isEmpty =
				typeof value === 'object' && value !== null && Object.keys(value).length === 0;
			return value !== undefined && !(isEmpty && !Array.isArray(value));
		}),
	);
}
