import { sandboxSlack } from '../accounts';
import { SlackError } from './errors';
import { newWorkspace, type Channel, type Message, type SlackState } from './model';
import { slackUsers } from './people';

/** The workspace in memory. */
export class SlackStore {
	state: SlackState = newWorkspace();

	/** The channel with an id, `#name` or `name`; null when there is none. */
	find(reference: string): Channel | null {
		const name = reference.replace(/^#/, '');
		const isIt = (channel: Channel) =>
			channel.id === reference || (!channel.directWith && channel.name === name);
		return this.state.channels.find(isIt) ?? null;
	}

	/**
	 * The channel an argument names: an id, `#name` or `name`; a user's id opens the direct message.
	 *
	 * @throws SlackError `channel_not_found`
	 */
	channel(reference: string): Channel {
		const found = this.find(reference);
		if (found) return found;
		const user = slackUsers.find(({ id }) => id === reference);
		if (!user) throw new SlackError('channel_not_found');
		return this.directMessage(user.id);
	}

	/** The direct message with a user, opened when there is none. */
	directMessage(userId: string): Channel {
		const known = this.state.channels.find(({ directWith }) => directWith === userId);
		if (known) return known;
		const channel: Channel = {
			id: this.nextId('D0DIRECT'),
			name: userId,
			purpose: '',
			topic: '',
			created: 0,
			creator: userId,
			members: [sandboxSlack.bot.userId, userId],
			isArchived: false,
			directWith: userId,
		};
		this.state.channels.push(channel);
		return channel;
	}

	messages(channelId: string): Message[] {
		const known = this.state.messages[channelId];
		if (known) return known;
		const empty: Message[] = [];
		this.state.messages[channelId] = empty;
		return empty;
	}

	/** @throws SlackError `message_not_found` */
	message(channelId: string, ts: string): Message {
		const found = this.messages(channelId).find((message) => message.ts === ts);
		if (!found) throw new SlackError('message_not_found');
		return found;
	}

	/** A time stamp no message has yet; @param at milliseconds since 1970 */
	nextTs(at: number): string {
		this.state.lastTs = Math.max(at * 1000, this.state.lastTs + 1);
		const seconds = Math.floor(this.state.lastTs / 1_000_000);
		const rest = this.state.lastTs - seconds * 1_000_000;
		return `${seconds}.${String(rest).padStart(6, '0')}`;
	}

	nextId(prefix: string): string {
		this.state.lastId += 1;
		return `${prefix}${String(this.state.lastId).padStart(4, '0')}`;
	}
}
