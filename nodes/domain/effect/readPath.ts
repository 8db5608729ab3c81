/**
 * Reads what stands at a path like `lead.company.name` or `deals[0].id`; undefined where nothing is.
 *
 * Only own properties are followed, so a path from a person cannot reach `constructor` and the like.
 */
export function readPath(value: unknown, path: string): unknown {
	return path
		.replace(/\[(\d+)\]/g, '.$1')
		.split('.')
		.map((step) => step.trim())
		.filter((step) => step !== '')
		.reduce<unknown>(
			(found, step) =>
				typeof found === 'object' && found !== null && Object.hasOwn(found, step)
					? (found as Record<string, unknown>)[step]
					: undefined,
			value,
		);
}
