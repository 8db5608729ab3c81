import type { Roster } from '../../../nodes/domain/routing/schema';
import { dealFiles } from '../delivery/dealFiles';
import { eventId } from '../inbox/eventId';
import { milestoneEvent } from '../inbox/milestoneEvent';
import { dealsDelivered } from '../ledger/deliveredDeals';
import { recordEvents } from '../ledger/inbox';
import type { MilestoneDraft } from '../ledger/milestoneDrafts';
import {
	dealsWithFound,
	endDraft,
	insertDraft,
	lockDrafts,
	readDraftsOf,
} from '../ledger/milestoneDrafts';
import type { Moment } from '../ledger/moment';
import type { Reservation } from '../ledger/reservations';
import { boundsOf, listReservations } from '../ledger/reservations';
import type { Queries, Store } from '../ledger/store';
import { dealIn, personOf } from '../reservations/told';
import { unassignedIn } from '../reservations/unassigned';
import { currentRoster } from '../roster/currentRoster';
import type { Delay, PromisedWork } from './delayRisk';
import { delayRisk } from './delayRisk';
import { lastTold } from './lastTold';
import { draftId, isOver, lastOf, supersededBy, supersedeOlder } from './keepDraft';

/** How far back a piece may lie for its project to be looked at, in days. */
const DAYS_BACK = 30;

/** Reservations that one look reads at most: those of some hundred projects. */
const MOST_RESERVATIONS = 5_000;

/** How near a promise must be for the files of its project to be looked at, in milliseconds. */
const FILES_NEAR_MS = 2 * 86_400_000;

const dayMs = 86_400_000;

/** Of people who have left the roster. */
const NO_ZONE = 'utc';

/**
 * Looks which promised dates are at risk, and tells the inbox of each change once: a day that is expected
 * now and was not before. A draft whose reason is gone is taken back.
 *
 * @returns how many drafts were made or taken back
 */
export async function findDelays(store: Store, now: Date, moment: Moment = null): Promise<number> {
	const since = new Date(now.getTime() - DAYS_BACK * dayMs).toISOString().slice(0, 10);
	const reservations = await listReservations(store, {
		project: null,
		person: null,
		state: null,
		test: false,
		since,
		withReleased: true,
		limit: MOST_RESERVATIONS,
	});
	const deals = byDeal(reservations);
	const delivered = new Set(await dealsDelivered(store, [...deals.keys()]));
	const open = await dealsWithFound(store);
	const roster = await currentRoster(store, now);
	let changes = 0;
	for (const [deal, pieces] of deals) {
		if (delivered.has(deal)) continue;
		changes += await lookAt(store, deal, pieces, roster, now, moment);
	}
	for (const deal of open) {
		if (deals.has(deal) && !delivered.has(deal)) continue;
		changes += await takeBack(store, deal, moment);
	}
	return changes;
}

function byDeal(reservations: readonly Reservation[]): Map<string, Reservation[]> {
	const deals = new Map<string, Reservation[]>();
	for (const held of reservations) {
		const deal = dealIn(held.context);
		if (deal === null) continue;
		deals.set(deal, [...(deals.get(deal) ?? []), held]);
	}
	return deals;
}

const about = (deal: string) => ({ deal, milestone: 'delay' as const, test: false });

async function lookAt(
	store: Store,
	deal: string,
	reservations: Reservation[],
	roster: Roster,
	now: Date,
	moment: Moment,
): Promise<number> {
	return await store.transaction(async (queries) => {
		await lockDrafts(queries, deal);
		const drafts = await readDraftsOf(queries, about(deal));
		const work = await workOf(queries, reservations, drafts, roster, now);
		const delay = work === null ? null : delayRisk(work, now);
		if (work === null || delay === null) return await endFound(queries, drafts, moment);
		if (isKnown(drafts, work, delay, now)) return 0;
		const occurrence = Math.max(lastOf(drafts), await lastTold(queries, deal, 'delay')) + 1;
		await supersedeOlder(queries, drafts, occurrence, 'Another day is expected by now.', moment);
		await tellDelay(queries, { deal, occurrence, work, delay }, now, moment);
		return 1;
	});
}

