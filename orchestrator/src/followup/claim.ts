import { mayOffer } from '../../../nodes/domain/followUp/consent';
import { calendarOf } from '../../../nodes/domain/followUp/context';
import type { FollowUpContext } from '../../../nodes/domain/followUp/context';
import { optedOutAt, pausedUntil } from '../../../nodes/domain/followUp/facts';
import { isOpen } from '../../../nodes/domain/followUp/quietHours';
import { readEffect } from '../ledger/effects';
import { readHold } from '../ledger/followUpEvents';
import type { FollowUp, FollowUpStand } from '../ledger/followUps';
import { lockClients, lockTarget, readFollowUp, saveFollowUps } from '../ledger/followUps';
import type { KeptTouch } from '../ledger/followUpTouches';
import { lockTouch, setTouch } from '../ledger/followUpTouches';
import { findSuppression } from '../ledger/mailSuppressions';
import { normalAddress } from '../mail/address';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { currentRules } from './currentRules';
import { isMessage } from './keepSteps';
import { messageKeyOf } from './messageKey';
import type { WantedWords } from './messageTexts';
import { rulesOf } from './rulesOf';

/** Why a message may not be sent. */
export type ClaimRule =
	| 'exited'
	| 'held'
	| 'paused'
	| 'quiet'
	| 'suppressed'
	| 'consent'
	| 'cap'
	| 'stale'
	| 'superseded'
	| 'withheld';

/** Whose message it is that may be sent, and since when it is due. */
export interface ClaimedTouch {
	dueAt: Date;
	client: string;
	email: string | null;
	test: boolean;
	/** Which of the pushed words it is made of. */
	words: WantedWords;
}

/** What came of a claim. */
export type Claimed =
	| ({ result: 'send'; repeated: boolean } & ClaimedTouch)
	/** `later`: it comes due again; `withheld`: it will not be sent. */
	| { result: 'later' | 'withheld'; rule: ClaimRule; because: string }
	| { result: 'missing' };

/** A message that somebody is about to send. */
export interface Claim {
	followUp: string;
	step: string;
	/** As the event told it: an older one may not be sent any more. */
	attempt: number;
}

type Refusal = { result: 'later' | 'withheld'; rule: ClaimRule; because: string };

const dayMs = 86_400_000;

/**
 * Asks, right before a message is sent, whether it still may be: in one transaction by itself, against
 * stops, pauses, the list of those who get no mail, consent, caps and the hour. Who may send may ask
 * again: once the mail is on its way the answer is the same, before that everything is looked at once
 * more, since a flow that broke off may come back days later. What may not be sent now comes due again;
 * what may not be sent at all is left out.
 */
export async function claimTouch(
	store: Store,
	{ followUp: id, step, attempt }: Claim,
	now: Date,
	moment: Moment = null,
): Promise<Claimed> {
	return await store.transaction(async (queries) => {
		const [active] = await lockTarget(queries, { id });
		const found = active ?? (await readFollowUp(queries, id));
		const touch = found === null ? null : await lockTouch(queries, id, step);
		if (found === null || touch === null) return { result: 'missing' };
		if (touch.attempt !== attempt || touch.state === 'returned') {
			return { result: 'withheld', rule: 'superseded', because: 'It came due again since.' };
		}
		const about = {
			dueAt: touch.at,
			client: found.client,
			email: found.enrolment.client.email,
			test: found.test,
			words: wordsOf(found, step),
		};
		const repeated = touch.state === 'claimed';
		if (repeated && (found.test || (await isUnderWay(queries, id, step)))) {
			return { result: 'send', repeated, ...about };
		}
		if (touch.state === 'withheld') {
			return { result: 'withheld', rule: 'withheld', because: touch.because ?? '' };
		}
		await lockClients(queries, [found.client]);
		const rules = await rulesOf(queries, [found], await currentRules(queries), now);
		const context = await rules.contextOf(found);
		const refusal = await refusalOf(queries, found, touch, now, context);
		if (refusal === null) {
			await setTouch(queries, touch, { state: 'claimed', because: null }, moment);
			return { result: 'send', repeated, ...about };
		}
		const isLast = found.enrolment.progress.touches.at(-1)?.step === step;
		// Only the newest message can come due again: others have gone out after it.
		const result =
			refusal.result === 'later' && isLast ? ('later' as const) : ('withheld' as const);
		const final = { ...refusal, result };
		await saveFollowUps(queries, [takenBack(found, touch, final, now, context)], moment);
		const state = result === 'later' ? 'returned' : 'withheld';
		await setTouch(queries, touch, { state, because: refusal.because }, moment);
		return final;
	});
}

