/** What a relay may tell of a mail. */
export interface MailFact {
	/** The rest of the topic, e.g. `bounced`, `complained`, `delivered`. */
	what: string;
	/** Whether the mailbox took none for good, or only not this time; null for what is no bounce. */
	bounce: 'hard' | 'soft' | null;
}

/** How an address has behaved until now, the fact in hand counted. */
export interface BounceHistory {
	/** Days (UTC) of the last `SOFT_BOUNCE_WINDOW_DAYS` with a soft bounce and no delivery since. */
	softBounceDays: number;
}

/** Days that soft bounces count for; a mailbox that is full for a month is given up by its owner. */
export const SOFT_BOUNCE_WINDOW_DAYS = 30;

/** Days with a soft bounce, and no delivery in between, that count as much as a hard one. */
export const SOFT_BOUNCE_DAYS = 3;

/** What a fact does to the list. */
export interface SuppressionWish {
	scope: 'marketing' | 'all';
	reason: 'bounced' | 'complained';
	note: string;
}

/**
 * Whether a fact takes an address off the list: a hard bounce from every mail, a complaint from
 * marketing. A soft bounce does so only when it is the third day of them without a delivery between.
 */
export function suppressionFor(fact: MailFact, history: BounceHistory): SuppressionWish | null {
	if (fact.what === 'complained') {
		return { scope: 'marketing', reason: 'complained', note: 'marked as spam' };
	}
	if (fact.bounce === 'hard') return { scope: 'all', reason: 'bounced', note: 'hard bounce' };
	if (fact.bounce !== 'soft' || history.softBounceDays < SOFT_BOUNCE_DAYS) return null;
	const note = `soft bounces on ${history.softBounceDays} days within ${SOFT_BOUNCE_WINDOW_DAYS}`;
	return { scope: 'all', reason: 'bounced', note };
}
