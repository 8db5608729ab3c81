import type { EventType } from './events';

/** An event under another name, with what the name says besides. */
export interface Alias {
	type: EventType;
	isAutomatic?: boolean;
	isSoft?: boolean;
	scope?: 'marketing' | 'feedback' | 'all';
}

/** What mail, money, meeting and sales tools call the same things; names as `eventName` writes them. */
const names: Readonly<Record<EventType, string>> = {
	replied:
		'reply replied_to email_replied email_reply mail_replied client_replied customer_replied reply_received message_received inbound_message inbound_email responded response',
	meeting_booked:
		'meeting booked meeting_scheduled meeting_created call_booked call_scheduled booking booking_created appointment_booked invitee_created calendly_booked demo_booked',
	deal_created:
		'deal new_deal deal_won deals_won deal_opened deal_create opportunity_created new_project project_created project_started order_placed order_created purchase purchased repeat_purchase converted',
	invoice_overdue:
		'overdue unpaid unpaid_invoice invoice_unpaid invoice_past_due past_due payment_overdue payment_failed invoice_payment_failed',
	dispute:
		'disputed dispute_opened dispute_created payment_disputed charge_disputed charge_dispute_created chargeback',
	bounced:
		'bounce email_bounced mail_bounced mail_bounce hard_bounce hard_bounced bounced_hard undeliverable delivery_failed',
	complained:
		'complaint spam spam_complaint spam_report spam_reported marked_as_spam mail_complained email_complained',
	unsubscribed:
		'unsubscribe opt_out opted_out optout mail_unsubscribed email_unsubscribed list_unsubscribe consent_withdrawn consent_revoked consent_removed marketing_opt_out',
	negative_score: 'score_negative lead_score_negative',
	stopped:
		'stop manual_stop manually_stopped stopped_manually cancelled canceled cancel removed unenrolled unenroll',
	invoice_paid: 'paid invoice_payment_succeeded payment_succeeded payment_received invoice_settled',
	dispute_closed: 'dispute_resolved dispute_won dispute_settled charge_dispute_closed',
	feedback:
		'feedback_received feedback_given feedback_score feedback_answered nps nps_response nps_score nps_answered rating rated score scored survey_answered survey_response survey_completed answered answer',
	consented:
		'consent consent_given consent_granted opt_in opted_in optin subscribed resubscribed subscribe marketing_opt_in',
	paused: 'pause manual_pause snoozed on_hold',
	resumed: 'resume unpaused continued restarted',
	sent: 'touch_sent email_sent mail_sent message_sent send step_sent',
	delivered:
		'delivery project_delivered delivery_completed handoff enrolled enroled enrolment enrollment enrol enroll re_enrolled reenrolled',
	opened: 'open email_opened mail_opened email_open mail_delivered email_delivered',
	clicked: 'click link_clicked email_clicked mail_clicked email_click',
	score_changed: 'lead_score lead_score_changed score_updated engagement_score lead_scored',
};

const special: Readonly<Record<string, Alias>> = {
	auto_reply: { type: 'replied', isAutomatic: true },
	auto_replied: { type: 'replied', isAutomatic: true },
	autoreply: { type: 'replied', isAutomatic: true },
	out_of_office: { type: 'replied', isAutomatic: true },
	ooo: { type: 'replied', isAutomatic: true },
	soft_bounce: { type: 'bounced', isSoft: true },
	soft_bounced: { type: 'bounced', isSoft: true },
	bounced_soft: { type: 'bounced', isSoft: true },
	scanner_click: { type: 'clicked', isAutomatic: true },
	feedback_declined: { type: 'unsubscribed', scope: 'feedback' },
	survey_declined: { type: 'unsubscribed', scope: 'feedback' },
	no_thanks: { type: 'unsubscribed', scope: 'feedback' },
	unsubscribed_all: { type: 'unsubscribed', scope: 'all' },
	unsubscribe_all: { type: 'unsubscribed', scope: 'all' },
	global_unsubscribe: { type: 'unsubscribed', scope: 'all' },
	do_not_contact: { type: 'unsubscribed', scope: 'all' },
};

const aliases: ReadonlyMap<string, Alias> = new Map<string, Alias>([
	...Object.entries(names).flatMap(([type, words]) =>
		[type, ...words.split(' ')].map((word): [string, Alias] => [word, { type: type as EventType }]),
	),
	...Object.entries(special),
]);

/** A name in one spelling: `meetingBooked`, `Meeting booked` and `meeting.booked` are the same. */
export function eventName(name: string): string {
	return name
		.trim()
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '');
}

/** What an event is by its name; null for one that nobody knows. */
export function eventOf(name: string): Alias | null {
	return aliases.get(eventName(name)) ?? null;
}

/** Every other name of a type, for whoever wants to know. */
export function otherNames(type: EventType): string[] {
	return [...aliases].filter(([, alias]) => alias.type === type).map(([name]) => name);
}
