/** How many calls may begin in any stretch of time of that length. */
export interface Pace {
	/** 1 or more. */
	calls: number;
	windowMs: number;
}

/** What has a published limit of its own. */
export type PaceName =
	| 'slackChannel'
	| 'slackHistory'
	| 'slackUpdates'
	| 'clickupToken'
	| 'clickupMonitor'
	| 'frameioCreate'
	| 'frameioRead'
	| 'frameioComment'
	| 'hubspotAccount'
	| 'hubspotSearch'
	| 'stripeInvoices'
	| 'stripeRead';

/** A pace for each published limit. */
export type Paces = Record<PaceName, Pace>;

/**
 * The published limits, less a tenth of ClickUp's, Frame.io's and HubSpot's: look-ups, seeding and n8n's own nodes
 * use the same tokens. The one place where these figures stand.
 *
 * Slack: about one message a second in a channel, short bursts tolerated, without a number
 * (docs.slack.dev/apis/web-api/rate-limits); three at once are our choice. Its history is a method of
 * tier 3: 50 calls a minute for an app of one's own workspace (the page of conversations.history); so
 * is chat.update.
 * ClickUp: 100 calls a minute for a token on the plans up to Business
 * (developer.clickup.com/docs/rate-limits).
 * Frame.io: 100 calls a minute and user of each operation that reads, 10 of each that makes something
 * (the operations' descriptions in its own description of V4, July 2026); 100 comments too.
 * HubSpot: 190 calls in 10 s on Professional, and of searches 5 a second
 * (developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines); an
 * account with less says so by 429, which everybody waiting for it obeys.
 * Stripe: 25 calls a second in test mode, 100 with real money (docs.stripe.com/rate-limits, secondary);
 * an invoice needs about ten of them.
 * All as found in stored copies searched 2026-11-22.
 */
export const publishedPaces: Paces = {
	slackChannel: { calls: 3, windowMs: 3_000 },
	slackHistory: { calls: 45, windowMs: 60_000 },
	slackUpdates: { calls: 45, windowMs: 60_000 },
	clickupToken: { calls: 90, windowMs: 60_000 },
	// What the monitor takes of it: a third leaves room for effects.
	clickupMonitor: { calls: 30, windowMs: 60_000 },
	frameioCreate: { calls: 9, windowMs: 60_000 },
	frameioRead: { calls: 90, windowMs: 60_000 },
	frameioComment: { calls: 90, windowMs: 60_000 },
	hubspotAccount: { calls: 171, windowMs: 10_000 },
	hubspotSearch: { calls: 4, windowMs: 1_000 },
	stripeInvoices: { calls: 2, windowMs: 1_000 },
	// What the monitor takes of it: two invoices a second and this stay below the 25 of test mode.
	stripeRead: { calls: 4, windowMs: 1_000 },
};

/** As fast as callers come. */
export const unpaced: Pace = { calls: Number.POSITIVE_INFINITY, windowMs: 0 };

/** Paces for stand-ins that keep no limits: a 429 is obeyed all the same. */
export const noPaces: Paces = {
	slackChannel: unpaced,
	slackHistory: unpaced,
	slackUpdates: unpaced,
	clickupToken: unpaced,
	clickupMonitor: unpaced,
	frameioCreate: unpaced,
	frameioRead: unpaced,
	frameioComment: unpaced,
	hubspotAccount: unpaced,
	hubspotSearch: unpaced,
	stripeInvoices: unpaced,
	stripeRead: unpaced,
};
