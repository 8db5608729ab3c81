import type { SlackBookmark } from '../../adapters/slack/bookmarks';
import type { Json } from '../../bundle/normalise';
import type { Seeded, Target } from '../../plan/model';
import { bookmarkIn, bookmarkKey, bookmarkPartsOf, bookmarksOf } from '../../plan/planBookmarks';
import type { Base } from '../journal';
import type { SeedServices } from '../services';
import { channelIdOf } from './channelId';
import type { ApplyStep } from './step';

/** How the links in the heads of channels are made, changed and taken away. */
export const bookmarkSteps = {
	bookmark: {
		after: ['channel'],
		isRepeatable: true,
		planned: ({ key }, { found, seeded }) =>
			stateOf(bookmarkIn(bookmarksOf(found.slack, bookmarkPartsOf(key).channel), key, seeded)),
		look: async ({ key }, { services, seeded }) => stateOf(await lookAt(services, key, seeded)),
		essence: (state) => {
			const there = readState(state);
			// One that is made again has an id of its own.
			return there === null ? null : { title: there.title, link: there.link };
		},
		run: async ({ target: { key } }, { services, wanted, seeded }) => {
			const { slack } = services;
			const channel = await channelIdOf(slack, bookmarkPartsOf(key).channel);
			const bookmark = wanted.bookmarks.find((each) => bookmarkKey(each) === key);
			const there = await lookAt(services, key, seeded);
			if (bookmark === undefined) {
				if (there !== null) await slack.bookmarks.remove(channel, there.id);
				return [{ kind: 'bookmark', key, value: null }];
			}
			const { title, link } = bookmark;
			if (there === null) return baseOf(key, await slack.bookmarks.add(channel, bookmark));
			await slack.bookmarks.edit(channel, there.id, bookmark);
			return baseOf(key, { id: there.id, title, link });
		},
		undo: async ({ target: { key }, before, after }, { services: { slack } }) => {
			const channel = await channelIdOf(slack, bookmarkPartsOf(key).channel);
			const was = readState(before);
			const now = readState(after);
			if (was === null) {
				if (now !== null) await slack.bookmarks.remove(channel, now.id);
				return;
			}
			const wanted = { ...was, emoji: null };
			if (now === null) await slack.bookmarks.add(channel, wanted);
			else await slack.bookmarks.edit(channel, now.id, wanted);
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/** What stands in the head of the channel under this key; null also where the bot sees no such channel. */
async function lookAt(
	{ slack }: SeedServices,
	key: string,
	seeded: Seeded,
): Promise<SlackBookmark | null> {
	const channel = await slack.channelId(bookmarkPartsOf(key).channel);
	if (channel === undefined) return null;
	return bookmarkIn(await slack.bookmarks.list(channel), key, seeded);
}

/** What the journal keeps of one. */
function stateOf(there: SlackBookmark | null): Json {
	if (there === null) return null;
	const { id, title, link } = there;
	return { id, title, link };
}

const readState = (state: Json) => state as unknown as SlackBookmark | null;

const baseOf = (key: string, { id, title, link }: SlackBookmark): Base[] => [
	{ kind: 'bookmark', key, value: { id, title, link } },
];
