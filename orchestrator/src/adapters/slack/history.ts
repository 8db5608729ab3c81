import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import type { Outcome } from '../outcome';
import type { SlackOptions } from './client';
import { SLACK_EVENT_TYPE, slackClient } from './client';
import { failure, VENDOR } from './failure';

/** A message of ours as it stands in a channel. */
export interface FoundMessage {
	/** Slack's id of it within the channel: seconds since 1970. */
	ts: string;
	/** Key of the effect that posted it. */
	key: string;
}

/** What was read of a channel's history. */
export interface ReadHistory {
	/** Our messages, in any order. */
	messages: FoundMessage[];
	/** How many calls it took. */
	calls: number;
	/** Moment from which on everything was read; later than asked for where there was too much. */
	from: Date;
}

/** Reads the history of channels; rejects with LookUpFailed where nobody can say. */
export interface SlackHistory {
	/** Our messages since a moment. @param channel id */
	since(channel: string, oldest: Date): Promise<ReadHistory>;
	/** The message of ours at one place; null where there is none. */
	at(channel: string, ts: string): Promise<FoundMessage | null>;
	/** Deletes a message; one that is gone already is fine. */
	remove(channel: string, ts: string): Promise<Outcome<{ note: string | null }>>;
}

/** Messages on a page, as for the adapter; and the most pages that one look reads. */
const PAGE = 999;
const MOST_PAGES = 5;

const pageSchema = z.object({
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
	response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const platformCode = z.object({ data: z.object({ error: z.string() }) });

/**
 * Builds it on Slack's SDK.
 *
 * @param before awaited before each call: for its turn
 */
export function slackHistory(options: SlackOptions, before: () => Promise<void>): SlackHistory {
	const client = slackClient(options);
	return {
		since: async (channel, oldest) => {
			const messages: FoundMessage[] = [];
			let cursor = '';
			let from = oldest;
			for (let calls = 1; ; calls += 1) {
				await before();
				const page = await readPage(client, channel, {
					oldest: secondsOf(oldest),
					...(cursor === '' ? {} : { cursor }),
				});
				messages.push(...page.messages.flatMap(ours));
				cursor = page.response_metadata?.next_cursor ?? '';
				if (cursor === '') return { messages, calls, from };
				const last = page.messages.at(-1)?.ts;
				if (last !== undefined) from = new Date(Number(last) * 1_000);
				if (calls >= MOST_PAGES) return { messages, calls, from };
			}
		},
		at: async (channel, ts) => {
			await before();
			const { messages } = await readPage(client, channel, { oldest: ts, latest: ts, limit: 1 });
			return messages.filter((message) => message.ts === ts).flatMap(ours)[0] ?? null;
		},
		remove: async (channel, ts) => {
			await before();
			try {
				await client.apiCall('chat.delete', { channel, ts });
				return { result: 'done', receipt: { note: null } };
			} catch (error) {
				const read = platformCode.safeParse(error);
				if (read.success && read.data.data.error === 'message_not_found') {
					const note = 'The message was no longer in the channel.';
					return { result: 'done', receipt: { note } };
				}
				return failure(error, channel);
			}
		},
	};
}

async function readPage(client: WebClient, channel: string, more: Record<string, string | number>) {
	try {
		const answer = await client.apiCall('conversations.history', {
			channel,
			inclusive: true,
			include_all_metadata: true,
			limit: PAGE,
			...more,
		});
		return pageSchema.parse(answer);
	} catch (error) {
		throw new LookUpFailed(harmless(VENDOR, failure(error, channel)));
	}
}

function ours({ ts, metadata }: z.infer<typeof pageSchema>['messages'][number]): FoundMessage[] {
	const key = metadata?.event_payload?.key;
	return metadata?.event_type === SLACK_EVENT_TYPE && typeof key === 'string' ? [{ ts, key }] : [];
}

function secondsOf(moment: Date): string {
	return (moment.getTime() / 1_000).toFixed(6);
}
