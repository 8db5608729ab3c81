import type { Mistake } from '../../../nodes/domain/read';
import type { ConfigPath, PathMistake } from './gatherMistakes';

/** `people[0].rate` as a way through a file. */
export function stepsOf(text: string): ConfigPath {
	return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
		index === undefined ? (key ?? '') : Number(index),
	);
}

/** A mistake that the core found, with the way to its place in the file. */
export function toPathMistake({ path, expected, received }: Mistake): PathMistake {
	return { path: stepsOf(path), message: `"${path}": expected ${expected}, got ${received}` };
}
