import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import { dealFiles } from '../delivery/dealFiles';
import { eventId } from '../inbox/eventId';
import { milestoneEvent } from '../inbox/milestoneEvent';
import type { UntoldNotes } from '../ledger/clientNotes';
import { approvedContents, markNotesTold, untoldNotes } from '../ledger/clientNotes';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import { lockDrafts } from '../ledger/milestoneDrafts';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { lastPreview, lastTold } from './lastTold';

/** How long nothing more may come until notes are a round, and how long a round may take; in milliseconds. */
const QUIET_MS = 20 * 60_000;
const LONGEST_MS = 2 * 3_600_000;

/**
 * Tells the inbox what clients said of their files: one round of notes once they have stopped, and the
 * approval once they have said yes to the newest content of every file of the project.
 *
 * @param rounds rounds of changes that the price holds; null where it differs from deal to deal
 * @returns how many milestones were told
 */
export async function tellClientNotes(
	store: Store,
	rounds: number | null,
	now: Date,
	moment: Moment = null,
): Promise<number> {
	let told = 0;
	for (const notes of await untoldNotes(store, 'note')) {
		const isOver =
			now.getTime() - notes.last.getTime() >= QUIET_MS ||
			now.getTime() - notes.first.getTime() >= LONGEST_MS;
		if (isOver) told += await tellRound(store, notes, rounds, now, moment);
	}
	for (const notes of await untoldNotes(store, 'approve')) {
		told += await tellApproval(store, notes, now, moment);
	}
	return told;
}

async function tellRound(
	store: Store,
	{ deal, project }: UntoldNotes,
	rounds: number | null,
	now: Date,
	moment: Moment,
): Promise<number> {
	return await store.transaction(async (queries) => {
		await lockDrafts(queries, deal);
		const occurrence = (await lastTold(queries, deal, 'revision-received')) + 1;
		const comments = await markNotesTold(queries, { deal, project, said: 'note' }, occurrence);
		// Another service was first.
		if (comments === 0) return 0;
		const details: { [name: string]: Json } = { comments };
		if (rounds !== null) details.roundsLeft = Math.max(0, rounds - occurrence);
		const about = { milestone: 'revision-received' as const, deal, occurrence };
		await tell(queries, about, details, now, moment);
		return 1;
	});
}

async function tellApproval(
	store: Store,
	{ deal, project }: UntoldNotes,
	now: Date,
	moment: Moment,
): Promise<number> {
	return await store.transaction(async (queries) => {
		await lockDrafts(queries, deal);
		const files = await dealFiles(queries, { project, test: false }, now);
		const approved = await approvedContents(queries, project);
		if (files.length === 0 || files.some(({ sha256 }) => !approved.has(sha256))) return 0;
		const occurrence = (await lastTold(queries, deal, 'approved')) + 1;
		if ((await markNotesTold(queries, { deal, project, said: 'approve' }, occurrence)) === 0)
			return 0;
		const about = { milestone: 'approved' as const, deal, occurrence };
		await tell(queries, about, { files: files.length }, now, moment);
		return 1;
	});
}

async function tell(
	queries: Queries,
	about: { milestone: Milestone; deal: string; occurrence: number },
	details: { [name: string]: Json },
	now: Date,
	moment: Moment,
): Promise<void> {
	const event = milestoneEvent({ ...about, test: false, details });
	const link = await lastPreview(queries, about.deal);
	const payload = { ...event.payload, ...(link === null ? {} : { link }) };
	await recordEvents(queries, [{ ...event, id: eventId(now), payload }], moment);
}
