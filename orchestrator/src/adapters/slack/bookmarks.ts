import { z } from 'zod';

/** A link in the head of a channel. */
export interface SlackBookmark {
	id: string;
	title: string;
	link: string;
}

/** What finds and makes the links in the head of a channel. */
export interface SlackBookmarks {
	list(channelId: string): Promise<SlackBookmark[]>;
	/** Adds one after the others. */
	add(channelId: string, bookmark: NewBookmark): Promise<SlackBookmark>;
	edit(channelId: string, id: string, bookmark: NewBookmark): Promise<void>;
	/** Takes one away; one that is gone already is fine. */
	remove(channelId: string, id: string): Promise<void>;
}

/** A link as it is to be. */
export interface NewBookmark {
	title: string;
	link: string;
	/** Name of an emoji with its colons; none: Slack draws the site's own picture. */
	emoji: string | null;
}

const bookmark = z.object({
	id: z.string().min(1),
	title: z.string().default(''),
	// Folders and files of Slack have none.
	link: z.string().nullish(),
});
const listed = z.object({ bookmarks: z.array(bookmark).default([]) });
const added = z.object({ bookmark });

/**
 * Builds the port. The pages of these methods are docs.slack.dev/reference/methods/bookmarks.*, as found
 * in stored copies searched 2026-11-26.
 *
 * @param ask calls a method; throws MendableError
 */
export function slackBookmarks(
	ask: (method: string, body: Record<string, unknown>) => Promise<unknown>,
): SlackBookmarks {
	return {
		list: async (channel) =>
			listed.parse(await ask('bookmarks.list', { channel_id: channel })).bookmarks.map(read),
		add: async (channel, wanted) =>
			read(
				added.parse(
					await ask('bookmarks.add', { channel_id: channel, type: 'link', ...sent(wanted) }),
				).bookmark,
			),
		edit: async (channel, id, wanted) => {
			await ask('bookmarks.edit', { channel_id: channel, bookmark_id: id, ...sent(wanted) });
		},
		remove: async (channel, id) => {
			try {
				await ask('bookmarks.remove', { channel_id: channel, bookmark_id: id });
			} catch (error) {
				if (!isGone(error)) throw error;
			}
		},
	};
}

const read = ({ id, title, link }: z.infer<typeof bookmark>): SlackBookmark => ({
	id,
	title,
	link: link ?? '',
});

const sent = ({ title, link, emoji }: NewBookmark) => ({
	title,
	link,
	...(emoji === null ? {} : { emoji }),
});

const gone = z.object({ why: z.string().regex(/\bnot_found$/) });

const isGone = (error: unknown) => gone.safeParse(error).success;
