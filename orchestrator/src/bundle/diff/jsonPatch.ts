import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { equalEntries } from '../merge/lists';
import type { Part } from '../merge/model';
import { fieldOf, isObject } from '../merge/model';
import { sameJson } from '../merge/sameJson';
import type { Json } from '../normalise';

/** One step of a JSON Patch (RFC 6902); `path` is a JSON Pointer (RFC 6901). */
export type PatchStep =
	| { op: 'add' | 'replace' | 'test'; path: string; value: Json }
	| { op: 'remove'; path: string };

/** Any value but none: `null` is one. */
const valueSchema = z.unknown().refine((value) => value !== undefined, 'a value is missing');
const stepsSchema = z.array(
	z.union([
		z.object({ op: z.enum(['add', 'replace', 'test']), path: z.string(), value: valueSchema }),
		z.object({ op: z.literal('remove'), path: z.string() }),
	]),
);

/**
 * A JSON Patch that makes one document of another. What it takes away or replaces it tests first, so
 * that it is refused for a document that says something else there.
 */
export function patchBetween(before: Json, after: Json, path = ''): PatchStep[] {
	if (sameJson(before, after)) return [];
	if (isObject(before) && isObject(after)) {
		const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
		return fields.flatMap((field) => {
			const way = `${path}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
			const [from, to] = [fieldOf(before, field), fieldOf(after, field)];
			if (from === undefined) return to === undefined ? [] : [{ op: 'add', path: way, value: to }];
			return to === undefined ? removal(way, from) : patchBetween(from, to, way);
		});
	}
	if (Array.isArray(before) && Array.isArray(after)) return patchOfList(before, after, path);
	return [
		{ op: 'test', path, value: before },
		{ op: 'replace', path, value: after },
	];
}

/** From the back to the front, so that no step moves what a later one names. */
function patchOfList(before: Json[], after: Json[], path: string): PatchStep[] {
	const anchors = [...(equalEntries(before, after) ?? []), [after.length, before.length] as const];
	let [at, place] = [0, 0];
	const parts = anchors.map(([nextAt, nextPlace]) => {
		const [gone, come] = [before.slice(place, nextPlace), after.slice(at, nextAt)];
		const both = Math.min(gone.length, come.length);
		const from = place;
		[at, place] = [nextAt + 1, nextPlace + 1];
		return [
			...gone
				.slice(both)
				.map((entry, step) => removal(`${path}/${from + both + step}`, entry))
				.reverse()
				.flat(),
			...come
				.slice(both)
				.map(
					(value, step): PatchStep => ({ op: 'add', path: `${path}/${from + both + step}`, value }),
				),
			...gone
				.slice(0, both)
				.flatMap((entry, step) => patchBetween(entry, come[step], `${path}/${from + step}`)),
		];
	});
	return parts.reverse().flat();
}

function removal(path: string, value: Json): PatchStep[] {
	return [
		{ op: 'test', path, value },
		{ op: 'remove', path },
	];
}

/**
 * Reads a JSON Patch with the steps that {@link patchBetween} uses.
 *
 * @throws MendableError `bundle/patch`
 */
export function readPatch(value: unknown, file: string): PatchStep[] {
	const read = stepsSchema.safeParse(value);
	if (read.success) return read.data as PatchStep[];
	const [issue] = read.error.issues;
	throw new MendableError(
		'bundle/patch',
		`${file} is no JSON Patch that can be applied.`,
		`At "${issue?.path.join('.')}": ${issue?.message}.`,
		'Make it with agency-ops bundle diff BEFORE AFTER --patch; steps are add, remove, replace and test.',
	);
}

/**
 * The document that a patch makes of another.
 *
 * @throws MendableError `bundle/patch` where a step does not fit; nothing is changed then
 */
export function patched(document: Json, steps: readonly PatchStep[]): Json {
	return steps.reduce<Json>((now, step, at) => {
		const fields = step.path.split('/').slice(1);
		const names = fields.map((field) => field.replaceAll('~1', '/').replaceAll('~0', '~'));
		const next = stepped(now, names, step);
		if (next === undefined) throw doesNotFit(step, at);
		return next;
	}, document);
}

/** The value after a step; undefined where it does not fit. */
function stepped(value: Json, names: readonly string[], step: PatchStep): Part {
	const [name, ...rest] = names;
	if (name === undefined) {
		if (step.op === 'remove') return undefined;
		return step.op !== 'test' || sameJson(value, step.value) ? step.value : undefined;
	}
	if (Array.isArray(value)) return steppedInList(value, name, rest, step);
	if (!isObject(value)) return undefined;
	const now = fieldOf(value, name);
	const others = Object.entries(value);
	if (rest.length === 0 && step.op === 'add') {
		return Object.fromEntries([...others.filter(([field]) => field !== name), [name, step.value]]);
	}
	if (now === undefined) return undefined;
	if (rest.length === 0 && step.op === 'remove') {
		return Object.fromEntries(others.filter(([field]) => field !== name));
	}
	const next = stepped(now, rest, step);
	if (next === undefined) return undefined;
	return Object.fromEntries(others.map(([field, inner]) => [field, field === name ? next : inner]));
}

function steppedInList(list: Json[], name: string, rest: readonly string[], step: PatchStep): Part {
	const at = name === '-' ? list.length : /^(0|[1-9]\d*)$/.test(name) ? Number(name) : -1;
	if (rest.length === 0 && step.op === 'add') {
		return at < 0 || at > list.length ? undefined : list.toSpliced(at, 0, step.value);
	}
	if (at < 0 || at >= list.length) return undefined;
	if (rest.length === 0 && step.op === 'remove') return list.toSpliced(at, 1);
	const next = stepped(list[at], rest, step);
	return next === undefined ? undefined : list.with(at, next);
}

function doesNotFit({ op, path }: PatchStep, at: number): MendableError {
	return new MendableError(
		'bundle/patch',
		'The patch does not fit this workflow.',
		`Step ${at + 1} (${op} "${path}") finds something else there, or nothing.`,
		'Apply it to the version that it was made from, or merge with agency-ops bundle merge.',
	);
}
