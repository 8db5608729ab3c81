import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import type { Brand } from '../../../../nodes/domain/quality/brand';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import { undeclaredParts } from '../../../../nodes/domain/quality/naming';
import type { PathMistake } from '../../config/gatherMistakes';
import { nearest } from '../../config/nearest';
import type { YamlReading } from '../../config/readYaml';
import { readYamlAs } from '../../config/readYaml';
import { readTextFile } from '../../scoring/files';

/** Reads a brand's rules from YAML, or JSON; every mistake with its place. */
export function readBrandYaml(source: string): YamlReading<Brand> {
	return readYamlAs(brandSchema, source, (brand) => mistakesInBrand(brand));
}

/** What no field shows by itself: parts of a name that nobody says the meaning of. */
export function mistakesInBrand(
	{ naming }: Brand,
	before: Array<string | number> = [],
): PathMistake[] {
	if (naming === undefined) return [];
	const at = [...before, 'naming', 'pattern'];
	return undeclaredParts(naming).map((part) => {
		const near = nearest(part, Object.keys(naming.parts));
		const hint = near === null ? '' : `; did you mean "{${near}}"?`;
		return {
			path: at,
			message: `"${at.join('.')}": "{${part}}" has no meaning under "parts"${hint}`,
		};
	});
}

/** A brand whose end card, where it has one, is named by a path that can be opened from anywhere. */
export async function readBrandFile(file: string): Promise<Brand> {
	const { value: brand, mistakes } = readBrandYaml(await readTextFile(file));
	const name = path.basename(file);
	if (brand === null) {
		throw new MendableError(
			'media/invalid-brand',
			`${name} has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}.`,
			mistakes
				.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`)
				.join('\n'),
			'Correct these lines and run the command again.',
		);
	}
	const { endCard } = brand;
	if (endCard === undefined || endCard.image.startsWith('data:')) return brand;
	return {
		...brand,
		endCard: { ...endCard, image: path.resolve(path.dirname(file), endCard.image) },
	};
}
