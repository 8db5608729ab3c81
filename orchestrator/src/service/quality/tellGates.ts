import type { z } from 'zod';
import type { FileFamily } from '../../adapters/frameio/family';
import { readContents } from '../../ledger/qualityFiles';
import { readReviewsOf } from '../../ledger/qualityReviews';
import type { FilePlace } from '../../quality/knownFile';
import { foreseenContent, knownContent } from '../../quality/knownFile';
import { personView, reviewView } from '../../quality/view';
import { currentRoster } from '../../roster/currentRoster';
import type { QualityParts } from './qualityRoutes';
import type { gatesSchema } from './requests';
import { versionsOf } from './views';

/**
 * What is known of a content: as it was seen, or as it is going to be. Who made it are those whom the
 * flow names, else whoever uploaded it, else those who have a piece of its project.
 *
 * @throws LookUpFailed where Frame.io cannot be asked for its versions
 */
export async function tellGates(
	{ store, now, families }: Pick<QualityParts, 'store' | 'now' | 'families'>,
	sha256: string,
	asked: z.infer<typeof gatesSchema>,
) {
	const test = asked.test === 'true';
	const { subject, fileId, accountId = null } = asked;
	const family = fileId === undefined ? null : await families.read(accountId, fileId);
	const roster = await currentRoster(store, now());
	const seen = await readContents(store, sha256, test);
	const file = seen.find((each) => subject === undefined || each.subject === subject) ?? null;
	const uploader = roster.people.find(
		({ email }) => email !== undefined && email.toLowerCase() === family?.creatorEmail,
	);
	const named = asked.authors?.split(',').filter((author) => author !== '') ?? [];
	const authors = named.length > 0 || uploader === undefined ? named : [uploader.id];
	const place = placeOf({ ...asked, fileId: fileId ?? subject ?? sha256, ...stackOf(family) });
	const content =
		file === null
			? await foreseenContent(
					store,
					{ place, sha256, project: asked.project ?? null, authors, context: {}, test },
					now(),
				)
			: await knownContent(store, file, now());
	const reviews = file === null ? [] : await readReviewsOf(store, file.id);
	return {
		sha256,
		standing: content.standing,
		known: content.known,
		versions: versionsOf(content),
		makers: content.known.authors.map((author) => personView(roster, author)),
		reviews: reviews.flatMap((review) => (file === null ? [] : [reviewView(review, file, roster)])),
		versionStackId: place.versionStackId,
		versionIds: place.versionIds,
	};
}

/** A file as calls name it, with what they leave out. */
export function placeOf(given: {
	fileId: string;
	name?: string | undefined;
	accountId?: string | null | undefined;
	projectId?: string | null | undefined;
	versionStackId?: string | null | undefined;
	versionIds?: string[] | null | undefined;
}): FilePlace {
	const { fileId, name = '', accountId = null, projectId = null } = given;
	const versionIds = given.versionIds ?? [];
	const versionStackId = given.versionStackId ?? null;
	return { fileId, name, accountId, projectId, versionStackId, versionIds };
}

/** What Frame.io says now goes before what the flow was told when it began. */
function stackOf(family: FileFamily | null) {
	if (family === null || family.versionStackId === null) return {};
	const { versionStackId, versionIds } = family;
	return { versionStackId, versionIds };
}
