import { sandboxPeople, sandboxSlack } from '../accounts';
import type { JsonObject } from '../types';

/** A public channel, or a direct message when `directWith` is set. */
export interface Channel {
	id: string;
	name: string;
	purpose: string;
	topic: string;
	/** Seconds since 1970. */
	created: number;
	creator: string;
	/** Ids of users; the bot is one of them where it may post. */
	members: string[];
	isArchived: boolean;
	/** The user at the other end of a direct message. */
	directWith?: string;
}

/** A message as `conversations.history` gives it, metadata included. */
export interface Message {
	type: 'message';
	user: string;
	bot_id: string;
	app_id: string;
	team: string;
	text: string;
	/** Seconds and microseconds since 1970: the message's id within its channel. */
	ts: string;
	blocks?: JsonObject[];
	attachments?: JsonObject[];
	metadata?: JsonObject;
	thread_ts?: string;
	username?: string;
	icon_emoji?: string;
	edited?: { user: string; ts: string };
	/** Emoji name and who gave it. */
	reactions?: Array<{ name: string; users: string[]; count: number }>;
}

/** A link in the head of a channel, as `bookmarks.list` gives it. */
export interface Bookmark {
	id: string;
	channel_id: string;
	title: string;
	link: string;
	emoji: string;
	icon_url: string;
	type: 'link';
	/** Seconds since 1970; 0: never. */
	date_created: number;
	date_updated: number;
	rank: string;
	last_updated_by_user_id: string;
	last_updated_by_team_id: string;
	app_id: string;
}

/** A view that was opened. */
export interface OpenedView {
	id: string;
	triggerId: string;
	/** Milliseconds since 1970. */
	openedAt: number;
	view: JsonObject;
	/** Who sees it. */
	userId: string;
	isOpen: boolean;
	/** What the app said of fields that were filled in wrongly, by their block. */
	errors: Record<string, string>;
}

/** A press that may still open a view. */
export interface Trigger {
	id: string;
	userId: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** An address that takes answers to one press. */
export interface ResponseUrl {
	/** Path under the host for hooks. */
	path: string;
	channel: string;
	ts: string;
	userId: string;
	/** Milliseconds since 1970. */
	at: number;
	uses: number;
}

/** A message that one person sees, and nobody else. */
export interface PrivateMessage {
	channel: string;
	userId: string;
	text: string;
	ts: string;
}

/** Everything the Slack stand-in knows. */
export interface SlackState {
	channels: Channel[];
	/** By channel id, oldest first. */
	messages: Record<string, Message[]>;
	/** Links in the heads of channels, by the channel's id. */
	bookmarks: Record<string, Bookmark[]>;
	views: OpenedView[];
	triggers: Trigger[];
	responseUrls: ResponseUrl[];
	privateMessages: PrivateMessage[];
	/** Microseconds since 1970 of the message posted last. */
	lastTs: number;
	/** Numbers for new channels and views. */
	lastId: number;
}

const bornAtSeconds = 1_767_603_600;

/** The workspace at its first start: the agency's channels, the bot in each of them. */
export function newWorkspace(): SlackState {
	const everyone = [sandboxSlack.bot.userId, ...sandboxPeople.map(({ slackId }) => slackId)];
	return {
		channels: sandboxSlack.channels.map(({ id, name, purpose }) => ({
			id,
			name,
			purpose,
			topic: '',
			created: bornAtSeconds,
			creator: 'U0OLIVIA01',
			members: [...everyone],
			isArchived: false,
		})),
		messages: {},
		bookmarks: {},
		views: [],
		triggers: [],
		responseUrls: [],
		privateMessages: [],
		lastTs: 0,
		lastId: 0,
	};
}
