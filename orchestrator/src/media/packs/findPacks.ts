import { MendableError } from '../../../../nodes/domain/errors';
import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import { packName } from '../../../../nodes/domain/quality/specPack';
import { nearest } from '../../config/nearest';

/** The packs that may be asked for: of one id and version, what comes later takes the place. */
export function layPacks(...lists: ReadonlyArray<readonly SpecPack[]>): SpecPack[] {
	const byName = new Map<string, SpecPack>();
	for (const pack of lists.flat()) byName.set(packName(pack), pack);
	return [...byName.values()];
}

/**
 * Finds packs by what people ask for: an id means its newest version (of one day, what was laid last),
 * `id/version` that one. A pack asked for twice is taken once.
 *
 * @throws MendableError `media/unknown-spec`, with what was probably meant
 */
export function findPacks(asked: readonly string[], packs: readonly SpecPack[]): SpecPack[] {
	const found = asked.map((name) => findPack(name, packs));
	return [...new Set(found)];
}

function findPack(asked: string, packs: readonly SpecPack[]): SpecPack {
	const named = packs.find((pack) => packName(pack) === asked);
	if (named !== undefined) return named;
	const [newest] = packs
		.filter(({ id }) => id === asked)
		.sort((a, b) => b.version.localeCompare(a.version));
	if (newest !== undefined) return newest;
	throw unknownSpec(asked, packs);
}

function unknownSpec(asked: string, packs: readonly SpecPack[]): MendableError {
	const ids = [...new Set(packs.map(({ id }) => id))];
	const [id = ''] = asked.split('/');
	const versions = packs.filter((pack) => pack.id === id).map(({ version }) => version);
	const near = nearest(id, ids) ?? ids.find((one) => one.includes(id) && id.length > 2) ?? null;
	const why =
		versions.length > 0
			? `"${asked}" is no version of ${id}; there is ${versions.join(', ')}.`
			: `"${asked}" is none of: ${ids.join(', ')}.`;
	return new MendableError(
		'media/unknown-spec',
		'There is no such spec pack.',
		near === null || versions.length > 0 ? why : `${why} Did you mean "${near}"?`,
		'Name one that agency-ops media specs lists, or add a pack of your own ("media.packs").',
	);
}
