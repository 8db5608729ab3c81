import { sandboxSlack } from '../accounts';
import type { Call, Method } from './call';
import { textArgument } from './callArguments';
import { required } from './chat';
import { SlackError } from './errors';
import type { Bookmark } from './model';

/** Bookmarks of a channel at most (docs.slack.dev/reference/methods/bookmarks.add, as found in a stored copy searched 2026-11-26). */
const MOST = 100;

/** bookmarks.list */
export const listBookmarks: Method = (call) => ({ bookmarks: ofChannel(call) });

/** bookmarks.add: links alone. */
export const addBookmark: Method = (call) => {
	const bookmarks = ofChannel(call);
	const type = required(call.values, 'type');
	if (type !== 'link') throw new SlackError('invalid_bookmark_type');
	if (bookmarks.length >= MOST) throw new SlackError('too_many_bookmarks');
	const { bot, teamId } = sandboxSlack;
	const bookmark: Bookmark = {
		id: call.store.nextId('Bk0SANDBOX'),
		channel_id: required(call.values, 'channel_id'),
		title: required(call.values, 'title'),
		link: linkIn(required(call.values, 'link')),
		emoji: textArgument(call.values, 'emoji'),
		icon_url: '',
		type: 'link',
		date_created: seconds(call),
		date_updated: 0,
		rank: String(bookmarks.length),
		last_updated_by_user_id: bot.userId,
		last_updated_by_team_id: teamId,
		app_id: bot.appId,
	};
	bookmarks.push(bookmark);
	return { bookmark };
};

/** bookmarks.edit: what is not named stays. */
export const editBookmark: Method = (call) => {
	const { bookmark } = chosen(call);
	for (const name of ['title', 'emoji'] as const) {
		if (call.values[name] !== undefined) bookmark[name] = textArgument(call.values, name);
	}
	const link = textArgument(call.values, 'link');
	if (link !== '') bookmark.link = linkIn(link);
	bookmark.date_updated = seconds(call);
	bookmark.last_updated_by_user_id = sandboxSlack.bot.userId;
	return { bookmark };
};

/** bookmarks.remove */
export const removeBookmark: Method = (call) => {
	const { bookmark, bookmarks } = chosen(call);
	bookmarks.splice(bookmarks.indexOf(bookmark), 1);
	return {};
};

function chosen(call: Call): { bookmark: Bookmark; bookmarks: Bookmark[] } {
	const bookmarks = ofChannel(call);
	const wanted = required(call.values, 'bookmark_id');
	const bookmark = bookmarks.find(({ id }) => id === wanted);
	if (bookmark === undefined) throw new SlackError('not_found');
	return { bookmark, bookmarks };
}

/** The channel by its id; where the bot is not in it Slack shows it nothing. */
function ofChannel({ store, values }: Call): Bookmark[] {
	const wanted = required(values, 'channel_id');
	const channel = store.state.channels.find(({ id }) => id === wanted);
	if (channel === undefined || !channel.members.includes(sandboxSlack.bot.userId)) {
		throw new SlackError('channel_not_found');
	}
	return (store.state.bookmarks[wanted] ??= []);
}

function linkIn(link: string): string {
	if (!/^https?:\/\//.test(link)) throw new SlackError('invalid_link');
	return link;
}

const seconds = ({ at }: Call) => Math.floor(at / 1_000);
