import type { Moment } from './inbox';
import { atMoment } from './inbox';
import { storable } from './storable';
import type { Queries, Store } from './store';

/** What a person answers to the alert of a lead. */
export const leadAnswers = ['taken', 'given-back', 'not-a-fit'] as const;
/** One of them. */
export type LeadAnswer = (typeof leadAnswers)[number];

/** An answer as somebody wants to give it. */
export interface NewClaim {
	/** `lead:4711`, or `test/lead:4711/<run>` of a test run. */
	lead: string;
	answer: LeadAnswer;
	test: boolean;
	/** Their id in Slack. */
	personId: string;
	personName: string;
	/** Why it does not fit; null for the other answers. */
	reason: string | null;
	note: string | null;
	/** Key of the effect that posted the alert. */
	alert: string;
	/** Where the button was pressed; null where Slack did not say. */
	channel: string | null;
	ts: string | null;
	/**
	 * Number of the answer that the person saw when they gave theirs, 0 for none: another one since
	 * then stands in the way. null where only what holds now counts.
	 */
	seen: number | null;
}

/** An answer that was given. */
export interface Claim extends Omit<NewClaim, 'seen'> {
	/** 1 for the first answer to this lead. */
	occurrence: number;
	at: Date;
}

const COLUMNS = `lead, occurrence, answer, test, person_id AS "personId", person_name AS "personName",
	reason, note, alert, channel, ts, at`;

/** The answer that holds for a lead; null while there is none. */
export async function readClaim(queries: Queries, lead: string): Promise<Claim | null> {
	const [claim] = await queries.query<Claim>(
		`SELECT ${COLUMNS} FROM lead_claims WHERE lead = $1 ORDER BY occurrence DESC LIMIT 1`,
		[lead],
	);
	return claim ?? null;
}

/** Whether an answer was kept; where not, the one that stands in its way. */
export type Answered = { isKept: true; claim: Claim } | { isKept: false; holds: Claim | null };

/** Looks again when others answered at the same moment; each time one of them has got through. */
const MOST_TRIES = 5;

/**
 * Keeps an answer if what holds for the lead allows it: who takes it must find it free, who gives it
 * back must have it, and nothing follows "not a fit". One atomic statement decides who was first.
 *
 * @param also what is kept with it, in the same transaction
 */
export async function answerLead(
	store: Store,
	claim: NewClaim,
	also: (queries: Queries, claim: Claim) => Promise<void>,
	moment: Moment = null,
): Promise<Answered> {
	for (let tries = 1; ; tries += 1) {
		const kept = await store.transaction(async (queries) => {
			const [answered] = await queries.query<Claim>(ANSWER, valuesOf(claim, moment));
			if (answered !== undefined) await also(queries, answered);
			return answered ?? null;
		});
		if (kept !== null) return { isKept: true, claim: kept };
		const holds = await readClaim(store, claim.lead);
		if (tries === MOST_TRIES || !allows(holds, claim)) return { isKept: false, holds };
	}
}

function valuesOf(claim: NewClaim, moment: Moment) {
	const { lead, answer, test, personId, personName, reason, note, alert } = storable(claim);
	const { channel, ts, seen } = claim;
	return [lead, answer, test, personId, personName, reason, note, alert, channel, ts, seen, moment];
}

/** The rule of the statement below, for the answer that is found to stand in the way. */
function allows(holds: Claim | null, { answer, personId, seen }: NewClaim): boolean {
	if (seen !== null && seen !== (holds?.occurrence ?? 0)) return false;
	switch (answer) {
		case 'taken':
			return holds === null || holds.answer === 'given-back';
		case 'given-back':
			return holds?.answer === 'taken' && holds.personId === personId;
		case 'not-a-fit':
			return holds?.answer !== 'not-a-fit';
	}
}

// Two that find the same answer want the same number: the second waits for the first and gets nothing.
const ANSWER = `
WITH holds AS (
	SELECT occurrence, answer, person_id FROM lead_claims WHERE lead = $1::text
	ORDER BY occurrence DESC LIMIT 1
)
INSERT INTO lead_claims
	(lead, occurrence, answer, test, person_id, person_name, reason, note, alert, channel, ts, at)
SELECT $1::text, coalesce((SELECT occurrence FROM holds), 0) + 1, $2::text, $3::boolean, $4::text,
	$5::text, $6::text, $7::text, $8::text, $9::text, $10::text, ${atMoment('$12')}
WHERE ($11::integer IS NULL OR $11::integer = coalesce((SELECT occurrence FROM holds), 0))
	AND CASE $2::text
		WHEN 'taken' THEN NOT EXISTS (SELECT 1 FROM holds WHERE answer <> 'given-back')
		WHEN 'given-back' THEN EXISTS (SELECT 1 FROM holds WHERE answer = 'taken' AND person_id = $4::text)
		ELSE NOT EXISTS (SELECT 1 FROM holds WHERE answer = 'not-a-fit')
	END
ON CONFLICT (lead, occurrence) DO NOTHING
RETURNING ${COLUMNS}`;
