import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SpecPack } from '../../../nodes/domain/quality/specPack';
import { packName, specPackSchema } from '../../../nodes/domain/quality/specPack';
import type { PathMistake } from '../config/gatherMistakes';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { readDocument } from '../ledger/dataDocuments';
import type { Queries } from '../ledger/store';
import { mistakesInPack } from './packs/readPackFile';

/** Name of the data that people push: packs of their own, beside those that ship. */
export const MEDIA_KIND = 'media';

/** What people push about media. */
export const mediaDataSchema = z
	.object({
		version: z
			.string()
			.regex(/^media\/\d+$/, 'expected the version that data pull gave, as media/3'),
		packs: z.array(specPackSchema).max(50).default([]),
	})
	.strict();
/** What people push about media. */
export type MediaData = z.infer<typeof mediaDataSchema>;

/** The data that ships: no packs, and how one is written. */
export const shippedMediaData = readFileSync(path.join(__dirname, 'media.yaml'), 'utf8');

/** Reads the YAML and gathers every mistake with its place. */
export function readMediaData(source: string): YamlReading<MediaData> {
	return readYamlAs(mediaDataSchema, source, ({ packs }) => [
		...packs.flatMap((pack, index) => mistakesInPack(pack, ['packs', index])),
		...doubled(packs),
	]);
}

function doubled(packs: readonly SpecPack[]): PathMistake[] {
	const names = packs.map(packName);
	return names.flatMap((name, index) =>
		names.indexOf(name) === index
			? []
			: [{ path: ['packs', index, 'id'], message: `"${name}" stands here twice` }],
	);
}

/** The packs that somebody pushed; none where nobody has. */
export async function pushedPacks(queries: Queries): Promise<SpecPack[]> {
	const document = await readDocument(queries, MEDIA_KIND);
	return document === null ? [] : mediaDataSchema.parse(document.content).packs;
}
