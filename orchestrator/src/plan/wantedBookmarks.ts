import type { Bundle } from '../bundle/readBundle';
import { webhooksOf } from '../bundle/webhooks';
import type { Settings } from '../config';
import { isLoopback } from '../config/isLoopback';
import type { Blueprint, WantedBookmark } from './model';

type Link = Pick<WantedBookmark, 'title' | 'link' | 'emoji'>;
type Place = Exclude<
	Exclude<Settings['slack']['bookmarks'], false>[string][number],
	{ title: string }
>;

/**
 * The links that the channels are to have. A place on this machine is left out where Slack is not the
 * stand-in: nobody else could open it.
 */
export function wantedBookmarks(settings: Settings, bundle: Bundle): WantedBookmark[] {
	const { bookmarks, channels } = settings.slack;
	if (bookmarks === false) return [];
	const isOpenedBySlack = ({ link }: Link) => settings.sandbox !== null || !isLoopback(link);
	return Object.entries(bookmarks).flatMap(([logical, wanted]) => {
		const links = wanted.flatMap((each): Link[] =>
			typeof each === 'string'
				? places[each](settings, bundle).filter(isOpenedBySlack)
				: [{ ...each, emoji: each.emoji ?? null }],
		);
		const channel = channels[logical] ?? logical;
		return links.map((link) => ({ channel, ...link }));
	});
}

/** Where links to all forms are kept, also to those of a bundle that was seeded before. */
export function formLinks({ slack, n8n }: Settings): Blueprint['formLinks'] {
	const named = slack.bookmarks === false ? [] : Object.entries(slack.bookmarks);
	const channels = named
		.filter(([, wanted]) => wanted.includes('forms'))
		.map(([logical]) => slack.channels[logical] ?? logical);
	return { channels, base: formBase(n8n) };
}

const formBase = ({ url }: Settings['n8n']) => `${url}/form/`;

/** The places that the configuration can name by a word. */
const places: Record<Place, (settings: Settings, bundle: Bundle) => Link[]> = {
	n8n: ({ n8n }) => [{ title: 'n8n', link: n8n.url, emoji: ':gear:' }],
	forms: ({ n8n }, { workflows }) =>
		workflows.flatMap(({ workflow }) =>
			webhooksOf(workflow)
				.filter(({ kind }) => kind === 'form')
				.map(({ path }) => ({
					// n8n has each path once.
					title: `Form: ${path}`,
					link: `${formBase(n8n)}${path}`,
					emoji: ':inbox_tray:',
				})),
		),
	// The board of all deals, by the number that HubSpot has for deals.
	deals: ({ hubspot }) => [
		{
			title: 'Deals in HubSpot',
			link: `https://app.hubspot.com/contacts/${hubspot.portalId}/objects/0-3/views/all/board`,
			emoji: ':handshake:',
		},
	],
};
