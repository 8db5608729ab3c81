import { MendableError } from '../../../../nodes/domain/errors';
import type { SlackChannel } from '../../adapters/slack/channels';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import type { ApplyStep } from './step';

/** How the bot comes into Slack's channels, and leaves them. */
export const slackSteps = {
	channel: {
		after: [],
		isRepeatable: true,
		planned: ({ key }, { found }) => stateOf(found.channels, key),
		look: async ({ key }, { services }) => stateOf(await services.slack.listChannels(), key),
		run: async ({ target: { key } }, { services, found }) => {
			const there = channelOf(found.channels, key);
			if (there !== undefined) await services.slack.join(there.id);
			return [];
		},
		undo: async ({ target: { key } }, { services }) => {
			const there = channelOf(await services.slack.listChannels(), key);
			if (there === undefined) {
				throw new MendableError(
					'rollback/cannot',
					`The bot cannot leave ${key}.`,
					'It sees no such channel any more.',
					`Take the bot out of ${key} in Slack.`,
				);
			}
			await services.slack.leave(there.id);
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/** A channel by its id or its name, with or without `#`. */
export function channelOf(channels: SlackChannel[], key: string): SlackChannel | undefined {
	return channels.find(({ id, name }) => id === key || `#${name}` === key || name === key);
}

function stateOf(channels: SlackChannel[], key: string): Json {
	const found = channelOf(channels, key);
	return found === undefined ? null : { id: found.id, isMember: found.isMember };
}