/** What the date of a project depends on; null where nothing was promised. */
async function workOf(
	queries: Queries,
	reservations: readonly Reservation[],
	drafts: readonly MilestoneDraft[],
	roster: Roster,
	now: Date,
): Promise<PromisedWork | null> {
	const live = reservations.filter(({ state }) => state !== 'released');
	const nobody = unassignedIn(reservations);
	const promisedAt = promisedIn(drafts) ?? lastDue(live, nobody);
	if (promisedAt === null) return null;
	const projects = [...new Set(live.map(({ project }) => project))];
	const isNear = promisedAt.getTime() - now.getTime() <= FILES_NEAR_MS;
	const openFiles = isNear ? await openFilesOf(queries, projects, now) : [];
	return {
		promisedAt,
		pieces: live.map(({ piece, person, days }) => {
			const { name, zone } = personOf(roster, person);
			return { piece, person: name, zone: zone ?? NO_ZONE, lastDay: boundsOf(days).lastDay };
		}),
		unassigned: nobody.map(({ piece, hours, because }) => ({ piece, hours, because })),
		openFiles,
	};
}

/** What the client was told last: the new date of a mail that somebody sent. */
function promisedIn(drafts: readonly MilestoneDraft[]): Date | null {
	return drafts.filter(({ state }) => state === 'sent').at(-1)?.expectedAt ?? null;
}

function lastDue(
	live: readonly Reservation[],
	nobody: ReadonlyArray<{ dueAt: string | null }>,
): Date | null {
	const due = [
		...live.flatMap(({ dueAt }) => dueAt?.getTime() ?? []),
		...nobody.flatMap(({ dueAt }) => (dueAt === null ? [] : [Date.parse(dueAt)])),
	];
	return due.length === 0 ? null : new Date(Math.max(...due));
}

async function openFilesOf(
	queries: Queries,
	projects: readonly string[],
	now: Date,
): Promise<PromisedWork['openFiles']> {
	const open: PromisedWork['openFiles'] = [];
	for (const project of projects) {
		for (const { file, next, passed } of await dealFiles(queries, { project, test: false }, now)) {
			if (!passed) open.push({ file: file.name || file.fileId, gate: next ?? 'machine' });
		}
	}
	return open;
}

/**
 * Whether somebody has been asked about this very day. A draft that nobody answered in time is asked
 * about again.
 */
function isKnown(
	drafts: readonly MilestoneDraft[],
	{ promisedAt }: PromisedWork,
	{ expectedOn }: Delay,
	now: Date,
): boolean {
	const last = drafts.at(-1);
	if (last === undefined || last.state === 'superseded' || last.state === 'expired') return false;
	if (last.state === 'asked' && last.expiresAt !== null && last.expiresAt <= now) return false;
	// As it was found, whatever day somebody chose when they sent it.
	const asked = Date.parse(String(last.details.expectedAt));
	return (
		last.promisedAt?.getTime() === promisedAt.getTime() && asked === Date.parse(noon(expectedOn))
	);
}

async function tellDelay(
	queries: Queries,
	{
		deal,
		occurrence,
		work: { promisedAt },
		delay: { expectedOn, causes },
	}: { deal: string; occurrence: number; work: PromisedWork; delay: Delay },
	now: Date,
	moment: Moment,
): Promise<void> {
	const details = { dueAt: promisedAt.toISOString(), expectedAt: noon(expectedOn) };
	const draft = await insertDraft(
		queries,
		{
			...about(deal),
			id: draftId(now),
			occurrence,
			isFound: true,
			promisedAt,
			expectedAt: new Date(details.expectedAt),
			causes,
			details,
			event: {},
			mail: null,
			state: 'found',
			expiresAt: null,
		},
		moment,
	);
	const { milestone, test } = draft;
	const event = milestoneEvent({ milestone, deal, occurrence, test, details });
	await recordEvents(queries, [{ ...event, id: eventId(now) }], moment);
}

/** Noon in UTC is the same day in all but a few zones. */
function noon(day: string): string {
	return `${day}T12:00:00.000Z`;
}

async function takeBack(store: Store, deal: string, moment: Moment): Promise<number> {
	return await store.transaction(async (queries) => {
		await lockDrafts(queries, deal);
		return await endFound(queries, await readDraftsOf(queries, about(deal)), moment);
	});
}

/** What the service found out itself ends with its reason; what a person told is theirs. */
async function endFound(
	queries: Queries,
	drafts: readonly MilestoneDraft[],
	moment: Moment,
): Promise<number> {
	const found = drafts.filter((draft) => draft.isFound && !isOver(draft));
	for (const { id } of found) {
		await endDraft(queries, id, supersededBy('The promised date can be kept after all.'), moment);
	}
	return found.length;
}
