import { channelOf } from '../adapters/slack/channelOf';
import type { Blueprint, Change, Snapshot, Target } from './model';
import { planBookmarks } from './planBookmarks';

/** Scope that lets the app make public channels and bring people into them. */
const MANAGE = 'channels:manage';

/**
 * What Slack takes as the name of a new channel (docs.slack.dev/reference/methods/conversations.create,
 * as found in a stored copy searched 2026-11-22).
 */
const NAME = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u;

/** Slack's channels: there, with the bot in each of them, the people of a hub in theirs, and their links. */
export function planSlack(wanted: Blueprint, found: Snapshot): Change[] {
	const channels = planChannels(wanted, found);
	return [...channels, ...planMembers(found, channels), ...planBookmarks(wanted, found, channels)];
}

function planChannels({ channels }: Blueprint, { slack }: Snapshot): Change[] {
	return channels.map(({ logical, channel }): Change => {
		const target: Target = { service: 'Slack', kind: 'channel', key: channel, name: channel };
		const there = channelOf(slack.channels, channel);
		if (there === undefined) return { ...missing(logical, channel, slack.scopes), target };
		if (there.isArchived) {
			return {
				kind: 'manual',
				target,
				because: 'it is archived',
				mend: `Unarchive ${channel} in Slack, or name another one in slack.channels.${logical}.`,
			};
		}
		if (there.isMember) return { kind: 'keep', target, because: 'the bot is a member' };
		return there.isPrivate
			? {
					kind: 'manual',
					target,
					because: 'it is private and the bot is no member',
					mend: `Invite the bot in ${channel}.`,
				}
			: { kind: 'update', target, because: 'the bot is no member yet' };
	});
}

function planMembers({ slack }: Snapshot, channels: Change[]): Change[] {
	const mayInvite = slack.scopes?.includes(MANAGE) === true;
	return slack.hubPeople.flatMap(({ name, email, channel, userId, isMember }): Change[] => {
		const isLeft = channels.some(({ kind, target }) => kind === 'manual' && target.key === channel);
		if (isLeft) return []; // first the channel, which a person has to see to
		const target: Target = {
			service: 'Slack',
			kind: 'member',
			key: `${channel}/${userId ?? email}`,
			name: `${name} in ${channel}`,
		};
		if (isMember) return [{ kind: 'keep', target, because: 'they are in it' }];
		if (userId === null) {
			return [
				{
					kind: 'manual',
					target,
					because: `nobody in Slack has the address ${email}`,
					mend: `Invite ${name} to Slack, or correct the address in the roster.`,
				},
			];
		}
		const isPrivate = channelOf(slack.channels, channel)?.isPrivate === true;
		if (mayInvite && !isPrivate) return [{ kind: 'create', target, because: 'they are not in it' }];
		const mend = isPrivate
			? `Invite ${name} in ${channel}.`
			: `Invite ${name} in ${channel}; or give the Slack app the scope ${MANAGE}, and seed does.`;
		return [{ kind: 'manual', target, because: 'they are not in it', mend }];
	});
}

type Missing =
	| { kind: 'create'; because: string }
	| { kind: 'manual'; because: string; mend: string };

function missing(logical: string, channel: string, scopes: string[] | null): Missing {
	const byHand = `Create ${channel} in Slack and invite the bot, or correct slack.channels.${logical}`;
	if (!NAME.test(channel.replace(/^#/, ''))) {
		return { kind: 'manual', because: 'the bot sees no such channel', mend: `${byHand}.` };
	}
	if (scopes?.includes(MANAGE) === true) return { kind: 'create', because: 'there is none' };
	return {
		kind: 'manual',
		because: 'the bot sees no such channel',
		mend: `${byHand}; or give the Slack app the scope ${MANAGE}, and seed makes it.`,
	};
}
