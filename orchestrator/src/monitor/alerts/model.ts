/** How much an alert asks of people, the most first. */
export const alertLevels = ['urgent', 'attention', 'opportunity', 'info'] as const;
/** One of them. */
export type AlertLevel = (typeof alertLevels)[number];

/** What an alert is about, by names that rules tell alerts apart by. Holds nothing about people. */
export type Labels = Readonly<Record<string, string>>;

/** A button of an alert's own, beside those that every alert has. */
export interface Offer {
	/** What pressing it does. */
	does: 'delete-extra' | 'remake' | 'leave';
	/** Id of the finding it is done to. */
	finding: string;
}

/** One thing that a rule looks at, as a sweep saw it. */
export interface Observation {
	rule: string;
	labels: Labels;
	/** What the rule's thresholds are about; higher is worse. */
	value: number;
	/** What the words of the rule are filled with, beside the labels. */
	facts: Readonly<Record<string, string | number | null>>;
	/** What a person may do about it from the message. */
	offers?: readonly Offer[];
}

/** What a look saw. */
export interface Watched {
	seen: Observation[];
	/** Rules of which it could not see everything: that nothing is seen of them does not mean it is over. */
	blind: readonly string[];
}

/** When a rule's alert begins and ends, whom it tells, and how often. Durations in milliseconds. */
export interface AlertRule {
	name: string;
	level: AlertLevel;
	/** Value from which it fires; the bound counts. */
	fireAt: number;
	/** Value under which it clears, at most `fireAt`: between the two everything stays as it is. */
	clearBelow: number;
	/** How long the value must have been there without a break. */
	fireForMs: number;
	clearForMs: number;
	/** Labels that make an alert of its own; none: whatever the rule sees is one alert. */
	apartBy: readonly string[];
	/** More new ones than these at once are one alert. */
	mostApart: number;
	/** Rules whose alert keeps this one's quiet, where the labels that both have agree. */
	silencedBy: readonly string[];
	/** Wait until somebody else hears of what nobody acknowledged; null: nobody does. */
	escalateAfterMs: number | null;
	/** How often that happens. */
	mostEscalations: number;
	/** Part of the acknowledged value from which it is worse than what was acknowledged. */
	worseBy: number;
	/** Where it is told: a channel by its name in the settings; `hub`: that of its hub, else of ops. */
	channel: string;
	/** Whether a mail goes out with it. */
	mails: boolean;
	/** Whether its message says that it is over. */
	tellsEnd: boolean;
}

/** Everything of one alert that a sweep saw together. */
export interface Group {
	fingerprint: string;
	rule: string;
	labels: Labels;
	/** Of its worst member; of an alert of many also their number, where that is more. */
	value: number;
	/** At most `MEMBERS_KEPT` of them, the worst first. */
	members: Member[];
	count: number;
	isMany: boolean;
}

/** What a message shows of an observation. */
export type Member = Pick<Observation, 'labels' | 'value' | 'facts' | 'offers'>;

/** Members that an alert remembers and shows. */
export const MEMBERS_KEPT = 5;

/** Where an alert stands. `closed`: nothing more comes of it; the next time is another alert. */
export type AlertPhase = 'pending' | 'firing' | 'clearing' | 'resolved' | 'closed';

/** An alert as the ledger keeps it. Times in milliseconds since 1970. */
export interface Alert {
	id: string;
	fingerprint: string;
	rule: string;
	level: AlertLevel;
	labels: Labels;
	phase: AlertPhase;
	value: number;
	count: number;
	isMany: boolean;
	members: Member[];
	/** When the value came to the rule's bound. */
	since: number;
	firedAt: number | null;
	clearSince: number | null;
	resolvedAt: number | null;
	/** When people were told; null: nobody was. */
	announcedAt: number | null;
	/** What the message showed last. */
	shown: string | null;
	shownAt: number | null;
	updates: number;
	escalations: number;
	/** From when the wait for somebody's acknowledging counts. */
	waitsSince: number | null;
	acknowledged: Acknowledgement | null;
	/** How often whoever acknowledged it was told that it got worse, or came back. */
	reminders: number;
}

/** Somebody's word that they know of it. */
export interface Acknowledgement {
	/** Id in Slack, and the name they have there. */
	personId: string;
	personName: string;
	at: number;
	/** The value they knew. */
	value: number;
	/** It is quiet until then; null: until it is over or worse. */
	until: number | null;
}

/** What is to be told, and whom. Each is done once: its number is part of the effect's key. */
export type Act =
	| { kind: 'post'; alert: string }
	| { kind: 'update'; alert: string; number: number }
	| { kind: 'mail'; alert: string; number: number }
	| { kind: 'remind'; alert: string; number: number; personId: string; isWorse: boolean };
