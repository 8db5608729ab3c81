import { LookUpFailed } from '../../../adapters/harmless';
import type { FoundMessage, SlackHistory } from '../../../adapters/slack/history';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeAbout, listMadeSince } from '../../../ledger/madeThings';
import type { SeenChannel, WantedMessage } from '../../../monitor/reconcile/compareMessages';
import {
	compareMessages,
	DIRECT_MESSAGES,
	isDirect,
	unreadDirectMessages,
	wasRead,
} from '../../../monitor/reconcile/compareMessages';
import { firstKeyOf, MESSAGE_KINDS, wantedMessages } from '../../../monitor/reconcile/wanted';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT, SKEW_MS, textsIn } from './parts';

const KIND: readonly string[] = MESSAGE_KINDS;

/** Channels and people's talks that one sweep reads, and older messages that it asks for one by one. */
export const SLACK_BUDGET = { channels: 20, direct: 10, single: 20 };

/** Compares the messages of the recent days, channel by channel, and those of the audit one by one. */
export async function compareSlack(parts: CompareParts, history: SlackHistory): Promise<Swept> {
	const { store, recentFrom } = parts;
	const recent = await listMadeSince(store, KIND, recentFrom, MOST_RECENT);
	const audited = parts.audited
		.filter(({ kind }) => KIND.includes(kind))
		.slice(0, SLACK_BUDGET.single);
	const again = parts.again.filter(({ kind }) => KIND.includes(kind));
	const wanted = await wantedOf(parts, distinct(recent, audited, again));
	const isRecent = ({ postedAt }: WantedMessage) => postedAt >= recentFrom;
	const channels = new Map<string, SeenChannel>();
	let calls = 0;
	const read = async (channel: string, messages: readonly WantedMessage[]) => {
		const oldest = Math.min(...messages.map(({ ts }) => Number(ts) * 1_000));
		const seen = await history.since(channel, new Date(oldest - SKEW_MS));
		channels.set(channel, seen);
		calls += seen.calls;
	};
	const all = byChannel(wanted.filter(isRecent));
	// The fullest first: where more was posted more can be wrong.
	const open = all.filter(([channel]) => !isDirect(channel)).slice(0, SLACK_BUDGET.channels);
	for (const [channel, messages] of open) await read(channel, messages);
	const direct = all.filter(([channel]) => isDirect(channel));
	// By turns: of talks there is one for everybody who works here.
	const turn = Math.floor(parts.now.getTime() / 60_000) % Math.max(1, direct.length);
	const some = [...direct.slice(turn), ...direct.slice(0, turn)].slice(0, SLACK_BUDGET.direct);
	let unread: string | null = null;
	for (const [channel, messages] of some) {
		unread = await whyUnreadable(async () => await read(channel, messages));
		if (unread !== null) break;
	}
	const recentDifferences = compareMessages(wanted.filter(isRecent), channels);
	const lookedAt = wanted.filter((message) => isRecent(message) && wasRead(message, channels));

	const old = wanted.filter((message) => !isRecent(message)).slice(0, SLACK_BUDGET.single * 2);
	const oldDifferences = [];
	const oldLookedAt: WantedMessage[] = [];
	for (const message of old) {
		// Where the app may not look, nobody knows.
		if (unread !== null && isDirect(message.channel)) continue;
		// Of one that was found twice, each is looked for at its place.
		const extra = parts.open.flatMap(({ effect, theirs }) =>
			effect === message.key ? textsIn(theirs.extra) : [],
		);
		const messages: FoundMessage[] = [];
		const why = await whyUnreadable(async () => {
			for (const ts of [message.ts, ...extra]) {
				calls += 1;
				const found = await history.at(message.channel, ts);
				if (found !== null) messages.push(found);
			}
		}, isDirect(message.channel));
		if (why !== null) {
			unread = why;
			continue;
		}
		oldLookedAt.push(message);
		const from = new Date(Number(message.ts) * 1_000);
		const seen = new Map([[message.channel, { from, messages }]]);
		oldDifferences.push(...compareMessages([message], seen));
	}
	const talks = new Set(wanted.flatMap(({ channel }) => (isDirect(channel) ? [channel] : [])));
	return {
		differences: [
			...recentDifferences,
			...oldDifferences,
			...(unread === null ? [] : [unreadDirectMessages(talks.size, unread)]),
		],
		looked: [
			...[...lookedAt, ...oldLookedAt].map(({ key }) => key),
			...(talks.size === 0 ? [] : [DIRECT_MESSAGES]),
		],
		calls,
		readTo: null,
	};
}

/**
 * Why the app may not read a talk, which is for a person to settle; null where it could.
 *
 * @throws LookUpFailed where it is no talk, or the reason is another
 */
async function whyUnreadable(read: () => Promise<void>, isTalk = true): Promise<string | null> {
	try {
		await read();
		return null;
	} catch (error) {
		if (!(error instanceof LookUpFailed)) throw error;
		const { code, why, mend } = error.failure.error;
		if (!isTalk || code !== 'slack/missing-scope') throw error;
		return `${why} ${mend}`;
	}
}

async function wantedOf(
	{ store }: CompareParts,
	made: readonly MadeThing[],
): Promise<WantedMessage[]> {
	const about = await listMadeAbout(
		store,
		made.map(({ subject }) => subject),
	);
	const keys = new Set(made.map(({ key }) => firstKeyOf(key)));
	return wantedMessages(about).filter(({ key }) => keys.has(firstKeyOf(key)));
}

function byChannel(messages: readonly WantedMessage[]): Array<[string, WantedMessage[]]> {
	const grouped = new Map<string, WantedMessage[]>();
	for (const message of messages) {
		grouped.set(message.channel, [...(grouped.get(message.channel) ?? []), message]);
	}
	return [...grouped].sort(([, a], [, b]) => b.length - a.length);
}
