import type { WebAPICallResult, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Json } from '../../ledger/json';
import { cachedLookUp } from '../cached';
import { LookUpFailed } from '../harmless';
import type { LookUp, Outcome } from '../outcome';
import { lookUpFailed, unknownOf } from '../outcome';
import type { SlackOptions } from './client';
import { SLACK_EVENT_TYPE, slackClient } from './client';
import { failure, VENDOR } from './failure';
import { slackHistory } from './history';
import type { SlackInteraction } from './interaction';
import { slackInteraction } from './interaction';

/** A message that stands in a channel. */
export interface MessageReceipt {
	/** Id of the channel, whatever name it was asked for by. */
	channel: string;
	/** Slack's id of the message within the channel. */
	ts: string;
	/** Link a person opens; null when Slack would not say where its workspace is. */
	url: string | null;
}

/** A message to post; `text` is also what a notification shows. */
export interface NewMessage {
	/** Id, or name with `#`. */
	channel: string;
	text: string;
	/** Block Kit, or null for text alone. */
	blocks: Json[] | null;
	/** The effect's key, kept in the message's metadata so that it can be found again. */
	key: string;
}

/** A message that may stand in a channel. */
export interface AskedMessage {
	/** Id, or name with `#`. */
	channel: string;
	key: string;
	/** When it was tried first. */
	since: Date;
}

/** A message at its place. */
export interface PlacedMessage {
	/** Id of the channel. */
	channel: string;
	ts: string;
	/** Key of the effect that it has to be of. */
	key: string;
}

