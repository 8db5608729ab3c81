import type { ErrorObject } from 'ajv';

/** Sentences named for one body; the deepest ones say most. */
const most = 3;

/** Turns a validator's errors into sentences that name the place, what was wanted and what came. */
export function sentences(
	part: string,
	errors: readonly ErrorObject[] | null | undefined,
	value: unknown,
): string[] {
	const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length;
	const unique = new Map<string, ErrorObject>();
	for (const error of errors ?? []) {
		if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
			unique.set(`${error.instancePath} ${error.message}`, error);
		}
	}
	return [...unique.values()]
		.sort((a, b) => depth(b) - depth(a))
		.slice(0, most)
		.map((error) => sentence(part, error, value));
}

function sentence(part: string, error: ErrorObject, value: unknown): string {
	const place = error.instancePath === '' ? 'the body' : error.instancePath;
	const extra = extraOf(error);
	return `${part}: ${place} ${error.message ?? 'is wrong'}${extra}, got ${shorten(valueAt(value, error.instancePath))}`;
}

function extraOf({ keyword, params }: ErrorObject): string {
	if (keyword === 'enum') return ` (${(params.allowedValues as unknown[]).slice(0, 8).join(', ')})`;
	if (keyword === 'additionalProperties') return ` ("${String(params.additionalProperty)}")`;
	return '';
}

function valueAt(value: unknown, pointer: string): unknown {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce<unknown>(
			(found, part) => (found as Record<string, unknown> | undefined)?.[part],
			value,
		);
}

function shorten(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
