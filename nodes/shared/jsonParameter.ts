import { MendableError } from '../domain/errors';

/**
 * The value of a JSON field of a node, which may hold text or, from an expression, the value itself;
 * null for an empty text.
 *
 * @param area first word of the error's code, e.g. `rules`
 * @param field the field's name on the canvas
 * @throws MendableError `…/not-json`
 */
export function jsonParameter(area: string, value: unknown, field: string): unknown {
	if (typeof value !== 'string') return value ?? null;
	if (value.trim() === '') return null;
	const result = parseJson(value);
	if (result.error === null) return result.value;
	throw new MendableError(
		`${area}/not-json`,
		`The field "${field}" is not JSON.`,
		result.error,
		'Check quotes, commas and brackets; keys stand in double quotes.',
	);
}

function parseJson(text: string): { value: unknown; error: string | null } {
	try {
		return { value: JSON.parse(text), error: null };
	} catch (error) {
		return { value: null, error: `${error instanceof Error ? error.message : String(error)}.` };
	}
}
