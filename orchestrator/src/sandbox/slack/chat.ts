import { sandboxSlack } from '../accounts';
import { isObject, objectsIn } from '../json';
import type { Json, JsonObject } from '../types';
import { checkBlocks } from './blockKit';
import { messageLimits } from './blockLimits';
import type { Call, Method } from './call';
import { flagArgument, textArgument } from './callArguments';
import { SlackError } from './errors';
import type { Channel, Message } from './model';

const { bot, teamId } = sandboxSlack;

/** chat.postMessage */
export const postMessage: Method = (call) => {
	const channel = writableChannel(call);
	const content = readContent(call.values, messageLimits.text);
	const threadTs = textArgument(call.values, 'thread_ts');
	const ts = call.store.nextTs(call.at);
	const message: Message = {
		type: 'message',
		user: bot.userId,
		bot_id: bot.botId,
		app_id: bot.appId,
		team: teamId,
		text: content.text ?? '',
		ts,
		...(content.blocks ? { blocks: withIds(content.blocks, ts) } : {}),
		...(content.attachments ? { attachments: content.attachments } : {}),
		...(content.metadata ? { metadata: content.metadata } : {}),
		...(threadTs ? { thread_ts: threadTs } : {}),
		...picked(call.values, ['username', 'icon_emoji']),
	};
	call.store.messages(channel.id).push(message);
	return { channel: channel.id, ts, message: withProfile(message) };
};

/** chat.update: only what is given changes; metadata stays unless new comes. */
export const updateMessage: Method = (call) => {
	const channel = call.store.channel(required(call.values, 'channel'));
	const message = call.store.message(channel.id, required(call.values, 'ts'));
	if (message.user !== bot.userId) throw new SlackError('cant_update_message');
	const content = readContent(call.values, messageLimits.updateText);
	if (content.text !== undefined) message.text = content.text;
	if (content.blocks) message.blocks = withIds(content.blocks, message.ts);
	else if (content.text !== undefined) delete message.blocks;
	if (content.attachments) message.attachments = content.attachments;
	if (content.metadata) message.metadata = content.metadata;
	message.edited = { user: bot.userId, ts: call.store.nextTs(call.at) };
	return { channel: channel.id, ts: message.ts, text: message.text, message: withProfile(message) };
};

/** chat.delete */
export const deleteMessage: Method = (call) => {
	const channel = call.store.channel(required(call.values, 'channel'));
	const message = call.store.message(channel.id, required(call.values, 'ts'));
	if (message.user !== bot.userId) throw new SlackError('cant_delete_message');
	const messages = call.store.messages(channel.id);
	messages.splice(messages.indexOf(message), 1);
	return { channel: channel.id, ts: message.ts };
};

/** chat.getPermalink */
export const getPermalink: Method = (call) => {
	const channel = call.store.channel(required(call.values, 'channel'));
	const { ts } = call.store.message(channel.id, required(call.values, 'message_ts'));
	return { channel: channel.id, permalink: permalinkOf(channel.id, ts) };
};

/** reactions.add */
export const addReaction: Method = (call) => {
	const channel = call.store.channel(required(call.values, 'channel'));
	const message = call.store.message(channel.id, required(call.values, 'timestamp'));
	const name = required(call.values, 'name');
	const reactions = (message.reactions ??= []);
	const known = reactions.find((reaction) => reaction.name === name);
	if (known?.users.includes(bot.userId)) throw new SlackError('already_reacted');
	if (known) {
		known.users.push(bot.userId);
		known.count += 1;
	} else reactions.push({ name, users: [bot.userId], count: 1 });
	return {};
};

/** The address of a message in Slack's web client. */
export const permalinkOf = (channelId: string, ts: string) =>
	`${sandboxSlack.url}archives/${channelId}/p${ts.replace('.', '')}`;

/** An argument that must be there; @throws SlackError `invalid_arguments` naming it */
export function required(values: JsonObject, name: string): string {
	const value = textArgument(values, name);
	if (value !== '') return value;
	throw new SlackError('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
}

function writableChannel(call: Call): Channel {
	const channel = call.store.channel(required(call.values, 'channel'));
	if (channel.isArchived) throw new SlackError('is_archived');
	if (!channel.members.includes(bot.userId)) throw new SlackError('not_in_channel');
	return channel;
}

interface Content {
	text?: string;
	blocks?: JsonObject[];
	attachments?: JsonObject[];
	metadata?: JsonObject;
}

function readContent(values: JsonObject, mostText: number): Content {
	const text = values.text === undefined ? undefined : textArgument(values, 'text');
	const hasBlocks = isFilled(values.blocks);
	const hasAttachments = isFilled(values.attachments);
	if (!text && !hasBlocks && !hasAttachments) throw new SlackError('no_text');
	if ((text?.length ?? 0) > mostText) throw new SlackError('msg_too_long');
	if (hasBlocks) {
		const problems = checkBlocks(values.blocks ?? null, 'message');
		if (problems.length > 0) throw new SlackError('invalid_blocks', problems);
	}
	if (hasAttachments) checkAttachments(values.attachments ?? null);
	return {
		...(text === undefined ? {} : { text }),
		...(hasBlocks ? { blocks: objectsIn(values.blocks) } : {}),
		...(hasAttachments ? { attachments: objectsIn(values.attachments) } : {}),
		...readMetadata(values.metadata),
	};
}

const isFilled = (value: Json | undefined) =>
	value !== undefined &&
	value !== null &&
	value !== '' &&
	!(Array.isArray(value) && value.length === 0);

function checkAttachments(attachments: Json): void {
	const list = objectsIn(attachments);
	if (list.length > messageLimits.attachments) throw new SlackError('too_many_attachments');
	const problems = list.flatMap((attachment, index) =>
		attachment.blocks === undefined
			? []
			: checkBlocks(attachment.blocks, 'message', `/attachments/${index}/blocks`),
	);
	if (problems.length > 0) throw new SlackError('invalid_attachments', problems);
}

function readMetadata(value: Json | undefined): { metadata?: JsonObject } {
	if (!isFilled(value)) return {};
	if (!isObject(value) || typeof value.event_type !== 'string' || !isObject(value.event_payload)) {
		throw new SlackError('invalid_metadata_schema');
	}
	const bytes = Buffer.byteLength(JSON.stringify(value));
	if (bytes > messageLimits.metadataBytes) throw new SlackError('metadata_too_large');
	const { event_type: type, event_payload: payload } = value;
	return { metadata: { event_type: type, event_payload: payload } };
}

/** Slack gives every block an id. */
const withIds = (blocks: JsonObject[], ts: string) =>
	blocks.map((block, index) => ({
		...block,
		block_id: typeof block.block_id === 'string' ? block.block_id : `b${ts.slice(-6)}${index}`,
	}));

const picked = (values: JsonObject, names: string[]) =>
	Object.fromEntries(
		names.filter((name) => typeof values[name] === 'string').map((name) => [name, values[name]]),
	);

const withProfile = (message: Message) => ({
	...message,
	bot_profile: {
		id: bot.botId,
		app_id: bot.appId,
		name: bot.name,
		deleted: false,
		updated: 1_767_603_600,
		team_id: teamId,
		icons: {
			image_36: `${sandboxSlack.url}bot_36.png`,
			image_48: `${sandboxSlack.url}bot_48.png`,
			image_72: `${sandboxSlack.url}bot_72.png`,
		},
	},
});

/** Whether an argument asks for all of a message's metadata. */
export const wantsMetadata = (values: JsonObject) => flagArgument(values, 'include_all_metadata');
