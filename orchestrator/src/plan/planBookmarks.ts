import type { SlackBookmark } from '../adapters/slack/bookmarks';
import type { Base } from '../apply/journal';
import { channelOf } from '../adapters/slack/channelOf';
import type { Blueprint, Change, Seeded, Snapshot, Target, WantedBookmark } from './model';

/** What the app needs to see bookmarks, and to make them. */
export const READS_BOOKMARKS = 'bookmarks:read';
const WRITES_BOOKMARKS = 'bookmarks:write';

const GIVE = `Give the Slack app the scopes ${READS_BOOKMARKS} and ${WRITES_BOOKMARKS} and install it again, and seed does it; or say "bookmarks: false" under slack.`;

type Wanted = Pick<Blueprint, 'bookmarks' | 'formLinks'>;
type Found = Pick<Snapshot, 'slack' | 'seeded'>;
/** What planning needs: whose forms n8n shows is known by its listeners. */
type FoundAll = Found & { n8n: Pick<Snapshot['n8n'], 'contents'> };

/**
 * The links in the heads of channels. What a person changed of them stays; what the configuration names
 * no longer is taken away as long as it is as it was made. A form of another bundle keeps its link while
 * n8n shows it: seed takes no workflow away.
 *
 * @param channels what is planned for the channels themselves
 */
export function planBookmarks(
	wanted: Wanted,
	found: FoundAll,
	channels: readonly Change[],
): Change[] {
	const { bookmarks } = wanted;
	if (found.slack.bookmarks === null) return bookmarks.length === 0 ? [] : [unseen(bookmarks)];
	const isLeft = (channel: string) =>
		channels.some(({ kind, target }) => kind === 'manual' && target.key === channel);
	const changes = [
		...bookmarks
			.filter(({ channel }) => !isLeft(channel)) // first the channel, which a person has to see to
			.map((each) => planBookmark(each, found)),
		...staleBookmarks(wanted, found),
	];
	const { scopes } = found.slack;
	if (scopes === null || scopes.includes(WRITES_BOOKMARKS)) return changes;
	return changes.map((change): Change => {
		const { kind, target, because } = change;
		if (kind !== 'create' && kind !== 'update') return change;
		return { kind: 'manual', target, because, mend: GIVE };
	});
}

/** Our key of a bookmark: by its title people tell it from the others of its channel. */
export const bookmarkKey = ({ channel, title }: Pick<WantedBookmark, 'channel' | 'title'>) =>
	`${channel}/${title}`;

/** Channel and title that a key is made of; no channel has a slash in its name. */
export function bookmarkPartsOf(key: string): { channel: string; title: string } {
	const at = key.indexOf('/');
	return { channel: key.slice(0, at), title: key.slice(at + 1) };
}

/** The bookmark that a key means: the one that was made, whatever it is called now, else a namesake. */
export function bookmarkIn(
	entries: readonly SlackBookmark[],
	key: string,
	{ bookmarks }: Pick<Seeded, 'bookmarks'>,
): SlackBookmark | null {
	const { title } = bookmarkPartsOf(key);
	const base = bookmarks[key];
	const ours = entries.find(({ id }) => id === base?.id);
	return ours ?? entries.find((each) => each.title === title) ?? null;
}

/** What is in the head of a channel; empty where the bot is not in it. */
export function bookmarksOf(slack: Snapshot['slack'], channel: string): SlackBookmark[] {
	const there = channelOf(slack.channels, channel);
	return there === undefined ? [] : (slack.bookmarks?.[there.id] ?? []);
}

/** What is as it is wanted, whoever made it, is what later edits are told apart by. */
export function bookmarkBases(
	{ bookmarks }: Pick<Blueprint, 'bookmarks'>,
	{ slack, seeded }: Found,
): Base[] {
	return bookmarks.flatMap((wanted): Base[] => {
		const key = bookmarkKey(wanted);
		const there = bookmarkIn(bookmarksOf(slack, wanted.channel), key, seeded);
		if (there === null || !isSame(there, wanted) || there.id === seeded.bookmarks[key]?.id) {
			return [];
		}
		return [
			{ kind: 'bookmark', key, value: { id: there.id, title: there.title, link: there.link } },
		];
	});
}

