import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Brand } from '../../../nodes/domain/quality/brand';
import { brandSchema } from '../../../nodes/domain/quality/brand';
import { packName, specPackSchema } from '../../../nodes/domain/quality/specPack';
import type { PathMistake } from '../config/gatherMistakes';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { readDocument } from '../ledger/dataDocuments';
import type { Queries } from '../ledger/store';
import { mistakesInBrand } from './brand/readBrandFile';
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
		/** What clients' brands ask for, by their ids; their end cards are data URIs. */
		brands: z.array(brandSchema).max(200).default([]),
	})
	.strict();
/** What people push about media. */
export type MediaData = z.infer<typeof mediaDataSchema>;

/** The data that ships: no packs, and how one is written. */
export const shippedMediaData = readFileSync(path.join(__dirname, 'media.yaml'), 'utf8');

/** Reads the YAML and gathers every mistake with its place. */
export function readMediaData(source: string): YamlReading<MediaData> {
	return readYamlAs(mediaDataSchema, source, ({ packs, brands }) => [
		...packs.flatMap((pack, index) => mistakesInPack(pack, ['packs', index])),
		...doubled('packs', packs.map(packName)),
		...brands.flatMap((brand, index) => mistakesInBrand(brand, ['brands', index])),
		...doubled(
			'brands',
			brands.map(({ id }) => id),
		),
		...brands.flatMap(cardsElsewhere),
	]);
}

function doubled(list: string, names: readonly string[]): PathMistake[] {
	return names.flatMap((name, index) =>
		names.indexOf(name) === index
			? []
			: [{ path: [list, index, 'id'], message: `"${name}" stands here twice` }],
	);
}

/** The service has no folder of the agency's to look into. */
function cardsElsewhere({ endCard }: Brand, index: number): PathMistake[] {
	if (endCard === undefined || endCard.image.startsWith('data:')) return [];
	const path = ['brands', index, 'endCard', 'image'];
	const message = `"${path.join('.')}": expected the picture itself, as data:image/png;base64,…`;
	return [{ path, message }];
}

/** What somebody pushed about media; nothing where nobody has. */
export async function pushedMedia(queries: Queries): Promise<Pick<MediaData, 'packs' | 'brands'>> {
	const document = await readDocument(queries, MEDIA_KIND);
	if (document === null) return { packs: [], brands: [] };
	return mediaDataSchema.parse(document.content);
}
