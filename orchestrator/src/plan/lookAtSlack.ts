import type { SlackChannel } from '../adapters/slack/channels';
import { inParallel } from '../apply/inParallel';
import type { SeedServices } from '../apply/services';
import type { HubPerson } from '../roster/hubPeople';
import type { Blueprint, FoundHubPerson, Snapshot } from './model';
import { channelOf } from './planSlack';

/** Without these Slack does not tell who has which address; doctor says that they are missing. */
const KNOWS_PEOPLE = ['users:read', 'users:read.email'];
/** Reads of Slack at the same time. */
const LOOKS_AT_ONCE = 2;

/** The channels, what the app may do, and who of each hub is in its channel. Reads only. */
export async function lookAtSlack(
	services: SeedServices,
	wanted: Blueprint,
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
	return { channels, scopes, hubPeople };
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
