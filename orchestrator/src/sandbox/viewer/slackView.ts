import { isObject, objectsIn, textOr } from '../json';
import type { SlackState, Message } from '../slack/model';
import { slackUsers } from '../slack/people';
import type { Json, JsonObject } from '../types';
import { parseMrkdwn, parsePlain, type Names, type Paragraph } from './mrkdwn';

/** A button as it is drawn. */
export interface ButtonView {
	label: string;
	url: string;
	style: string;
	/** Its `action_id`; empty where pressing it tells nobody. */
	action: string;
}

/** A block as it is drawn. */
export type BlockView =
	| { kind: 'header'; text: Paragraph[] }
	| { kind: 'section'; text: Paragraph[]; fields: Paragraph[][]; accessory: ElementView | null }
	| { kind: 'context'; items: ElementView[] }
	| { kind: 'actions'; items: ElementView[] }
	| { kind: 'image'; title: string; alt: string; url: string }
	| { kind: 'divider' }
	| { kind: 'other'; type: string };

/** An element inside a block as it is drawn. */
export type ElementView =
	| ({ kind: 'button' } & ButtonView)
	| { kind: 'image'; alt: string; url: string }
	| { kind: 'text'; text: Paragraph[] }
	| { kind: 'other'; type: string };

/** A message as it is drawn. */
export interface MessageView {
	ts: string;
	/** ISO 8601, UTC. */
	at: string;
	author: string;
	isApp: boolean;
	edited: boolean;
	text: Paragraph[];
	blocks: BlockView[];
	metadata: JsonObject | null;
	reactions: Array<{ name: string; count: number }>;
	replies: MessageView[];
}

/** A channel with its newest messages, oldest first. */
export interface ChannelView {
	id: string;
	name: string;
	purpose: string;
	isDirect: boolean;
	members: number;
	total: number;
	/** Links in its head. */
	bookmarks: Array<{ title: string; link: string }>;
	messages: MessageView[];
	/** What single people were told, oldest first. */
	privately: Array<{ to: string; at: string; ts: string; text: Paragraph[] }>;
}

/** The people who may press buttons here, with the zone that they see times in. */
export const slackPeople = slackUsers
	.filter((user) => !user.is_bot)
	.map(({ id, real_name: name, tz: zone }) => ({ id, name, zone }));

/** @param most messages a channel is drawn with */
export function viewSlack(state: SlackState, most: number): ChannelView[] {
	const names = namesIn(state);
	return state.channels.map(({ id, name, purpose, directWith, members }) => {
		const all = state.messages[id] ?? [];
		const roots = all.filter(({ thread_ts: thread, ts }) => !thread || thread === ts);
		return {
			id,
			name: directWith ? names.user(directWith) : name,
			purpose,
			isDirect: directWith !== undefined,
			members: members.length,
			total: all.length,
			bookmarks: (state.bookmarks[id] ?? []).map(({ title, link }) => ({ title, link })),
			messages: roots.slice(-most).map((message) => viewMessage(message, all, names)),
			privately: state.privateMessages
				.filter((told) => told.channel === id)
				.slice(-most)
				.map(({ userId: to, ts, text }) => ({
					to,
					ts,
					at: momentOf(ts),
					text: parseMrkdwn(text, names),
				})),
		};
	});
}

/** Names for the ids in texts. */
export function namesIn(state: SlackState): Names {
	return {
		user: (id) => slackUsers.find((user) => user.id === id)?.real_name ?? id,
		channel: (id) => state.channels.find((channel) => channel.id === id)?.name ?? id,
	};
}

const momentOf = (ts: string) => new Date(Number(ts) * 1000).toISOString();

function viewMessage(message: Message, all: Message[], names: Names): MessageView {
	const replies = all.filter(({ thread_ts: thread, ts }) => thread === message.ts && ts !== thread);
	return {
		ts: message.ts,
		at: momentOf(message.ts),
		author: message.username ?? names.user(message.user),
		isApp: message.bot_id !== '',
		edited: message.edited !== undefined,
		text: parseMrkdwn(message.text, names),
		blocks: (message.blocks ?? []).map((block) => viewBlock(block, names)),
		metadata: message.metadata ?? null,
		reactions: (message.reactions ?? []).map(({ name, count }) => ({ name, count })),
		replies: replies.map((reply) => viewMessage(reply, [], names)),
	};
}

/** A block as it is drawn, in messages and in forms. */
export function viewBlock(block: JsonObject, names: Names): BlockView {
	const type = textOr(block.type, '');
	switch (type) {
		case 'divider':
			return { kind: 'divider' };
		case 'header':
			return { kind: 'header', text: viewText(block.text, names) };
		case 'markdown':
			return {
				kind: 'section',
				text: parsePlain(textOr(block.text, '')),
				fields: [],
				accessory: null,
			};
		case 'section':
			return {
				kind: 'section',
				text: viewText(block.text, names),
				fields: objectsIn(block.fields).map((field) => viewText(field, names)),
				accessory: isObject(block.accessory) ? viewElement(block.accessory, names) : null,
			};
		case 'context':
		case 'actions':
			return {
				kind: type,
				items: objectsIn(block.elements).map((element) => viewElement(element, names)),
			};
		case 'image':
			return { kind: 'image', title: plainOf(block.title), ...viewImage(block) };
		default:
			return { kind: 'other', type };
	}
}

function viewElement(element: JsonObject, names: Names): ElementView {
	const type = textOr(element.type, '');
	if (type === 'plain_text' || type === 'mrkdwn') {
		return { kind: 'text', text: viewText(element, names) };
	}
	if (type === 'image') return { kind: 'image', ...viewImage(element) };
	if (type !== 'button') return { kind: 'other', type };
	return {
		kind: 'button',
		label: plainOf(element.text),
		url: textOr(element.url, ''),
		style: textOr(element.style, ''),
		action: textOr(element.action_id, ''),
	};
}

const viewImage = (image: JsonObject) => ({
	alt: textOr(image.alt_text, ''),
	url: textOr(image.image_url, ''),
});

function viewText(text: Json | undefined, names: Names): Paragraph[] {
	if (!isObject(text)) return [];
	const content = textOr(text.text, '');
	return text.type === 'mrkdwn' ? parseMrkdwn(content, names) : parsePlain(content);
}

/** A plain_text object's text with its emoji. */
export function plainOf(text: Json | undefined): string {
	const [paragraph] = isObject(text) ? parsePlain(textOr(text.text, '')) : [];
	return paragraph?.inline.map(({ text: part }) => part).join('') ?? '';
}
