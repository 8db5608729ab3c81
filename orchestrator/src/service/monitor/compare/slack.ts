import type { SlackHistory } from '../../../adapters/slack/history';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeAbout, listMadeSince } from '../../../ledger/madeThings';
import type { SeenChannel, WantedMessage } from '../../../monitor/reconcile/compareMessages';
import { compareMessages, wasRead } from '../../../monitor/reconcile/compareMessages';
import { firstKeyOf, wantedMessages } from '../../../monitor/reconcile/wanted';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT, SKEW_MS, textsIn } from './parts';

const KIND = ['slack.message'];

/** Channels that one sweep reads, and older messages that it asks for one by one. */
export const SLACK_BUDGET = { channels: 20, single: 20 };

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
	// The fullest first: where more was posted more can be wrong.
	for (const [channel, messages] of byChannel(wanted.filter(isRecent)).slice(
		0,
		SLACK_BUDGET.channels,
	)) {
		const oldest = Math.min(...messages.map(({ ts }) => Number(ts) * 1_000));
		const read = await history.since(channel, new Date(oldest - SKEW_MS));
		channels.set(channel, read);
		calls += read.calls;
	}
	const recentDifferences = compareMessages(wanted.filter(isRecent), channels);
	const lookedAt = wanted.filter((message) => isRecent(message) && wasRead(message, channels));

	const old = wanted.filter((message) => !isRecent(message)).slice(0, SLACK_BUDGET.single * 2);
	const oldDifferences = [];
	for (const message of old) {
		// Of one that was found twice, each is looked for at its place.
		const extra = parts.open.flatMap(({ effect, theirs }) =>
			effect === message.key ? textsIn(theirs.extra) : [],
		);
		const messages = [];
		for (const ts of [message.ts, ...extra]) {
			calls += 1;
			const found = await history.at(message.channel, ts);
			if (found !== null) messages.push(found);
		}
		const from = new Date(Number(message.ts) * 1_000);
		const seen = new Map([[message.channel, { from, messages }]]);
		oldDifferences.push(...compareMessages([message], seen));
	}
	return {
		differences: [...recentDifferences, ...oldDifferences],
		looked: [...lookedAt, ...old].map(({ key }) => key),
		calls,
		readTo: null,
	};
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
