import { MendableError } from '../../../../nodes/domain/errors';
import type { SlackChannel } from '../../adapters/slack/channels';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import { channelOf } from '../../plan/planSlack';
import type { ApplyStep } from './step';

/** How Slack's channels are made, and how the bot comes into them and leaves them. */
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
