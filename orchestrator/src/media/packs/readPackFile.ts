import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import { specPackSchema } from '../../../../nodes/domain/quality/specPack';
import { measuredFileSchema } from '../../../../nodes/domain/quality/measured';
import type { PathMistake } from '../../config/gatherMistakes';
import { nearest } from '../../config/nearest';
import type { YamlReading } from '../../config/readYaml';
import { readYamlAs } from '../../config/readYaml';
import { measuredPaths } from './measuredPaths';

/** Reads a pack from YAML, or from JSON, which is YAML too; every mistake with its place. */
export function readPackFile(source: string): YamlReading<SpecPack> {
	return readYamlAs(specPackSchema, source, mistakesInPack);
}

/** What no field shows by itself: paths that nobody measures. */
export function mistakesInPack(
	{ limits }: SpecPack,
	before: Array<string | number> = [],
): PathMistake[] {
	const known = measuredPaths(measuredFileSchema);
	const check = (path: string, at: Array<string | number>): PathMistake[] => {
		if (known.includes(path)) return [];
		const near = nearest(path, known);
		const hint = near === null ? '' : `; did you mean "${near}"?`;
		const place = [...before, ...at];
		return [{ path: place, message: `"${place.join('.')}": "${path}" is not measured${hint}` }];
	};
	return limits.flatMap((limit, index) => [
		...check(limit.path, ['limits', index, 'path']),
		...(limit.when ?? []).flatMap(({ path }, place) =>
			check(path, ['limits', index, 'when', place, 'path']),
		),
		...(limit.expect.is === 'between'
			? (['min', 'max', 'above', 'below'] as const).flatMap((name) => {
					const bound = limit.expect.is === 'between' ? limit.expect[name] : undefined;
					return typeof bound === 'object'
						? check(bound.path, ['limits', index, 'expect', name, 'path'])
						: [];
				})
			: []),
	]);
}
