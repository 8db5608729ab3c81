/** What ends a sequence, by the word that its exit carries. */
export const stopTypes = [
	'replied',
	'meeting_booked',
	'deal_created',
	'invoice_overdue',
	'dispute',
	'bounced',
	'complained',
	'unsubscribed',
	'negative_score',
	'stopped',
] as const;

/** What ends a sequence. */
export type StopType = (typeof stopTypes)[number];

/** What can happen to an enrolment. */
export const eventTypes = [
	...stopTypes,
	'invoice_paid',
	'dispute_closed',
	'feedback',
	'consented',
	'paused',
	'resumed',
	'sent',
	'delivered',
	'opened',
	'clicked',
	'score_changed',
] as const;

/** What can happen to an enrolment. */
export type EventType = (typeof eventTypes)[number];

/** What an opt-out is from: offers, questions how it was, or everything. */
export type OptOutScope = 'marketing' | 'feedback' | 'all';

/** Something that happened, as `advance` takes it. */
export interface FollowUpEvent {
	/** The same for the same happening, however often it is told. */
	id: string;
	type: EventType;
	/** When it happened, ISO 8601, UTC. */
	at: string;
	/** Who wrote, for a reply: lower case; null where that is not known. */
	from: string | null;
	/** The answer to a question how it was, 0 to 10, or a score that changed. */
	score: number | null;
	/** Whether a machine did it: an out-of-office note, or a scanner that opens every link. */
	isAutomatic: boolean;
	/** What an opt-out is from. */
	scope: OptOutScope;
	/** Invoice or dispute; null stands for every one. */
	reference: string | null;
	/** Step that was sent. */
	step: string | null;
	/** Until when it is paused; null for until somebody resumes it. */
	until: string | null;
	/** Whether a bounce is for a time only. */
	isSoft: boolean;
	/** Basis and evidence of a consent. */
	basis: string | null;
	evidence: string | null;
}
