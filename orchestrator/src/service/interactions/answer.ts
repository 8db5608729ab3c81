import { randomUUID } from 'node:crypto';
import { eventId } from '../../inbox/eventId';
import type { Moment } from '../../ledger/inbox';
import { recordEvents } from '../../ledger/inbox';
import type { Answered, Claim, LeadAnswer } from '../../ledger/leadClaims';
import { answerLead } from '../../ledger/leadClaims';
import { readLeadReceipts } from '../../ledger/leadReceipts';
import { keepRecord } from '../../ledger/records';
import type { Queries, Store } from '../../ledger/store';
import type { ButtonValue, LeadReason } from '../../texts/leadAnswers';
import type { Alert } from './alert';
import type { Presser } from './read';

/** An answer to an alert, as a press or a form gives it. */
export interface GivenAnswer {
	answer: LeadAnswer;
	person: Presser;
	value: ButtonValue;
	channel: string | null;
	ts: string | null;
	/** Only for `not-a-fit`. */
	because?: { reason: LeadReason; note: string | null; label: string; seen: number };
}

/** Topic of the event that an answer makes. */
const topics: Record<LeadAnswer, string> = {
	taken: 'lead.claimed',
	'given-back': 'lead.given-back',
	'not-a-fit': 'lead.not-a-fit',
};

/** Type of the records that say how a lead went on. */
export const OUTCOME_RECORD = 'lead-outcome';

/**
 * Keeps an answer with the event that sets its flow going, and the outcome where it is one: all of
 * them or none.
 */
export async function keepAnswer(
	store: Store,
	alert: Alert,
	given: GivenAnswer,
	now: Date,
	moment: Moment,
): Promise<Answered> {
	const { answer, person, value, channel, ts, because } = given;
	const claim = {
		lead: alert.lead,
		answer,
		test: alert.run !== null,
		personId: person.id,
		personName: person.name.slice(0, 200),
		reason: because?.reason ?? null,
		note: because?.note ?? null,
		alert: value.alert,
		channel,
		ts,
		seen: because?.seen ?? null,
	};
	return await answerLead(
		store,
		claim,
		async (queries, kept) => {
			await recordAnswer(queries, alert, kept, value, now, moment);
			if (answer === 'not-a-fit') await recordOutcome(queries, alert, kept, because?.label ?? '');
		},
		moment,
	);
}

async function recordAnswer(
	queries: Queries,
	{ subject, run, effect }: Alert,
	{ lead, answer, test, occurrence, personId, personName, reason, note, at }: Claim,
	{ alert, language }: ButtonValue,
	now: Date,
	moment: Moment,
): Promise<void> {
	const receipts = await readLeadReceipts(queries, subject, run);
	const posted = typeof effect.receipt === 'object' ? effect.receipt : null;
	const payload = {
		answer,
		occurrence,
		at: at.toISOString(),
		lead: { id: subject.slice(subject.indexOf(':') + 1) },
		person: { slackId: personId, name: personName },
		...(reason === null ? {} : { reason, note: note ?? '' }),
		language,
		receipts: { ...receipts, message: { ...posted, key: alert } },
	};
	const externalId = `lead-answer/${lead}/${occurrence}`;
	const event = { source: 'slack', externalId, topic: topics[answer], subject, test, payload };
	await recordEvents(queries, [{ ...event, id: eventId(now) }], moment);
}

/** Under the subject of the lead, so that whoever asks how it went finds it there. */
async function recordOutcome(
	queries: Queries,
	{ subject }: Alert,
	{ lead, occurrence, test, personId, personName, reason, note, at }: Claim,
	label: string,
): Promise<void> {
	await keepRecord(queries, {
		id: randomUUID(),
		key: `${lead}/outcome/sales/${occurrence}`,
		type: OUTCOME_RECORD,
		subject,
		test,
		text: `Not a fit: ${label}.${note === null ? '' : ` ${note}`}`,
		content: {
			outcome: 'not-a-fit',
			reason,
			note,
			by: { slackId: personId, name: personName },
			at: at.toISOString(),
		},
	});
}
