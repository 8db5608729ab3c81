import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import { eventId } from '../inbox/eventId';
import type { Json } from '../ledger/json';
import type { DraftMail, MilestoneDraft } from '../ledger/milestoneDrafts';
import {
	askDraft,
	endDraft,
	insertDraft,
	lockDrafts,
	readDraftsOf,
} from '../ledger/milestoneDrafts';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';

/** Hours in which a draft can be sent: what it says of the future is not true for longer. */
const DRAFT_HOURS = 72;

/** A mail that waits for a yes, as a flow has it. */
export interface GivenDraft {
	deal: string;
	milestone: Milestone;
	occurrence: number;
	test: boolean;
	mail: DraftMail;
	details: { [name: string]: Json };
	event: { [name: string]: Json };
}

/**
 * Keeps a mail that waits for a yes. The same again is the same draft, as it stands by now; older ones
 * of the deal can be sent no more. A trial begins anew once it is decided.
 */
export async function keepDraft(
	store: Store,
	given: GivenDraft,
	now: Date,
	moment: Moment = null,
): Promise<MilestoneDraft> {
	return await store.transaction(async (queries) => {
		await lockDrafts(queries, given.deal);
		const drafts = await readDraftsOf(queries, given);
		const same = drafts.find(({ occurrence }) => occurrence === given.occurrence);
		const expiresAt = new Date(now.getTime() + DRAFT_HOURS * 3_600_000);
		if (same?.state === 'found') {
			await supersedeOlder(queries, drafts, same.occurrence, newer, moment);
			return await askDraft(queries, { ...given, id: same.id, expiresAt }, moment);
		}
		if (same !== undefined && !(given.test && isOver(same))) return same;
		const occurrence = same === undefined ? given.occurrence : lastOf(drafts) + 1;
		await supersedeOlder(queries, drafts, occurrence, newer, moment);
		const draft = await insertDraft(
			queries,
			{
				...given,
				id: draftId(now),
				occurrence,
				isFound: false,
				promisedAt: momentIn(given.details.dueAt),
				expectedAt: momentIn(given.details.expectedAt),
				causes: [],
				state: 'asked',
				expiresAt,
			},
			moment,
		);
		// Told late, after something newer: it is kept, and nobody is asked.
		if (drafts.every((each) => each.occurrence < occurrence)) return draft;
		return await endDraft(queries, draft.id, supersededBy(newer), moment);
	});
}

const newer = 'There is a newer draft.';

/** `dft_` and 26 characters that sort by time. */
export function draftId(now: Date): string {
	return eventId(now).replace(/^evt_/, 'dft_');
}

/** Ends the open drafts before an occurrence: what they say is not so any more. */
export async function supersedeOlder(
	queries: Queries,
	drafts: readonly MilestoneDraft[],
	occurrence: number,
	because: string,
	moment: Moment,
): Promise<void> {
	for (const draft of drafts) {
		if (isOver(draft) || draft.occurrence >= occurrence) continue;
		await endDraft(queries, draft.id, supersededBy(because), moment);
	}
}

/** How a draft ends that nobody decided. */
export function supersededBy(because: string) {
	return { state: 'superseded' as const, by: null, because, words: null, expectedAt: null };
}

/** Whether nobody can decide it any more. */
export function isOver({ state }: Pick<MilestoneDraft, 'state'>): boolean {
	return state !== 'found' && state !== 'asked';
}

/** The highest occurrence so far; 0 for none. */
export function lastOf(drafts: readonly MilestoneDraft[]): number {
	return Math.max(0, ...drafts.map(({ occurrence }) => occurrence));
}

function momentIn(value: Json | undefined): Date | null {
	const at = typeof value === 'string' ? new Date(value) : null;
	return at === null || Number.isNaN(at.getTime()) ? null : at;
}
