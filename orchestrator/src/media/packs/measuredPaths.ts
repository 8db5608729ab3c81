import type { ZodTypeAny } from 'zod';
import { z } from 'zod';
import { derivedPaths } from '../../../../nodes/domain/quality/judgeLimit';

/** Every path that a limit may name: those of the measurements, and what follows from them. */
export function measuredPaths(schema: ZodTypeAny): string[] {
	return [...pathsIn(schema, ''), ...derivedPaths];
}

function pathsIn(schema: ZodTypeAny, before: string): string[] {
	const inner = unwrapped(schema);
	if (!(inner instanceof z.ZodObject)) return [];
	const fields = Object.entries(inner.shape as Record<string, ZodTypeAny>);
	return fields.flatMap(([name, field]) => {
		const path = before === '' ? name : `${before}.${name}`;
		return [path, ...pathsIn(field, path)];
	});
}

function unwrapped(schema: ZodTypeAny): ZodTypeAny {
	if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
		return unwrapped(schema.unwrap() as ZodTypeAny);
	}
	return schema;
}
