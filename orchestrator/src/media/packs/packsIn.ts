import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import { readPackFile } from './readPackFile';

/** Files of a folder that are packs. */
const PACK_FILE = /\.(ya?ml|json)$/;

/** Largest file that is read as a pack, in bytes. */
const MOST_BYTES = 1_000_000;

/**
 * Reads the packs of a folder, by the names of their files.
 *
 * @throws MendableError `media/packs-missing` without such a folder, `media/invalid-pack` with every mistake
 */
export function packsIn(folder: string): SpecPack[] {
	if (!existsSync(folder)) {
		throw new MendableError(
			'media/packs-missing',
			'The folder of spec packs was not found.',
			`"media.packs" names ${folder}.`,
			'Make it, or take the line out of agency.config.yaml.',
		);
	}
	const names = readdirSync(folder).filter((name) => PACK_FILE.test(name));
	const readings = names.sort().map((name) => readOne(path.join(folder, name), name));
	const mistakes = readings.flatMap((reading) => reading.mistakes);
	if (mistakes.length > 0) {
		throw new MendableError(
			'media/invalid-pack',
			`The spec packs have ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}.`,
			mistakes.join('\n'),
			'Correct these lines and run the command again.',
		);
	}
	return readings.flatMap(({ pack }) => (pack === null ? [] : [pack]));
}

function readOne(file: string, name: string): { pack: SpecPack | null; mistakes: string[] } {
	const source = readFileSync(file, 'utf8');
	if (source.length > MOST_BYTES) return { pack: null, mistakes: [`${name} is too large`] };
	const { value, mistakes } = readPackFile(source);
	return {
		pack: value,
		mistakes: mistakes.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`),
	};
}
