import { MendableError } from '../../../../nodes/domain/errors';
import type { SlackChannel } from '../../adapters/slack/channels';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import { channelOf } from '../../adapters/slack/channelOf';
import { bookmarkSteps } from './bookmarks';
import { channelIdOf } from './channelId';
import type { ApplyStep } from './step';

/** How Slack's channels are made, how the bot and the people of a hub come into them, and their links. */
export const slackSteps = {
	channel: {
		after: [],
		isRepeatable: true,
		planned: ({ key }, { found }) => stateOf(found.slack.channels, key),
		look: async ({ key }, { services }) => stateOf(await services.slack.listChannels(), key),
		run: async ({ target: { key } }, { services, found }) => {
			const there = channelOf(found.slack.channels, key);
			// Whoever makes a channel is in it.
			if (there === undefined) await services.slack.create(key.replace(/^#/, ''));
			else await services.slack.join(there.id);
			return [];
		},
		isThere: (_target, state) => isMember(state),
		undo: async ({ target: { key }, before }, { services }) => {
			if (before === null) throw cannotDelete(key);
			await services.slack.leave(await channelIdOf(services.slack, key));
		},
	},
	member: {
		after: ['channel'],
		isRepeatable: true,
		planned: ({ key }, { found: { slack } }) => {
			const { channel, user } = memberPartsOf(key);
			const person = slack.hubPeople.find(
				(each) => each.channel === channel && each.userId === user,
			);
			return person?.isMember === true ? { user } : null;
		},
		look: async ({ key }, { services: { slack } }) => {
			const { channel, user } = memberPartsOf(key);
			const there = await slack.channelId(channel);
			const members = there === undefined ? [] : await slack.listMembers(there);
			return members.includes(user) ? { user } : null;
		},
		isThere: (_target, state) => state !== null,
		run: async ({ target: { key } }, { services: { slack } }) => {
			const { channel, user } = memberPartsOf(key);
			await slack.invite(await channelIdOf(slack, channel), user);
			return [];
		},
		undo: async ({ target: { key } }, { services: { slack } }) => {
			const { channel, user } = memberPartsOf(key);
			await slack.remove(await channelIdOf(slack, channel), user);
		},
	},
	...bookmarkSteps,
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/** Our keys are `channel/user`. */
function memberPartsOf(key: string): { channel: string; user: string } {
	const at = key.lastIndexOf('/');
	return { channel: key.slice(0, at), user: key.slice(at + 1) };
}

function stateOf(channels: SlackChannel[], key: string): Json {
	const found = channelOf(channels, key);
	return found === undefined ? null : { id: found.id, isMember: found.isMember };
}

const isMember = (state: Json) =>
	typeof state === 'object' && state !== null && 'isMember' in state && state.isMember === true;

function cannotDelete(channel: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The channel ${channel} stays in Slack.`,
		'Slack lets no app delete a channel, and somebody may have written there.',
		`Archive ${channel} in Slack if nobody needs it.`,
	);
}
