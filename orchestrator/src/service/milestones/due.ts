import { findDelays } from '../../milestones/findDelays';
import { tellClientNotes } from '../../milestones/tellClientNotes';
import { tellPreviews } from '../../milestones/tellPreviews';
import type { DueWork } from '../dueWork';
import type { InboxParts } from '../inboxParts';
import type { MilestoneChoices } from '../settings';

/** Wait between looks, in milliseconds: mails to clients wait longer than that. */
const POLL_MS = 60_000;

/** Milestones that nobody tells the inbox of: dates at risk, previews, and what clients say of their files. */
export function milestonesDue(
	{ store, now, moment, wake }: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>,
	{ rounds }: MilestoneChoices,
): DueWork[] {
	const everyMinute = (look: () => Promise<number>) => {
		let lookedAt: number | null = null;
		return async () => {
			const at = now().getTime();
			if (lookedAt !== null && Math.abs(at - lookedAt) < POLL_MS) return 0;
			lookedAt = at;
			const told = await look();
			if (told > 0) wake();
			return told;
		};
	};
	return [
		{
			name: 'dates at risk',
			run: everyMinute(async () => await findDelays(store, now(), moment())),
		},
		{ name: 'previews', run: everyMinute(async () => await tellPreviews(store, now(), moment())) },
		{
			name: 'client notes',
			run: everyMinute(async () => await tellClientNotes(store, rounds, now(), moment())),
		},
	];
}
