import { isErrorReport } from '../../../nodes/domain/errors';
import type { SlackChannel } from '../adapters/slack/channels';
import { inParallel } from '../apply/inParallel';
import type { SeedServices } from '../apply/services';
import type { HubPerson } from '../roster/hubPeople';
import type { Blueprint, FoundHubPerson, Seeded, Snapshot } from './model';
import { channelOf } from '../adapters/slack/channelOf';
import { bookmarkPartsOf, READS_BOOKMARKS } from './planBookmarks';

/** Without these Slack does not tell who has which address; doctor says that they are missing. */
const KNOWS_PEOPLE = ['users:read', 'users:read.email'];
/** Reads of Slack at the same time. */
const LOOKS_AT_ONCE = 2;

/** The channels, what the app may do, and who of each hub is in its channel. Reads only. */
export async function lookAtSlack(
	services: SeedServices,
	wanted: Blueprint,
	seeded: Pick<Seeded, 'bookmarks'>,
): Promise<Snapshot['slack']> {
	const { slack } = services;
	const [channels, scopes, everybody] = await Promise.all([
		slack.listChannels(),
		slack.scopes(),
		services.hubPeople(),
	]);
	const people = everybody.flatMap((person) => {
		const hub = wanted.channels.find(({ logical }) => logical === person.hub);
		return hub === undefined ? [] : [{ ...person, channel: hub.channel }];
	});
	const isBlind = KNOWS_PEOPLE.some((scope) => scopes !== null && !scopes.includes(scope));
	const hubPeople =
		isBlind || people.length === 0 ? [] : await lookAtPeople(services, people, channels);
	const named = [
		...wanted.bookmarks.map(({ channel }) => channel),
		...Object.keys(seeded.bookmarks).map((key) => bookmarkPartsOf(key).channel),
	];
	const within = [...new Set(named)]
		.map((name) => channelOf(channels, name))
		.filter((there) => there !== undefined)
		.filter(({ isMember, isArchived }) => isMember && !isArchived);
	const bookmarks =
		scopes?.includes(READS_BOOKMARKS) === false ? null : await lookAtBookmarks(services, within);
	return { channels, scopes, hubPeople, bookmarks };
}

/** Where Slack does not say what the app may do, it says so of the call itself. */
async function lookAtBookmarks(
	{ slack }: SeedServices,
	channels: readonly SlackChannel[],
): Promise<Snapshot['slack']['bookmarks']> {
	try {
		const found = await inParallel(channels, LOOKS_AT_ONCE, async ({ id }) => {
			return [id, await slack.bookmarks.list(id)] as const;
		});
		return Object.fromEntries(found);
	} catch (error) {
		if (isErrorReport(error) && error.code === 'slack/refused') return null;
		throw error;
	}
}

async function lookAtPeople(
	{ slack }: SeedServices,
	people: Array<HubPerson & { channel: string }>,
	channels: SlackChannel[],
): Promise<FoundHubPerson[]> {
	const users = await slack.listUsers();
	const idOf = new Map(users.map(({ email, id }) => [email, id]));
	const names = [...new Set(people.map(({ channel }) => channel))];
	const members = await inParallel(names, LOOKS_AT_ONCE, async (name) => {
		const there = channelOf(channels, name);
		// Slack shows who is in a private channel only to those within.
		const isHidden = there === undefined || (there.isPrivate && !there.isMember);
		return [name, isHidden ? [] : await slack.listMembers(there.id)] as const;
	});
	const membersOf = new Map(members);
	return people.map(({ name, email, channel }) => {
		const userId = idOf.get(email) ?? null;
		const isMember = userId !== null && membersOf.get(channel)?.includes(userId) === true;
		return { name, email, channel, userId, isMember };
	});
}
