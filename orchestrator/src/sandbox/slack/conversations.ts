import { sandboxSlack } from '../accounts';
import type { JsonObject } from '../types';
import type { Call, Method } from './call';
import { flagArgument, largestPage, limitArgument, textArgument } from './callArguments';
import { required, wantsMetadata } from './chat';
import { pageOf } from './cursor';
import { SlackError } from './errors';
import type { Channel, Message } from './model';

const botId = sandboxSlack.bot.userId;

/** conversations.list */
export const listConversations: Method = (call) => {
	const types = (textArgument(call.values, 'types') || 'public_channel').split(',');
	const kept = call.store.state.channels.filter((channel) => {
		if (flagArgument(call.values, 'exclude_archived') && channel.isArchived) return false;
		return types.includes(channel.directWith ? 'im' : 'public_channel');
	});
	const { items, next } = pageOf(call.values, kept, limitArgument(call.values, 100, largestPage));
	return { channels: items.map(present), response_metadata: { next_cursor: next } };
};

/** conversations.info */
export const conversationInfo: Method = (call) => {
	const channel = byId(call);
	const members = flagArgument(call.values, 'include_num_members')
		? { num_members: channel.members.length }
		: {};
	return { channel: { ...present(channel), ...members } };
};

/** conversations.history: newest first; replies in threads are left out. */
export const conversationHistory: Method = (call) => {
	const channel = byId(call);
	mustBeMember(channel);
	const inChannel = call.store
		.messages(channel.id)
		.filter((message) => !message.thread_ts || message.thread_ts === message.ts);
	return messagePage(call, [...inChannel].reverse());
};

/** conversations.replies: the message that opened the thread, then its replies, oldest first. */
export const conversationReplies: Method = (call) => {
	const channel = byId(call);
	mustBeMember(channel);
	const ts = required(call.values, 'ts');
	const thread = call.store
		.messages(channel.id)
		.filter((message) => message.ts === ts || message.thread_ts === ts);
	if (thread.length === 0) throw new SlackError('thread_not_found');
	return messagePage(call, thread);
};

/** conversations.join */
export const joinConversation: Method = (call) => {
	const channel = byId(call);
	if (channel.isArchived) throw new SlackError('is_archived');
	if (channel.directWith) throw new SlackError('method_not_supported_for_channel_type');
	if (channel.members.includes(botId)) {
		const response_metadata = { warnings: ['already_in_channel'] };
		return { channel: present(channel), warning: 'already_in_channel', response_metadata };
	}
	channel.members.push(botId);
	return { channel: present(channel) };
};

/** conversations.leave */
export const leaveConversation: Method = (call) => {
	const channel = byId(call);
	channel.members = channel.members.filter((member) => member !== botId);
	return {};
};

/**
 * Characters of a channel's name (docs.slack.dev/reference/methods/conversations.create, as found
 * in a stored copy searched 2026-11-22).
 */
const longestName = 80;

/** conversations.create */
export const createConversation: Method = (call) => {
	const name = textArgument(call.values, 'name');
	if (name === '') throw new SlackError('invalid_name_required');
	if (name.length > longestName) throw new SlackError('invalid_name_maxlength');
	if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new SlackError('invalid_name_specials');
	if (call.store.state.channels.some((channel) => channel.name === name)) {
		throw new SlackError('name_taken');
	}
	const channel: Channel = {
		id: call.store.nextId('C0CREATED'),
		name,
		purpose: '',
		topic: '',
		created: Math.floor(call.at / 1000),
		creator: botId,
		members: [botId],
		isArchived: false,
	};
	call.store.state.channels.push(channel);
	return { channel: present(channel) };
};

/** conversations.archive */
export const archiveConversation: Method = (call) => {
	const channel = byId(call);
	if (channel.isArchived) throw new SlackError('already_archived');
	channel.isArchived = true;
	return {};
};

/** conversations.members */
export const conversationMembers: Method = (call) => {
	const channel = byId(call);
	const { items, next } = pageOf(
		call.values,
		channel.members,
		limitArgument(call.values, 100, largestPage),
	);
	return { members: items, response_metadata: { next_cursor: next } };
};

/** conversations.open: the direct message with one user. */
export const openConversation: Method = (call) => {
	const users = textArgument(call.values, 'users').split(',').filter(Boolean);
	if (users.length !== 1 || !users[0]) throw new SlackError('users_list_not_supplied');
	const channel = call.store.channel(users[0]);
	return { channel: { id: channel.id } };
};

/** conversations.setTopic */
export const setTopic: Method = (call) => {
	const channel = byId(call);
	mustBeMember(channel);
	channel.topic = textArgument(call.values, 'topic');
	return { channel: present(channel) };
};

/** conversations.invite */
export const inviteToConversation: Method = (call) => {
	const channel = byId(call);
	mustBeMember(channel);
	const users = required(call.values, 'users').split(',');
	channel.members = [...new Set([...channel.members, ...users])];
	return { channel: present(channel) };
};

/** conversations.kick */
export const removeFromConversation: Method = (call) => {
	const channel = byId(call);
	mustBeMember(channel);
	const user = required(call.values, 'user');
	if (user === botId) throw new SlackError('cant_kick_self');
	if (!channel.members.includes(user)) throw new SlackError('not_in_channel');
	channel.members = channel.members.filter((member) => member !== user);
	return {};
};

/** These methods take ids only, chat.postMessage takes names too. */
function byId(call: Call): Channel {
	const id = required(call.values, 'channel');
	const channel = call.store.state.channels.find((one) => one.id === id);
	if (!channel) throw new SlackError('channel_not_found');
	return channel;
}

function mustBeMember(channel: Channel): void {
	if (!channel.members.includes(botId)) throw new SlackError('not_in_channel');
}

function messagePage(call: Call, messages: Message[]) {
	const oldest = Number(textArgument(call.values, 'oldest') || 0);
	const latest = Number(textArgument(call.values, 'latest') || Infinity);
	const inclusive = flagArgument(call.values, 'inclusive');
	const within = messages.filter(({ ts }) => {
		const time = Number(ts);
		if (inclusive) return time >= oldest && time <= latest;
		return time > oldest && time < latest;
	});
	const { items, next } = pageOf(call.values, within, limitArgument(call.values, 100, largestPage));
	return {
		messages: wantsMetadata(call.values) ? items : items.map(withoutPayload),
		has_more: next !== '',
		pin_count: 0,
		channel_actions_ts: null,
		channel_actions_count: 0,
		...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
	};
}

/** Without `include_all_metadata` a message shows that it has metadata, not what it says. */
function withoutPayload({ metadata, ...message }: Message): JsonObject | object {
	return metadata ? { ...message, metadata: { event_type: metadata.event_type ?? null } } : message;
}

function present(channel: Channel) {
	const shared = {
		is_shared: false,
		is_org_shared: false,
		is_ext_shared: false,
		pending_shared: [],
		is_pending_ext_shared: false,
	};
	const notes = { creator: channel.creator, last_set: 0 };
	return {
		id: channel.id,
		name: channel.name,
		name_normalized: channel.name,
		is_channel: !channel.directWith,
		is_group: false,
		is_im: channel.directWith !== undefined,
		is_mpim: false,
		is_private: channel.directWith !== undefined,
		is_archived: channel.isArchived,
		is_general: false,
		is_member: channel.members.includes(botId),
		created: channel.created,
		creator: channel.creator,
		unlinked: 0,
		...shared,
		topic: { value: channel.topic, ...notes },
		purpose: { value: channel.purpose, ...notes },
		previous_names: [],
		num_members: channel.members.length,
	};
}
