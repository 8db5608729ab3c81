import type { Gate } from '../../../nodes/domain/quality/gates/schema';
import { readContents } from '../ledger/qualityFiles';
import type { Queries } from '../ledger/store';
import { knownContent } from '../quality/knownFile';

/** A file that may not be handed over. */
export interface Unapproved {
	name: string;
	/** The first gate that it lacks; null where another objection stands. */
	gate: Gate | null;
	because: string;
}

/** A file whose content has to have passed its gates. */
export interface ClaimedFile {
	name: string;
	sha256: string;
	fileId: string;
}

/**
 * Looks for the first file whose very content has not passed every gate: what a flow says of a file
 * goes for nothing here, the ledger has the verdicts.
 */
export async function firstUnapproved(
	queries: Queries,
	files: readonly ClaimedFile[],
	test: boolean,
	now: Date,
): Promise<Unapproved | null> {
	for (const { name, sha256, fileId } of files) {
		const contents = await readContents(queries, sha256, test);
		const content = contents.find(({ file }) => file.fileId === fileId);
		if (content === undefined) {
			return { name, gate: 'machine', because: 'this content of this file has never been checked' };
		}
		const { standing } = await knownContent(queries, content, now);
		if (standing.passed) continue;
		const gate = standing.gates.find((each) => !each.passed);
		if (gate === undefined) return { name, gate: null, because: 'there is a newer version' };
		return { name, gate: gate.gate, because: reasons[gate.because ?? 'no-verdict'] };
	}
	return null;
}

const reasons = {
	'no-verdict': 'it has not been there yet',
	failed: 'it failed there',
	'needs-review': 'somebody still has to look',
	'waiver-ended': 'the waiver that it leans on has ended',
	'before-its-turn': 'it was there before its turn',
	'author-unknown': 'nobody knows who made the file',
	'by-author': 'whoever made the file said yes to it',
	'by-nobody': 'nobody stands by the verdict',
	'same-person': 'one person said yes twice',
} as const;