function planBookmark(wanted: WantedBookmark, { slack, seeded }: Found): Change {
	const key = bookmarkKey(wanted);
	const target = targetOf(key);
	const base = seeded.bookmarks[key];
	const there = bookmarkIn(bookmarksOf(slack, wanted.channel), key, seeded);
	if (there === null) {
		const because = base === undefined ? 'there is none' : 'somebody took it away';
		return { kind: 'create', target, because };
	}
	if (isSame(there, wanted)) return { kind: 'keep', target, because: 'it is there' };
	if (there.id !== base?.id) {
		const because = 'there is one of that name which leads elsewhere; it stays';
		return { kind: 'keep', target, because };
	}
	if (isSame(there, base)) {
		const values = [{ of: 'address', from: there.link, to: wanted.link }];
		return { kind: 'update', target, because: 'the configuration says another address', values };
	}
	// Without the addresses: what a person put there may be for nobody else's eyes.
	const edits = [
		...(there.title === base.title ? [] : [`its name "${there.title}"`]),
		...(there.link === base.link ? [] : ['the address it leads to']),
	];
	return { kind: 'keep', target, because: 'it was changed in Slack; the edit stays', edits };
}

/** What was made and is wanted no longer. */
function staleBookmarks(wanted: Wanted, found: FoundAll): Change[] {
	const { slack, seeded } = found;
	const keys = new Set(wanted.bookmarks.map(bookmarkKey));
	return Object.entries(seeded.bookmarks)
		.filter(([key]) => !keys.has(key))
		.flatMap(([key, base]): Change[] => {
			const entries = bookmarksOf(slack, bookmarkPartsOf(key).channel);
			const there = entries.find(({ id }) => id === base.id);
			if (there === undefined || !isSame(there, base)) return [];
			const target = targetOf(key);
			const form = formOf(key, there, wanted);
			if (form === null) {
				const because = 'the configuration names it no longer: it is taken away';
				return [{ kind: 'update', target, because, takesAway: true }];
			}
			const owner = ownerOf(form, found);
			if (owner === null) {
				const because = 'no published workflow has this form any more: it is taken away';
				return [{ kind: 'update', target, because, takesAway: true }];
			}
			return [{ kind: 'keep', target, because: owner }];
		});
}

/** Path of the form that a link leads to; null where the channel is not to have links to forms. */
function formOf(key: string, { link }: SlackBookmark, { formLinks }: Wanted): string | null {
	const { channels, base } = formLinks;
	const { channel } = bookmarkPartsOf(key);
	return channels.includes(channel) && link.startsWith(base) ? link.slice(base.length) : null;
}

/** Why the link to a form stays that the bundle does not have; null where nobody shows the form. */
function ownerOf(form: string, { n8n: { contents } }: FoundAll): string | null {
	if (contents === null) return 'what n8n shows is seen once there is a key';
	const owner = contents.listeners.find(
		({ address }) => address.kind === 'form' && address.path === withoutEnd(form),
	);
	return owner === undefined ? null : `"${owner.name}", which is not in this bundle, has this form`;
}

const isSame = (
	a: Pick<SlackBookmark, 'title' | 'link'>,
	b: Pick<SlackBookmark, 'title' | 'link'>,
) => a.title === b.title && withoutEnd(a.link) === withoutEnd(b.link);

/** An address may come back with a slash at its end. */
const withoutEnd = (link: string) => link.replace(/\/$/, '');

function targetOf(key: string): Target {
	const { channel, title } = bookmarkPartsOf(key);
	return { service: 'Slack', kind: 'bookmark', key, name: `${title} in ${channel}` };
}

function unseen(bookmarks: readonly WantedBookmark[]): Change {
	const channels = [...new Set(bookmarks.map(({ channel }) => channel))].join(', ');
	return {
		kind: 'manual',
		target: { service: 'Slack', kind: 'bookmark', key: 'bookmarks', name: `links in ${channels}` },
		because: `the app lacks the scope ${READS_BOOKMARKS}`,
		mend: GIVE,
	};
}
