/** How many calls may begin in any stretch of time of that length. */
export interface Pace {
	/** 1 or more. */
	calls: number;
	windowMs: number;
}

/** What has a published limit of its own. */
export type PaceName = 'slackChannel' | 'clickupToken' | 'hubspotAccount';

/** A pace for each published limit. */
export type Paces = Record<PaceName, Pace>;

/**
 * The published limits, less a tenth of ClickUp's and HubSpot's: look-ups, seeding and n8n's own nodes
 * use the same tokens. The one place where these figures stand.
 *
 * Slack: about one message a second in a channel, short bursts tolerated, without a number
 * (docs.slack.dev/apis/web-api/rate-limits, read 2026-11); three at once are our choice.
 * ClickUp: 100 calls a minute for a token on the plans up to Business
 * (developer.clickup.com/docs/rate-limits, read 2026-11).
 * HubSpot: 190 calls in 10 s on Professional, the search apart and slower, which no effect uses
 * (developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines, read 2026-11); an
 * account with less says so by 429, which everybody waiting for it obeys.
 */
export const publishedPaces: Paces = {
	slackChannel: { calls: 3, windowMs: 3_000 },
	clickupToken: { calls: 90, windowMs: 60_000 },
	hubspotAccount: { calls: 171, windowMs: 10_000 },
};

/** As fast as callers come. */
export const unpaced: Pace = { calls: Number.POSITIVE_INFINITY, windowMs: 0 };

/** Paces for stand-ins that keep no limits: a 429 is obeyed all the same. */
export const noPaces: Paces = {
	slackChannel: unpaced,
	clickupToken: unpaced,
	hubspotAccount: unpaced,
};