function wordsOf({ enrolment }: FollowUp, step: string): WantedWords {
	const touch = enrolment.progress.touches.find((each) => each.step === step);
	return {
		template: touch?.template ?? step,
		language: touch?.language ?? enrolment.client.language,
		offer: touch?.offer ?? null,
	};
}

/** Whether the mail has begun to go out: then its effect answers for it, and it is not sent again. */
async function isUnderWay(queries: Queries, followUp: string, step: string): Promise<boolean> {
	const effect = await readEffect(queries, messageKeyOf(followUp, step));
	return effect !== null && effect.state !== 'failed';
}

/** What speaks against a message now; null: nothing. The caller has locked its client. */
export async function refusalOf(
	queries: Queries,
	found: FollowUp,
	touch: KeptTouch,
	now: Date,
	context: FollowUpContext,
): Promise<Refusal | null> {
	const { enrolment } = found;
	const { client, progress } = enrolment;
	const { exit } = progress;
	// An end that came with its last message does not take that message back.
	if (exit !== null && exit.at > touch.at.toISOString()) {
		return withheld('exited', `It ended: ${exit.reason}.`);
	}
	const hold = await readHold(queries);
	if (hold !== null) return later('held', `Everything is held by ${hold.by}: ${hold.reason}`);
	if (pausedUntil(progress.facts, now.toISOString()) !== false) {
		return later('paused', 'It is paused.');
	}
	if (now.getTime() - touch.at.getTime() > context.sequence.staleAfterDays * dayMs) {
		return withheld('stale', 'Its time passed long ago.');
	}
	if (!isOpen(now.getTime(), calendarOf(enrolment, context))) {
		return later('quiet', `It is not the time to write to ${client.zone}.`);
	}
	if (client.email !== null && !found.test) {
		const listed = await findSuppression(queries, normalAddress(client.email), touch.purpose);
		if (listed !== null) {
			const because = `The address gets ${listed.scope === 'all' ? 'no mail' : 'no marketing mail'} (${listed.reason}).`;
			return withheld('suppressed', because);
		}
	}
	if (touch.purpose === 'marketing') {
		const refused = optedOutAt(progress.facts);
		const consent = mayOffer(enrolment.consents, client.country, refused, context.consent);
		if (!consent.allowed) return withheld('consent', `${consent.rule}: ${consent.source}.`);
	}
	const cap = brokenCap(context, found, touch, now);
	return cap === null ? null : later('cap', cap);
}

/** The cap that others' messages and this one together would break; null for none. */
function brokenCap(
	{ caps, others }: FollowUpContext,
	{ enrolment }: FollowUp,
	touch: KeptTouch,
	now: Date,
): string | null {
	const own = enrolment.progress.touches.filter(({ step }) => step !== touch.step);
	const gone = others.filter(({ isPlanned }) => isPlanned !== true);
	const sent = [...own, ...gone].map(({ at }) => Date.parse(at));
	const broken = caps.find(({ most, days }) => {
		const near = sent.filter((at) => at <= now.getTime() && at > now.getTime() - days * dayMs);
		return near.length + 1 > most;
	});
	return broken === undefined
		? null
		: `No client gets more than ${broken.most} in ${broken.days} days.`;
}

/** Where the enrolment stands without the message. */
export function takenBack(
	found: FollowUp,
	touch: KeptTouch,
	{ result, rule, because }: Refusal,
	now: Date,
	context: FollowUpContext,
): FollowUpStand {
	const { id, state, exitReason } = found;
	const { progress } = found.enrolment;
	const at = now.toISOString();
	const touches = progress.touches.filter(({ step }) => step !== touch.step);
	const left = { step: touch.step, at, rule: `claim/${rule}`, because };
	const changed =
		result === 'later'
			? // From now, so that it is not late by the time it waited for the claim.
				{ ...progress, touches, ...touch.before, notBefore: at }
			: { ...progress, touches, skipped: [...progress.skipped, left] };
	const isOver = state === 'exited';
	return {
		id,
		state,
		enrolment: { ...found.enrolment, progress: changed },
		step: isOver ? null : changed.step,
		sendsNext: !isOver && isMessage(changed.step, context),
		dueAt: isOver ? null : now,
		exitReason,
	};
}

function later(rule: ClaimRule, because: string): Refusal {
	return { result: 'later', rule, because };
}

function withheld(rule: ClaimRule, because: string): Refusal {
	return { result: 'withheld', rule, because };
}
