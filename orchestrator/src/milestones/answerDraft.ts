import { eventId } from '../inbox/eventId';
import { milestoneEvent } from '../inbox/milestoneEvent';
import { recordEvents } from '../ledger/inbox';
import type { MilestoneDraft } from '../ledger/milestoneDrafts';
import { endDraft, lockDrafts, readDraft } from '../ledger/milestoneDrafts';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { storable } from '../ledger/storable';
import { isOver } from './keepDraft';

/** What somebody says to a draft. */
export interface DraftAnswer {
	answer: 'send' | 'refuse';
	/** Who says so, as they call themselves. */
	by: string;
	/** As they put the mail; null leaves its words. */
	words: string | null;
	/** Another day than the one expected, `YYYY-MM-DD`; null leaves it. */
	expectedOn: string | null;
}

/**
 * What came of it. `same`: it was said before; `over`: somebody else decided, or a newer draft or time
 * did; `tried`: a sample was sent, which has no client.
 */
export type DraftAnswered =
	| { result: 'sent' | 'refused' | 'tried' | 'same' | 'over' | 'expired'; draft: MilestoneDraft }
	| { result: 'missing' };

/**
 * Sends a draft or leaves it, with the event that sends it: both or none. What is decided, has been
 * overtaken or has expired stays as it is, and nothing is sent.
 */
export async function answerDraft(
	store: Store,
	id: string,
	given: DraftAnswer,
	now: Date,
	moment: Moment = null,
): Promise<DraftAnswered> {
	const { answer, by, words, expectedOn } = storable(given);
	return await store.transaction(async (queries) => {
		const seen = await readDraft(queries, id);
		if (seen === null) return { result: 'missing' };
		await lockDrafts(queries, seen.deal);
		const draft = (await readDraft(queries, id)) ?? seen;
		const word = answer === 'send' ? 'sent' : 'refused';
		if (isOver(draft)) return { result: draft.state === word ? 'same' : 'over', draft };
		if (draft.state !== 'asked') return { result: 'over', draft };
		if (draft.expiresAt !== null && draft.expiresAt <= now) {
			const because = 'Nobody answered in time.';
			const end = { state: 'expired', by: null, because, words: null, expectedAt: null } as const;
			return { result: 'expired', draft: await endDraft(queries, id, end, moment) };
		}
		// Noon in UTC is the same day in all but a few zones.
		const expectedAt = expectedOn === null ? null : new Date(`${expectedOn}T12:00:00Z`);
		const end = { state: word, by, because: null, words, expectedAt } as const;
		const ended = await endDraft(queries, id, end, moment);
		if (answer === 'refuse') return { result: 'refused', draft: ended };
		if (!hasClient(ended)) return { result: 'tried', draft: ended };
		await recordApproved(queries, ended, now, moment);
		return { result: 'sent', draft: ended };
	});
}

/** A sample of the canvas is of no deal that HubSpot has. */
function hasClient({ deal }: MilestoneDraft): boolean {
	return /^\d+$/.test(deal);
}

async function recordApproved(
	queries: Queries,
	{
		id,
		deal,
		milestone,
		occurrence,
		test,
		details,
		event,
		expectedAt,
		words,
		decidedBy,
	}: MilestoneDraft,
	now: Date,
	moment: Moment,
): Promise<void> {
	const told = milestoneEvent({
		milestone,
		deal,
		occurrence,
		test,
		details: {
			...details,
			...(expectedAt === null ? {} : { expectedAt: expectedAt.toISOString() }),
		},
	});
	const approved = {
		...told,
		id: eventId(now),
		externalId: `${told.externalId}/approved`,
		payload: { ...event, ...told.payload, approvedBy: decidedBy, words, draft: { id } },
	};
	await recordEvents(queries, [approved], moment);
}
