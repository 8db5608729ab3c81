import { LogLevel, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { vendorError } from '../vendorError';
import { channelOf } from './channelOf';
import type { SlackBookmarks } from './bookmarks';
import { slackBookmarks } from './bookmarks';

/** A channel as the bot sees it. */
export interface SlackChannel {
	id: string;
	/** Without `#`. */
	name: string;
	isMember: boolean;
	isPrivate: boolean;
	isArchived: boolean;
}

/** A person of the workspace. */
export interface SlackUser {
	id: string;
	/** Lower case. */
	email: string;
}

/** What finds channels, makes them and lets the bot in. */
export interface SlackSetup {
	/** The public channels, and the private ones the bot was invited to. */
	listChannels(): Promise<SlackChannel[]>;
	/**
	 * Id of a channel as it was when channels were last listed, listed anew only where it was not among
	 * them: Slack lists channels some twenty times a minute.
	 *
	 * @param key its name, with or without `#`, or its id
	 * @returns undefined where the bot sees no such channel
	 */
	channelId(key: string): Promise<string | undefined>;
	/**
	 * Makes a public channel, with the bot in it.
	 *
	 * @param name without `#`
	 * @throws MendableError `slack/name-taken` where one has that name that the bot does not see
	 */
	create(name: string): Promise<void>;
	/** Joins a public channel. */
	join(channelId: string): Promise<void>;
	leave(channelId: string): Promise<void>;
	/** People with an address, who have not left. */
	listUsers(): Promise<SlackUser[]>;
	/** Ids of all who are in a channel. */
	listMembers(channelId: string): Promise<string[]>;
	/** Brings a person into a channel that the bot is in. */
	invite(channelId: string, userId: string): Promise<void>;
	/** Takes a person out of it. */
	remove(channelId: string, userId: string): Promise<void>;
	/** The links in the heads of channels; each method throws MendableError. */
	bookmarks: SlackBookmarks;
	/** Name of the workspace and the bot the token belongs to. */
	whoAmI(): Promise<{ team: string; user: string }>;
	/** What the app may do; null where Slack does not say. */
	scopes(): Promise<string[] | null>;
}

/** How to reach Slack. */
export interface SlackSetupOptions {
	token: string;
	tokenEnv: string;
	timeoutMs: number;
	/** Address of the API with a slash at its end. */
	base?: string;
}

const next = z.object({ next_cursor: z.string().optional() }).optional();
const page = z.object({
	channels: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			is_member: z.boolean().default(false),
			is_private: z.boolean().default(false),
			is_archived: z.boolean().default(false),
		}),
	),
	response_metadata: next,
});
/** What all lists of Slack have. */
interface Paged {
	response_metadata?: z.infer<typeof next>;
}

const userPage = z.object({
	members: z.array(
		z.object({
			id: z.string(),
			deleted: z.boolean().default(false),
			is_bot: z.boolean().default(false),
			profile: z.object({ email: z.string().optional() }).default({}),
		}),
	),
	response_metadata: next,
});
const memberPage = z.object({ members: z.array(z.string()), response_metadata: next });
const granted = z.object({
	response_metadata: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
});
const identity = z.object({ team: z.string(), user: z.string() });

/**
 * Page of a list: conversations.list takes up to 999, and its page recommends no more than 200
 * (docs.slack.dev/reference/methods/conversations.list, as found in a stored copy searched 2026-11-22).
 */
const PAGE_SIZE = 200;

/** Builds the port on Slack's SDK; its errors come out as MendableError `slack/…`. */
export function slackSetup(options: SlackSetupOptions): SlackSetup {
	const client = new WebClient(options.token, {
		...(options.base === undefined ? {} : { slackApiUrl: options.base }),
		allowAbsoluteUrls: false,
		retryConfig: { retries: 2 },
		timeout: options.timeoutMs,
		logLevel: LogLevel.ERROR,
	});
	const ask = async (method: string, body: Record<string, unknown>): Promise<unknown> => {
		try {
			return await client.apiCall(method, body);
		} catch (error) {
			throw vendorError('Slack', options.tokenEnv, error);
		}
	};

	const askAll = async <Page extends Paged>(
		method: string,
		body: Record<string, unknown>,
		shape: z.ZodType<Page, z.ZodTypeDef, unknown>,
	): Promise<Page[]> => {
		const pages: Page[] = [];
		let cursor: string | undefined;
		do {
			const more = cursor === undefined ? {} : { cursor };
			const answer = shape.parse(await ask(method, { ...body, limit: PAGE_SIZE, ...more }));
			pages.push(answer);
			const after = answer.response_metadata?.next_cursor;
			cursor = after === undefined || after === '' ? undefined : after;
		} while (cursor !== undefined);
		return pages;
	};

	let listed: SlackChannel[] = [];
	const listChannels = async () => {
		const types = 'public_channel,private_channel';
		const pages = await askAll('conversations.list', { types }, page);
		listed = pages.flatMap(({ channels }) =>
			channels.map((channel) => ({
				id: channel.id,
				name: channel.name,
				isMember: channel.is_member,
				isPrivate: channel.is_private,
				isArchived: channel.is_archived,
			})),
		);
		return listed;
	};

	return {
		listChannels,
		channelId: async (key) => (channelOf(listed, key) ?? channelOf(await listChannels(), key))?.id,
		listUsers: async () =>
			(await askAll('users.list', {}, userPage)).flatMap(({ members }) =>
				members.flatMap(({ id, deleted, is_bot: isBot, profile: { email } }) =>
					deleted || isBot || email === undefined ? [] : [{ id, email: email.toLowerCase() }],
				),
			),
		listMembers: async (channel) =>
			(await askAll('conversations.members', { channel }, memberPage)).flatMap(
				({ members }) => members,
			),
		invite: async (channel, users) => {
			await ask('conversations.invite', { channel, users });
		},
		remove: async (channel, user) => {
			await ask('conversations.kick', { channel, user });
		},
		create: async (name) => {
			try {
				await client.apiCall('conversations.create', { name });
			} catch (error) {
				throw isNameTaken(error) ? nameTaken(name) : vendorError('Slack', options.tokenEnv, error);
			}
		},
		join: async (channelId) => {
			await ask('conversations.join', { channel: channelId });
		},
		leave: async (channelId) => {
			await ask('conversations.leave', { channel: channelId });
		},
		bookmarks: slackBookmarks(ask),
		scopes: async () => granted.parse(await ask('auth.test', {})).response_metadata?.scopes ?? null,
		whoAmI: async () => identity.parse(await ask('auth.test', {})),
	};
}

const refusedName = z.object({ data: z.object({ error: z.literal('name_taken') }) });

const isNameTaken = (error: unknown) => refusedName.safeParse(error).success;

function nameTaken(name: string): MendableError {
	return new MendableError(
		'slack/name-taken',
		`The channel #${name} could not be made.`,
		'Slack has one of that name, and the bot does not see it: it is private.',
		`Invite the bot in #${name}, or name another channel in slack.channels.`,
	);
}