/** What we do in Slack. */
export interface SlackAdapter extends SlackInteraction {
	/** Posts a message; repeating it posts a second one. */
	postMessage(message: NewMessage): Promise<Outcome<MessageReceipt>>;
	/** Looks in the channel's history for the message that carries this key, from a moment on. */
	findMessage(asked: AskedMessage): Promise<LookUp<MessageReceipt>>;
	/** Deletes a message if it carries this key; one that does not, or is not there, is left alone. */
	deleteMessage(message: PlacedMessage): Promise<Outcome<{ note: string | null }>>;
	/** Id of the person with this address, null when there is none or Slack would not say. */
	findUser(email: string): Promise<string | null>;
	close(): void;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The clocks of Slack and of this machine may differ by so much. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Messages on a page of conversations.history, at most 999 for an app made for one's own workspace
 * (docs.slack.dev/reference/methods/conversations.history, as found in a stored copy searched
 * 2026-11-22); needs the scope channels:history, and groups:history for private channels.
 */
const HISTORY_PAGE = 999;
/** Pages looked through for one message; more have not been posted in any channel within hours. */
const MOST_PAGES = 20;
/** Page of conversations.list, as its own page recommends (the same stored copy). */
const CHANNEL_PAGE = 200;

const history = z.object({
	messages: z.array(
		z.object({
			ts: z.string().min(1),
			metadata: z
				.object({
					event_type: z.string().optional(),
					event_payload: z.object({ key: z.unknown() }).partial().optional(),
				})
				.optional(),
		}),
	),
	has_more: z.boolean().default(false),
	response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const channelPage = z.object({
	channels: z.array(z.object({ id: z.string().min(1), name: z.string().optional() })),
	response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const posted = z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) });
const found = z.object({ user: z.object({ id: z.string().min(1) }) });
const tested = z.object({ url: z.string().url() });

/** Builds the adapter on Slack's SDK, whose own retries and waits stay off: the service decides. */
export function slackAdapter(options: SlackOptions): SlackAdapter {
	const client = slackClient(options);
	const interaction = slackInteraction(client, options);
	const workspace = cachedLookUp(
		async () => await orNull(client.auth.test(), (answer) => tested.parse(answer).url),
		(url) => (url === null ? MINUTE_MS : HOUR_MS),
	);
	const users = cachedLookUp(
		async (email) =>
			await orNull(client.users.lookupByEmail({ email }), (answer) => found.parse(answer).user.id),
		(id) => (id === null ? MINUTE_MS : HOUR_MS),
	);

	// History takes ids only. A name that is not found is asked for again at once.
	const channelIds = cachedLookUp(
		async (name) => await findChannel(client, name),
		(id) => (id === null ? 0 : HOUR_MS),
	);
	const find = async (asked: AskedMessage): Promise<LookUp<MessageReceipt>> => {
		const { channel: name } = asked;
		const channel = /^[CGD][A-Z0-9]{6,}$/.test(name) ? name : await channelIds.get(name);
		if (channel === null) {
			return { result: 'failed', why: `Slack shows us no channel ${name}.`, retryAfterMs: null };
		}
		const ts = await findInHistory(client, channel, asked);
		if (ts === null) return { result: 'absent' };
		const url = linkTo(await workspace.get(''), channel, ts);
		return { result: 'found', receipt: { channel, ts, url } };
	};

	const placed = slackHistory(options, async () => undefined);
	return {
		...interaction,
		deleteMessage: async ({ channel, ts, key }) => {
			try {
				const found = await placed.at(channel, ts);
				if (found?.key === key) return await placed.remove(channel, ts);
				const note = 'There is no message of ours with that key.';
				return { result: 'done', receipt: { note } };
			} catch (error) {
				return error instanceof LookUpFailed ? error.failure : failure(error, channel);
			}
		},
		findMessage: async (asked) => {
			try {
				return await find(asked);
			} catch (error) {
				return lookUpFailed(failure(error, asked.channel));
			}
		},
		postMessage: async ({ channel, text, blocks, key }) => {
			let answer: WebAPICallResult;
			try {
				answer = await client.apiCall('chat.postMessage', {
					channel,
					text,
					...(blocks === null ? {} : { blocks }),
					metadata: { event_type: SLACK_EVENT_TYPE, event_payload: { key } },
					unfurl_links: false,
					unfurl_media: false,
				});
			} catch (error) {
				return failure(error, channel);
			}
			const read = posted.safeParse(answer);
			if (!read.success) {
				return unknownOf(VENDOR, 'Slack answered ok, but without the channel and ts.', 200);
			}
			const url = linkTo(await workspace.get(''), read.data.channel, read.data.ts);
			return { result: 'done', receipt: { channel: read.data.channel, ts: read.data.ts, url } };
		},
		findUser: async (email) => await users.get(email),
		close: () => {
			workspace.clear();
			users.clear();
			channelIds.clear();
			interaction.forget();
		},
	};
}

/** @returns null when the bot sees no channel of that name */
async function findChannel(client: WebClient, name: string): Promise<string | null> {
	const wanted = name.replace(/^#/, '');
	let cursor = '';
	do {
		const answer = await client.apiCall('conversations.list', {
			types: 'public_channel,private_channel',
			limit: CHANNEL_PAGE,
			...(cursor === '' ? {} : { cursor }),
		});
		const page = channelPage.parse(answer);
		const found = page.channels.find((channel) => channel.name === wanted);
		if (found !== undefined) return found.id;
		cursor = page.response_metadata?.next_cursor ?? '';
	} while (cursor !== '');
	return null;
}

/**
 * @returns null when no message carries the key
 * @throws Error when the history cannot be read to its end: then nothing is known
 */
async function findInHistory(
	client: WebClient,
	channel: string,
	{ key, since }: AskedMessage,
): Promise<string | null> {
	const oldest = ((since.getTime() - CLOCK_SKEW_MS) / 1_000).toFixed(6);
	let cursor = '';
	for (let pages = 0; pages < MOST_PAGES; pages += 1) {
		const answer = await client.apiCall('conversations.history', {
			channel,
			oldest,
			inclusive: true,
			include_all_metadata: true,
			limit: HISTORY_PAGE,
			...(cursor === '' ? {} : { cursor }),
		});
		const page = history.parse(answer);
		const found = page.messages.find(
			({ metadata }) =>
				metadata?.event_type === SLACK_EVENT_TYPE && metadata.event_payload?.key === key,
		);
		if (found !== undefined) return found.ts;
		cursor = page.response_metadata?.next_cursor ?? '';
		if (cursor === '' && page.has_more) throw new Error('Slack has more and does not say where');
		if (cursor === '') return null;
	}
	throw new Error(`more than ${MOST_PAGES * HISTORY_PAGE} messages since then`);
}

function linkTo(workspace: string | null, channel: string, ts: string): string | null {
	if (workspace === null) return null;
	return `${workspace.replace(/\/+$/, '')}/archives/${channel}/p${ts.replace('.', '')}`;
}

/** A look-up that may fail without harm: the message matters more than the mention or the link. */
async function orNull<Value>(
	call: Promise<WebAPICallResult>,
	read: (answer: WebAPICallResult) => Value,
): Promise<Value | null> {
	try {
		return read(await call);
	} catch {
		return null;
	}
}
