import type { Consent } from './consent';
import { bases } from './consent';
import { isFromClient } from './correspondents';
import type { Enrolment, Facts, Standing } from './enrolment';
import type { FollowUpEvent } from './events';
import { stopTypes } from './events';
import { firmStops } from './schema';
import type { Sequence } from './schema';
import type { NoteRule } from './texts/followUpTexts';

/** What is known after an event. */
export interface Learnt {
	facts: Facts;
	consents: Consent[];
	/** Why the event changes nothing; null where it does. */
	note: NoteRule | null;
}

/**
 * Adds an event to what is known. The order in which events come makes no difference: of each kind
 * the newest counts, of stops the earliest. What holds by itself (opt-out, bounce, unpaid invoice,
 * dispute) counts from before the enrolment too; a reply, a meeting or a deal does not.
 */
export function learn(
	{
		facts,
		consents,
		...enrolment
	}: Pick<Enrolment, 'client' | 'anchorAt' | 'enrolledAt' | 'consents'> & {
		facts: Facts;
	},
	event: FollowUpEvent,
	sequence: Pick<Sequence, 'exits'>,
): Learnt {
	const { type, at } = event;
	const noted = (note: NoteRule): Learnt => ({ facts, consents, note });
	const knowing = (changed: Partial<Facts>): Learnt => ({
		facts: { ...facts, ...changed },
		consents,
		note: null,
	});
	const standing: Standing = { reference: event.reference, at, event: event.id };

	switch (type) {
		case 'replied':
		case 'meeting_booked':
		case 'deal_created':
		case 'negative_score':
		case 'stopped':
			if (event.isAutomatic) return noted('automatic');
			if (event.from !== null && !isFromClient(event.from, enrolment.client)) {
				return noted('stranger');
			}
			if (at < enrolment.enrolledAt) return noted('before-enrolment');
			return stopped(type);
		case 'score_changed':
			if (event.score === null || event.score >= 0) return noted('engagement');
			if (at < enrolment.enrolledAt) return noted('before-enrolment');
			return stopped('negative_score');
		case 'bounced':
			return event.isSoft ? noted('soft-bounce') : stopped(type);
		case 'complained':
			return stopped(type);
		case 'unsubscribed': {
			if (event.isAutomatic) return noted('automatic');
			const optOut = { ...facts.optOut };
			optOut[event.scope] = newest(optOut[event.scope], at);
			return knowing({ optOut });
		}
		case 'consented': {
			const basis = bases.find((each) => each === event.basis) ?? 'consent';
			return {
				facts,
				consents: [...consents, { basis, at, evidence: event.evidence }],
				note: null,
			};
		}
		case 'invoice_overdue':
			return isExit(type) ? knowing({ overdue: [...facts.overdue, standing] }) : noted('no-exit');
		case 'invoice_paid':
			return knowing({ paid: [...facts.paid, standing] });
		case 'dispute':
			return knowing({ disputed: [...facts.disputed, standing] });
		case 'dispute_closed':
			return knowing({ closed: [...facts.closed, standing] });
		case 'feedback':
			if (event.isAutomatic) return noted('automatic');
			if (event.score === null) return noted('no-score');
			if (at < enrolment.anchorAt) return noted('before-enrolment');
			if (facts.feedback !== null && facts.feedback.at >= at) return noted('older');
			return knowing({ feedback: { score: event.score, at } });
		case 'paused':
			if (at < enrolment.enrolledAt) return noted('before-enrolment');
			if (facts.paused !== null && facts.paused.at > at) return noted('older');
			return knowing({ paused: { at, until: event.until } });
		case 'resumed':
			if (at < enrolment.enrolledAt) return noted('before-enrolment');
			return knowing({ resumedAt: newest(facts.resumedAt, at) });
		case 'delivered':
			return noted('again');
		case 'sent':
		case 'opened':
		case 'clicked':
			return noted('engagement');
	}

	function stopped(reason: (typeof stopTypes)[number]): Learnt {
		if (!isExit(reason)) return noted('no-exit');
		const isFirst = facts.stop === null || at < facts.stop.at;
		return isFirst ? knowing({ stop: { type: reason, at, event: event.id } }) : noted('older');
	}

	function isExit(reason: (typeof stopTypes)[number]): boolean {
		return sequence.exits.includes(reason) || firmStops.some((firm) => firm === reason);
	}
}

/** What ends a sequence, by the facts; null while nothing does. Of several, the earliest. */
export function stopOf(facts: Facts): { type: string; at: string; event: string } | null {
	const unpaid = facts.overdue.filter((each) => !isSettled(each, facts.paid));
	const disputed = facts.disputed.filter((each) => !isSettled(each, facts.closed));
	const all = facts.optOut.all;
	const found = [
		...(facts.stop === null ? [] : [facts.stop]),
		...unpaid.map(({ at, event }) => ({ type: 'invoice_overdue', at, event })),
		...disputed.map(({ at, event }) => ({ type: 'dispute', at, event })),
		...(all === null ? [] : [{ type: 'unsubscribed', at: all, event: '' }]),
	];
	return found.reduce<(typeof found)[number] | null>(
		(first, each) => (first === null || each.at < first.at ? each : first),
		null,
	);
}

/** The last time that the client refused offers; null where they never did. */
export function optedOutAt({ optOut, stop }: Facts): string | null {
	const complained = stop?.type === 'complained' ? stop.at : null;
	return [optOut.all, complained].reduce(
		(last, at) => (at === null ? last : newest(last, at)),
		optOut.marketing,
	);
}

/** Until when it is paused: a moment, `null` for until somebody resumes it, `false` for not at all. */
export function pausedUntil({ paused, resumedAt }: Facts, clock: string): string | null | false {
	if (paused === null || (resumedAt !== null && resumedAt >= paused.at)) return false;
	return paused.until !== null && paused.until <= clock ? false : paused.until;
}

/** When the last pause ended, or is to end; null where nobody paused or nobody can say. */
export function releasedAt({ paused, resumedAt }: Facts): string | null {
	if (paused === null) return null;
	return resumedAt !== null && resumedAt >= paused.at ? resumedAt : paused.until;
}

function isSettled(opened: Standing, settled: readonly Standing[]): boolean {
	return settled.some(
		({ reference, at }) =>
			at >= opened.at &&
			(reference === null || opened.reference === null || reference === opened.reference),
	);
}

function newest(before: string | null, at: string): string {
	return before === null || at > before ? at : before;
}
