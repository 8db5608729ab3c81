import { FixedWindow, retryAfterSeconds, TokenBucket } from '../rateLimits';
import type { LimitMode, VendorAnswer } from '../types';

/**
 * Calls a minute of each tier: Slack publishes them as "at least" figures
 * (docs.slack.dev/apis/web-api/rate-limits, as found in a stored copy searched 2026-11-22); the
 * stand-in takes them exactly. For the methods with a limit of their own the pages speak of
 * hundreds a minute and name no number; 300 is our choice.
 */
const callsPerMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100, special: 300 } as const;

type Tier = keyof typeof callsPerMinute;

/**
 * The tier of each method the stand-in has (slackapi/java-slack-sdk, rate_limit_tiers.json,
 * 2026-08).
 */
export const tiers: Record<string, Tier> = {
	'api.test': 'tier4',
	'auth.test': 'special',
	'bookmarks.add': 'tier2',
	'bookmarks.edit': 'tier2',
	'bookmarks.list': 'tier3',
	'bookmarks.remove': 'tier2',
	'bots.info': 'tier3',
	'chat.delete': 'tier3',
	'chat.getPermalink': 'special',
	'chat.postMessage': 'special',
	'chat.update': 'tier3',
	'conversations.archive': 'tier2',
	'conversations.create': 'tier2',
	'conversations.history': 'tier3',
	'conversations.info': 'tier3',
	'conversations.invite': 'tier3',
	'conversations.join': 'tier3',
	'conversations.kick': 'tier3',
	'conversations.leave': 'tier3',
	'conversations.list': 'tier2',
	'conversations.members': 'tier4',
	'conversations.open': 'tier3',
	'conversations.replies': 'tier3',
	'conversations.setTopic': 'tier2',
	'reactions.add': 'tier3',
	'team.info': 'tier3',
	'users.info': 'tier4',
	'users.list': 'tier2',
	'users.lookupByEmail': 'tier3',
	'views.open': 'tier4',
};

/**
 * Messages a channel takes at once before the rate of one a second holds. Slack's page on rate
 * limits tolerates short bursts and keeps their size to itself; five is our choice.
 */
const channelBurst = 5;

/** Counts calls as Slack does: by method and tier, and messages by channel. */
export class SlackLimits {
	private readonly windows = new Map<Tier, FixedWindow>();
	private readonly channels = new TokenBucket(channelBurst, 1_000);

	constructor(private readonly mode: LimitMode) {}

	/** The refusal when a limit is used up; null when the call may go on. */
	take(method: string, channel: string, at: number): VendorAnswer | null {
		if (this.mode === 'off') return null;
		const calls = this.windowOf(tiers[method] ?? 'tier3').take(method, at);
		if (!calls.allowed) return rateLimited(retryAfterSeconds(calls, at));
		if (method !== 'chat.postMessage') return null;
		const messages = this.channels.take(channel, at);
		return messages.allowed ? null : rateLimited(retryAfterSeconds(messages, at));
	}

	clear(): void {
		for (const window of this.windows.values()) window.clear();
		this.channels.clear();
	}

	private windowOf(tier: Tier): FixedWindow {
		const known = this.windows.get(tier) ?? new FixedWindow(callsPerMinute[tier], 60_000);
		this.windows.set(tier, known);
		return known;
	}
}

/** 429 in Slack's shape. */
export function rateLimited(seconds: number): VendorAnswer {
	return {
		status: 429,
		headers: { 'retry-after': String(seconds) },
		body: { ok: false, error: 'ratelimited' },
	};
}
