import { z } from 'zod';
import { standingOf } from '../../../../nodes/domain/quality/gates/standing';
import type { Roster } from '../../../../nodes/domain/routing/schema';
import type { Json } from '../../ledger/json';
import { findFiles, readWaivers } from '../../ledger/qualityFiles';
import { readReviewsOf } from '../../ledger/qualityReviews';
import type { Queries } from '../../ledger/store';
import { knownContent } from '../../quality/knownFile';
import { reviewView } from '../../quality/view';
import type { StoryView } from './views';

const reasoned = z.object({ reasons: z.array(z.object({ text: z.string() })) });

/** Everything that was said of the file that a word means; null where none does. */
export async function fileStory(
	queries: Queries,
	word: string,
	test: boolean,
	roster: Roster,
	now: Date,
): Promise<StoryView | null> {
	const [found] = await findFiles(queries, word, test, 1);
	if (found === undefined) return null;
	const { known, verdicts, versions } = await knownContent(queries, found, now);
	const told = [];
	for (const each of versions) {
		const reviews = await readReviewsOf(queries, each.id);
		const { sha256, version, subject, file, createdAt, authors } = each;
		told.push({
			sha256,
			version,
			subject,
			file,
			seenAt: createdAt.toISOString(),
			standing: standingOf(sha256, { ...known, authors }, now),
			verdicts: verdicts
				.filter((said) => said.version === version)
				.map(({ gate, outcome, by, at, decision }) => ({
					gate,
					outcome,
					by,
					at,
					reasons: reasonsIn(decision),
				})),
			reviews: reviews.map((review) => reviewView(review, each, roster)),
		});
	}
	const { file, lineage, subject, project, authors } = found;
	return {
		file: { ...file, lineage, subject, project },
		authors,
		versions: told,
		waivers: await readWaivers(queries, found),
	};
}

function reasonsIn(decision: Json): string[] {
	const read = reasoned.safeParse(decision);
	return read.success ? read.data.reasons.map(({ text }) => text) : [];
}
