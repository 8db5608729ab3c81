import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import type { DealFile } from '../delivery/dealFiles';
import { dealFiles } from '../delivery/dealFiles';
import { CLIENT_APPROVED } from '../inbox/decide';
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

interface ApprovedProject {
	deal: string;
	project: string;
	occurrence: number;
	files: DealFile[];
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
		await tellDelivery(queries, { deal, project, occurrence, files }, now, moment);
		return 1;
	});
}

/** What the client said yes to may be delivered; it is told as the last file that passed its gates was. */
async function tellDelivery(
	queries: Queries,
	{ deal, project, occurrence, files }: ApprovedProject,
	now: Date,
	moment: Moment,
): Promise<void> {
	const last = [...files]
		.sort((a, b) => ((a.approvedAt ?? '') < (b.approvedAt ?? '') ? -1 : 1))
		.at(-1);
	if (last === undefined) return;
	const { file, sha256, subject, version } = last;
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId: `client-approved/${deal}/${occurrence}`,
		topic: CLIENT_APPROVED,
		subject: `delivery:${deal}`,
		test: false,
		payload: {
			deal: { id: deal },
			project: { id: project },
			file: { ...file },
			sha256,
			subject,
			version,
			files: files.length,
			context: {},
		},
	};
	await recordEvents(queries, [event], moment);
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
