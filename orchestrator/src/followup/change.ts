import { eventId } from '../inbox/eventId';
import { addHold, liftHold } from '../ledger/followUpEvents';
import type { FollowUpTarget } from '../ledger/followUps';
import { lockSome } from '../ledger/followUps';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { bareEvent } from './bareEvent';
import { tellEvents, tellLocked } from './tellEvents';

/** What an operator says. */
export const changeWords = ['pause', 'resume', 'stop'] as const;
export type ChangeWord = (typeof changeWords)[number];

/** A pause, a resumption or a stop, and of what. */
export interface Change {
	word: ChangeWord;
	target: FollowUpTarget | 'all';
	reason: string;
	by: string;
	/** When a pause ends by itself; null for until somebody resumes it. */
	until: Date | null;
}

/** Enrolments that one transaction of a stop of everything takes. */
const ROUND = 500;

const eventTypes = { pause: 'paused', resume: 'resumed', stop: 'stopped' } as const;

/**
 * Pauses, resumes or stops enrolments. Everything is paused by one hold, at once and whatever there is;
 * what is told to each is in its history, with who said so and why.
 *
 * @returns how many enrolments were told; a hold of everything counts as none
 */
export async function changeFollowUps(
	store: Store,
	{ word, target, reason, by, until }: Change,
	now: Date,
	moment: Moment = null,
): Promise<{ told: number; isHeld: boolean | null }> {
	if (target === 'all' && word !== 'stop') {
		if (word === 'resume') await liftHold(store, { reason, by }, moment);
		else await addHold(store, { id: eventId(now).replace(/^evt_/, 'hld_'), reason, by }, moment);
		return { told: 0, isHeld: word === 'pause' };
	}
	const event = {
		...bareEvent(eventId(now), eventTypes[word], now),
		until: until?.toISOString() ?? null,
	};
	const said = { by, reason };
	if (target !== 'all') {
		const told = await store.transaction(
			async (queries) => await tellEvents(queries, target, [event], now, moment, said),
		);
		return { told: told.filter(({ changed }) => changed).length, isHeld: null };
	}
	let told = 0;
	for (let after = ''; ; ) {
		const round = await store.transaction(async (queries) => {
			const followUps = await lockSome(queries, after, ROUND);
			await tellLocked(queries, followUps, [event], now, moment, said);
			return followUps.map(({ id }) => id);
		});
		told += round.length;
		const last = round.at(-1);
		if (last === undefined) return { told, isHeld: null };
		after = last;
	}
}
