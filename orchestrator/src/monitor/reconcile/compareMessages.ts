import type { FoundMessage } from '../../adapters/slack/history';
import type { Difference } from './model';
import { shortMoment } from './model';

/** A message as the ledger says it was posted. */
export interface WantedMessage {
	key: string;
	subject: string;
	/** Id of the channel. */
	channel: string;
	ts: string;
	url: string | null;
	postedAt: Date;
}

/** What was read of a channel. */
export interface SeenChannel {
	/** Moment from which on everything was read. */
	from: Date;
	messages: readonly FoundMessage[];
}

/** Compares messages; those of channels, or of times, that were not read say nothing. */
export function compareMessages(
	wanted: readonly WantedMessage[],
	channels: ReadonlyMap<string, SeenChannel>,
): Difference[] {
	const byKey = new Map(
		[...channels].map(([channel, { messages }]) => [channel, groupedByKey(messages)]),
	);
	return wanted.flatMap((message): Difference[] => {
		if (!wasRead(message, channels)) return [];
		const found = byKey.get(message.channel)?.get(message.key) ?? [];
		if (found.length === 0) return [missingMessage(message)];
		const extra = found.filter(({ ts }) => ts !== message.ts);
		return found.length > 1 && extra.length > 0 ? [doubledMessage(message, extra)] : [];
	});
}

/** Whether the channel was read back to before the message. */
export function wasRead(
	{ channel, ts }: WantedMessage,
	channels: ReadonlyMap<string, SeenChannel>,
): boolean {
	const seen = channels.get(channel);
	return seen !== undefined && Number(ts) * 1_000 >= seen.from.getTime();
}

function groupedByKey(messages: readonly FoundMessage[]): Map<string, FoundMessage[]> {
	const grouped = new Map<string, FoundMessage[]>();
	for (const message of messages) {
		grouped.set(message.key, [...(grouped.get(message.key) ?? []), message]);
	}
	return grouped;
}

/** What the finding stands under that direct messages cannot be read: it is of no effect. */
export const DIRECT_MESSAGES = 'slack:direct-messages';

/** Whether a channel is one person's talk with the app. */
export function isDirect(channel: string): boolean {
	return channel.startsWith('D');
}

/** That direct messages are not compared, once however many there are. */
export function unreadDirectMessages(count: number, why: string): Difference {
	return {
		name: 'unknown/slack/direct-messages',
		class: 'unknown',
		service: 'slack',
		effect: DIRECT_MESSAGES,
		subject: DIRECT_MESSAGES,
		thing: 'direct messages',
		ours: { says: `sent to ${count} ${count === 1 ? 'person' : 'people'}` },
		theirs: { says: `not read. ${why}` },
		repair: null,
		offers: ['leave'],
	};
}

const base = ({ key, subject, channel }: WantedMessage) =>
	({
		service: 'slack',
		effect: key,
		subject,
		thing: isDirect(channel) ? 'direct message' : 'message',
	}) as const;

const postedSide = ({ postedAt, url, ts, channel }: WantedMessage) => ({
	says: `posted once, ${shortMoment(postedAt)}${url === null ? '' : `: ${url}`}`,
	channel,
	ts,
	...(url === null ? {} : { url }),
});

function missingMessage(message: WantedMessage): Difference {
	return {
		...base(message),
		name: `missing/slack/${message.key}`,
		class: 'missing',
		ours: postedSide(message),
		theirs: { says: 'not in the channel: somebody deleted it' },
		// It was sent, and who deletes a message wants it gone.
		repair: null,
		offers: ['remake', 'leave'],
	};
}

function doubledMessage(message: WantedMessage, extra: readonly FoundMessage[]): Difference {
	const later = [...extra].sort((a, b) => Number(b.ts) - Number(a.ts));
	return {
		...base(message),
		name: `doubled/slack/${message.key}`,
		class: 'doubled',
		ours: postedSide(message),
		theirs: {
			says: `in the channel ${extra.length + 1} times, also ${later.map(({ ts }) => shortMoment(new Date(Number(ts) * 1_000))).join(', ')}`,
			extra: later.map(({ ts }) => ts),
		},
		repair: null,
		offers: ['delete-extra', 'leave'],
	};
}
